"""Lets `python -m suite` be the command `mercato`."""

import sys

from suite.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""A preparation that fails."""

import sys

sys.exit("the schema could not be read")

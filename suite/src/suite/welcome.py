"""The end of a start in the foreground: a table of addresses.

A process of its own, so that the supervisor, which runs for days, need not load what only prints a table.
"""

from suite.config import Settings
from suite.home import Home
from suite.report import gather
from suite.tables import console, show_addresses
from suite.topology import load

if __name__ == "__main__":
    settings = Settings.from_env()
    console.print()
    show_addresses(gather(Home(settings.home), load(settings.topology)))
    console.print("\nEverything is ready. Ctrl-C stops it.\n")

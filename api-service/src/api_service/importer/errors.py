"""Why nothing could be imported at all; a wrong row is no error but a line of the report.

ImportRefused
├── FileUnreadable   it is not a table of the documented form
├── ChainMissing     there is no company yet whose history it could be
└── NothingToSell    history cannot be made up without shops and products
"""


class ImportRefused(Exception):
    """Nothing was imported; the message says why and what to do."""


class FileUnreadable(ImportRefused):
    """The file is not a table with the columns that were asked for."""


class ChainMissing(ImportRefused):
    """The books have no company yet."""


class NothingToSell(ImportRefused):
    """The catalogue has no shop, or no product on sale."""

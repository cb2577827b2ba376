"""How the importer opens the books."""

from common.database import Database

#: A large file on a slow disk is no failure, and one import waits for another.
_STATEMENT_SECONDS = 0
_LOCK_SECONDS = 3600


def opened(url: str) -> Database:
    """The books under the role that the URL names; close it again."""
    return Database(
        url,
        application="importer",
        pool_size=1,
        statement_seconds=_STATEMENT_SECONDS,
        lock_seconds=_LOCK_SECONDS,
    )

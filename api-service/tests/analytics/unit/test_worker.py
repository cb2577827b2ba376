"""The threads that fold and that let reservations go work on whatever the database answers."""

import pytest
from sqlalchemy.exc import ProgrammingError

from api_service.worker import Expirer, Folder
from common.clock import SystemClock
from common.errors import DatabaseUnavailable


class RefusingDatabase:
    """A database that answers everything with the same failure, and counts how often it was asked."""

    def __init__(self, failure):
        self.failure = failure
        self.asked = 0
        self.closed = False

    def statements(self):
        self.asked += 1
        raise self.failure

    transaction = statements

    def close(self):
        self.closed = True


FAILURES = [
    DatabaseUnavailable(),
    ProgrammingError("SELECT", {}, Exception("no such table")),
    ValueError("a row that nobody thought of"),
    MemoryError(),
]


@pytest.mark.parametrize("failure", FAILURES)
def test_it_asks_again_after_any_failure_until_it_is_stopped(failure, eventually):
    database = RefusingDatabase(failure)
    folder = Folder(database, seconds=0.001)

    folder.start()
    eventually(lambda: database.asked > 3)
    folder.stop()
    folder.join(timeout=10)

    assert not folder.is_alive()
    assert database.closed


@pytest.mark.parametrize("failure", FAILURES)
def test_reservations_are_let_go_again_after_any_failure_and_the_database_stays_open(
    failure, eventually
):
    database = RefusingDatabase(failure)
    expirer = Expirer(database, SystemClock(), seconds=0.001)

    expirer.start()
    eventually(lambda: database.asked > 3)
    expirer.stop()
    expirer.join(timeout=10)

    assert not expirer.is_alive()
    assert not database.closed


def test_it_does_not_keep_its_process_from_ending():
    assert Folder(RefusingDatabase(None), seconds=1).daemon

"""A server that will take connections in a while is waited for; another is not."""

import psycopg2
import pytest

from common.migrations import bootstrap

SERVER = bootstrap.Server.of("postgresql://postgres:p@127.0.0.1:1/mercato", {})


class Connection:
    def close(self):
        pass


@pytest.fixture
def answers(monkeypatch):
    """What the server says to one attempt after the other; then it takes the connection."""

    def say(*words):
        said = iter(words)

        def connect(*_, **__):
            for each in said:
                raise psycopg2.OperationalError(each)
            return Connection()

        monkeypatch.setattr(psycopg2, "connect", connect)

    return say


@pytest.mark.parametrize(
    "words",
    [
        'connection to server at "127.0.0.1", port 1 failed: Connection refused',
        "FATAL:  the database system is starting up",
        "FATAL:  the database system is not yet accepting connections",
        "FATAL:  the database system is in recovery mode",
        "FATAL:  the database system is shutting down",
        "timeout expired",
        "server closed the connection unexpectedly",
    ],
)
def test_a_server_that_is_not_there_yet_is_waited_for(answers, words):
    answers(words, words)

    bootstrap.wait_for(SERVER, seconds=5)


def test_one_that_will_never_let_us_in_is_not(answers):
    answers('FATAL:  password authentication failed for user "postgres"')

    with pytest.raises(psycopg2.OperationalError, match="authentication"):
        bootstrap.wait_for(SERVER, seconds=5)


def test_nobody_is_waited_for_longer_than_that(answers):
    answers(*["Connection refused"] * 1000)

    with pytest.raises(psycopg2.OperationalError, match="refused"):
        bootstrap.wait_for(SERVER, seconds=0.1)

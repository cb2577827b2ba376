"""How folding begins: by itself in every worker process, or by a command."""

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from api_service.cli import app as command_line


@pytest.fixture
def run(settings):
    """Run a command of api-service's command line; what it prints."""

    def invoke(*words):
        environment = {
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": "a key for the tests",
            "SERVICE_KEY": "a key that the services of the tests share",
        }
        done = CliRunner().invoke(command_line, words, env=environment, catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout.strip()

    return invoke


def test_a_worker_process_folds_by_itself_once_it_has_started(
    client, sold, folded, eventually, noon
):
    sold(noon)
    begin, *_ = client.application.extensions["mercato.after_fork"]

    threads = begin()
    eventually(lambda: folded() == 1)
    for thread in threads:
        thread.stop()
        thread.join(timeout=10)

    assert not any(thread.is_alive() for thread in threads)


def test_the_command_folds_what_is_ripe(run, sold, folded, noon):
    sold(noon)

    assert run("fold") == "Folded in 1 step."
    assert run("fold") == "Folded in 0 steps."
    assert folded() == 1


def test_the_command_can_rebuild(run, arrange, sold, fold, folded, noon):
    sold(noon)
    fold()
    arrange.execute(text("UPDATE books.sales_of_day SET purchases = 7"))

    run("fold", "--rebuild")

    assert folded() == 1

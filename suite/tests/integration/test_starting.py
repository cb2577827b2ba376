"""Starts that cannot succeed: they say why, and leave nothing behind."""

import socket
from contextlib import closing

from suite.ports import is_free


def test_a_taken_port_is_named_with_its_holder_and_the_flag(make_suite):
    mercato = make_suite()
    with closing(socket.create_server(("127.0.0.1", 8000 + mercato.offset))):
        failed = mercato.up(check=False)

    assert failed.returncode == 1
    assert (
        f"Port {8000 + mercato.offset}, which cashier-service needs, is taken by" in failed.stderr
    )
    assert "--port-offset" in failed.stderr


def test_a_taken_port_of_the_database_is_named_too(make_suite):
    mercato = make_suite()
    with closing(socket.create_server(("127.0.0.1", 15432 + mercato.offset))):
        failed = mercato.up(check=False)

    assert f"Port {15432 + mercato.offset}, which PostgreSQL needs" in failed.stderr


def test_a_failing_preparation_is_told_with_its_last_words(make_suite):
    mercato = make_suite(topology="UNPREPARED")

    failed = mercato.up(check=False)

    assert failed.returncode == 1
    assert "The database could not be prepared." in failed.stderr
    assert "the schema could not be read" in failed.stderr
    assert _nothing_runs(mercato)


def test_a_service_that_cannot_load_is_told_with_its_last_words(make_suite):
    mercato = make_suite(topology="BROKEN")

    failed = mercato.up(check=False)

    assert failed.returncode == 1
    assert "broken-service ended 3 times before it was ready." in failed.stderr
    assert "there_is_none" in failed.stderr
    assert _nothing_runs(mercato)
    assert "The last start failed: broken-service" in mercato("status", check=False).stdout


def test_one_service_starts_with_what_it_needs_alone(make_suite):
    mercato = make_suite(topology="BROKEN")

    mercato.up("api")

    assert [service["name"] for service in mercato.status()["services"]] == ["api-service"]


def test_data_of_another_version_is_left_alone(make_suite):
    mercato = make_suite()
    data = mercato.home.path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")

    failed = mercato.up(check=False)

    assert failed.returncode == 1
    assert "was written by PostgreSQL 16" in failed.stderr
    assert "pg_dump -Fc" in failed.stderr
    assert (data / "PG_VERSION").read_text() == "16\n"


def _nothing_runs(mercato):
    return not mercato.status()["database_url"] and all(
        is_free(port + mercato.offset) for port in (8000, 8001, 8002, 15432)
    )

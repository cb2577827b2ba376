"""A PostgreSQL server that is not the suite's own, named by DATABASE_URL."""

from contextlib import closing

import psycopg2
import pytest


@pytest.fixture
def limited(postgres):
    """The URL of a database whose owner may not make roles."""
    admin = psycopg2.connect(postgres.url.libpq.replace("/mercato", "/postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute("CREATE ROLE clerk LOGIN PASSWORD 'clerk'")
        cursor.execute("CREATE DATABASE chain OWNER clerk")
    yield f"postgres://clerk:clerk@127.0.0.1:{postgres.port}/chain"
    with admin.cursor() as cursor:
        cursor.execute("DROP DATABASE chain WITH (FORCE)")
        cursor.execute("DROP ROLE clerk")
    admin.close()


@pytest.fixture
def bare(postgres):
    """URLs of databases that are not there, under a role that may make them and one that may not."""
    with closing(psycopg2.connect(postgres.url.libpq.replace("/mercato", "/postgres"))) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute("CREATE ROLE builder LOGIN CREATEDB PASSWORD 'b'")
            cursor.execute("CREATE ROLE guest LOGIN PASSWORD 'g'")
            yield tuple(
                f"postgres://{role}@127.0.0.1:{postgres.port}/nowhere"
                for role in ("builder:b", "guest:g")
            )
            cursor.execute("DROP ROLE builder")
            cursor.execute("DROP ROLE guest")


def test_the_doctor_tells_who_makes_a_missing_database(make_suite, bare):
    builders, guests = bare

    content = make_suite(DATABASE_URL=builders)("doctor", check=False).stdout
    refused = make_suite(DATABASE_URL=guests)("doctor", check=False)

    assert "There is no database nowhere yet; ./mercato up makes it" in content
    assert refused.returncode == 1
    assert 'CREATE DATABASE "nowhere" OWNER "guest";' in refused.stdout


def test_it_is_used_and_none_is_started(make_suite, postgres):
    url = postgres.url.libpq.replace("/mercato", "/postgres")
    mercato = make_suite(DATABASE_URL=url)

    told = mercato.up().stdout

    assert "./mercato seed fills it" in told
    status = mercato.status()
    assert status["database"] is None
    assert status["database_url"] == url
    assert not mercato.home.postgres.exists()


def test_the_doctor_writes_what_an_administrator_must_run(make_suite, limited):
    mercato = make_suite(DATABASE_URL=limited)

    found = mercato("doctor", check=False)

    assert found.returncode == 1
    for role in ("chain_migrator", "chain_api", "chain_importer"):
        assert f'CREATE ROLE "{role}" LOGIN PASSWORD \'SCRAM-SHA-256$' in found.stdout


def test_the_doctor_is_content_once_it_was_run(make_suite, postgres, limited):
    mercato = make_suite(DATABASE_URL=limited)
    told = mercato("doctor", check=False).stdout
    lines = [line.strip() for line in told.splitlines()]
    statements = [line for line in lines if line.endswith(";")]
    admin = psycopg2.connect(postgres.url.libpq.replace("/mercato", "/chain"))
    with admin, admin.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    admin.close()

    found = mercato("doctor")

    assert "The suite's roles exist and can sign in" in found.stdout


def test_mysql_is_refused_with_a_pointer_to_the_importer(make_suite):
    mercato = make_suite(DATABASE_URL="mysql://root@localhost/shop")

    refused = mercato("up", "--detach", check=False)

    assert refused.returncode == 1
    assert "./mercato import purchases FILE" in refused.stderr


def test_reset_leaves_it_alone(make_suite, limited):
    mercato = make_suite(DATABASE_URL=limited)

    refused = mercato("reset", "--yes", check=False)

    assert refused.returncode == 1
    assert "reset leaves it alone" in refused.stderr

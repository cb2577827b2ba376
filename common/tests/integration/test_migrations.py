"""The schema: migrated once, forbidden to change what only grows, least grants for each role."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg2
import pytest
from alembic import command
from psycopg2 import errors

from common.migrations import bootstrap, roles
from suite.testing import free_port

_ONLY_GROW = ("purchase", "line", "tender", "movement", "discount", "coupon_redemption")


@pytest.fixture
def run(server):
    """Run a statement as a role, and fetch what it gives."""

    def run(purpose, statement):
        connection = psycopg2.connect(server.libpq(purpose))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    return run


def test_a_prepared_database_is_not_prepared_again(server):
    assert bootstrap.prepare(replace(server)) is False


def test_two_that_prepare_at_once_migrate_once(template):
    fresh = bootstrap.Server.of(
        template.admin.set(database="prepared_by_two").render_as_string(hide_password=False),
        template.passwords,
    )
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: bootstrap.prepare(fresh), range(2)))

    assert bootstrap.prepare(fresh) is False


def test_a_chain_from_before_gets_its_branch_of_the_web_and_versions_of_its_rates_once(
    template, monkeypatch
):
    before = bootstrap.Server.of(
        template.admin.set(database="before_the_web").render_as_string(hide_password=False),
        template.passwords,
    )
    newest = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _: newest(config, "0012"))
    bootstrap.prepare(before)
    monkeypatch.undo()
    connection = psycopg2.connect(before.libpq("migrator"))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog.company (name, currency, time_zone) VALUES ('Ours', 'CHF', 'Europe/Zurich');"
            "INSERT INTO catalog.branch (id, name, kind, time_zone) VALUES ('B001', 'Hall', 'shop', 'Europe/Zurich');"
            "INSERT INTO catalog.vat_rate (code, name, basis_points) VALUES ('standard', 'Standard', 810)"
        )

    assert bootstrap.prepare(before) is True
    assert bootstrap.prepare(before) is False

    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, time_zone FROM catalog.branch ORDER BY id")
        assert cursor.fetchall() == [
            ("B001", "shop", "Europe/Zurich"),
            ("WEB", "online", "Europe/Zurich"),
        ]
        cursor.execute("SELECT code, version, basis_points FROM catalog.vat_rate_version")
        assert cursor.fetchall() == [("standard", 1, 810)]
    connection.close()


def test_codes_that_only_case_told_apart_are_parted_and_no_more_come(template, monkeypatch):
    before = bootstrap.Server.of(
        template.admin.set(database="codes_in_any_case").render_as_string(hide_password=False),
        template.passwords,
    )
    newest = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _: newest(config, "0016"))
    bootstrap.prepare(before)
    monkeypatch.undo()
    product = (
        "INSERT INTO catalog.product (id, code, name, department, vat_code) "
        "VALUES ({}, '{}', 'Mug', 'goods', 'x');"
    )
    price = "INSERT INTO catalog.price (product_id, version, amount_minor) VALUES ({}, 1, 750);"
    codes = {1: "MUG", 2: "mug", 3: "Mug", 4: "mug-2", 5: "PEN"}
    connection = psycopg2.connect(before.libpq("migrator"))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog.vat_rate (code, name, basis_points) VALUES ('x', 'X', 900);"
            + "".join(product.format(*each) + price.format(each[0]) for each in codes.items())
        )

    assert bootstrap.prepare(before) is True
    assert bootstrap.prepare(before) is False

    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, code FROM catalog.product ORDER BY id")
        assert cursor.fetchall() == [
            (1, "MUG"),
            (2, "mug-2-2"),
            (3, "Mug-3"),
            (4, "mug-2"),
            (5, "PEN"),
        ]
    with pytest.raises(errors.UniqueViolation), connection, connection.cursor() as cursor:
        cursor.execute(product.format(6, "pen") + price.format(6))
    connection.close()


def test_no_chain_has_two_branches_of_the_web(run):
    second = "INSERT INTO catalog.branch (id, name, kind, time_zone) VALUES ('{}', 'Web', 'online', 'Europe/Rome')"
    run("importer", second.format("WEB"))

    with pytest.raises(errors.UniqueViolation):
        run("importer", second.format("WEB-2"))


def test_who_may_not_make_the_database_is_told_what_an_administrator_runs(template):
    admin = psycopg2.connect(template.libpq(database="postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute("CREATE ROLE visitor LOGIN PASSWORD 'v'")
    url = template.admin.set(username="visitor", password="v", database="nowhere")
    poor = bootstrap.Server.of(url.render_as_string(hide_password=False), template.passwords)

    with pytest.raises(bootstrap.NotAllowed, match='CREATE DATABASE "nowhere" OWNER "visitor"'):
        bootstrap.prepare(poor)

    with admin.cursor() as cursor:
        cursor.execute("DROP ROLE visitor")
    admin.close()


@pytest.mark.parametrize("table", _ONLY_GROW)
@pytest.mark.parametrize(
    "statement", ["UPDATE books.{} SET purchase_id = purchase_id", "DELETE FROM books.{}"]
)
@pytest.mark.parametrize("purpose", ["migrator", "api", "importer"])
def test_what_only_grows_is_changed_by_nobody(run, table, statement, purpose):
    statement = statement.format(table).replace(
        "purchase SET purchase_id = purchase_id", "purchase SET id = id"
    )

    with pytest.raises((errors.RestrictViolation, errors.InsufficientPrivilege)):
        run(purpose, statement)


@pytest.mark.parametrize("table", _ONLY_GROW)
def test_what_only_grows_is_not_emptied_either(run, table):
    with pytest.raises(errors.RestrictViolation):
        run("migrator", f"TRUNCATE books.{table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM catalog.product",
        "INSERT INTO catalog.price VALUES (1, 2, 3)",
        "UPDATE catalog.company SET name = 'x'",
        "CREATE TABLE books.mine ()",
    ],
)
def test_the_books_role_reads_the_catalogue_through_its_views_only(run, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        run("api", statement)


def test_the_books_role_makes_no_temporary_tables(template):
    connection = psycopg2.connect(template.libpq("api"))

    with pytest.raises(errors.InsufficientPrivilege), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE mine ()")
    connection.close()


def test_a_stranger_may_not_even_connect(template):
    admin = psycopg2.connect(template.libpq())
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS stranger")
        cursor.execute("CREATE ROLE stranger LOGIN PASSWORD 'strange'")
    admin.close()

    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(
            f"postgresql://stranger:strange@127.0.0.1:{template.admin.port}/{template.database}"
        )


def test_any_change_to_the_catalogue_moves_its_revision(run):
    before = run("api", "SELECT number FROM catalog.published_revision")
    run("importer", "INSERT INTO catalog.vat_rate VALUES ('x', 'X', 1)")
    between = run("api", "SELECT number FROM catalog.published_revision")
    run("migrator", "UPDATE catalog.vat_rate SET name = 'Y'")

    assert before < between < run("api", "SELECT number FROM catalog.published_revision")


def test_a_password_in_the_statements_is_hashed(template):
    admin = psycopg2.connect(template.libpq())

    written = "\n".join(roles.statements(admin, template.chain, template.passwords))

    admin.close()
    assert "SCRAM-SHA-256" in written
    assert not any(password in written for password in template.passwords.values())


def test_an_administrator_without_rights_is_told_what_to_run(template):
    admin = psycopg2.connect(template.libpq())
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS somebodys")
        cursor.execute("DROP ROLE IF EXISTS somebody")
        cursor.execute("CREATE ROLE somebody LOGIN PASSWORD 'some'")
        cursor.execute("CREATE DATABASE somebodys OWNER somebody")
    admin.close()
    port = template.admin.port
    theirs = bootstrap.Server.of(
        f"postgresql://somebody:some@127.0.0.1:{port}/somebodys", template.passwords
    )

    with pytest.raises(bootstrap.NotAllowed) as refused:
        bootstrap.prepare(theirs)

    assert 'CREATE ROLE "somebodys_migrator" LOGIN' in str(refused.value)


def test_a_server_that_does_not_come_is_not_waited_for_for_ever(template):
    nobody = replace(template, admin=template.admin.set(port=free_port()))

    with pytest.raises(psycopg2.OperationalError):
        bootstrap.prepare(nobody, wait_seconds=0.2)

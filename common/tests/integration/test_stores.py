"""What a service's own store promises, in both its kinds."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, text
from sqlalchemy.exc import DBAPIError

from common import stores
from common.errors import DatabaseUnavailable

NOTE = Table("note", MetaData(), Column("id", Integer, primary_key=True), Column("text", Text))

FIRST = "CREATE TABLE note (\n  id integer PRIMARY KEY,\n  text text NOT NULL\n);\n"
SECOND = "CREATE INDEX note_text ON note (text);\nINSERT INTO note VALUES (1, 'from the step');\n"
SECOND_SQLITE = """
CREATE TRIGGER note_stays BEFORE DELETE ON note
BEGIN
  SELECT RAISE(ABORT, 'notes stay');
END;
"""
SECOND_POSTGRESQL = """
CREATE FUNCTION note_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'notes stay';
END;
$$;
CREATE TRIGGER note_stays BEFORE DELETE ON note FOR EACH ROW EXECUTE FUNCTION note_stays();
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with steps of its own."""
    folder = tmp_path / "packages" / "notes_of_a_test"
    (folder / "sql").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "sql" / "0001_first.sql").write_text(FIRST)
    (folder / "sql" / "0002_second.sql").write_text(SECOND)
    (folder / "sql" / "0002_second.sqlite.sql").write_text(SECOND_SQLITE)
    (folder / "sql" / "0002_second.postgresql.sql").write_text(SECOND_POSTGRESQL)
    monkeypatch.syspath_prepend(str(folder.parent))
    yield folder.name
    sys.modules.pop(folder.name, None)


@pytest.fixture
def opened(store_url, package):
    """Opens the store with so many of its steps."""
    found = []

    def open_store(steps=2):
        names = ("0001_first.sql", "0002_second.sql")[:steps]
        found.append(
            stores.open_store(store_url, application="tests", package=package, steps=names)
        )
        return found[-1]

    yield open_store
    for each in found:
        each.close()


def notes(store):
    with store.reading() as connection:
        return list(connection.execute(text("SELECT text FROM note ORDER BY id")).scalars())


def write(store, number, words):
    with store.writing() as connection:
        connection.execute(NOTE.insert().values(id=number, text=words))


def test_two_processes_may_meet_at_a_store_that_is_new(opened):
    several = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda store: store.ping(), several))
    with several[0].reading() as connection:
        versions = connection.execute(text("SELECT version FROM store_version")).scalars().all()

    assert versions == [1, 2]


def test_a_store_with_content_takes_only_the_steps_it_lacks(opened):
    write(opened(1), 7, "kept")

    assert notes(opened(2)) == ["from the step", "kept"]


def test_a_step_may_hold_a_trigger_in_each_databases_words(opened):
    store = opened()

    with pytest.raises(DBAPIError, match="notes stay"), store.writing() as connection:
        connection.execute(text("DELETE FROM note"))

    assert notes(store) == ["from the step"]


def test_what_fails_half_way_leaves_nothing(opened):
    store = opened()
    write(store, 2, "whole")

    def half_then_again():
        with store.writing() as connection:
            connection.execute(NOTE.insert().values(id=3, text="half"))
            connection.execute(NOTE.insert().values(id=2, text="again"))

    with pytest.raises(DBAPIError):
        half_then_again()

    assert notes(store) == ["from the step", "whole"]


def test_readers_see_one_state_while_others_write(opened):
    store = opened()
    with store.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM note")).scalar_one()
        write(store, 2, "meanwhile")
        after = connection.execute(text("SELECT count(*) FROM note")).scalar_one()

    assert (before, after) == (1, 1)
    assert notes(store) == ["from the step", "meanwhile"]


def test_writers_of_one_row_wait_for_each_other(opened):
    stores_of_two_processes = [opened(), opened()]
    start = threading.Barrier(4)

    def add_ten(place):
        store = stores_of_two_processes[place % 2]
        start.wait()
        for _ in range(10):
            with store.writing() as connection:
                # who reads first must not be surprised by a write in between
                connection.execute(text("SELECT count(*) FROM note")).scalar_one()
                row = stores.insert(connection, NOTE).values(id=1, text="x")
                connection.execute(
                    row.on_conflict_do_update(index_elements=["id"], set_={"id": row.excluded.id})
                )
                had = connection.execute(text("SELECT text FROM note WHERE id = 1")).scalar_one()
                connection.execute(NOTE.update().where(NOTE.c.id == 1).values(text=had + "x"))

    write(stores_of_two_processes[0], 2, "")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add_ten, range(4)))

    assert notes(stores_of_two_processes[0])[0] == "from the step" + "x" * 40


def test_a_store_that_cannot_be_reached_is_told_as_a_database_that_is_away(tmp_path, package):
    (tmp_path / "file").write_text("no folder")
    for url in (f"sqlite:///{tmp_path}/file/own.db", "postgresql+psycopg2://x@127.0.0.1:1/x"):
        store = stores.open_store(url, application="tests", package=package, steps=())
        with pytest.raises(DatabaseUnavailable):
            store.ping()

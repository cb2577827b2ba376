"""A preparation that waits for the server, makes the database and one table, as the real one does."""

import os
import time
from contextlib import closing, suppress

import psycopg2

server, _, database = os.environ["ADMIN_DATABASE_URL"].replace("+psycopg2", "").rpartition("/")  # noqa: TID251  # as it is handed over


def run(where, statement):
    with closing(psycopg2.connect(f"{server}/{where}")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def wait():
    while True:
        try:
            return run("postgres", "SELECT 1")
        except psycopg2.OperationalError:
            time.sleep(0.05)


if __name__ == "__main__":
    wait()
    with suppress(psycopg2.errors.DuplicateDatabase):
        run("postgres", f"CREATE DATABASE {database}")
    run(database, "CREATE TABLE IF NOT EXISTS sale (id int)")

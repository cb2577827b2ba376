"""The services' own stores as databases of a suite's own PostgreSQL, in place of files in its home.

`./mercato up` by itself keeps them in files, and takes any server by URL. Drills take this one, so that promises are
kept on both kinds of store.
"""

import secrets
from contextlib import closing
from dataclasses import replace

import psycopg2
from psycopg2 import sql

from suite.database_url import DatabaseUrl
from suite.home import Home
from suite.testing import start_postgres, stop_postgres
from suite.topology import HOST, MERCATO, POSTGRES_PORT


def make_all(home: Home, offset: int) -> dict[str, str]:
    """Make a database for each service with a store, on a home that never ran; the variables that lead there."""
    home.make()
    address = f"{HOST}:{POSTGRES_PORT + offset}"
    cluster, started = start_postgres(home.postgres, password=home.secrets().postgres_password)
    try:
        return {
            variable(each.store): str(replace(make(cluster.url, each.package), address=address))
            for each in MERCATO.services
            if each.store
        }
    finally:
        stop_postgres(started)


def variable(store: str) -> str:
    """The variable that takes a URL where this one takes a path; the services prefer it."""
    return store.removesuffix("_PATH") + "_URL"


def make(admin: DatabaseUrl, name: str) -> DatabaseUrl:
    """An empty database of this name, and the role of this name, which owns it and nothing else."""
    password = secrets.token_hex(8)
    server = replace(admin, database="postgres")
    with closing(psycopg2.connect(server.libpq)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            role = sql.Identifier(name)
            cursor.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))
            )
            cursor.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(role))
            cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(role))
    return replace(server.as_role(name, password), database=name)

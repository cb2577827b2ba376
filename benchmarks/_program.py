"""A program with an API key, as everything is outside a demo: without one a benchmark would measure too little."""

import secrets
from typing import Any

from api_service.collaborators import Collaborators
from api_service.config import Settings
from api_service.people.models.secrets import slow_hash
from api_service.people.repository.accounts import add_account
from api_service.people.use_cases.keys import make_key
from common.access import Caller, Kind, Role
from common.migrations.bootstrap import Server

#: What the services under test sign with.
SECRETS = {name: secrets.token_urlsafe(24) for name in ("SECRET_KEY", "SERVICE_KEY")}


def settings(server: Server, **more: Any) -> Settings:
    """The books' settings on this server, which is no demo."""
    return Settings(
        secret_key=SECRETS["SECRET_KEY"],
        service_key=SECRETS["SERVICE_KEY"],
        database_url=server.url("api"),
        **more,
    )


def api_key(server: Server) -> str:
    """A key for every branch, made by an owner."""
    books = Collaborators.of(settings(server))
    password = secrets.token_urlsafe(12)
    with books.database.transaction() as connection:
        owner = add_account(
            connection, "program@bench.example", "Bench", Role.OWNER, None, slow_hash(password)
        )
    if owner is None:
        raise SystemExit("these books were measured before; start with fresh ones")
    caller = Caller(kind=Kind.PERSON, role=Role.OWNER, account_id=owner)
    _, key = make_key(
        books, caller, owner, name="Bench", role=Role.OWNER, branch_id=None, password=password
    )
    books.database.close()
    return key

"""People who work and shop in the small shop, and the services through which they reach the books."""

import dataclasses
import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.people.models.secrets import slow_hash
from api_service.people.repository import accounts, customers
from common.access import Role
from common.service_client import SESSION_HEADER
from common.service_tokens import ServiceTokens

PASSWORD = "seventeen green umbrellas"
PIN = "8264"

_SERVICES = {"till": "cashier-service", "dashboard": "dashboard-service", "shop": "store-service"}


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of PASSWORD; made once, because it is slow on purpose."""
    return slow_hash(PASSWORD)


@pytest.fixture(scope="session")
def pin_hash() -> str:
    """The hash of PIN."""
    return slow_hash(PIN)


@pytest.fixture
def settings(settings):
    """The books of a real chain, where nobody gets in without a key, a session or a token."""
    return settings.model_copy(
        update={
            "demo": False,
            "dashboard_public_url": "http://desk.example",
            "cashier_public_url": "http://till.example",
            "store_public_url": "http://shop.example",
        }
    )


@pytest.fixture
def enter(books: Collaborators, password_hash: str, pin_hash: str) -> Callable[..., uuid.UUID]:
    """Enter an account with PASSWORD; keywords: role, branch_id, pin (whether PIN is theirs), name."""

    def add(
        email: str,
        role: Role = Role.CASHIER,
        branch_id: str | None = "SMKT001",
        *,
        name: str = "Ines Duarte",
        pin: bool = False,
    ) -> uuid.UUID:
        branch = None if role in (Role.OWNER, Role.CUSTOMER) else branch_id
        customer_id = uuid.uuid4() if role is Role.CUSTOMER else None
        with books.database.transaction() as connection:
            if customer_id:
                customers.add(connection, customer_id, name=name, email=email)
            account_id = accounts.add_account(
                connection, email, name, role, branch, password_hash, customer_id=customer_id
            )
            assert account_id is not None
            if pin:
                accounts.set_pin(connection, account_id, pin_hash)
        return account_id

    return add


@dataclasses.dataclass
class Service:
    """One of our services, calling the books for nobody or for the session whose token it holds."""

    client: FlaskClient
    application: str
    bearer: str
    token: str = ""

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """Who calls, and for whom."""
        session = {SESSION_HEADER: self.token} if self.token else {}
        return {"Authorization": f"Bearer {self.bearer}"} | session | (more or {})

    def get(self, path: str, **how: Any) -> TestResponse:
        """Ask."""
        return self.client.get(path, headers=self.headers(), **how)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Ask for a change."""
        return self.client.post(path, json=body or {}, headers=self.headers(headers))

    def put(self, path: str, body: Any, etag: str | None = None) -> TestResponse:
        """Ask for a state."""
        more = {"If-Match": etag} if etag else {}
        return self.client.put(path, json=body, headers=self.headers(more))

    def try_to_sign_in(
        self, email: str, password: str = PASSWORD, *, address: str = "192.0.2.7", **more: Any
    ) -> TestResponse:
        """Whatever comes of it."""
        body = {
            "application": self.application,
            "email": email,
            "password": password,
            "code": None,
            "address": address,
            "agent": "Tests/1.0",
        }
        return self.post("/internal/sign-in", body | more)

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> "Service":
        """The same service, with the session that has begun."""
        response = self.try_to_sign_in(email, password, **more)
        assert response.status_code == 200, response.json
        return dataclasses.replace(self, token=response.json["token"])

    def with_token(self, response: TestResponse) -> "Service":
        """The same service, with the token that an answer brought."""
        assert response.status_code == 200, response.json
        return dataclasses.replace(self, token=response.json["token"])


@pytest.fixture
def service(client: FlaskClient, settings) -> Callable[[str], Service]:
    """The service of an application: till, dashboard or shop."""

    def of(application: str) -> Service:
        key = settings.service_key.get_secret_value()
        tokens = ServiceTokens(key, service=_SERVICES[application])
        return Service(client, application, tokens.issue("api-service"))

    return of


@pytest.fixture
def till(service) -> Service:
    """The service of the till."""
    return service("till")


@pytest.fixture
def desk(service) -> Service:
    """The service of the dashboard."""
    return service("dashboard")


@pytest.fixture
def owner_desk(enter, desk) -> Service:
    """The dashboard with an owner signed in."""
    enter("rosa@example.org", Role.OWNER, name="Rosa Lindqvist")
    return desk.sign_in("rosa@example.org")


@pytest.fixture
def manager_desk(enter, desk) -> Service:
    """The dashboard with the manager of SMKT001 signed in."""
    enter("mila@example.org", Role.MANAGER, name="Mila Novak")
    return desk.sign_in("mila@example.org")


@pytest.fixture
def demo_client(settings, clock) -> Iterator[FlaskClient]:
    """A client of the same books as a demo."""
    handlers = logging.getLogger().handlers[:]
    demo = settings.model_copy(update={"demo": True})
    collaborators = Collaborators.of(demo, clock=clock)
    yield create_app(demo, collaborators).test_client()
    collaborators.database.close()
    logging.getLogger().handlers[:] = handlers

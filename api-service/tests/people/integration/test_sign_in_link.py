"""A way back in from the command line, for an owner who cannot sign in any more."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from api_service.cli import app
from common.access import Role


@pytest.fixture
def sign_in_link(settings, clock):
    """The command, which goes by the machine's clock; so do the books then."""
    clock.set(datetime.now(UTC))
    environment = {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SERVICE_KEY": settings.service_key.get_secret_value(),
        "DASHBOARD_PUBLIC_URL": "http://desk.example",
    }

    def call(email):
        return CliRunner().invoke(app, ["sign-in-link", email], env=environment)

    return call


def test_an_owner_gets_back_in_once(enter, sign_in_link, desk):
    enter("rosa@example.org", Role.OWNER)
    before = desk.sign_in("rosa@example.org")

    done = sign_in_link("Rosa@example.org")

    assert done.exit_code == 0
    link = done.stdout.splitlines()[-1]
    assert link.startswith("http://desk.example/invitations/")
    assert before.get("/internal/session").status_code == 401
    body = {"token": link.rsplit("/", 1)[1], "password": "candle window orbit", "pin": None}
    assert desk.post("/internal/invitations/accept", body).status_code == 200
    assert desk.post("/internal/invitations/accept", body).status_code == 404
    assert desk.try_to_sign_in("rosa@example.org", "candle window orbit").status_code == 200


@pytest.mark.parametrize("email", ["nobody@example.org", "marta@example.org"])
def test_who_does_not_work_here_gets_no_link(enter, sign_in_link, email):
    enter("marta@example.org", Role.CUSTOMER)

    done = sign_in_link(email)

    assert done.exit_code == 1
    assert email in done.output

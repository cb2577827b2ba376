"""Services that lack their secrets: they do not start, and say what to do."""

import subprocess
import sys

import pytest

APPLICATIONS = ("api_service", "cashier_service", "dashboard_service")


def start(application, **environment):
    """Start a service as the suite and containers do, with nothing in its environment but this."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "gunicorn", "-c", "python:common.gunicorn_conf"),
            f"{application}.app:create_app()",
        ],
        env={"PORT": "0", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("application", APPLICATIONS)
def test_a_service_without_secrets_says_so_in_one_message_and_ends(application):
    ended = start(application, SECRET_KEY="your-secret-key-here")

    assert ended.returncode == 1
    assert "SECRET_KEY is no secret" in ended.stderr
    assert "SERVICE_KEY is missing; `./mercato env` makes it" in ended.stderr
    assert ended.stderr.count("The environment is not complete") == 1
    assert "Traceback" not in ended.stderr
    assert "your-secret-key-here" not in ended.stderr


def test_a_port_that_is_none_is_told_the_same_way():
    ended = start("api_service", PORT="till")

    assert ended.returncode == 1
    assert "PORT " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_up_shows_what_a_service_lacks(make_suite):
    mercato = make_suite(MERCATO_TOPOLOGY="suite.topology:MERCATO")
    mercato.home.make()
    mercato.home.secrets_file.write_text('{"service_key": "short"}')

    failed = mercato.up("api-service", check=False)

    assert failed.returncode == 1
    assert "SERVICE_KEY is no secret" in failed.stderr

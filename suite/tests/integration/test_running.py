"""A running suite: what it tells, and what it survives."""

import os
import signal
import threading

import requests

from suite.driving import wait_for


def test_a_fresh_home_gets_ready(mercato):
    status = mercato.status()

    assert status.keys() == {"services", "database", "database_url", "demo", "logins"}
    assert [service["name"] for service in status["services"]] == ["api-service", "cashier-service"]
    for service in status["services"]:
        assert service.keys() == {"name", "url", "pid", "ready", "restarts", "pss_mb"}
        assert service["ready"]
        assert 5 < service["pss_mb"] < 400
    assert status["database"]["ready"]


def test_up_again_finds_it_running(mercato):
    again = mercato.up()

    assert "already runs" in again.stdout
    assert mercato.url("api-service") in again.stdout


def test_never_two_suites_on_one_home(mercato):
    second = mercato("up", "--detach", "--port-offset=7", check=False)
    attached = mercato("up", check=False)

    assert second.returncode == attached.returncode == 1
    assert "./mercato down" in second.stderr
    assert "MERCATO_HOME=" in attached.stderr


def test_a_service_finds_its_decisions_in_its_environment(mercato):
    cashier = _ask(mercato, "cashier-service", "/who").json()["environment"]
    api = _ask(mercato, "api-service", "/who").json()["environment"]

    assert cashier["API_URL"] == cashier["API_PUBLIC_URL"] == mercato.url("api-service")
    assert cashier["PORT"] == str(8000 + mercato.offset)
    assert cashier["SECRET_KEY"] == api["SECRET_KEY"]
    assert cashier["PROMETHEUS_MULTIPROC_DIR"] != api["PROMETHEUS_MULTIPROC_DIR"]
    assert "DATABASE_URL" not in cashier
    assert api["DATABASE_URL"].startswith("postgresql+psycopg2://mercato_api:")
    assert "MERCATO_HOME" not in api


def test_a_service_does_not_see_the_terminals_interrupt(mercato):
    who = _ask(mercato, "api-service", "/who").json()

    assert who["session"] == who["parent"] == mercato.service("api-service")["pid"]


def test_a_killed_service_refuses_no_connection(mercato):
    before = mercato.service("api-service")
    answers = []

    url = mercato.url("api-service") + "/readyz"

    def ask():
        # a new connection for each question, while the service dies and comes back
        for _ in range(30):
            try:
                answers.append(requests.get(url, timeout=20).status_code)  # noqa: TID251  # no client of a service
            except requests.ConnectionError as error:
                answers.append(str(error))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    os.kill(before["pid"], signal.SIGKILL)
    for thread in asking:
        thread.join()
    after = wait_for(lambda: _ready_again(mercato, "api-service", before["restarts"]))

    refused = [answer for answer in answers if "refused" in str(answer)]
    assert len(answers) == 120
    assert not refused
    assert after["pid"] != before["pid"]


def test_a_killed_database_server_comes_back_with_its_data(mercato):
    before = mercato.status()["database"]
    mercato.ask("INSERT INTO sale VALUES (1)")

    os.kill(before["pid"], signal.SIGKILL)
    wait_for(lambda: mercato.status()["database"]["restarts"] > before["restarts"])
    wait_for(lambda: mercato.status()["database"]["ready"])

    assert mercato.ask("SELECT count(*) FROM sale") == [(1,)]


def test_the_supervisors_log_tells_every_restart(mercato):
    before = mercato.service("cashier-service")
    os.kill(before["pid"], signal.SIGTERM)
    wait_for(lambda: _ready_again(mercato, "cashier-service", before["restarts"]))

    told = mercato("logs", "supervisor").stdout

    assert "cashier-service: ended with" in told
    assert "starting it again in 0.2 s" in told


def test_an_unknown_service_is_named_with_the_known_ones(mercato):
    wrong = mercato("logs", "shop", check=False)

    assert wrong.returncode == 1
    assert "There is no service shop. These are: api-service, cashier-service." in wrong.stderr


def _ask(mercato, service, path):
    return requests.get(mercato.url(service) + path, timeout=20)  # noqa: TID251  # no client of a service


def _ready_again(mercato, name, restarts):
    service = mercato.service(name)
    return service if service["ready"] and service["restarts"] > restarts else None

"""Compose says what the topology says: the same services, ports, names, neighbours, sizes, settings and secrets."""

import re
from pathlib import Path

import pytest
import yaml

from common.config import ServerSettings, Settings
from suite import compose_env, topology
from suite.config import Settings as SuiteSettings
from suite.database_url import DatabaseUrl
from suite.environment import Environments
from suite.home import Home, Secrets

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_every_service_is_in_compose_under_the_documents_name(compose):
    assert {service.network_name for service in topology.SERVICES} <= set(compose)


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_ports_agree(compose, service):
    described = compose[service.network_name]

    assert described["ports"] == [f"127.0.0.1:{service.port}:{service.port}"]
    assert described["environment"]["PORT"] == service.port


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_an_image_is_built_for_each_service(compose, service):
    built = {each["image"]: each["build"]["args"] for each in compose.values() if "build" in each}

    assert compose[service.network_name]["image"] == service.image_name
    assert f"mercato/{built[service.image_name]['SERVICE']}" == service.image_name


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_a_container_runs_the_service_that_its_image_is_of_unless_it_is_told(compose, service):
    described = compose[service.network_name]
    runs = described["environment"].get("SERVICE", described["image"].removeprefix("mercato/"))

    assert f"{runs.replace('-', '_')}.app:create_app()" == service.application


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_what_a_service_is_told_on_a_laptop_it_is_told_in_compose(compose, service):
    """But for what only gunicorn or the image decides there."""
    environments = Environments(
        SuiteSettings.from_env({}),
        topology.MERCATO,
        Home(ROOT / ".mercato"),
        Secrets(),
        DatabaseUrl.parse("postgresql://postgres@127.0.0.1/mercato"),
    )
    told = set(environments.service(service)) - {
        "BIND_HOST",
        "DATABASE_URL",
        "GRACEFUL_TIMEOUT",
        "MERCATO_STARTED_BY",
        "PROMETHEUS_MULTIPROC_DIR",
        "PYTHONUNBUFFERED",
        "SETUP_CODE",
        "WEB_CONCURRENCY",
        "WEB_THREADS",
    }

    assert told - set(compose[service.network_name]["environment"]) == set()


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_browsers_find_a_service_where_compose_says(compose, service):
    environment = compose[service.network_name]["environment"]
    default = f":-http://localhost:{service.port}}}"

    assert environment["PUBLIC_URL"].endswith(default)
    for each in filter(lambda each: each.has_pages, topology.SERVICES):
        name = f"{each.name.removesuffix('-service').upper()}_PUBLIC_URL"
        assert environment[name] == compose[each.network_name]["environment"]["PUBLIC_URL"]


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_neighbours_are_reached_where_they_listen(compose, service):
    environment = compose[service.network_name]["environment"]

    for variable, name in service.asks.items():
        asked = topology.MERCATO.named(name)
        assert environment[variable] == f"http://{asked.network_name}:{asked.port}"
    for variable, name in service.neighbours.items():
        neighbour = topology.MERCATO.named(name)
        assert environment[variable] == f"http://{neighbour.network_name}:{neighbour.port}"
        # two that need each other start in the order of the list; Compose knows no circles
        if topology.SERVICES.index(neighbour) < topology.SERVICES.index(service):
            assert neighbour.network_name in compose[service.network_name]["depends_on"]


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_a_service_gets_as_many_processes_and_threads(compose, service):
    defaults = ServerSettings.model_fields
    environment = compose[service.network_name]["environment"]

    workers = environment.get("WEB_CONCURRENCY", defaults["web_concurrency"].default)
    threads = environment.get("WEB_THREADS", defaults["web_threads"].default)

    assert (workers, threads) == (service.workers, service.threads)


def test_every_secret_of_compose_is_made_by_env():
    text = (ROOT / "docker-compose.yml").read_text()
    needed = set(re.findall(r"\$\{(\w+)(?::\?[^}]*)?\}", text))
    with_a_default = set(re.findall(r"\$\{(\w+):-", text))

    assert needed <= set(compose_env.SECRETS)
    assert set(compose_env.SECRETS) <= needed | with_a_default


def test_nothing_in_compose_is_a_demo_unless_the_operator_says_so(compose):
    said = {
        name: described["environment"]["MERCATO_DEMO"]
        for name, described in compose.items()
        if name != "db"
    }

    assert set(said.values()) == {"${MERCATO_DEMO:-0}"}
    assert Settings.model_fields["demo"].default is False


@pytest.mark.parametrize("name", ["store-service", "cart-service", "order-service"])
def test_an_operator_can_let_the_hosts_of_a_domain_share_shoppers_cookies(compose, name):
    environment = compose[topology.MERCATO.named(name).network_name]["environment"]

    assert environment["SHOP_COOKIE_DOMAIN"] == "${SHOP_COOKIE_DOMAIN:-}"


def test_every_folder_of_a_service_is_in_the_topology():
    folders = {path.name for path in ROOT.glob("*-service") if (path / "src").is_dir()}

    assert folders <= {service.name for service in topology.SERVICES}

"""Compose says what the topology says: the same services, ports, names, neighbours, sizes and secrets."""

import re
from pathlib import Path

import pytest
import yaml

from common.config import ServerSettings
from suite import compose_env, topology

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
    described = compose[service.network_name]

    assert described["build"]["args"]["SERVICE"] == service.name


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_neighbours_are_reached_where_they_listen(compose, service):
    environment = compose[service.network_name]["environment"]

    for variable, name in service.neighbours.items():
        neighbour = topology.MERCATO.named(name)
        assert environment[variable] == f"http://{neighbour.network_name}:{neighbour.port}"
        assert neighbour.network_name in compose[service.network_name]["depends_on"]


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_a_service_gets_as_many_processes_and_threads(compose, service):
    defaults = ServerSettings.model_fields
    environment = compose[service.network_name]["environment"]

    workers = environment.get("WEB_CONCURRENCY", defaults["web_concurrency"].default)
    threads = environment.get("WEB_THREADS", defaults["web_threads"].default)

    assert (workers, threads) == (service.workers, service.threads)


def test_compose_asks_for_the_secrets_that_env_writes(committed):
    asked = set(re.findall(r"\$\{(\w+)", committed["docker-compose.yml"]))

    assert asked == set(compose_env.NAMES)


def test_every_folder_of_a_service_is_in_the_topology():
    folders = {path.name for path in ROOT.glob("*-service") if (path / "src").is_dir()}

    assert folders <= {service.name for service in topology.SERVICES}

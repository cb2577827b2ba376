"""Compose says what the topology says: the same services, ports and names."""

from pathlib import Path

import pytest
import yaml

from suite import topology

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


def test_every_folder_of_a_service_is_in_the_topology():
    folders = {path.name for path in ROOT.glob("*-service") if (path / "src").is_dir()}

    assert folders <= {service.name for service in topology.SERVICES}

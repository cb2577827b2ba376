"""What Compose promises about its containers: they can start, are confined, say how they are, keep what they must."""

import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from api_service.config import PrepareSettings
from api_service.config import Settings as BooksSettings
from suite import compose_env, topology

ROOT = Path(__file__).parents[2]
OURS = [service.network_name for service in topology.SERVICES] + ["prepare", "importer"]


@pytest.fixture(scope="module")
def file():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def compose(file):
    return file["services"]


def settings_of(name):
    if name == "prepare":
        return PrepareSettings
    if name == "importer":
        return BooksSettings
    return import_module(f"{topology.MERCATO.named(name).package}.config").Settings


def filled_in(environment, values):
    """The environment as Compose hands it over: every variable of the file is the one of `.env` or its default."""
    return {
        name: re.sub(
            r"\$\{(\w+)(?::[-?]([^}]*))?\}",
            lambda found: values.get(found[1]) or found[2] or "",
            str(value),
        )
        for name, value in environment.items()
    }


@pytest.mark.parametrize("demo", [True, False], ids=["demo", "chain"])
@pytest.mark.parametrize("name", OURS)
def test_a_container_can_start_with_what_compose_tells_it(
    compose, monkeypatch, tmp_path, name, demo
):
    written = compose_env.write(tmp_path, demo=demo).file.read_text()
    values = dict(line.split("=", 1) for line in written.splitlines())
    monkeypatch.setattr("os.environ", filled_in(compose[name]["environment"], values))

    settings = settings_of(name).from_env()

    assert settings.demo is demo


@pytest.mark.parametrize("name", ["api", "store-service", "importer"])
def test_who_uses_the_database_comes_under_its_own_role(compose, monkeypatch, name):
    values = {each: f"{each}-that-nobody-guesses" for each in compose_env.SECRETS}
    monkeypatch.setattr("os.environ", filled_in(compose[name]["environment"], values))
    role = name.removesuffix("-service")
    password = f"{role.upper()}_PASSWORD-that-nobody-guesses"

    url = settings_of(name).from_env().database_url

    assert url == f"postgresql+psycopg2://mercato_{role}:{password}@db:5432/mercato"


@pytest.mark.parametrize("name", OURS)
def test_a_container_is_confined(compose, name):
    described = compose[name]

    assert described["read_only"] is True
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]
    assert described["tmpfs"] == ["/tmp"]
    assert "user" not in described
    assert "privileged" not in described


def test_an_image_runs_as_nobody_that_matters():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["10001"]


@pytest.mark.parametrize("service", topology.SERVICES, ids=lambda each: each.name)
def test_a_container_says_whether_it_is_ready(compose, service):
    probe = compose[service.network_name]["healthcheck"]["test"]

    assert probe[:3] == ["CMD", "python3", "-c"]
    assert f"'{service.ready_path}'" in probe[3]
    compile(probe[3], "healthcheck", "exec")


def test_what_ends_by_itself_is_waited_for_until_it_has_ended(compose):
    """Else `up --wait` takes its end for a failure."""
    assert compose["api"]["depends_on"]["prepare"] == {
        "condition": "service_completed_successfully"
    }


def test_no_log_grows_without_an_end(compose):
    assert {name for name, each in compose.items() if each["logging"] != {"driver": "local"}} == (
        set()
    )


@pytest.mark.parametrize(
    "service", [each for each in topology.SERVICES if each.store], ids=lambda each: each.name
)
def test_a_store_is_on_a_volume_of_its_own(file, compose, service):
    described = compose[service.network_name]
    (mounted,) = described["volumes"]
    volume, _, folder = mounted.partition(":")

    assert volume in file["volumes"]
    assert str(Path(described["environment"][service.store]).parent) == folder
    assert [name for name, each in compose.items() if mounted in each.get("volumes", ())] == [
        service.network_name
    ]


def test_an_image_is_built_once_and_before_anybody_starts_from_it(compose):
    """Built twice side by side, the second finds the name taken; what is not built yet is looked for in a registry."""
    built = [each["image"] for each in compose.values() if "build" in each]
    assert sorted(built) == sorted(set(built))

    known = set()
    for name in start_order(compose):
        described = compose[name]
        if "build" in described:
            known.add(described["image"])
        assert described["image"] in known or name == "db"


def start_order(services):
    order = []

    def visit(name):
        for needed in services[name].get("depends_on", ()):
            visit(needed)
        if name not in order:
            order.append(name)

    for name in services:
        visit(name)
    return order

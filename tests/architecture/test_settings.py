"""Every variable that a service reads is explained in its README."""

import importlib
import inspect
from pathlib import Path

import pytest

from common.config import EnvironmentReader, ServerSettings, variables

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path for path in ROOT.glob("*-service") if (path / "src").is_dir())


def settings_of(service):
    module = importlib.import_module(f"{service.name.replace('-', '_')}.config")
    own = [
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, EnvironmentReader) and found.__module__ == module.__name__
    ]
    return {name: text for each in own for name, text in variables(each).items()}


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_setting_is_in_the_services_readme(service):
    readme = (service / "README.md").read_text()

    assert [name for name in settings_of(service) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_setting_says_what_it_means(service):
    assert [name for name, meaning in settings_of(service).items() if not meaning] == []


def test_the_servers_settings_are_explained_once_for_all():
    readme = (ROOT / "common" / "README.md").read_text()

    assert [name for name in variables(ServerSettings) if f"`{name}`" not in readme] == []

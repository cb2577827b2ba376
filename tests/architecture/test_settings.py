"""Every variable that a service reads is explained: in its README, or in common's where all services read it."""

import importlib
import inspect
from pathlib import Path

import pytest

from common.config import EnvironmentReader, PageSettings, ServerSettings, variables

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path for path in ROOT.glob("*-service") if (path / "src").is_dir())


def settings_of(service):
    """What is read by the service of this folder, and by those that share it."""
    packages = [path.parent.name for path in (service / "src").glob("*/config.py")]
    modules = [importlib.import_module(f"{package}.config") for package in packages]
    own = [
        found
        for module in modules
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, EnvironmentReader) and found.__module__ == module.__name__
    ]
    return {name: text for each in own for name, text in variables(each).items()}


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_setting_is_in_the_services_readme(service):
    readme = (service / "README.md").read_text()
    shared = variables(PageSettings)

    own = [name for name in settings_of(service) if name not in shared]
    assert [name for name in own if f"`{name}`" not in readme] == []
    assert "common/README.md" in readme


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_setting_says_what_it_means(service):
    assert [name for name, meaning in settings_of(service).items() if not meaning] == []


def test_what_all_services_read_is_explained_once():
    readme = (ROOT / "common" / "README.md").read_text()

    read_by_all = variables(ServerSettings) | variables(PageSettings)
    assert [name for name in read_by_all if f"`{name}`" not in readme] == []

"""The repository as these tests see it: its root, its members, its applications."""

import importlib
import subprocess
from pathlib import Path

import pytest

from suite import topology

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def committed():
    """Every file that git tracks or would track, as text where it is text."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = {}
    for name in sorted(set(listed.stdout.splitlines())):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            files[name] = path.read_text()
        except UnicodeDecodeError:
            continue
    return files


@pytest.fixture(scope="session")
def apps(tmp_path_factory):
    """Every service's application, on an environment that reaches nobody."""
    found = {}
    for service in topology.SERVICES:
        config = importlib.import_module(f"{service.package}.config")
        values = {
            "secret_key": "a key for the tests",
            "service_key": "a service key for tests",
            "database_url": "postgresql://nobody@127.0.0.1:1/nothing",
            "api_url": "http://127.0.0.1:1",
            "store_url": "http://127.0.0.1:1",
            "cart_db_url": str(tmp_path_factory.mktemp("stores") / "cart.db"),
            "order_db_url": str(tmp_path_factory.mktemp("stores") / "orders.db"),
            "gateway_db_url": str(tmp_path_factory.mktemp("stores") / "gateway.db"),
        }
        module = importlib.import_module(f"{service.package}.app")
        found[service.name] = module.create_app(config.Settings(**values))
    return found

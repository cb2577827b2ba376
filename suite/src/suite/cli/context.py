"""What every command starts from: the settings, the home and the list of services."""

from functools import cache

from suite.config import Settings
from suite.home import Home
from suite.topology import Topology, load


@cache
def settings() -> Settings:
    """The environment's settings."""
    return Settings.from_env()


def home() -> Home:
    """The home that this command is about."""
    return Home(settings().home)


def topology() -> Topology:
    """The list of services."""
    return load(settings().topology)

"""What the environment says, in our names and in the document's."""

import pytest

from common.config import ConfigurationError
from dashboard_service.config import Settings


@pytest.fixture
def environment(monkeypatch):
    for name in ("API_URL", "ANALYTICS_URL", "MIN_PURCHASES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", "a key for the tests")
    monkeypatch.setenv("SERVICE_KEY", "a service key that is long enough for tests")
    return monkeypatch


def test_loyal_is_who_came_three_times_unless_it_is_said_otherwise(environment):
    assert Settings.from_env().min_purchases == 3

    environment.setenv("MIN_PURCHASES", "5")
    assert Settings.from_env().min_purchases == 5


def test_the_documents_address_names_the_books(environment):
    environment.setenv("ANALYTICS_URL", "http://api:8001/dashboard/analytics")

    assert Settings.from_env().api_url == "http://api:8001"


def test_our_own_name_wins_over_the_documents(environment):
    environment.setenv("ANALYTICS_URL", "http://old:1/dashboard/analytics")
    environment.setenv("API_URL", "http://api:8001")

    assert Settings.from_env().api_url == "http://api:8001"


@pytest.mark.parametrize(("name", "value"), [("API_URL", "api"), ("MIN_PURCHASES", "0")])
def test_what_cannot_be_used_is_named_at_the_start(environment, name, value):
    environment.setenv(name, value)

    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env()

"""Where the books are, in the words of the suite and of document 001."""

import pytest

from cashier_service.config import Settings
from common.config import ConfigurationError


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("API_URL", "http://api:8001"),
        ("CATALOG_SERVICE_URL", "http://api:8001/cashier/catalog"),
        ("CREATE_PURCHASE_URL", "http://api:8001/cashier/create_purchase"),
    ],
)
def test_each_name_of_the_address_is_understood(monkeypatch, variable, value):
    for name in ("API_URL", "CATALOG_SERVICE_URL", "CREATE_PURCHASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", "a key for the tests")
    monkeypatch.setenv("SERVICE_KEY", "a service key for tests")
    monkeypatch.setenv(variable, value)

    assert Settings.from_env().api_url == "http://api:8001"


def test_what_is_no_address_is_refused(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a key for the tests")
    monkeypatch.setenv("SERVICE_KEY", "a service key for tests")
    monkeypatch.setenv("API_URL", "api:8001")

    with pytest.raises(ConfigurationError, match="API_URL"):
        Settings.from_env()

from dataclasses import replace

import pytest

from suite.config import Settings
from suite.database_url import DatabaseUrl
from suite.environment import Environments
from suite.home import Home, Secrets
from suite.topology import MERCATO


@pytest.fixture
def environments(tmp_path):
    return Environments(
        Settings.from_env({"MIN_PURCHASES": "4", "PORT": "1"}),
        MERCATO,
        Home(tmp_path),
        Secrets(api_password="a", migrator_password="m", importer_password="i", secret_key="s"),
        DatabaseUrl.parse("postgresql://postgres:p@127.0.0.1:15432/chain"),
        offset=100,
    )


def test_the_suites_decisions_win_over_what_is_inherited(environments):
    cashier = environments.service(MERCATO.named("cashier"))

    assert cashier["PORT"] == "8100"
    assert cashier["MIN_PURCHASES"] == "4"
    assert cashier["API_URL"] == "http://127.0.0.1:8101"


def test_each_process_comes_to_the_database_as_its_own_role(environments):
    api = environments.service(MERCATO.named("api"))
    cashier = environments.service(MERCATO.named("cashier"))
    prepare, importer = environments.preparation(), environments.command("importer")

    assert api["DATABASE_URL"] == "postgresql+psycopg2://chain_api:a@127.0.0.1:15432/chain"
    assert "DATABASE_URL" not in cashier
    assert importer["DATABASE_URL"].startswith("postgresql+psycopg2://chain_importer:i@")
    assert prepare["ADMIN_DATABASE_URL"].startswith("postgresql+psycopg2://postgres:p@")
    assert [prepare[f"{role}_PASSWORD"] for role in ("MIGRATOR", "API", "IMPORTER")] == [
        "m",
        "a",
        "i",
    ]


def test_a_service_with_a_store_of_its_own_is_told_its_file_in_the_home(environments):
    cart = environments.service(MERCATO.named("cart-service"))

    assert cart["CART_DB_PATH"] == str(environments.home.store("cart-service"))
    assert "CART_DB_PATH" not in environments.service(MERCATO.named("cashier"))


@pytest.mark.parametrize(("demo", "said"), [(True, "1"), (False, "0")])
def test_the_home_decides_what_is_a_demo_and_nobodys_environment_does(environments, demo, said):
    inherited = Settings.from_env({"MERCATO_DEMO": "1"})
    ours = replace(environments, settings=inherited, demo=demo)

    for told in (ours.service(MERCATO.named("api")), ours.preparation(), ours.command("importer")):
        assert told["MERCATO_DEMO"] == said


def test_the_setup_code_is_told_to_the_books_alone_and_only_for_a_first_run(environments):
    waiting = replace(environments, first_run=True)

    assert waiting.service(MERCATO.named("api"))["SETUP_CODE"] == waiting.secrets.setup_code
    assert environments.service(MERCATO.named("api"))["SETUP_CODE"] == ""
    assert "SETUP_CODE" not in waiting.service(MERCATO.named("cashier"))

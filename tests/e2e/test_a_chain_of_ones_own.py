"""A chain as its owner begins it: from the command line to the first sale, and nothing of the demo anywhere."""

import re
import uuid

import pytest

from suite.driving import fresh_suite
from suite.visiting import Visitor

_OWNER, _PASSWORD = "ada@example.com", "candle window orbit"
_SERVICES = ("api-service", "cashier-service", "dashboard-service")
_DEMO_WORDS = re.compile(
    r"mercato\.example|Market Hall|Harbour|Old Town|SMKT00|Tomatoes|Rosa|Pieter|Ines\b|Demo\b|demo mode"
)
_PRODUCTS = "product_name,unit_price,vat_code\nRiesling,8.90,standard\nBrot,3.20,reduced\n"


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """A suite that runs somebody's own chain, with two products."""
    with fresh_suite() as mercato:
        founded = mercato(
            *("init", "--name", "Wein & Brot", "--currency", "eur", "--vat", "19 7"),
            *("--time-zone", "berlin", "--branch", "Hafen:2", "--branch", "Lisboa:1:Europe/Lisbon"),
            *("--owner-name", "Ada Brandt", "--owner-email", _OWNER, "--password-stdin"),
            typed=f"{_PASSWORD}\n",
        )
        assert "Wein & Brot is founded: 2 branches, prices in EUR." in founded.stdout
        mercato.up()
        file = tmp_path_factory.mktemp("goods") / "goods.csv"
        file.write_text(_PRODUCTS)
        assert "2 products added." in mercato("import", "products", str(file)).stdout
        yield mercato


@pytest.fixture
def visitor(chain):
    return Visitor(chain)


@pytest.fixture(scope="module")
def owner(chain):
    """The token of the owner's session at the dashboard."""
    return Visitor(chain).sign_in(_OWNER, _PASSWORD)


def cookie(visitor, token):
    """The header with which a browser shows its session at the dashboard."""
    page = visitor.ask("dashboard-service", "/sign-in", headers={"Accept": "text/html"})
    name = re.search(r"(mercato_[0-9a-f]+_dashboard)_visit=", page.headers["set-cookie"])[1]
    return {"Cookie": f"{name}={token}", "Accept": "text/html"}


def test_it_is_ready_and_says_that_it_is_no_demo(chain):
    status = chain.status()

    assert all(service["ready"] for service in status["services"])
    assert status["demo"] is False
    assert status["logins"] == []


@pytest.mark.parametrize(
    "path",
    [
        *("/customers?name=John", "/cashier/catalog", "/cashier/users_orders_purchases"),
        *("/dashboard/analytics", "/api/v1/products", "/api/v1/purchases", "/api/v1/staff"),
    ],
)
def test_programs_without_a_key_are_refused(visitor, path):
    reply = visitor.ask("api-service", path)

    assert reply.status == 401
    assert reply.content["code"] == "not_signed_in"


@pytest.mark.parametrize("service", _SERVICES)
@pytest.mark.parametrize("path", ["/metrics", "/ui/parts"])
def test_what_is_the_operators_is_not_public(visitor, chain, service, path):
    token = chain.home.secrets().metrics_token

    assert visitor.ask(service, path).status in (303, 401)
    wrong = visitor.ask(service, path, headers={"Authorization": "Bearer no-such-token-here"})
    assert wrong.status in (303, 401)
    right = visitor.ask(service, path, headers={"Authorization": f"Bearer {token}"})
    assert right.status == 200


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_the_documentation_is_not_public_either(visitor, path):
    assert visitor.ask("api-service", path).status == 401


def test_one_press_signs_nobody_in(visitor):
    for service in ("cashier-service", "dashboard-service"):
        assert visitor.ask(service, "/sign-in/demo", form={"role": "owner"}).status in (403, 404)
    attempt = {"application": "dashboard", "role": "owner", "address": "192.0.2.1", "agent": ""}
    assert visitor.inside("/internal/demo-sign-in", attempt).status == 404


def test_nothing_of_the_demo_is_in_sight(chain, visitor, owner):
    browser = cookie(visitor, owner)
    for path in ("/", "/products", "/customers", "/staff", "/keys", "/account"):
        page = visitor.ask("dashboard-service", path, headers=browser)
        assert page.status == 200, path
    for service in ("cashier-service", "dashboard-service"):
        visitor.ask(service, "/sign-in", headers={"Accept": "text/html"})
    visitor.inside("/api/v1/branches", session=owner)
    visitor.inside("/api/v1/staff", session=owner)
    texts = [reply.text for reply in visitor.replies]
    texts.append(chain("status", check=False).stdout)

    assert [found[0] for text in texts if (found := _DEMO_WORDS.search(text))] == []
    assert (
        chain.ask("SELECT email FROM books.account") == [(_OWNER,)]
        or len(chain.ask("SELECT email FROM books.account WHERE email LIKE '%@mercato.example'"))
        == 0
    )
    assert chain.ask("SELECT count(*) FROM books.purchase WHERE origin = 'import'") == [(0,)]


@pytest.mark.parametrize("service", _SERVICES)
def test_every_answer_carries_the_headers(visitor, service):
    for path in ("/sign-in", "/no-such-page", "/readyz"):
        told = visitor.ask(service, path, headers={"Accept": "text/html"}).headers

        assert "unsafe" not in told["content-security-policy"]
        assert "frame-ancestors 'none'" in told["content-security-policy"]
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "same-origin"
        assert "charset=utf-8" in told["content-type"] or "json" in told["content-type"]


def test_pages_for_people_are_kept_by_nobody(visitor, owner):
    page = visitor.ask("dashboard-service", "/staff", headers=cookie(visitor, owner))

    assert "no-store" in page.headers["cache-control"]


def test_an_invited_cashier_sells_and_the_owner_sees_it(visitor, owner):
    invited = visitor.inside(
        "/api/v1/staff/invitations",
        {"name": "Nils", "email": "nils@example.com", "role": "cashier", "branch_id": "B001"},
        session=owner,
        **{"Idempotency-Key": str(uuid.uuid4())},
    )
    accepted = visitor.inside(
        "/internal/invitations/accept",
        {"token": invited.content["token"], "password": "lantern meadow spoon", "pin": None},
    )
    nils = visitor.sign_in("nils@example.com", "lantern meadow spoon", application="till")
    sale = {
        "branch_id": "B001",
        "till_id": "B001-1",
        "lines": [{"product_id": 1, "quantity": 2}, {"product_id": 2, "quantity": 1}],
    }
    sold = visitor.inside(
        "/api/v1/purchases",
        sale,
        session=nils,
        service="cashier-service",
        **{"Idempotency-Key": str(uuid.uuid4())},
    )
    takings = visitor.inside("/api/v1/reports/sales", session=owner)

    assert accepted.status == 200
    assert (sold.status, sold.content["total"]["minor"]) == (201, 2100)
    assert takings.content["totals"]["total"]["minor"] == 2100


def test_the_demos_commands_and_a_second_founding_are_refused(chain):
    for words in (("seed",), ("demo-data", "--purchases", "5")):
        refused = chain(*words, check=False)
        assert refused.returncode == 1
        assert "holds a chain of your own" in refused.stderr
    assert "already runs" in chain("init", check=False).stderr


def test_after_a_stop_it_is_still_a_chain_and_still_only_one(chain):
    chain("down")

    again = chain("init", "--link", "--name", "Other", check=False)

    assert again.returncode == 1
    assert "a chain is founded once" in again.stderr
    assert '"chain"' in chain.home.kind_file.read_text()


def test_a_home_whose_mark_was_lost_is_not_opened_as_a_demo(chain):
    chain("down")
    mark = chain.home.kind_file.read_text()
    chain.home.kind_file.unlink()
    try:
        failed = chain.up(check=False)
    finally:
        chain.home.kind_file.write_text(mark)

    assert failed.returncode == 1
    assert "hold a chain that is no demo" in failed.stderr


def test_a_demos_home_founds_no_chain():
    with fresh_suite() as demo:
        demo.home.make()
        demo.home.kind_file.write_text('{"kind": "demo", "by_page": false, "server": ""}')

        for words in (("init",), ("init", "--page")):
            refused = demo(*words, check=False)
            assert refused.returncode == 1
            assert "holds a demo" in refused.stderr
            assert "./mercato reset" in refused.stderr


def test_a_chain_may_be_founded_on_a_page():
    with fresh_suite() as mercato:
        mercato("init", "--page")
        shown = mercato.up().stdout
        visitor = Visitor(mercato)
        page = visitor.ask("dashboard-service", "/", headers={"Accept": "text/html"})

        assert f"http://127.0.0.1:{8002 + mercato.offset}/first-run" in shown
        assert mercato.home.secrets().setup_code in shown
        assert (page.status, page.headers["location"]) == (303, "/first-run")

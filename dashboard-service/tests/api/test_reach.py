"""What a manager sees: the own branch, and nothing that somebody else's question brought."""

import pytest

from common.access import Role
from common.testing.people import signed_in, somebody
from dashboard_service.models.figures import PurchasePage

HTML = {"Accept": "text/html"}


@pytest.fixture
def manager_of(app):
    """Signs in whoever runs a branch."""

    def made(branch_id):
        client = app.test_client()
        signed_in(client, somebody(Role.MANAGER, branch_id=branch_id))
        return client

    return made


@pytest.fixture
def harbour(manager_of):
    """The manager of the Harbour."""
    return manager_of("SMKT002")


def asked_of(books):
    return {question.branch_id for question in books.questions}


@pytest.mark.parametrize(
    "path", ["/", "/numbers", "/products", "/products/numbers", "/export/branches.csv"]
)
def test_whatever_is_asked_is_asked_of_the_own_branch(harbour, books, path):
    assert harbour.get(path, headers=HTML).status_code == 200

    assert asked_of(books) == {"SMKT002"}


def test_the_filter_names_the_branch_and_offers_no_other(harbour, read):
    page = harbour.get("/", headers=HTML).text

    assert "branch=" not in page
    assert "All branches" not in read(page).words
    assert "Harbour" in read(page).words
    assert "Lisbon" not in read(page).words


@pytest.mark.parametrize("path", ["/", "/numbers", "/products", "/export/takings.csv"])
def test_a_branch_of_others_is_as_unknown_as_one_that_is_not_there(harbour, books, path):
    others = harbour.get(f"{path}?branch=SMKT001", headers=HTML)
    nobodys = harbour.get(f"{path}?branch=NOWHERE", headers=HTML)

    assert others.status_code == nobodys.status_code == 422
    assert asked_of(books) == set()


def test_nobody_is_handed_a_view_that_was_made_for_somebody_else(
    client, harbour, manager_of, books
):
    client.get("/", headers=HTML)
    assert asked_of(books) == {None}

    harbour.get("/", headers=HTML)
    manager_of("SMKT001").get("/", headers=HTML)
    assert asked_of(books) == {None, "SMKT001", "SMKT002"}

    # whoever has the same reach shares the view
    before = books.calls["sales"]
    manager_of("SMKT001").get("/", headers=HTML)
    assert books.calls["sales"] == before


def test_an_etag_of_one_reach_is_none_of_another(client, harbour):
    etag = client.get("/numbers").headers["ETag"]

    assert harbour.get("/numbers", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.usefixtures("marta")
def test_of_a_customer_a_manager_sees_what_was_bought_in_the_own_branch(harbour, read):
    seen = read(harbour.get("/customers/11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", headers=HTML).text)

    assert "Market Hall" not in seen.words
    assert "1200.00" not in seen.words
    assert "3.00" in seen.words


@pytest.mark.parametrize(
    "path", ["/", "/products", "/customers", "/staff", "/account", "/export/takings.csv"]
)
def test_a_cashier_has_no_business_here(app, path):
    client = app.test_client()
    signed_in(client, somebody(Role.CASHIER))

    assert client.get(path, headers=HTML).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/products", "/customers", "/staff", "/staff/invite", "/account", "/keys"]
)
def test_without_a_session_a_page_leads_to_the_sign_in(app, path):
    answer = app.test_client().get(path, headers=HTML | {"Sec-Fetch-Mode": "navigate"})

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?")


@pytest.fixture
def marta(books):
    """Somebody who bought in two branches."""
    import uuid
    from datetime import UTC, datetime

    from common.money import Money
    from dashboard_service.models.figures import Line, Purchase, Summary

    marta, at = (
        uuid.UUID("11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa"),
        datetime(2026, 11, 19, tzinfo=UTC),
    )

    def eur(text):
        return Money.parse(text, "EUR")

    books.summaries[marta] = Summary(marta, "Marta Ruiz", 2, eur("1200.00"), at, at)
    books.pages[marta, None] = PurchasePage(
        [
            Purchase(
                uuid.uuid4(), "M1-1", "SMKT001", at, [Line("Laptop", 1, eur("1197"))], eur("1197")
            ),
            Purchase(uuid.uuid4(), "H1-1", "SMKT002", at, [Line("Pen", 1, eur("3"))], eur("3")),
        ],
        None,
    )

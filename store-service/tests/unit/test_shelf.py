import pytest

from store_service.models.shelf import Shelf, Sort


def test_an_address_says_everything_about_a_shelf():
    query = {
        "q": " night  tram ",
        "genre": "Jazz",
        "years": "1960",
        "stock": "1",
        "sort": "name",
        "page": "3",
    }
    shelf = Shelf.asked("/departments/records", query, department="records")

    assert (shelf.words, shelf.genre, shelf.decade, shelf.in_stock) == (
        "night tram",
        "Jazz",
        1960,
        True,
    )
    assert (shelf.sort, shelf.page) == (Sort.NAME, 3)
    assert (
        shelf.href(page=3)
        == "/departments/records?q=night+tram&genre=Jazz&years=1960&stock=1&sort=name&page=3"
    )


def test_a_changed_filter_leads_to_the_first_page():
    shelf = Shelf.asked("/", {"page": "7"})

    assert shelf.href(genre="Dub") == "/?genre=Dub"


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"sort": "random"},
        {"years": "1965"},
        {"stock": "yes"},
        {"q": "\x00"},
    ],
)
def test_what_an_address_says_wrong_is_passed_over(query):
    assert Shelf.asked("/", query) == Shelf.asked("/", {})


def test_words_are_searched_for_without_accents_and_signs():
    assert Shelf.asked("/", {"q": "Étude, for:* | RAIN!"}).stems == ["etude", "for", "rain"]

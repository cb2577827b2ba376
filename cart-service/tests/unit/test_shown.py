"""What a basket comes to, and what has changed since the shopper saw it."""

from datetime import UTC, datetime, timedelta

import pytest

from cart_service.clients import reading
from cart_service.models.basket import Basket
from cart_service.models.shown import OfferChange, at_work, shown
from common.money import Money

_NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)


@pytest.fixture
def filled(catalogue):
    """Three pens, of which one is free, and two shirts."""
    sold = catalogue()
    basket = Basket("b").add(sold.coded("PEN"), 3).add(sold.coded("TSHIRT"), 2)
    return at_work(basket, sold, _NOW)


def changed_offers(basket, catalogue, moment=_NOW):
    found = shown(basket, catalogue, moment).changed_offers
    return [(each.seen.name, each.what) for each in found]


def test_it_costs_what_the_engine_says(filled, catalogue):
    now = shown(filled, catalogue(), _NOW)

    assert now.priced.total == Money(5000, "EUR")
    assert now.savings == [("Pens 2 for 1", Money(-500, "EUR"))]
    assert now.lines[0].offers == [("Pens 2 for 1", Money(-500, "EUR"))]


def test_it_says_what_is_missing(filled, catalogue):
    lines = shown(filled, catalogue(), _NOW).lines
    told = [line.hint.said(line.product.name) for line in lines]

    assert told == ["Pen: the next one is free", "T-Shirt: one more takes 25\u00a0% off all"]


def test_a_far_away_step_is_not_told(catalogue):
    sold = catalogue()
    basket = Basket("b").add(sold.coded("TSHIRT"), 1)

    assert shown(basket, sold, _NOW).lines[0].hint is None
    assert len(shown(basket, sold, _NOW).priced.hints) == 1


def test_a_changed_price_is_shown_until_it_is_accepted(filled, catalogue):
    dearer = catalogue(PEN=550)
    pen, shirt = shown(filled, dearer, _NOW).lines

    assert (pen.was, pen.product.price) == (Money(500, "EUR"), Money(550, "EUR"))
    assert shirt.was is None
    more = filled.add(dearer.coded("PEN"), 1)
    assert shown(more, dearer, _NOW).changed != ()
    accepted = more.accepted(dearer.products.values())
    assert shown(accepted, dearer, _NOW).changed == ()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"version": 2, "units": 3, "paid": 2}, OfferChange.CHANGED),
        ({"ends_at": _NOW - timedelta(hours=1)}, OfferChange.ENDED),
        (None, OfferChange.ENDED),
    ],
    ids=["another version", "over", "archived"],
)
def test_a_changed_offer_is_told_until_it_is_accepted(filled, shop, changes, what):
    pens, shirts = shop.content["promotions"]
    shop.change(promotions=(shirts,) if changes is None else (pens | changes, shirts))
    now = reading.catalogue(shop.content)

    assert changed_offers(filled, now) == [("Pens 2 for 1", what)]
    more = at_work(filled.add(now.coded("MUG"), 1), now, _NOW)
    assert changed_offers(more, now) == [("Pens 2 for 1", what)]
    accepted = at_work(more.accepted(now.products.values()), now, _NOW)
    assert changed_offers(accepted, now) == []


def test_an_offer_that_the_shopper_gave_up_is_no_news(filled, catalogue):
    sold = catalogue()

    fewer = at_work(filled.hold(sold.coded("PEN"), 1), sold, _NOW)

    assert changed_offers(fewer, sold) == []


def test_what_is_no_longer_sold_stays_in_sight_and_costs_nothing(filled, catalogue):
    now = shown(filled, catalogue(PEN=0), _NOW)

    assert [(line.name, line.quantity) for line in now.gone] == [("Pen", 3)]
    assert [line.product.code for line in now.lines] == ["TSHIRT"]
    assert now.priced.total == Money(4000, "EUR")

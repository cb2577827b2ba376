"""Made-up purchases: believable, never in the future, and the same at every call."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_service.importer import demo
from api_service.importer.checks import Catalogue
from api_service.importer.demo import Plan
from api_service.importer.errors import NothingToSell

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
PLAN = Plan(purchases=3000, seed=1, days=60, customers=300)


@pytest.fixture(scope="module")
def made(catalogue):
    return list(demo.purchases(PLAN, catalogue, NOW))


def test_a_plan_makes_exactly_its_purchases_each_with_an_id_of_its_own(made):
    assert len(made) == 3000
    assert len({entry.id for entry in made}) == 3000


def test_equal_plans_make_equal_purchases(catalogue, made):
    again = list(demo.purchases(PLAN, catalogue, NOW))

    assert [(entry.id, entry.sold_at, entry.basket.total) for entry in made] == [
        (entry.id, entry.sold_at, entry.basket.total) for entry in again
    ]


def test_a_plan_called_again_later_names_the_same_purchases(catalogue, made):
    later = demo.purchases(PLAN, catalogue, NOW + timedelta(days=9, hours=5))

    assert [entry.id for entry in later] == [entry.id for entry in made]


@pytest.mark.parametrize("change", [{"seed": 2}, {"purchases": 2999}, {"days": 61}])
def test_another_plan_makes_other_purchases(catalogue, made, change):
    numbers = {"purchases": 3000, "seed": 1, "days": 60, "customers": 300}

    others = demo.purchases(Plan(**(numbers | change)), catalogue, NOW)

    assert not {entry.id for entry in others} & {entry.id for entry in made}


@settings(max_examples=25, deadline=None)
@given(
    purchases=st.integers(1, 60),
    days=st.integers(1, 400),
    customers=st.integers(1, 50),
    now=st.datetimes(
        datetime(2020, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
        datetime(2030, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
        timezones=st.just(UTC),
    ),
)
def test_any_plan_ends_before_now_and_within_opening_hours(catalogue, **numbers):
    now = numbers.pop("now")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "_DIFFERENT_BASKETS", 50)  # what is bought does not matter here
        made = list(demo.purchases(Plan(seed=3, **numbers), catalogue, now))

    local = [entry.sold_at.astimezone(ZoneInfo("Europe/Amsterdam")) for entry in made]
    assert len(made) == numbers["purchases"]
    assert all(now - timedelta(days=numbers["days"] + 1) < entry.sold_at <= now for entry in made)
    assert all(8 <= time.hour <= 20 for time in local)
    assert all(10 <= time.hour <= 16 for time in local if time.weekday() == 6)


def test_only_open_shops_sell(made):
    assert {entry.branch_id for entry in made} == {"SMKT001"}


def test_a_few_customers_come_often_and_most_now_and_then(made):
    visits = sorted(Counter(entry.customer_id for entry in made).values())

    assert visits[-1] > 5 * visits[len(visits) // 2]


def test_every_customer_of_the_plan_has_a_name_made_of_the_given_ones(made):
    named = {each.id: each.name for each in demo.customers(PLAN, ["Ada Byron", "Ines de Sá"])}

    assert len(named) == 300
    assert {entry.customer_id for entry in made} <= set(named)
    assert set(named.values()) == {"Ada Byron", "Ada de Sá", "Ines Byron", "Ines de Sá"}


def test_without_goods_there_is_nothing_to_make_up(catalogue):
    bare = Catalogue(catalogue.company, catalogue.branches.values(), [])

    with pytest.raises(NothingToSell):
        demo.purchases(PLAN, bare, NOW)

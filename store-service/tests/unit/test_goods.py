import pytest

from common.money import Money
from store_service.models.goods import Cover, Stock, threshold


@pytest.mark.parametrize(
    ("price", "units"),
    [
        ("0.00", 60),
        ("1.00", 60),
        ("1.01", 40),
        ("7.50", 15),
        ("20.00", 10),
        ("24.00", 6),
        ("999.00", 1),
    ],
)
def test_dearer_goods_have_lower_thresholds(price, units):
    assert threshold(Money.parse(price, "EUR")) == units


def test_a_threshold_never_grows_with_the_price():
    found = [threshold(Money(minor, "EUR")) for minor in range(0, 60_000, 50)]

    assert found == sorted(found, reverse=True)


def test_a_page_gets_the_smallest_picture_that_is_large_enough():
    cover = Cover("ab" * 16, (320, 640))

    assert cover.path(200).endswith("-320.webp")
    assert cover.path(600).endswith("-640.webp")
    assert cover.path(2000).endswith("-640.webp")
    assert "640w" in cover.srcset


@pytest.mark.parametrize(
    ("levels", "is_out", "is_low"),
    [((), True, False), ((0, 1), False, True), ((4, 4), False, False)],
)
def test_stock_says_when_the_last_ones_go(levels, is_out, is_low):
    stock = Stock(tuple(("Shop", each) for each in levels), available=sum(levels))

    assert (stock.is_out, stock.is_low) == (is_out, is_low)

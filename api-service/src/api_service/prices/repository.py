"""Which coupons somebody has, and a priced basket as the statements take it that write one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from api_service.catalogue.models import Product
from common.pricing import Coupon, PricedBasket


def taken(connection: Connection, coupons: Sequence[Coupon]) -> set[str]:
    """The codes of those of these coupons that somebody has: used, or about to be by a web order.

    A coupon is used up under its code: with another one it counts anew, as it does for whoever books it.
    """
    found = connection.execute(
        text(
            "SELECT hold.code FROM books.coupon_hold AS hold JOIN unnest("
            "CAST(:ids AS bigint[]), CAST(:codes AS text[])) AS shown (promotion_id, code) "
            "USING (promotion_id, code)"
        ),
        {"ids": [each.id for each in coupons], "codes": [each.code for each in coupons]},
    )
    return set(found.scalars())


def used(connection: Connection, coupons: Sequence[Coupon]) -> set[str]:
    """The codes of those of these coupons that a purchase used up, for good; what is only held may come free again."""
    found = connection.execute(
        text(
            "SELECT hold.code FROM books.coupon_hold AS hold JOIN unnest("
            "CAST(:ids AS bigint[]), CAST(:codes AS text[])) AS shown (promotion_id, code) "
            "USING (promotion_id, code) WHERE hold.purchase_id IS NOT NULL"
        ),
        {"ids": [each.id for each in coupons], "codes": [each.code for each in coupons]},
    )
    return set(found.scalars())


def columns_of(
    basket: PricedBasket, products: Mapping[int, Product], coupons: Sequence[Coupon]
) -> dict[str, list[Any]]:
    """Its lines, discounts and coupons, a list for each column."""
    sold = [products[line.product_id] for line in basket.lines]
    given = [
        (number, discount)
        for number, line in enumerate(basket.lines, start=1)
        for discount in line.discounts
    ]
    return {
        "product_ids": [line.product_id for line in basket.lines],
        "codes": [product.code for product in sold],
        "descriptions": [product.name for product in sold],
        "quantities": [line.quantity for line in basket.lines],
        "unit_prices": [line.unit_price.minor for line in basket.lines],
        "price_versions": [product.price_version for product in sold],
        "discounts": [line.discount.minor for line in basket.lines],
        "totals": [line.total.minor for line in basket.lines],
        "vat_rates": [line.vat_basis_points for line in basket.lines],
        "vat_amounts": [line.vat.minor for line in basket.lines],
        "departments": [product.department for product in sold],
        "discount_lines": [number for number, _ in given],
        "promotion_ids": [discount.promotion_id for _, discount in given],
        "promotion_versions": [discount.promotion_version for _, discount in given],
        "promotion_names": [discount.name for _, discount in given],
        "discount_amounts": [discount.amount.minor for _, discount in given],
        "coupon_ids": [coupon.id for coupon in coupons],
        "coupon_codes": [coupon.code for coupon in coupons],
        "coupon_single_uses": [coupon.single_use for coupon in coupons],
    }

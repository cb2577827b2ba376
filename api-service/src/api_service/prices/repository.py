"""Which coupons somebody has."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from common.pricing import Coupon


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

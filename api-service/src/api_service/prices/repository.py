"""Which coupons somebody has."""

from collections.abc import Iterable

from sqlalchemy import Connection, text


def taken(connection: Connection, promotion_ids: Iterable[int]) -> set[int]:
    """Those of these coupons that can be used once and were, or that a web order is about to use."""
    found = connection.execute(
        text("SELECT promotion_id FROM books.coupon_hold WHERE promotion_id = ANY(:ids)"),
        {"ids": list(promotion_ids)},
    )
    return set(found.scalars())

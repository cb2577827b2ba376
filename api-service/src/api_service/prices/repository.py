"""Which coupons were used."""

from collections.abc import Iterable

from sqlalchemy import Connection, text


def redeemed(connection: Connection, promotion_ids: Iterable[int]) -> set[int]:
    """Those of these coupons that can be used once and were."""
    found = connection.execute(
        text(
            "SELECT promotion_id FROM books.coupon_redemption "
            "WHERE single_use AND promotion_id = ANY(:ids)"
        ),
        {"ids": list(promotion_ids)},
    )
    return set(found.scalars())

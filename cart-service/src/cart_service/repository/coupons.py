"""Coupons that the books said were used; that is so for good, and is not asked about again."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, tuple_

from cart_service.repository.tables import USED_COUPON
from common import stores


def used(connection: Connection, coupons: Iterable[tuple[int, str]]) -> frozenset[str]:
    """The codes of those of these promotions that are kept as used."""
    key = tuple_(USED_COUPON.c.promotion_id, USED_COUPON.c.code)
    found = connection.execute(select(USED_COUPON.c.code).where(key.in_(list(coupons))))
    return frozenset(found.scalars())


def keep_used(connection: Connection, coupons: Iterable[tuple[int, str]]) -> None:
    """Keep these, each by its promotion and code; what is kept already stays."""
    rows = [{"promotion_id": promotion, "code": code} for promotion, code in coupons]
    connection.execute(stores.insert(connection, USED_COUPON).on_conflict_do_nothing(), rows)

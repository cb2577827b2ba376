"""Writes promotions: a new one, a new version of its rule, its end."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from common import pricing
from common.errors import NotFound, PreconditionFailed
from store_service.models.office import Offer

_VALUES = """
  :kind, :name, :priority, :departments, :starts_at, :ends_at,
  :units, :paid, :free_units, :basis_points, :minimum, :on_top, :code, :single_use
"""

_COLUMNS = """
  promotion_id, version, kind, name, priority, departments, starts_at, ends_at,
  units, paid, free_units, basis_points, minimum, on_top, code, single_use
"""


def ids_of(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """The products that have these codes, whatever their letters' case; unknown ones are left out."""
    rows = connection.execute(
        text("SELECT upper(code) AS code, id FROM catalog.product WHERE upper(code) = ANY(:codes)"),
        {"codes": [each.upper() for each in codes]},
    )
    return {row.code: row.id for row in rows}


def codes_of(connection: Connection, product_ids: Sequence[int]) -> list[str]:
    """The codes of these products, by code."""
    rows = connection.execute(
        text("SELECT code FROM catalog.product WHERE id = ANY(:ids) ORDER BY code"),
        {"ids": list(product_ids)},
    )
    return list(rows.scalars())


def is_taken(connection: Connection, code: str, *, but: int | None) -> bool:
    """Whether a coupon that runs has this code, another than the one left out.

    Nobody else gives a code to a coupon until this transaction ends: versions keep their codes, so no index could tell
    those that run apart.
    """
    if code:
        connection.execute(text("SELECT FROM catalog.company FOR UPDATE"))  # one at a time
    found = connection.execute(
        text(
            "SELECT EXISTS (SELECT FROM catalog.published_promotion WHERE current AND NOT archived "
            "AND code = :code AND id IS DISTINCT FROM :but)"
        ),
        {"code": code, "but": but},
    )
    return bool(found.scalar_one())


def find(connection: Connection, promotion_id: int) -> pricing.Promotion:
    """A promotion that was not ended, in its current version.

    Raises:
        NotFound: there is none.
    """
    found = connection.execute(
        text(
            "SELECT * FROM catalog.published_promotion WHERE current AND NOT archived AND id = :id"
        ),
        {"id": promotion_id},
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such offer, or it has ended")
    return pricing.promotion_of(dict(row))


def add(connection: Connection, offer: Offer, product_ids: Sequence[int]) -> int:
    """Begin a promotion in the first version of its rule; its id."""
    made = connection.execute(text("INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id"))
    promotion_id = int(made.scalar_one())
    _add_version(connection, promotion_id, 1, offer, product_ids)
    return promotion_id


def change(
    connection: Connection,
    promotion_id: int,
    version: int,
    offer: Offer,
    product_ids: Sequence[int],
) -> None:
    """Put a new version of the rule in the place of the one that was looked at.

    Raises:
        NotFound: the promotion has ended.
        PreconditionFailed: somebody changed it meanwhile.
    """
    _lock(connection, promotion_id, version)
    _add_version(connection, promotion_id, version + 1, offer, product_ids)
    connection.execute(
        text("UPDATE catalog.promotion SET version = version + 1 WHERE id = :id"),
        {"id": promotion_id},
    )


def end(connection: Connection, promotion_id: int, version: int) -> None:
    """End a promotion, if it still is in the version that was looked at.

    Raises:
        NotFound, PreconditionFailed: as for `change`.
    """
    _lock(connection, promotion_id, version)
    connection.execute(
        text("UPDATE catalog.promotion SET archived_at = now() WHERE id = :id"),
        {"id": promotion_id},
    )


def _lock(connection: Connection, promotion_id: int, version: int) -> None:
    current = connection.execute(
        text(
            "SELECT version FROM catalog.promotion WHERE id = :id AND archived_at IS NULL FOR UPDATE"
        ),
        {"id": promotion_id},
    ).scalar_one_or_none()
    if current is None:
        raise NotFound("There is no such offer, or it has ended")
    if current != version:
        raise PreconditionFailed("Somebody changed the offer meanwhile")


def _add_version(
    connection: Connection,
    promotion_id: int,
    version: int,
    offer: Offer,
    product_ids: Sequence[int],
) -> None:
    connection.execute(
        text(
            f"INSERT INTO catalog.promotion_version ({_COLUMNS}) VALUES (:id, :version, {_VALUES})"  # noqa: S608  # words of ours
        ),
        {
            "id": promotion_id,
            "version": version,
            "kind": offer.kind,
            "name": offer.name,
            "priority": offer.priority,
            "departments": list(offer.departments),
            "starts_at": offer.starts_at,
            "ends_at": offer.ends_at,
            "units": offer.units,
            "paid": offer.paid,
            "free_units": offer.free_units,
            "basis_points": offer.basis_points,
            "minimum": offer.minimum,
            "on_top": offer.on_top,
            "code": offer.code,
            "single_use": offer.single_use,
        },
    )
    connection.execute(
        text(
            "INSERT INTO catalog.promotion_product (promotion_id, version, product_id) "
            "SELECT :id, :version, unnest(CAST(:product_ids AS bigint[]))"
        ),
        {"id": promotion_id, "version": version, "product_ids": list(product_ids)},
    )

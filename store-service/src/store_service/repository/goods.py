"""Finds goods for shelves, pages and baskets, with their covers and levels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from common.money import Money
from store_service.models.goods import Cover, Product, Stock
from store_service.models.shelf import PAGE, Shelf, Sort

_PRODUCT = """
SELECT product.id, product.code, product.barcode, product.name, product.department, product.unit, product.artist,
  product.genre, product.year, product.vat_code, vat_rate.basis_points AS vat_basis_points,
  price.amount_minor AS price_minor, company.currency, product.price_version, product.version,
  product.archived_at IS NOT NULL AS archived, product.cover_id,
  ARRAY(SELECT width FROM catalog.cover_size WHERE cover_id = product.cover_id ORDER BY width) AS widths
FROM catalog.product
JOIN catalog.vat_rate ON vat_rate.code = product.vat_code
JOIN catalog.price ON price.product_id = product.id AND price.version = product.price_version
CROSS JOIN catalog.published_company AS company
"""

#: After each, name and id decide, so that no product stands on two pages.
_ORDERS = {
    Sort.NEWEST: "product.year DESC NULLS LAST, product.sort_name, product.id",
    Sort.NAME: "product.sort_name, product.id",
    Sort.CHEAPEST: "price.amount_minor, product.sort_name, product.id",
    Sort.DEAREST: "price.amount_minor DESC, product.sort_name, product.id",
}
_BY_PRICE = {Sort.CHEAPEST, Sort.DEAREST}


def on_shelf(
    connection: Connection, shelf: Shelf, offered: "Offered | None", counted: int | None
) -> tuple[list[Product], int]:
    """One page of what a shelf shows, and how much it holds; `offered` narrows it to what is on offer.

    `counted` spares the counting where it is known.
    """
    where, values = _filters(shelf, offered)
    joined = ""
    if shelf.sort in _BY_PRICE:
        joined = (
            "JOIN catalog.price ON price.product_id = product.id "
            "AND price.version = product.price_version"
        )
    order = _ORDERS[shelf.sort]
    matching = "catalog.product"
    if shelf.words:
        # else the planner walks the shelf in its order and looks for the words in every product
        matching = "found AS product"
        if shelf.sort is Sort.NEWEST:  # who types a name's beginning means that name
            order = f"product.sort_name NOT LIKE :beginning, {order}"
            values["beginning"] = f"{shelf.stems[0]}%"
    found = (
        "WITH found AS MATERIALIZED (SELECT id, sort_name, year, price_version "  # noqa: S608  # words of ours
        f"FROM catalog.product WHERE {where}) "
    )
    if counted is None:
        counting = f"SELECT count(*) FROM catalog.product WHERE {where}"  # noqa: S608  # words of ours
        counted = int(connection.execute(text(counting), values).scalar_one())
    if counted <= (shelf.page - 1) * PAGE:
        return [], counted
    ids = connection.execute(
        text(
            f"{found if shelf.words else ''}SELECT product.id FROM {matching} {joined} "  # noqa: S608  # words of ours
            f"{'' if shelf.words else f'WHERE {where}'} ORDER BY {order} LIMIT :limit OFFSET :offset"
        ),
        values | {"limit": PAGE, "offset": (shelf.page - 1) * PAGE},
    ).scalars()
    wanted = list(ids)
    by = by_id(connection, wanted)
    return [by[each] for each in wanted], counted


class Offered:
    """What promotions cover: products by id, and whole departments."""

    def __init__(self, product_ids: Iterable[int], departments: Iterable[str]) -> None:
        """Neither means nothing."""
        self.product_ids = sorted(product_ids)
        self.departments = sorted(departments)


def _filters(shelf: Shelf, offered: Offered | None) -> tuple[str, dict[str, Any]]:
    parts = ["product.archived_at IS NULL"]
    values: dict[str, Any] = {}
    if shelf.department is not None:
        parts.append("product.department = :department")
        values["department"] = shelf.department
    if offered is not None:
        parts.append("(product.id = ANY(:offered_ids) OR product.department = ANY(:offered_in))")
        values |= {"offered_ids": offered.product_ids, "offered_in": offered.departments}
    if shelf.words:
        parts.append("product.search @@ to_tsquery('simple', :query)")
        values["query"] = " & ".join(f"{stem}:*" for stem in shelf.stems)
    if shelf.genre:
        parts.append("product.genre = :genre")
        values["genre"] = shelf.genre
    if shelf.decade is not None:
        parts.append("product.year BETWEEN :decade AND :decade + 9")
        values["decade"] = shelf.decade
    if shelf.in_stock:
        parts.append(
            "EXISTS (SELECT FROM books.published_level AS level "
            "WHERE level.branch_id = (SELECT fulfilled_by FROM books.published_web_orders) "
            "AND level.product_id = product.id AND level.available > 0)"
        )
    return " AND ".join(parts), values


def by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Product]:
    """These products, archived ones included; unknown ids are left out."""
    rows = connection.execute(text(_PRODUCT + "WHERE product.id = ANY(:ids)"), {"ids": list(ids)})
    return {row["id"]: _product(row) for row in rows.mappings()}


def on_sale(connection: Connection) -> list[Product]:
    """Everything that is sold, by id."""
    rows = connection.execute(
        text(_PRODUCT + "WHERE product.archived_at IS NULL ORDER BY product.id")
    )
    return [_product(row) for row in rows.mappings()]


def like_it(connection: Connection, product: Product, limit: int) -> list[Product]:
    """Others of its department: of its genre first, then those nearest in the catalogue."""
    ids = connection.execute(
        text(
            "SELECT id FROM catalog.product WHERE archived_at IS NULL AND department = :department "
            "AND id <> :id AND id BETWEEN :id - 500 AND :id + 500 "
            "ORDER BY genre IS DISTINCT FROM :genre, abs(id - :id), id LIMIT :limit"
        ),
        {
            "department": product.department,
            "genre": product.genre,
            "id": product.id,
            "limit": limit,
        },
    ).scalars()
    wanted = list(ids)
    found = by_id(connection, wanted)
    return [found[each] for each in wanted]


def stock(
    connection: Connection, ids: Sequence[int], branches: Mapping[str, str]
) -> dict[int, Stock]:
    """How many there are of each of these, to be sent and in these branches."""
    levels: dict[int, dict[str, int]] = {}
    to_send: dict[int, int] = {}
    rows = connection.execute(
        text(
            "SELECT level.product_id, level.branch_id, level.available, "
            "level.branch_id = (SELECT fulfilled_by FROM books.published_web_orders) AS sends "
            "FROM books.published_level AS level WHERE level.product_id = ANY(:ids)"
        ),
        {"ids": list(ids)},
    )
    for row in rows:
        levels.setdefault(row.product_id, {})[row.branch_id] = row.available
        if row.sends:
            to_send[row.product_id] = row.available
    return {
        each: Stock(
            tuple(
                (name, levels.get(each, {}).get(branch_id, 0))
                for branch_id, name in branches.items()
            ),
            to_send.get(each, 0),
        )
        for each in ids
    }


def _product(row: RowMapping) -> Product:
    values = dict(row)
    cover_id, widths = values.pop("cover_id"), values.pop("widths")
    values["price"] = Money(values.pop("price_minor"), values.pop("currency"))
    values["cover"] = Cover(cover_id, tuple(widths)) if cover_id and widths else None
    return Product(**values)


def opened_in(connection: Connection, product_id: int) -> set[str]:
    """The branches that ever had a product."""
    rows = connection.execute(
        text("SELECT branch_id FROM books.published_level WHERE product_id = :id"),
        {"id": product_id},
    )
    return set(rows.scalars())


def scarce(connection: Connection, *, most: int = 200) -> list[tuple[Product, int]]:
    """Goods on sale of which there are fewest, with how many."""
    rows = connection.execute(
        text(
            "SELECT level.product_id, sum(level.available)::bigint AS available "
            "FROM books.published_level AS level JOIN catalog.product ON product.id = level.product_id "
            "WHERE product.archived_at IS NULL GROUP BY level.product_id "
            "HAVING sum(level.available) < 60 ORDER BY 2, 1 LIMIT :most"
        ),
        {"most": most},
    )
    levels = {row.product_id: row.available for row in rows}
    found = by_id(connection, list(levels))
    return [(found[each], levels[each]) for each in levels if each in found]

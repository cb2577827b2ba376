"""Writes goods, and reads what only those who run the shop see."""

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from common.errors import FieldError, PreconditionFailed
from common.images import Picture
from common.money import Money
from store_service.errors import CodeTaken, GoodsNotFound
from store_service.models.goods import Product
from store_service.models.office import Draft, Figures, VatRate
from store_service.models.shelf import PAGE
from store_service.repository.goods import by_id

#: What the database names when a field's value is another product's.
_TAKEN = {
    "product_code_key": "code",
    "product_code_in_any_case": "code",
    "product_barcode_key": "barcode",
}
_COLUMNS = ("code", "barcode", "name", "department", "unit", "artist", "genre", "year", "vat_code")


def listed(
    connection: Connection, *, stems: Sequence[str], archived: bool, page: int
) -> tuple[list[Product], int]:
    """A page of goods by name, on sale or archived, and how many there are."""
    where = f"archived_at IS {'NOT ' if archived else ''}NULL"
    if stems:
        where += " AND search @@ to_tsquery('simple', :query)"
    values = {"query": " & ".join(f"{stem}:*" for stem in stems)} if stems else {}
    count = connection.execute(
        text(f"SELECT count(*) FROM catalog.product WHERE {where}"),  # noqa: S608  # words of ours
        values,
    ).scalar_one()
    ids = connection.execute(
        text(
            f"SELECT id FROM catalog.product WHERE {where} ORDER BY sort_name, id "  # noqa: S608  # words of ours
            "LIMIT :limit OFFSET :offset"
        ),
        values | {"limit": PAGE, "offset": (page - 1) * PAGE},
    ).scalars()
    wanted = list(ids)
    found = by_id(connection, wanted)
    return [found[each] for each in wanted], int(count)


def vat_rates(connection: Connection) -> list[VatRate]:
    """Every rate, the lowest first."""
    rows = connection.execute(
        text(
            "SELECT code, name, basis_points, version FROM catalog.vat_rate "
            "ORDER BY basis_points, code"
        )
    )
    return [VatRate(**row) for row in rows.mappings()]


def add(connection: Connection, draft: Draft) -> int:
    """Enter a product with the first version of its price; its id.

    Raises:
        CodeTaken: another has its code or barcode.
    """
    names = ", ".join(_COLUMNS)
    marks = ", ".join(f":{each}" for each in _COLUMNS)
    with _told_whose(draft):
        product_id = connection.execute(
            text(f"INSERT INTO catalog.product ({names}) VALUES ({marks}) RETURNING id"),  # noqa: S608  # words of ours
            _values(draft),
        ).scalar_one()
    _add_price(connection, int(product_id), 1, draft.price)
    return int(product_id)


def change(connection: Connection, product_id: int, version: int, draft: Draft) -> None:
    """Make a product what the draft says, if it still is in the version that was looked at.

    Raises:
        GoodsNotFound, CodeTaken: as they say.
        PreconditionFailed: somebody changed it meanwhile.
    """
    seen = _locked(connection, product_id, version)
    price_version = seen.price_version
    if seen.price != draft.price:
        price_version += 1
        _add_price(connection, product_id, price_version, draft.price)
    settings = ", ".join(f"{each} = :{each}" for each in _COLUMNS)
    with _told_whose(draft):
        connection.execute(
            text(
                f"UPDATE catalog.product SET {settings}, price_version = :price_version, "  # noqa: S608  # words of ours
                "version = version + 1 WHERE id = :id"
            ),
            _values(draft) | {"id": product_id, "price_version": price_version},
        )


def set_archived(connection: Connection, product_id: int, version: int, *, archived: bool) -> None:
    """Take a product off the shelves, or put it back; what it was sold as stays.

    Raises:
        GoodsNotFound, PreconditionFailed: as for `change`.
    """
    _locked(connection, product_id, version)
    connection.execute(
        text(
            "UPDATE catalog.product SET archived_at = CASE WHEN :archived THEN now() END, "
            "version = version + 1 WHERE id = :id"
        ),
        {"id": product_id, "archived": archived},
    )


def set_cover(connection: Connection, product_id: int, version: int, cover: Picture) -> None:
    """Give a product a cover; the one that it had stays, for pages that still show it.

    Raises:
        GoodsNotFound, PreconditionFailed: as for `change`.
    """
    _locked(connection, product_id, version)
    connection.execute(
        text("INSERT INTO catalog.cover (id) VALUES (:id) ON CONFLICT DO NOTHING"), {"id": cover.id}
    )
    connection.execute(
        text(
            "INSERT INTO catalog.cover_size (cover_id, width, bytes) VALUES (:id, :width, :content) "
            "ON CONFLICT DO NOTHING"
        ),
        [
            {"id": cover.id, "width": width, "content": content}
            for width, content in cover.sizes.items()
        ],
    )
    connection.execute(
        text("UPDATE catalog.product SET cover_id = :cover, version = version + 1 WHERE id = :id"),
        {"id": product_id, "cover": cover.id},
    )


def figures(connection: Connection, currency: str, *, offers: int) -> Figures:
    """The shop at a glance."""
    row = connection.execute(
        text(
            """
            WITH held AS (
              SELECT product_id, greatest(sum(available), 0) AS units,
                sum(available) FILTER (
                  WHERE branch_id = (SELECT fulfilled_by FROM books.published_web_orders)
                ) AS to_send
              FROM books.published_level GROUP BY product_id
            )
            SELECT count(*) FILTER (WHERE archived_at IS NULL) AS on_sale,
              count(*) FILTER (WHERE archived_at IS NOT NULL) AS archived,
              count(*) FILTER (WHERE archived_at IS NULL AND cover_id IS NULL) AS without_cover,
              count(*) FILTER (WHERE archived_at IS NULL AND coalesce(held.to_send, 0) <= 0) AS sold_out,
              coalesce(sum(held.units) FILTER (WHERE archived_at IS NULL), 0)::bigint AS units,
              coalesce(sum(held.units * price.amount_minor) FILTER (WHERE archived_at IS NULL), 0)::bigint AS value
            FROM catalog.product
            JOIN catalog.price ON price.product_id = product.id AND price.version = product.price_version
            LEFT JOIN held ON held.product_id = product.id
            """
        )
    ).one()
    return Figures(
        on_sale=row.on_sale,
        archived=row.archived,
        without_cover=row.without_cover,
        sold_out=row.sold_out,
        units=row.units,
        value=Money(row.value, currency),
        offers=offers,
    )


class _told_whose:  # noqa: N801  # read as a word: with _told_whose(draft)
    """Turns what the database says of a code that is taken into words for the field."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, IntegrityError):
            return
        told = str(error.orig)
        names = [name for constraint, name in _TAKEN.items() if f'"{constraint}"' in told]
        if not names:
            return
        name = names[0]
        detail = f"Another product has the {name} {getattr(self._draft, name)}"
        raise CodeTaken(detail, errors=(FieldError(f"/{name}", detail),)) from error


def _locked(connection: Connection, product_id: int, version: int) -> Product:
    current = connection.execute(
        text("SELECT version FROM catalog.product WHERE id = :id FOR UPDATE"), {"id": product_id}
    ).scalar_one_or_none()
    if current is None:
        raise GoodsNotFound(f"The shop has no product {product_id}")
    if current != version:
        raise PreconditionFailed("Somebody changed it meanwhile")
    return by_id(connection, [product_id])[product_id]


def _add_price(connection: Connection, product_id: int, version: int, price: Money) -> None:
    connection.execute(
        text(
            "INSERT INTO catalog.price (product_id, version, amount_minor) "
            "VALUES (:id, :version, :amount)"
        ),
        {"id": product_id, "version": version, "amount": price.minor},
    )


def _values(draft: Draft) -> dict[str, object]:
    return {each: getattr(draft, each) for each in _COLUMNS}

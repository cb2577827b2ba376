"""Reads the catalogue's published views, and keeps what a sale needs of them for as long as nothing changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping, text

from api_service.catalogue.models import Branch, BranchKind, Company, Product, Till
from api_service.errors import NoChain
from common import pricing
from common.database import Database, like
from common.money import Money

_PRODUCT = """
SELECT product.*, company.currency
FROM catalog.published_product AS product, catalog.published_company AS company
"""


def revision(connection: Connection) -> int:
    """The catalogue's count of changes; any change to anything in it moves it."""
    found = connection.execute(text("SELECT number FROM catalog.published_revision"))
    return int(found.scalar_one())


def company(connection: Connection) -> Company:
    """Whose catalogue it is.

    Raises:
        NoChain: nobody's yet.
    """
    found = connection.execute(
        text("SELECT name, address, vat_id, currency, time_zone FROM catalog.published_company")
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise NoChain("These books have no chain yet; ./mercato seed fills them with the demo's")
    return Company(**row)


def branches(connection: Connection) -> list[Branch]:
    """Every branch with its tills, by id, the archived ones included."""
    tills: dict[str, list[Till]] = {}
    for row in connection.execute(
        text(
            "SELECT id, branch_id, name, receipt_prefix, archived FROM catalog.published_till ORDER BY id"
        )
    ).mappings():
        till = Till(**row)
        tills.setdefault(till.branch_id, []).append(till)
    found = connection.execute(
        text(
            "SELECT id, name, kind, address, time_zone, archived FROM catalog.published_branch ORDER BY id"
        )
    )
    return [
        Branch(**{**row, "kind": BranchKind(row["kind"])}, tills=tuple(tills.get(row["id"], ())))
        for row in found.mappings()
    ]


def products(connection: Connection, ids: Iterable[int]) -> dict[int, Product]:
    """These products by id, the archived ones included; unknown ids are left out."""
    rows = connection.execute(text(_PRODUCT + "WHERE product.id = ANY(:ids)"), {"ids": list(ids)})
    return {row["id"]: _product(row) for row in rows.mappings()}


def search_products(connection: Connection, *, words: str, after: int, limit: int) -> list[Product]:
    """Products on sale by id, from the one after `after` on.

    `words` is found in a name, or is the beginning of a code or barcode; empty finds all.
    """
    rows = connection.execute(
        text(
            _PRODUCT
            + """
            WHERE NOT product.archived AND product.id > :after
              AND (:words = ''
                OR product.name ILIKE '%' || :pattern || '%'
                OR product.code ILIKE :pattern || '%'
                OR product.barcode LIKE :pattern || '%')
            ORDER BY product.id LIMIT :limit
            """
        ),
        {"words": words, "pattern": like(words), "after": after, "limit": limit},
    )
    return [_product(row) for row in rows.mappings()]


def promotions(connection: Connection) -> list[pricing.Promotion]:
    """The promotions that are not archived, coupons included, each in its current version; some may not be on today."""
    rows = connection.execute(
        text("SELECT * FROM catalog.published_promotion WHERE current AND NOT archived ORDER BY id")
    )
    return [pricing.promotion_of(dict(row)) for row in rows.mappings()]


def _product(row: RowMapping) -> Product:
    values = dict(row)
    values["price"] = Money(values.pop("price_minor"), values.pop("currency"))
    return Product(**values)


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalogue at one of its revisions, as far as a process has read it."""

    revision: int
    company: Company
    branches: dict[str, Branch]
    promotions: tuple[pricing.Promotion, ...]
    products: dict[int, Product] = field(default_factory=dict)


class PriceBook:
    """The catalogue as a sale needs it, remembered in the process from one sale to the next.

    It may be behind: the statement that books a sale compares the revision, and `renew` catches up. So a sale costs no
    read of the catalogue, and none is booked at a price that was no longer the newest.
    """

    def __init__(self) -> None:
        """Empty; the first sale fills it."""
        self._edition: Edition | None = None

    def edition(self, database: Database, product_ids: Sequence[int]) -> Edition:
        """An edition that holds these products, as far as they exist."""
        edition = self._edition
        if edition is None or any(each not in edition.products for each in product_ids):
            edition = self.renew(database, product_ids)
        return edition

    def renew(self, database: Database, product_ids: Sequence[int]) -> Edition:
        """The newest edition, with these products read into it."""
        with database.transaction(isolation="REPEATABLE READ") as connection:
            current = revision(connection)
            edition = self._edition
            if edition is None or edition.revision != current:
                edition = Edition(
                    revision=current,
                    company=company(connection),
                    branches={branch.id: branch for branch in branches(connection)},
                    promotions=tuple(promotions(connection)),
                )
            missing = [each for each in product_ids if each not in edition.products]
            edition.products.update(products(connection, missing))
        self._edition = edition
        return edition

"""Reads what the whole shop needs of the catalogue, and remembers it for as long as nothing changed."""

from sqlalchemy import Connection, text

from common import pricing
from common.database import Database
from store_service.errors import NoShop
from store_service.models.catalogue import Company, Edition, Facet


def revision(connection: Connection) -> int:
    """The catalogue's count of changes; any change to anything in it moves it."""
    found = connection.execute(text("SELECT number FROM catalog.published_revision"))
    return int(found.scalar_one())


def company(connection: Connection) -> Company:
    """Whose shop it is.

    Raises:
        NoShop: nobody's yet.
    """
    found = connection.execute(
        text("SELECT name, address, vat_id, currency, time_zone FROM catalog.published_company")
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise NoShop(
            "No chain has begun here, so there is nothing to sell yet. Whoever runs it opens it on the dashboard."
        )
    return Company(**row)


def promotions(connection: Connection) -> tuple[pricing.Promotion, ...]:
    """Those that are not archived, coupons included, each in its current version."""
    rows = connection.execute(
        text("SELECT * FROM catalog.published_promotion WHERE current AND NOT archived ORDER BY id")
    )
    return tuple(pricing.promotion_of(dict(row)) for row in rows.mappings())


def _names(connection: Connection, promotions: tuple[pricing.Promotion, ...]) -> dict[int, str]:
    rows = connection.execute(
        text("SELECT id, name FROM catalog.product WHERE id = ANY(:ids)"),
        {"ids": sorted({each for offer in promotions for each in offer.product_ids})},
    )
    return {row.id: row.name for row in rows}


def _facets(connection: Connection) -> tuple[Facet, ...]:
    rows = connection.execute(
        text(
            "SELECT department, genre, year - year % 10 AS decade, count(*) AS count "
            "FROM catalog.product WHERE archived_at IS NULL GROUP BY 1, 2, 3"
        )
    )
    return tuple(Facet(**row) for row in rows.mappings())


def _branches(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        text(
            "SELECT id, name FROM catalog.published_branch WHERE kind = 'shop' AND NOT archived ORDER BY name"
        )
    )
    return {row.id: row.name for row in rows}


class Editions:
    """The newest edition that this process read; asks for the revision every time, for the rest when it moved."""

    def __init__(self, database: Database) -> None:
        """Nothing is read yet."""
        self._database = database
        self._kept: Edition | None = None

    def current(self) -> Edition:
        """The catalogue as it is at this moment.

        Raises:
            NoShop: there is none.
            DatabaseUnavailable: nobody knows.
        """
        kept = self._kept
        if kept is not None:
            with self._database.statements() as connection:
                if revision(connection) == kept.revision:
                    return kept
        with self._database.transaction(isolation="REPEATABLE READ") as connection:
            running = promotions(connection)
            self._kept = read = Edition(
                revision=revision(connection),
                company=company(connection),
                branches=_branches(connection),
                facets=_facets(connection),
                promotions=running,
                names=_names(connection, running),
            )
        return read

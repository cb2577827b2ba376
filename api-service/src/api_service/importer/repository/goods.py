"""Every statement on what a chain sells: products, promotions, opening stock."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

from api_service.catalogue import repository as catalogue_repository
from api_service.catalogue.models import Product
from api_service.importer.chain import Opening
from api_service.importer.checks import Catalogue
from api_service.importer.errors import ChainMissing
from api_service.importer.models import (
    NewProduct,
)
from api_service.importer.repository.chains import has_company
from common import pricing
from common.images import Picture
from common.money import Money


def add_products(connection: Connection, products: Sequence[NewProduct]) -> None:
    """Enter products in this order, each with the first version of its price."""
    connection.execute(
        text(
            """
            WITH given AS (
              SELECT * FROM unnest(
                CAST(:codes AS text[]), CAST(:barcodes AS text[]), CAST(:names AS text[]),
                CAST(:departments AS text[]), CAST(:units AS text[]), CAST(:vat_codes AS text[]),
                CAST(:artists AS text[]), CAST(:genres AS text[]), CAST(:years AS integer[]),
                CAST(:prices AS bigint[])
              ) WITH ORDINALITY AS given (
                code, barcode, name, department, unit, vat_code, artist, genre, year, price, place
              )
            ),
            added AS (
              INSERT INTO catalog.product (
                code, barcode, name, department, unit, vat_code, artist, genre, year
              )
              SELECT code, barcode, name, department, unit, vat_code, artist, genre, year
              FROM given ORDER BY place
              RETURNING id, code
            )
            INSERT INTO catalog.price (product_id, version, amount_minor)
            SELECT added.id, 1, given.price FROM added JOIN given USING (code)
            """
        ),
        {
            "codes": [product.code for product in products],
            "barcodes": [product.barcode for product in products],
            "names": [product.name for product in products],
            "departments": [product.department for product in products],
            "units": [product.unit for product in products],
            "vat_codes": [product.vat_code for product in products],
            "artists": [product.artist for product in products],
            "genres": [product.genre for product in products],
            "years": [product.year for product in products],
            "prices": [product.price.minor for product in products],
        },
    )


def add_covers(connection: Connection, covers: Mapping[str, Picture]) -> None:
    """Enter covers, and put each on the product of its code."""
    connection.execute(
        text("INSERT INTO catalog.cover (id) SELECT unnest(CAST(:ids AS text[]))"),
        {"ids": sorted({cover.id for cover in covers.values()})},
    )
    sizes = {
        (cover.id, width): content
        for cover in covers.values()
        for width, content in cover.sizes.items()
    }
    connection.execute(
        text(
            "INSERT INTO catalog.cover_size (cover_id, width, bytes) VALUES (:id, :width, :content)"
        ),
        [
            {"id": cover_id, "width": width, "content": content}
            for (cover_id, width), content in sizes.items()
        ],
    )
    connection.execute(
        text(
            "UPDATE catalog.product SET cover_id = given.cover_id "
            "FROM unnest(CAST(:codes AS text[]), CAST(:ids AS text[])) AS given (code, cover_id) "
            "WHERE product.code = given.code"
        ),
        {"codes": list(covers), "ids": [cover.id for cover in covers.values()]},
    )


def add_promotions(connection: Connection, promotions: Iterable[pricing.Promotion]) -> None:
    """Enter promotions, each in the first version of its rule; the catalogue gives them ids of its own."""
    rule = dict.fromkeys(
        ("units", "paid", "free_units", "basis_points", "minimum", "on_top", "code", "single_use")
    )
    for promotion in promotions:
        connection.execute(
            text(
                """
                WITH made AS (
                  INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id, version
                ),
                rule AS (
                  INSERT INTO catalog.promotion_version (
                    promotion_id, version, kind, name, priority, departments, starts_at, ends_at,
                    units, paid, free_units, basis_points, minimum, on_top, code, single_use
                  )
                  SELECT id, version, :kind, :name, :priority, :departments, :starts_at, :ends_at,
                    :units, :paid, :free_units, :basis_points, :minimum, :on_top, :code, :single_use
                  FROM made
                )
                INSERT INTO catalog.promotion_product (promotion_id, version, product_id)
                SELECT made.id, made.version, product_id
                FROM made CROSS JOIN unnest(CAST(:product_ids AS bigint[])) AS product_id
                """
            ),
            rule | pricing.values_of(promotion),
        )


def open_stock(connection: Connection, stock: Sequence[Opening]) -> None:
    """Put the first units on the shelves: a movement for each product of a branch, and the level it makes."""
    connection.execute(
        text(
            """
            WITH given AS (
              SELECT given.branch_id, product.id AS product_id, given.quantity
              FROM unnest(
                CAST(:branches AS text[]), CAST(:names AS text[]), CAST(:quantities AS bigint[])
              ) AS given (branch_id, name, quantity)
              JOIN catalog.published_product AS product USING (name)
            ),
            levels AS (
              INSERT INTO books.level (branch_id, product_id, quantity) SELECT * FROM given
            )
            INSERT INTO books.movement (branch_id, product_id, kind, quantity)
            SELECT branch_id, product_id, 'opening', quantity FROM given
            """
        ),
        {
            "branches": [opening.branch_id for opening in stock],
            "names": [opening.product for opening in stock],
            "quantities": [opening.quantity for opening in stock],
        },
    )


def has_level(connection: Connection, branch_id: str, product_id: int) -> bool:
    """Whether the branch has, or had, units of this product."""
    found = connection.execute(
        text(
            "SELECT EXISTS (SELECT FROM books.level "
            "WHERE branch_id = :branch_id AND product_id = :product_id)"
        ),
        {"branch_id": branch_id, "product_id": product_id},
    )
    return bool(found.scalar_one())


def catalogue(connection: Connection) -> Catalogue:
    """Company, branches and products as they are now.

    Raises:
        ChainMissing: there is no company.
    """
    if not has_company(connection):
        raise ChainMissing(
            "The books have no company yet, so there are no branches to import for. "
            "Start the demo or found a chain first."
        )
    company = catalogue_repository.company(connection)
    rows = connection.execute(text("SELECT * FROM catalog.published_product ORDER BY id"))
    products = []
    for row in rows.mappings():
        values = dict(row)
        values["price"] = Money(values.pop("price_minor"), company.currency)
        products.append(Product(**values))
    codes = connection.execute(
        text("SELECT code FROM catalog.published_vat_rate ORDER BY basis_points DESC, code")
    )
    branches = catalogue_repository.branches(connection)
    return Catalogue(company, branches, products, codes.scalars().all())

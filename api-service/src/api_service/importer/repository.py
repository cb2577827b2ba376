"""Every statement of the importer, the catalogue's one writer beside its owner; rows travel by COPY."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection, text

from api_service.catalogue import repository as catalogue_repository
from api_service.catalogue.models import Product
from api_service.importer.chain import Chain, Opening
from api_service.importer.checks import Catalogue
from api_service.importer.copying import copy, customer_row, incoming_row
from api_service.importer.errors import ChainMissing
from api_service.importer.founding import Founding
from api_service.importer.models import (
    Booked,
    BranchSum,
    Doubt,
    Entry,
    NewCustomer,
    NewProduct,
)
from common import pricing
from common.money import Money

_SQL = Path(__file__).parent / "sql"
_INCOMING = (_SQL / "incoming.sql").read_text()
_BOOK_INCOMING = (_SQL / "book_incoming.sql").read_text()

#: The importer's own turn: one at a time, and two that add the same customers never wait for each other in a circle.
_LOCK = 7_420_002


def wait_for_turn(connection: Connection) -> None:
    """Let an import that is under way finish first; the turn ends with the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def has_company(connection: Connection) -> bool:
    """Whether a chain was founded here."""
    found = connection.execute(text("SELECT EXISTS (SELECT FROM catalog.published_company)"))
    return bool(found.scalar_one())


def has_purchase(connection: Connection, purchase_id: uuid.UUID) -> bool:
    """Whether this very purchase is in the books."""
    found = connection.execute(
        text("SELECT EXISTS (SELECT FROM books.purchase WHERE id = :id)"), {"id": purchase_id}
    )
    return bool(found.scalar_one())


def known_emails(connection: Connection, emails: Iterable[str]) -> set[str]:
    """Those of these e-mails that have an account, in lower case."""
    rows = connection.execute(
        text("SELECT lower(email) AS email FROM books.account WHERE lower(email) = ANY(:emails)"),
        {"emails": [email.lower() for email in emails]},
    )
    return {row.email for row in rows}


def has_purchases(connection: Connection) -> bool:
    """Whether anything was ever sold here."""
    found = connection.execute(text("SELECT EXISTS (SELECT FROM books.purchase)"))
    return bool(found.scalar_one())


def enter_chain(connection: Connection, chain: Chain) -> None:
    """Enter company, VAT rates, branches and tills of a chain into an empty catalogue."""
    company = asdict(chain.company)
    connection.execute(
        text(
            "INSERT INTO catalog.company (name, address, vat_id, currency, time_zone) "
            "VALUES (:name, :address, :vat_id, :currency, :time_zone)"
        ),
        company,
    )
    connection.execute(
        text(
            "INSERT INTO catalog.vat_rate (code, name, basis_points) "
            "VALUES (:code, :name, :basis_points)"
        ),
        [asdict(rate) for rate in chain.vat_rates],
    )
    connection.execute(
        text(
            "INSERT INTO catalog.branch (id, name, kind, address, time_zone) "
            "VALUES (:id, :name, :kind, :address, :time_zone)"
        ),
        [asdict(branch) for branch in chain.branches],
    )
    connection.execute(
        text(
            "INSERT INTO catalog.till (id, branch_id, name, receipt_prefix) "
            "VALUES (:id, :branch_id, :name, :receipt_prefix)"
        ),
        [asdict(till) for branch in chain.branches for till in branch.tills],
    )


def found_chain(connection: Connection, chain: Founding) -> bool:
    """Enter a new chain's company, VAT rates, branches and tills; False when there is a company already."""
    written = {
        "company": asdict(chain.company),
        "vat_rates": [asdict(rate) for rate in chain.vat_rates],
        "branches": [{"id": each_id, **asdict(each)} for each_id, each in chain.numbered()],
        "tills": [asdict(till) for till in chain.tills()],
    }
    done = connection.execute(
        text("SELECT catalog.found_chain(CAST(:chain AS jsonb))"), {"chain": json.dumps(written)}
    )
    return bool(done.scalar_one())


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


def add_products(connection: Connection, products: Sequence[NewProduct]) -> None:
    """Enter products in this order, each with the first version of its price."""
    connection.execute(
        text(
            """
            WITH given AS (
              SELECT * FROM unnest(
                CAST(:codes AS text[]), CAST(:barcodes AS text[]), CAST(:names AS text[]),
                CAST(:departments AS text[]), CAST(:units AS text[]), CAST(:vat_codes AS text[]),
                CAST(:prices AS bigint[])
              ) WITH ORDINALITY AS given (code, barcode, name, department, unit, vat_code, price, place)
            ),
            added AS (
              INSERT INTO catalog.product (code, barcode, name, department, unit, vat_code)
              SELECT code, barcode, name, department, unit, vat_code FROM given ORDER BY place
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
            "prices": [product.price.minor for product in products],
        },
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


def add_customers(connection: Connection, customers: Iterable[NewCustomer]) -> int:
    """Enter customers in this order; those that are known stay as they are. How many were new."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE newcomer (place integer, id uuid, name text, email text) "
            "ON COMMIT DROP"
        )
    )
    copy(connection, "newcomer", (customer_row(*each) for each in enumerate(customers)))
    added = connection.execute(
        text(
            "INSERT INTO books.customer (id, name, email) "
            "SELECT id, name, email FROM newcomer ORDER BY place ON CONFLICT DO NOTHING"
        )
    )
    return added.rowcount


def stage(connection: Connection, rows: Iterable[Entry | Doubt]) -> None:
    """Let rows wait, in this transaction, for what becomes of all of them; any number, read as they come."""
    connection.execute(text(_INCOMING))
    copy(connection, "incoming", map(incoming_row, rows))


def waiting(connection: Connection) -> int:
    """How many rows wait, the doubtful ones included."""
    return int(connection.execute(text("SELECT count(*) FROM incoming")).scalar_one())


def refused(connection: Connection) -> Iterator[Doubt]:
    """The doubtful rows that wait, by line, but for those whose purchase was booked long ago."""
    found = connection.execute(
        text(
            "SELECT line, reason FROM incoming WHERE reason IS NOT NULL "
            "AND NOT EXISTS (SELECT FROM books.purchase WHERE purchase.id = incoming.id) "
            "ORDER BY line"
        ),
        execution_options={"stream_results": True, "yield_per": 1000},
    )
    for row in found:
        yield Doubt(row.line, row.reason)


def book(connection: Connection, currency: str) -> Booked:
    """Book the entries that wait, with the customers whom nobody knew yet."""
    connection.execute(text("ANALYZE incoming"))
    customers = _add_buyers(connection)
    rows = connection.execute(text(_BOOK_INCOMING), {"currency": currency})
    branches = [
        BranchSum(
            row.branch_id, row.purchases, Money(int(row.total_minor), currency), row.first, row.last
        )
        for row in rows
    ]
    return Booked(tuple(branches), customers)


def undo(connection: Connection) -> None:
    """Take back everything that this transaction has done."""
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()


def _add_buyers(connection: Connection) -> int:
    """Make customers of the ids and of other systems' names for them; how many were new."""
    connection.execute(
        text(
            "UPDATE incoming SET customer_id = alias.customer_id FROM books.customer_alias AS alias "
            "WHERE alias.source = 'import' AND alias.external_id = incoming.external_id"
        )
    )
    added = connection.execute(
        text(
            "INSERT INTO books.customer (id) SELECT customer_id FROM incoming WHERE reason IS NULL "
            "GROUP BY customer_id ORDER BY min(line) ON CONFLICT DO NOTHING"
        )
    )
    connection.execute(
        text(
            "INSERT INTO books.customer_alias (source, external_id, customer_id) "
            "SELECT DISTINCT 'import', external_id, customer_id FROM incoming "
            "WHERE external_id IS NOT NULL ON CONFLICT DO NOTHING"
        )
    )
    return added.rowcount

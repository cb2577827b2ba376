"""Every statement on chains: is there one, whose, and how it begins."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, text

from api_service.importer.chain import Chain
from api_service.importer.founding import Founding

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

"""Writes the company, its VAT rates, branches and tills."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from common.errors import FieldError, NotFound, PreconditionFailed
from store_service.errors import CodeTaken
from store_service.models.office import Branch, Till, VatRate


def branches(connection: Connection) -> list[Branch]:
    """Every shop with its tills, by name, the archived ones after those, the web's branch last."""
    tills: dict[str, list[Till]] = {}
    rows = connection.execute(
        text(
            "SELECT id, branch_id, name, receipt_prefix, archived FROM catalog.published_till ORDER BY id"
        )
    )
    for row in rows:
        till = Till(row.id, row.name, row.receipt_prefix, row.archived)
        tills.setdefault(row.branch_id, []).append(till)
    found = connection.execute(
        text(
            "SELECT id, name, address, time_zone, archived, kind = 'online' AS is_online "
            "FROM catalog.published_branch WHERE kind IN ('shop', 'online') "
            "ORDER BY is_online, archived, name, id"
        )
    )
    return [Branch(**row, tills=tuple(tills.get(row["id"], ()))) for row in found.mappings()]


def change_company(connection: Connection, name: str, address: str, vat_id: str) -> None:
    """Write what stands on receipts; the currency never changes."""
    connection.execute(
        text("UPDATE catalog.company SET name = :name, address = :address, vat_id = :vat_id"),
        {"name": name, "address": address, "vat_id": vat_id},
    )


def lock_company(connection: Connection) -> tuple[str, str, str]:
    """Name, address and VAT id, which nobody else changes until this transaction ends."""
    row = connection.execute(
        text("SELECT name, address, vat_id FROM catalog.company FOR UPDATE")
    ).one()
    return row.name, row.address, row.vat_id


def add_vat_rate(connection: Connection, rate: VatRate) -> None:
    """Enter a rate.

    Raises:
        CodeTaken: there is one with this code.
    """
    added = connection.execute(
        text(
            "INSERT INTO catalog.vat_rate (code, name, basis_points) "
            "VALUES (:code, :name, :basis_points) ON CONFLICT DO NOTHING"
        ),
        {"code": rate.code, "name": rate.name, "basis_points": rate.basis_points},
    )
    if not added.rowcount:
        raise _taken("rate_code", f"There is a rate {rate.code} already")


def change_vat_rate(connection: Connection, code: str, seen: int, rate: VatRate) -> None:
    """Put another version in the place of the one that was seen; goods bear it from now on, receipts keep theirs.

    Raises:
        NotFound: there is no such rate.
        PreconditionFailed: somebody changed it meanwhile.
    """
    current = connection.execute(
        text("SELECT version FROM catalog.vat_rate WHERE code = :code FOR UPDATE"), {"code": code}
    ).scalar_one_or_none()
    if current is None:
        raise NotFound(f"There is no rate {code}")
    if current != seen:
        raise PreconditionFailed("Somebody changed the rate meanwhile")
    connection.execute(
        text(
            "UPDATE catalog.vat_rate SET name = :name, basis_points = :basis_points WHERE code = :code"
        ),
        {"code": code, "name": rate.name, "basis_points": rate.basis_points},
    )


def add_branch(connection: Connection, name: str, address: str, time_zone: str) -> str:
    """Open a shop, without tills yet; its id is the next free one of B001, B002 and so on."""
    connection.execute(text("SELECT FROM catalog.company FOR UPDATE"))  # one at a time
    added = connection.execute(
        text(
            """
            INSERT INTO catalog.branch (id, name, kind, address, time_zone)
            SELECT free.id, :name, 'shop', :address, :time_zone
            FROM (
              SELECT 'B' || lpad(number::text, 3, '0') AS id FROM generate_series(1, 999) AS number
            ) AS free
            WHERE NOT EXISTS (SELECT FROM catalog.branch WHERE branch.id = free.id)
            ORDER BY free.id LIMIT 1
            RETURNING id
            """
        ),
        {"name": name, "address": address, "time_zone": time_zone},
    )
    return str(added.scalar_one())


def lock_branch(connection: Connection, branch_id: str) -> tuple[str, str] | None:
    """A shop's or the web's branch's name and address, which nobody else changes until this transaction ends."""
    row = connection.execute(
        text(
            "SELECT name, address FROM catalog.branch "
            "WHERE id = :id AND kind IN ('shop', 'online') FOR UPDATE"
        ),
        {"id": branch_id},
    ).one_or_none()
    return None if row is None else (row.name, row.address)


def change_branch(connection: Connection, branch_id: str, name: str, address: str) -> None:
    """Rename or move a branch."""
    connection.execute(
        text("UPDATE catalog.branch SET name = :name, address = :address WHERE id = :id"),
        {"id": branch_id, "name": name, "address": address},
    )


def archive_branch(connection: Connection, branch_id: str, *, archived: bool) -> bool:
    """Close a shop, or open it again; False where there is none."""
    done = connection.execute(
        text(
            "UPDATE catalog.branch SET archived_at = CASE WHEN :archived THEN now() END "
            "WHERE id = :id AND kind = 'shop'"
        ),
        {"id": branch_id, "archived": archived},
    )
    return bool(done.rowcount)


def add_till(connection: Connection, branch_id: str, name: str, receipt_prefix: str) -> None:
    """Put a till into a shop.

    Raises:
        CodeTaken: another till's receipts begin so.
    """
    connection.execute(text("SELECT FROM catalog.company FOR UPDATE"))  # one at a time
    try:
        connection.execute(
            text(
                """
                INSERT INTO catalog.till (id, branch_id, name, receipt_prefix)
                SELECT :branch || '-' || (count(*) + 1), :branch, :name, :prefix
                FROM catalog.till WHERE branch_id = :branch
                """
            ),
            {"branch": branch_id, "name": name, "prefix": receipt_prefix},
        )
    except IntegrityError as error:
        if "receipt_prefix" not in str(error.orig):
            raise
        detail = f"Another till's receipts begin with {receipt_prefix}"
        raise _taken("receipt_prefix", detail) from error


def archive_till(connection: Connection, till_id: str, *, archived: bool) -> bool:
    """Take a till away, or put it back; False where there is none."""
    done = connection.execute(
        text(
            "UPDATE catalog.till SET archived_at = CASE WHEN :archived THEN now() END WHERE id = :id"
        ),
        {"id": till_id, "archived": archived},
    )
    return bool(done.rowcount)


def _taken(name: str, detail: str) -> CodeTaken:
    return CodeTaken(detail, errors=(FieldError(f"/{name}", detail),))

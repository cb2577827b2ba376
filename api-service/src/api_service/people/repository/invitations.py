"""Every query on invitations: links with which somebody sets the password of an account, once."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from api_service.people.models.accounts import Person
from api_service.people.repository.accounts import SELECT_PERSON, person


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that can be accepted."""

    id: uuid.UUID
    person: Person
    branch_name: str | None
    ends_at: datetime


def replace(
    connection: Connection,
    invitation_id: uuid.UUID,
    account_id: uuid.UUID,
    *,
    token_hash: bytes,
    invited_by: uuid.UUID | None,
    now: datetime,
    ends_at: datetime,
) -> bool:
    """Make an invitation to an account; those before it can no longer be accepted. False when the id is taken."""
    connection.execute(
        text("DELETE FROM books.invitation WHERE account_id = :account_id AND used_at IS NULL"),
        {"account_id": account_id},
    )
    done = connection.execute(
        text(
            "INSERT INTO books.invitation (id, token_hash, account_id, invited_by, made_at, ends_at) "
            "VALUES (:id, :token_hash, :account_id, :invited_by, :now, :ends_at) ON CONFLICT DO NOTHING"
        ),
        {
            "id": invitation_id,
            "token_hash": token_hash,
            "account_id": account_id,
            "invited_by": invited_by,
            "now": now,
            "ends_at": ends_at,
        },
    )
    return done.rowcount == 1


def made(connection: Connection, invitation_id: uuid.UUID) -> tuple[Person, datetime] | None:
    """Who was invited under an id, and until when."""
    row = (
        connection.execute(
            text(
                SELECT_PERSON + ", invitation.ends_at FROM books.invitation "
                "JOIN books.account ON account.id = invitation.account_id WHERE invitation.id = :id"
            ),
            {"id": invitation_id},
        )
        .mappings()
        .one_or_none()
    )
    return (person(row), row["ends_at"]) if row else None


def look(connection: Connection, token_hash: bytes, now: datetime) -> Open | None:
    """The invitation of a token, if it can be accepted."""
    row = (
        connection.execute(
            text(
                SELECT_PERSON
                + ", invitation.id AS invitation_id, invitation.ends_at, branch.name AS branch_name "
                "FROM books.invitation JOIN books.account ON account.id = invitation.account_id "
                "LEFT JOIN catalog.published_branch AS branch ON branch.id = account.branch_id "
                "WHERE token_hash = :token_hash AND used_at IS NULL AND ends_at > :now AND disabled_at IS NULL"
            ),
            {"token_hash": token_hash, "now": now},
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    return Open(row["invitation_id"], person(row), row["branch_name"], row["ends_at"])


def use(connection: Connection, token_hash: bytes, now: datetime) -> uuid.UUID | None:
    """Use an invitation up; the account that it is to, or None when somebody was faster or it is over."""
    row = connection.execute(
        text(
            "UPDATE books.invitation SET used_at = :now "
            "WHERE token_hash = :token_hash AND used_at IS NULL AND ends_at > :now RETURNING account_id"
        ),
        {"token_hash": token_hash, "now": now},
    ).one_or_none()
    return None if row is None else uuid.UUID(str(row.account_id))

"""Every query on sessions."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, RowMapping, text

from api_service.people.models.accounts import Account, Application
from api_service.people.models.sessions import SEEN_AGAIN_AFTER, Ended, Lifetime, Listed, Session
from api_service.people.repository.accounts import SELECT_PERSON, person

# Disabled people are out at once, whatever else happens: whoever acts at a team's till leaves it waiting for the next
# PIN, and so does somebody who works elsewhere meanwhile.
_HOLDS = (
    SELECT_PERSON
    + """
, session.id AS session_id, session.application, session.account_id, session.team_till, session.address,
  session.seen_at, session.ends_at, till.branch_id AS team_branch
FROM books.session
JOIN books.account AS opener ON opener.id = session.account_id AND opener.disabled_at IS NULL
LEFT JOIN catalog.published_till AS till ON till.id = session.team_till
LEFT JOIN books.account ON account.id = session.acting_id AND account.disabled_at IS NULL
  AND (till.branch_id IS NULL OR account.branch_id IS NULL OR account.branch_id = till.branch_id)
WHERE session.token_hash = :token_hash AND session.ended IS NULL AND session.ends_at > :now
  AND session.seen_at > CAST(:now AS timestamptz) - make_interval(secs => session.idle_seconds)
"""
)


def begin(
    connection: Connection,
    account: Account,
    *,
    token_hash: bytes,
    application: Application,
    lifetime: Lifetime,
    address: str,
    agent: str,
    now: datetime,
) -> bool:
    """Begin a session; False when the account was changed since it was read.

    Holds the account, as every transaction does that changes one and its sessions: the account first, so that none
    waits for another in a circle.
    """
    done = connection.execute(
        text(
            """
            INSERT INTO books.session
              (token_hash, application, account_id, acting_id, address, agent, began_at, seen_at, idle_seconds, ends_at)
            SELECT :token_hash, :application, id, id, :address, :agent, :now, :now, :idle, :ends_at
            FROM books.account
            WHERE id = :id AND role = :role AND disabled_at IS NULL AND password_hash IS NOT DISTINCT FROM :password
            FOR NO KEY UPDATE
            """
        ),
        {
            "token_hash": token_hash,
            "application": application.value,
            "id": account.person.id,
            "role": account.person.role.value,
            "password": account.password_hash,
            "address": address,
            "agent": agent,
            "now": now,
            "idle": int(lifetime.idle.total_seconds()),
            "ends_at": now + lifetime.longest,
        },
    )
    return done.rowcount == 1


def holding(connection: Connection, token_hash: bytes, now: datetime) -> Session | None:
    """The session of a token, if it holds."""
    row = (
        connection.execute(text(_HOLDS), {"token_hash": token_hash, "now": now})
        .mappings()
        .one_or_none()
    )
    return _session(row) if row else None


def seen(connection: Connection, token_hash: bytes, now: datetime) -> None:
    """Write down that a session is in use."""
    connection.execute(
        text(
            "UPDATE books.session SET seen_at = :now WHERE token_hash = :token_hash AND seen_at <= :before"
        ),
        {"token_hash": token_hash, "now": now, "before": now - SEEN_AGAIN_AFTER},
    )


def of_account(connection: Connection, account_id: uuid.UUID, now: datetime) -> list[Listed]:
    """The sessions that somebody signed in to and that hold, the one used last first."""
    rows = connection.execute(
        text(
            """
            SELECT id, application, address, agent, began_at, seen_at FROM books.session
            WHERE account_id = :account_id AND ended IS NULL AND ends_at > :now
              AND seen_at > CAST(:now AS timestamptz) - make_interval(secs => idle_seconds)
            ORDER BY seen_at DESC, id
            """
        ),
        {"account_id": account_id, "now": now},
    )
    return [
        Listed(**{**row, "application": Application(row["application"])}) for row in rows.mappings()
    ]


def renew(
    connection: Connection,
    token_hash: bytes,
    *,
    new_hash: bytes,
    team_till: str,
    acting_id: uuid.UUID | None,
    now: datetime,
) -> bool:
    """Give a team's session another token and whoever acts in it from now on; False when it ended meanwhile."""
    done = connection.execute(
        text(
            "UPDATE books.session SET token_hash = :new_hash, team_till = :team_till, acting_id = :acting_id, "
            "seen_at = :now WHERE token_hash = :token_hash AND ended IS NULL"
        ),
        {
            "token_hash": token_hash,
            "new_hash": new_hash,
            "team_till": team_till,
            "acting_id": acting_id,
            "now": now,
        },
    )
    return done.rowcount == 1


def why_over(connection: Connection, token_hash: bytes, now: datetime) -> Ended:
    """Why the session of a token does not hold."""
    row = connection.execute(
        text(
            "SELECT session.ended, session.ends_at <= :now AS is_old, account.disabled_at IS NOT NULL AS is_disabled "
            "FROM books.session JOIN books.account ON account.id = session.account_id WHERE token_hash = :token_hash"
        ),
        {"token_hash": token_hash, "now": now},
    ).one_or_none()
    if row is None:
        return Ended.UNKNOWN
    if row.ended is not None:
        return Ended(row.ended)
    if row.is_disabled:
        return Ended.DISABLED
    return Ended.TOO_OLD if row.is_old else Ended.IDLE


def end(connection: Connection, token_hash: bytes) -> int:
    """End one session; how many there were."""
    done = connection.execute(
        text(
            "UPDATE books.session SET ended = 'signed_out' WHERE token_hash = :token_hash AND ended IS NULL"
        ),
        {"token_hash": token_hash},
    )
    return done.rowcount


def end_own(connection: Connection, account_id: uuid.UUID, session_id: uuid.UUID) -> int:
    """End one session of somebody's; 0 when it is none of theirs."""
    done = connection.execute(
        text(
            "UPDATE books.session SET ended = 'signed_out' "
            "WHERE id = :id AND account_id = :account_id AND ended IS NULL"
        ),
        {"id": session_id, "account_id": account_id},
    )
    return done.rowcount


def end_all(
    connection: Connection,
    account_id: uuid.UUID,
    *,
    reason: Ended = Ended.SIGNED_OUT,
    but: uuid.UUID | None = None,
) -> int:
    """End every session that somebody signed in to, and take them off the teams' tills that they act at."""
    ended = connection.execute(
        text(
            "UPDATE books.session SET ended = :reason "
            "WHERE account_id = :account_id AND ended IS NULL AND id IS DISTINCT FROM :but"
        ),
        {"account_id": account_id, "reason": reason.value, "but": but},
    )
    left = connection.execute(
        text(
            "UPDATE books.session SET acting_id = NULL WHERE acting_id = :account_id "
            "AND team_till IS NOT NULL AND ended IS NULL AND id IS DISTINCT FROM :but"
        ),
        {"account_id": account_id, "but": but},
    )
    return ended.rowcount + left.rowcount


def sweep(connection: Connection, now: datetime) -> None:
    """Delete some of the sessions that ended by time."""
    connection.execute(
        text(
            "DELETE FROM books.session WHERE token_hash IN (SELECT token_hash FROM books.session "
            "WHERE ends_at <= :now ORDER BY ends_at LIMIT 500 FOR UPDATE SKIP LOCKED)"
        ),
        {"now": now},
    )


def _session(row: RowMapping) -> Session:
    return Session(
        id=row["session_id"],
        application=Application(row["application"]),
        account_id=row["account_id"],
        person=person(row) if row["id"] is not None else None,
        team_till=row["team_till"],
        team_branch=row["team_branch"],
        address=row["address"],
        seen_at=row["seen_at"],
        ends_at=row["ends_at"],
    )

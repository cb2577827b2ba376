"""Every query on second factors. Whatever lets in once is used up by the statement that accepts it."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, text


def propose(connection: Connection, account_id: uuid.UUID, kept: str) -> None:
    """Keep what a secret is made of until a code confirms it."""
    connection.execute(
        text("UPDATE books.account SET totp_proposed = :kept WHERE id = :id"),
        {"id": account_id, "kept": kept},
    )


def confirm(
    connection: Connection, account_id: uuid.UUID, *, step: int, recovery_hashes: Sequence[bytes]
) -> None:
    """Let the proposed secret count from now on; codes to this step are used up."""
    connection.execute(
        text(
            "UPDATE books.account SET totp_secret = totp_proposed, totp_proposed = NULL, totp_step = :step, "
            "recovery_hashes = :hashes, version = version + 1 WHERE id = :id"
        ),
        {"id": account_id, "step": step, "hashes": list(recovery_hashes)},
    )


def remove(connection: Connection, account_id: uuid.UUID) -> None:
    """Ask for no code any more."""
    connection.execute(
        text(
            "UPDATE books.account SET totp_proposed = NULL, totp_secret = NULL, recovery_hashes = '{}', "
            "version = version + 1 WHERE id = :id"
        ),
        {"id": account_id},
    )


def use_step(connection: Connection, account_id: uuid.UUID, step: int) -> bool:
    """Use up the codes to this step; False when they are used up already."""
    done = connection.execute(
        text("UPDATE books.account SET totp_step = :step WHERE id = :id AND totp_step < :step"),
        {"id": account_id, "step": step},
    )
    return done.rowcount == 1


def use_recovery_code(connection: Connection, account_id: uuid.UUID, code_hash: bytes) -> bool:
    """Use up a recovery code; False when there is no such one any more."""
    done = connection.execute(
        text(
            "UPDATE books.account SET recovery_hashes = array_remove(recovery_hashes, :hash), "
            "version = version + 1 WHERE id = :id AND :hash = ANY(recovery_hashes)"
        ),
        {"id": account_id, "hash": code_hash},
    )
    return done.rowcount == 1

"""What somebody does to the own account."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard_service.collaborators import Collaborators
from dashboard_service.models.account import Account, OpenSession, Secret


@dataclass(frozen=True, slots=True)
class Own:
    """The account of the person at hand and where it is signed in, this session first."""

    account: Account
    sessions: Sequence[OpenSession]


def read(desk: Collaborators) -> Own:
    """The account and its sessions."""
    sessions = sorted(
        desk.accounts.sessions(), key=lambda each: (each.is_this, each.seen_at), reverse=True
    )
    return Own(desk.accounts.read(), sessions)


def end_session(desk: Collaborators, session_id: uuid.UUID) -> bool:
    """End one of the own sessions; False if it is none of them any more."""
    return desk.accounts.end_session(session_id)


def change_password(desk: Collaborators, current: str, new: str) -> int:
    """Another password; how many other sessions that ended."""
    return desk.accounts.change_password(current, new)


def set_pin(desk: Collaborators, password: str, pin: str | None) -> None:
    """Another PIN, or none."""
    desk.accounts.set_pin(password, pin)


def begin_second_factor(desk: Collaborators, password: str) -> Secret:
    """A secret for an authenticator app."""
    return desk.accounts.begin_second_factor(password)


def confirm_second_factor(desk: Collaborators, code: str) -> Sequence[str]:
    """Ask for a code from now on; the recovery codes."""
    return desk.accounts.confirm_second_factor(code)


def end_second_factor(desk: Collaborators, password: str) -> None:
    """Ask for no code any more."""
    desk.accounts.end_second_factor(password)

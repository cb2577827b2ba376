"""Whoever can sign in: what somebody is, where they have business, and who may change whom."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from common.access import Caller, Kind, Role

STAFF_ROLES = (Role.CASHIER, Role.MANAGER, Role.OWNER)


class Application(StrEnum):
    """What a session is at; a session of one is none at another."""

    TILL = "till"
    DASHBOARD = "dashboard"
    SHOP = "shop"
    ADMIN = "admin"
    """The shop's office, where its goods and offers are kept."""

    def admits(self, role: Role) -> bool:
        """Whether somebody of this role has business there."""
        if self is Application.TILL:
            return role is not Role.CUSTOMER
        if self in (Application.DASHBOARD, Application.ADMIN):
            return role in (Role.MANAGER, Role.OWNER)
        return True


#: Where somebody of a role begins.
HOME = {
    Role.CUSTOMER: Application.SHOP,
    Role.CASHIER: Application.TILL,
    Role.MANAGER: Application.DASHBOARD,
    Role.OWNER: Application.DASHBOARD,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, as everybody may see them who may see them at all."""

    id: uuid.UUID
    name: str
    email: str
    role: Role
    branch_id: str | None
    customer_id: uuid.UUID | None
    has_pin: bool
    has_second_factor: bool

    def caller(self, service: str) -> Caller:
        """Them as the sender of a request that a service passed on."""
        return Caller(
            kind=Kind.PERSON,
            role=self.role,
            name=self.name,
            email=self.email,
            account_id=self.id,
            customer_id=self.customer_id,
            branch_id=self.branch_id,
            service=service,
        )


@dataclass(frozen=True, slots=True)
class Account:
    """An account with what it takes to sign in to it."""

    person: Person
    password_hash: str | None
    pin_hash: str | None
    totp_proposed: str | None
    totp_secret: str | None
    """What `second_factor.secret_of` makes the app's secret of; as with `totp_proposed`, it is none by itself."""
    recovery_hashes: tuple[bytes, ...]
    is_disabled: bool
    version: int

    @property
    def is_open(self) -> bool:
        """Whether the right password gets in."""
        return self.password_hash is not None and not self.is_disabled


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff, as their managers see them."""

    person: Person
    is_disabled: bool
    is_invited: bool
    """Nobody has set a password yet."""
    last_seen_at: datetime | None
    version: int

    @property
    def etag(self) -> str:
        """Changes with every change of the account."""
        return f'"{self.version}"'


@dataclass(frozen=True, slots=True)
class Change:
    """What one of the staff is to be from now on."""

    name: str
    role: Role
    branch_id: str | None
    is_disabled: bool


def may_manage(caller: Caller, role: Role, branch_id: str | None) -> bool:
    """Whether accounts of this role and branch exist for the caller to change: owners see all."""
    if caller.role is Role.OWNER:
        return role in STAFF_ROLES
    return (
        caller.role is Role.MANAGER
        and role is Role.CASHIER
        and branch_id is not None
        and branch_id == caller.branch_id
    )

"""The people who work in the chain: what they are, where, and who may change that."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.access import Caller, Role

#: Who reaches most comes first.
_ORDER = {Role.OWNER: 0, Role.MANAGER: 1, Role.CASHIER: 2}

#: Roles that have one branch; an owner reaches all.
IN_A_BRANCH = frozenset({Role.CASHIER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here; `etag` names the state that was read."""

    id: uuid.UUID
    name: str
    email: str
    role: Role
    branch_id: str | None
    has_pin: bool
    has_second_factor: bool
    is_disabled: bool
    is_invited: bool
    last_seen_at: datetime | None
    etag: str | None = None

    @property
    def draft(self) -> "Draft":
        """What a form shows of them."""
        return Draft(self.name, self.email, self.role, self.branch_id)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is to be; the e-mail never changes after the invitation."""

    name: str
    email: str
    role: Role
    branch_id: str | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """The way in for somebody who has no password yet: good once, and until it ends."""

    token: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation is for, as the person who holds it sees it."""

    name: str
    email: str
    role: Role
    branch_name: str | None
    ends_at: datetime

    @property
    def wants_pin(self) -> bool:
        """Whether this person will stand at a till that several share."""
        return self.role in IN_A_BRANCH


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may do to the staff: an owner everything, a manager what concerns the own cashiers."""

    caller: Caller

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that they may give."""
        if self.caller.role is Role.OWNER:
            return (Role.CASHIER, Role.MANAGER, Role.OWNER)
        return (Role.CASHIER,)

    @property
    def branch_id(self) -> str | None:
        """The only branch that they may put anybody in; None is any."""
        return self.caller.branch_id

    def is_self(self, member: Member) -> bool:
        """Whether it is their own account: nobody changes the own role or shuts the own door."""
        return member.id == self.caller.account_id


def in_order(members: Sequence[Member]) -> list[Member]:
    """Owners, then branch by branch its managers and cashiers; whoever is disabled comes last."""
    return sorted(
        members,
        key=lambda each: (
            each.is_disabled,
            each.branch_id or "",
            _ORDER.get(each.role, len(_ORDER)),
            each.name.casefold(),
        ),
    )

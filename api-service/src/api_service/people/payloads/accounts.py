"""One's own account, invitations, staff and API keys as JSON."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.people.models.accounts import Change, Member
from api_service.people.models.keys import Key
from api_service.people.models.second_factor import Proposal
from api_service.people.payloads.fields import BranchId, Code, Email, Name, Password, Pin, Token
from api_service.people.payloads.sessions import PersonAnswer, person_answer
from api_service.people.repository.invitations import Open
from api_service.people.use_cases.invitations import Ticket
from api_service.people.use_cases.staff import Draft
from common.access import Caller, Role
from common.errors import NotSignedIn
from common.payload import Answer, Moment, Payload, Uuid

StaffRole = Annotated[Role, Field(strict=False)]


class PasswordRequest(Payload):
    """Another password."""

    current: Password
    new: Password


class PinRequest(Payload):
    """Another PIN, or none."""

    password: Password
    pin: Pin | None = None


class ConfirmRequest(Payload):
    """The password once more."""

    password: Password


class CodeRequest(Payload):
    """The code that the app shows."""

    code: Code


class LookRequest(Payload):
    """An invitation's token."""

    token: Token


class AcceptRequest(Payload):
    """An invitation's token, and the password to set."""

    token: Token
    password: Password
    pin: Pin | None = None


class InvitationRequest(Payload):
    """Somebody who is to work here."""

    name: Name
    email: Email
    role: StaffRole
    branch_id: BranchId | None = None

    def draft(self) -> Draft:
        """As the use case takes it."""
        return Draft(self.name, self.email, self.role, self.branch_id)


class ChangeRequest(Payload):
    """What one of the staff is to be from now on."""

    name: Name
    role: StaffRole
    branch_id: BranchId | None
    disabled: bool

    def change(self) -> Change:
        """As the use case takes it."""
        return Change(self.name, self.role, self.branch_id, self.disabled)


class KeyRequest(Payload):
    """A key to make, and the owner's password once more."""

    name: Name
    role: StaffRole
    branch_id: BranchId | None = None
    password: Password


class ShownKey(Payload):
    """A key that a program showed to another service."""

    key: Annotated[Token, Field(repr=False, json_schema_extra={"format": "password"})]


class NamesQuery(Payload):
    """Whose names are wanted."""

    ids: list[Uuid] = Field(default_factory=list, max_length=200)


class Names(Answer):
    """What the people of these accounts are called, by id."""

    names: dict[uuid.UUID, str]


class Nothing(Answer):
    """Nothing to tell: it is done."""


class ProposalAnswer(Answer):
    """A secret for an app, to type or as what a QR code holds."""

    secret: str
    uri: str


class RecoveryCodes(Answer):
    """Codes that each let in once without the app, told this once."""

    recovery_codes: list[str]


class InvitationAnswer(Answer):
    """What an invitation is for."""

    name: str
    email: str
    role: Role
    branch_id: str | None
    branch_name: str | None
    ends_at: Moment


class AcceptedAnswer(Answer):
    """Where the new member of staff begins."""

    role: Role
    redirect: str


class TicketAnswer(Answer):
    """An invitation to hand on."""

    id: uuid.UUID
    token: str
    ends_at: Moment


class MemberAnswer(PersonAnswer):
    """One of the staff; `etag` is what a change sends as If-Match."""

    disabled: bool
    invited: bool
    last_seen_at: Moment | None
    etag: str


class Staff(Answer):
    """The staff by name."""

    staff: list[MemberAnswer]


class KeyAnswer(Answer):
    """A program's key."""

    id: uuid.UUID
    name: str
    role: Role
    branch_id: str | None
    made_at: Moment
    used_at: Moment | None
    withdrawn: bool


class ProgramAnswer(Answer):
    """The program that a key is for, and how far it opens."""

    name: str
    role: Role
    branch_id: str | None


class NewKey(KeyAnswer):
    """A key that was just made; `key` is what the program sends, told this once."""

    key: str


class KeyList(Answer):
    """Every key, the newest first."""

    keys: list[KeyAnswer]


def program_answer(program: Caller) -> ProgramAnswer:
    """A program that signed in, as JSON.

    Raises:
        NotSignedIn: it has no role.
    """
    if program.role is None:
        raise NotSignedIn
    return ProgramAnswer(name=program.name, role=program.role, branch_id=program.branch_id)


def proposal_answer(proposal: Proposal) -> ProposalAnswer:
    """A proposed second factor as JSON."""
    return ProposalAnswer(secret=proposal.secret, uri=proposal.uri)


def invitation_answer(found: Open) -> InvitationAnswer:
    """An invitation as JSON."""
    person = found.person
    return InvitationAnswer(
        name=person.name,
        email=person.email,
        role=person.role,
        branch_id=person.branch_id,
        branch_name=found.branch_name,
        ends_at=found.ends_at,
    )


def ticket_answer(ticket: Ticket) -> TicketAnswer:
    """An invitation to hand on, as JSON."""
    return TicketAnswer(id=ticket.id, token=ticket.token, ends_at=ticket.ends_at)


def member_answer(member: Member) -> MemberAnswer:
    """One of the staff as JSON."""
    return MemberAnswer(
        **person_answer(member.person).model_dump(),
        disabled=member.is_disabled,
        invited=member.is_invited,
        last_seen_at=member.last_seen_at,
        etag=member.etag,
    )


def key_answer(key: Key) -> KeyAnswer:
    """A key as JSON."""
    return KeyAnswer(
        id=key.id,
        name=key.name,
        role=key.role,
        branch_id=key.branch_id,
        made_at=key.made_at,
        used_at=key.used_at,
        withdrawn=key.is_withdrawn,
    )


def new_key(key: Key, sent: str) -> NewKey:
    """A key that was just made, as JSON."""
    return NewKey(**key_answer(key).model_dump(), key=sent)

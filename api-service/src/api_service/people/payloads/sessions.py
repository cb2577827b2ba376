"""Signing in, sessions and a team's till as JSON."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.people.models.accounts import Application, Person
from api_service.people.models.sessions import Begun, Listed, Session
from api_service.people.payloads.fields import (
    Address,
    Agent,
    Code,
    Email,
    Name,
    Password,
    Pin,
    Token,
)
from api_service.people.use_cases.sign_in import Attempt
from common.access import Role
from common.payload import Answer, Moment, Payload, Text, Uuid


class SignInRequest(Payload):
    """What somebody types to get in; `ticket` stands for e-mail and password where only a code was missing."""

    application: Annotated[Application, Field(strict=False)]
    email: Annotated[Text, Field(max_length=254)] = ""
    password: Password = ""
    ticket: Annotated[Text, Field(max_length=200)] | None = None
    code: Code | None = None
    address: Address
    agent: Agent = ""

    def attempt(self) -> Attempt:
        """As the use case takes it."""
        return Attempt(
            application=self.application,
            address=self.address,
            agent=self.agent,
            email=self.email,
            password=self.password,
            ticket=self.ticket or "",
            code=self.code or "",
        )


class DemoSignInRequest(Payload):
    """As which of the demo's people to begin."""

    application: Annotated[Application, Field(strict=False)]
    role: Annotated[Role, Field(strict=False)]
    address: Address
    agent: Agent = ""

    def attempt(self) -> Attempt:
        """As the use case takes it."""
        return Attempt(self.application, self.address, self.agent)


class SignOutRequest(Payload):
    """Whether every session of the person ends."""

    everywhere: bool = False


class TeamTillRequest(Payload):
    """Which till the team stands at."""

    till_id: Annotated[Text, Field(min_length=1, max_length=40)]


class SwitchRequest(Payload):
    """Who acts from now on."""

    account_id: Uuid
    pin: Pin


class SignUpRequest(Payload):
    """A customer's new account (document 004)."""

    full_name: Name
    email: Email
    password: Password


class LoginRequest(Payload):
    """Somebody's e-mail and password (document 004), and the code where their account asks for one."""

    email: Annotated[Text, Field(max_length=254)]
    password: Password
    code: Code | None = None


class DocumentPerson(Answer):
    """Who somebody is and where they begin (document 004)."""

    user_id: uuid.UUID
    role: Role
    redirect: str


class PersonAnswer(Answer):
    """Somebody with an account."""

    id: uuid.UUID
    name: str
    email: str
    role: Role
    branch_id: str | None
    customer_id: uuid.UUID | None
    has_pin: bool
    has_second_factor: bool


class SessionAnswer(Answer):
    """A session; `person` is nobody while a team's till waits for a PIN."""

    person: PersonAnswer | None
    ends_at: Moment
    team_till: str | None
    application: Application


class BegunAnswer(Answer):
    """A session with its new token, which is told this once."""

    token: Token
    session: SessionAnswer


class EndedAnswer(Answer):
    """How many sessions ended."""

    ended: int


class ListedAnswer(Answer):
    """One of the person's sessions."""

    id: uuid.UUID
    application: Application
    address: str
    agent: str
    began_at: Moment
    seen_at: Moment
    is_this: bool


class SessionList(Answer):
    """Where the person is signed in, the session used last first."""

    sessions: list[ListedAnswer]


class TeamMember(Answer):
    """Somebody who may type a PIN at the till."""

    id: uuid.UUID
    name: str
    has_pin: bool


class Team(Answer):
    """Who may act at the team's till."""

    cashiers: list[TeamMember]


def person_answer(person: Person) -> PersonAnswer:
    """A person as JSON."""
    return PersonAnswer(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        branch_id=person.branch_id,
        customer_id=person.customer_id,
        has_pin=person.has_pin,
        has_second_factor=person.has_second_factor,
    )


def session_answer(session: Session) -> SessionAnswer:
    """A session as JSON."""
    return SessionAnswer(
        person=person_answer(session.person) if session.person else None,
        ends_at=session.ends_at,
        team_till=session.team_till,
        application=session.application,
    )


def begun_answer(begun: Begun) -> BegunAnswer:
    """A session with its token as JSON."""
    return BegunAnswer(token=begun.token, session=session_answer(begun.session))


def session_list(sessions: list[Listed], this: uuid.UUID) -> SessionList:
    """Somebody's sessions as JSON."""
    return SessionList(
        sessions=[
            ListedAnswer(
                id=each.id,
                application=each.application,
                address=each.address,
                agent=each.agent,
                began_at=each.began_at,
                seen_at=each.seen_at,
                is_this=each.id == this,
            )
            for each in sessions
        ]
    )


def team(people: list[Person]) -> Team:
    """A team as JSON."""
    return Team(
        cashiers=[
            TeamMember(id=person.id, name=person.name, has_pin=person.has_pin) for person in people
        ]
    )

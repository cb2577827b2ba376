"""Forms about people, as typed values."""

import re
from collections.abc import Mapping

from common.access import Role
from dashboard_service.errors import WrongForm
from dashboard_service.models.staff import IN_A_BRANCH, Draft, Invitation, Reach

LONGEST_NAME = 100
LONGEST_EMAIL = 254
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 256

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NAME_WORDS = "Write the name that receipts and lists show."
_PIN = re.compile(r"[0-9]{4,6}")


def one_line(form: Mapping[str, str], name: str, longest: int = 200) -> str:
    """What was typed in a field, without what no name holds."""
    text = "".join(letter for letter in form.get(name, "") if letter.isprintable())
    return text.strip()[:longest]


def read_draft(
    form: Mapping[str, str], reach: Reach, branches: Mapping[str, str], *, email: str | None = None
) -> Draft:
    """What somebody is to be. A known `email` is kept, and the form has none.

    Raises:
        WrongForm: a field is empty, or says what this person may not give.
    """
    wrong: dict[str, str] = {}
    name = one_line(form, "name", LONGEST_NAME)
    if not name:
        wrong["name"] = _NAME_WORDS
    address = email or one_line(form, "email", LONGEST_EMAIL)
    if not _EMAIL.fullmatch(address):
        wrong["email"] = "Write an e-mail address, as ines@example.com. They sign in with it."
    role = form.get("role", "")
    if role not in reach.roles:
        wrong["role"] = "Choose what they do here."
    branch_id = reach.branch_id or form.get("branch_id") or None
    if role in IN_A_BRANCH and branch_id not in branches:
        wrong["branch_id"] = "Choose the branch that they work in."
    if wrong:
        raise WrongForm.of(wrong)
    return Draft(name, address, Role(role), branch_id if role in IN_A_BRANCH else None)


def read_name(form: Mapping[str, str]) -> str:
    """A name alone.

    Raises:
        WrongForm: it is empty.
    """
    name = one_line(form, "name", LONGEST_NAME)
    if not name:
        raise WrongForm.of({"name": _NAME_WORDS})
    return name


def password_words(password: str) -> str:
    """What is wrong with a password's length."""
    if not password:
        return "Choose a password."
    if len(password) < SHORTEST_PASSWORD:
        return f"It has {len(password)} characters; {SHORTEST_PASSWORD} are the least."
    return f"{LONGEST_PASSWORD} characters are the most."


def read_acceptance(form: Mapping[str, str], invitation: Invitation) -> tuple[str, str | None]:
    """The password and, where one is needed, the PIN that an invited person chose.

    Raises:
        WrongForm: one of them cannot be used.
    """
    wrong: dict[str, str] = {}
    password = form.get("password", "")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        wrong["password"] = password_words(password)
    pin = form.get("pin", "").strip()
    if invitation.wants_pin and not _PIN.fullmatch(pin):
        wrong["pin"] = "Choose four to six digits."
    if wrong:
        raise WrongForm.of(wrong)
    return password, pin if invitation.wants_pin else None

"""The form that makes an API key, as typed values."""

from collections.abc import Mapping

from common.access import Role
from dashboard_service.errors import WrongForm
from dashboard_service.models.keys import KeyDraft
from dashboard_service.models.staff import IN_A_BRANCH
from dashboard_service.payloads.staff import one_line

_ROLES = (Role.CASHIER, Role.MANAGER, Role.OWNER)


def read_key(form: Mapping[str, str], branches: Mapping[str, str]) -> tuple[KeyDraft, str]:
    """The key and the password of whoever makes it.

    Raises:
        WrongForm: a field is empty or cannot be used.
    """
    wrong: dict[str, str] = {}
    name, role = one_line(form, "name", 100), form.get("role", "")
    if not name:
        wrong["name"] = "Say which program it is for."
    if role not in _ROLES:
        wrong["role"] = "Choose what it may do."
    branch_id = form.get("branch_id") or None
    if role in IN_A_BRANCH and branch_id not in branches:
        wrong["branch_id"] = "Choose the branch that it may act in."
    password = form.get("password", "")
    if not password:
        wrong |= {"password": "Type your password: a key is made only by hands that know it."}
    if wrong:
        raise WrongForm.of(wrong)
    return KeyDraft(name, Role(role), branch_id if role in IN_A_BRANCH else None), password

"""Forms about one's own account, as typed values, and its second factor as a picture."""

import re
from collections.abc import Mapping

import segno
from markupsafe import Markup

from dashboard_service.errors import WrongForm
from dashboard_service.models.account import Secret
from dashboard_service.payloads.staff import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    password_words,
)

_PIN = re.compile(r"[0-9]{4,6}")
_CODE = re.compile(r"[0-9]{6}")
_SECRET = re.compile(r"[A-Z2-7]{16,64}=*")
_TYPE_IT = "Type your password, so that nobody does this at your unlocked screen."


def read_password(form: Mapping[str, str]) -> str:
    """The password that proves whose hands these are.

    Raises:
        WrongForm: the field is empty.
    """
    password = form.get("password", "")
    if not password:
        raise WrongForm.of({"password": _TYPE_IT})
    return password


def read_change(form: Mapping[str, str]) -> tuple[str, str]:
    """The present password and the one that takes its place.

    Raises:
        WrongForm: a field is empty or cannot be used.
    """
    wrong: dict[str, str] = {}
    current, new = form.get("current", ""), form.get("new", "")
    if not current:
        wrong["current"] = "Type the password that you have now."
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        wrong["new"] = password_words(new)
    if wrong:
        raise WrongForm.of(wrong)
    return current, new


def read_pin(form: Mapping[str, str]) -> tuple[str, str]:
    """The password and a new PIN.

    Raises:
        WrongForm: a field is empty or cannot be used.
    """
    wrong: dict[str, str] = {}
    password, pin = form.get("password", ""), form.get("pin", "").strip()
    if not _PIN.fullmatch(pin):
        wrong["pin"] = "Choose four to six digits."
    if not password:
        wrong["password"] = _TYPE_IT
    if wrong:
        raise WrongForm.of(wrong)
    return password, pin


def read_code(form: Mapping[str, str]) -> str:
    """The six digits that an authenticator app shows; spaces between them do no harm.

    Raises:
        WrongForm: these are not six digits.
    """
    code = re.sub(r"\s", "", form.get("code", ""))
    if not _CODE.fullmatch(code):
        raise WrongForm.of({"code": "Type the six digits that the app shows now."})
    return code


def read_secret(form: Mapping[str, str]) -> Secret | None:
    """The secret that the page with the picture carries along; None if it is none."""
    text, uri = form.get("secret", ""), form.get("uri", "")
    if not _SECRET.fullmatch(text) or not uri.startswith("otpauth://totp/") or len(uri) > 500:
        return None
    return Secret(text, uri)


def picture(secret: Secret) -> Markup:
    """The secret as a square of modules that a phone's camera reads, drawn without any style attribute."""
    drawn = segno.make(secret.uri, error="m").svg_inline(
        omitsize=True, border=2, svgclass="qr__code", lineclass="qr__dots"
    )
    return Markup(drawn)  # noqa: S704  # segno draws squares: nothing of the text becomes markup

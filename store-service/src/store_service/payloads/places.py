"""The forms of company, rates, shops and tills, read into values."""

import re
from collections.abc import Mapping

from store_service.models.office import VatRate
from store_service.payloads.office import Form, share_of


def read_company(typed: Mapping[str, str]) -> tuple[str, str, str]:
    """Name, address and VAT id.

    Raises:
        WrongDetails: some of it cannot be used.
    """
    form = Form(typed)
    name = form.text("name", 200, needed="Type the company's name")
    read = name, form.text("address", 300), form.text("vat_id", 40)
    form.check()
    return read


def seen_company(typed: Mapping[str, str]) -> tuple[str, str, str]:
    """What the form showed before somebody typed."""
    return typed.get("seen_name", ""), typed.get("seen_address", ""), typed.get("seen_vat_id", "")


def read_rate(typed: Mapping[str, str], code: str | None = None) -> VatRate:
    """A VAT rate: a new one, or with `code` one that there is.

    Raises:
        WrongDetails: some of it cannot be used.
    """
    form = Form(typed)
    if code is None:
        code = form.text("rate_code", 20, needed="Type a word for it, as reduced").lower()
        if code and not re.fullmatch(r"[a-z][a-z0-9-]*", code):
            form.refuse("rate_code", "Take small letters, digits and hyphens")
    name = form.text("rate_name", 60, needed="Type its name")
    basis_points = share_of(form, "percent", typed.get("percent", ""), least="0")
    form.check()
    return VatRate(code, name, basis_points or 0)


def read_branch(typed: Mapping[str, str]) -> tuple[str, str]:
    """A shop's name and address.

    Raises:
        WrongDetails: some of it cannot be used.
    """
    form = Form(typed)
    read = (
        form.text("branch_name", 100, needed="Type the shop's name"),
        form.text("branch_address", 300),
    )
    form.check()
    return read


def seen_branch(typed: Mapping[str, str]) -> tuple[str, str]:
    """The name and address that the form showed before somebody typed."""
    return typed.get("seen_name", ""), typed.get("seen_address", "")


def read_sender(typed: Mapping[str, str]) -> tuple[str, str]:
    """The shop that is to send web orders, and what was seen before somebody chose.

    Raises:
        WrongDetails: none was chosen.
    """
    form = Form(typed)
    branch_id = form.text("fulfilled_by", 40, needed="Choose a shop")
    form.check()
    return branch_id, typed.get("seen_sender", "")


def read_till(typed: Mapping[str, str]) -> tuple[str, str]:
    """A till's name, and how its receipts begin.

    Raises:
        WrongDetails: some of it cannot be used.
    """
    form = Form(typed)
    name = form.text("till_name", 60, needed="Type its name, as Till 3")
    prefix = form.text("receipt_prefix", 8, needed="Type how its receipts begin, as H3").upper()
    if prefix and not re.fullmatch(r"[A-Z0-9]{1,8}", prefix):
        form.refuse("receipt_prefix", "Take up to eight letters and digits")
    form.check()
    return name, prefix

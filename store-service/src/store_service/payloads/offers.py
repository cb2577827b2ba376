"""The forms of promotions, read into offers and written from them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from common import pricing
from common.clock import day_begins, day_ends
from store_service.models.catalogue import Edition
from store_service.models.office import Offer
from store_service.payloads.office import Form, share_of

#: Stands in the field of departments for all of them.
EVERYTHING = "*"

_COUPON = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}")


def read_offer(typed: Mapping[str, str], time_zone: str) -> Offer:
    """A promotion as a form describes it; its days are the company's.

    Raises:
        WrongDetails: some of it cannot be used.
    """
    form = Form(typed)
    kind = typed.get("kind", "")
    name = form.text("name", 80, needed="Type the words for its stamp, as 2 for 1")
    codes = re.split(r"[\s,;]+", form.text("codes", 2000)) if typed.get("codes", "").strip() else []
    departments = [each for each in form.text("department", 400).split(",") if each]
    if not codes and not departments:
        form.refuse("codes", "Say what it is for: codes of products, or a department")
    elif codes and EVERYTHING in departments:
        form.refuse("codes", "Leave the codes out: it is for everything")
    first, last = form.day("starts_on"), form.day("ends_on")
    if first and last and last < first:
        form.refuse("ends_on", "It cannot end before it begins")
    priority = form.signed("priority", 100) or 0
    rule = _rule(form, kind, typed)
    form.check()
    return Offer(
        kind=kind,
        name=name,
        priority=priority,
        departments=[each for each in departments if each != EVERYTHING],
        codes=codes,
        starts_at=day_begins(first, time_zone) if first else None,
        ends_at=day_ends(last, time_zone) if last else None,
        **rule,
    )


def written(rule: pricing.Promotion, codes: Sequence[str], edition: Edition) -> dict[str, str]:
    """A promotion as its form shows it."""
    values = pricing.values_of(rule)
    departments = ",".join(values["departments"]) or (EVERYTHING if rule.covers_all else "")
    told = {
        "kind": values["kind"],
        "name": rule.name,
        "priority": str(rule.priority),
        "codes": " ".join(codes),
        "department": departments,
        "starts_on": _day(edition.first_day(rule)),
        "ends_on": _day(edition.last_day(rule)),
    }
    for name in ("units", "paid", "free_units", "minimum", "code"):
        told[name] = str(values.get(name) or "")
    if "basis_points" in values:
        told["percent"] = f"{Decimal(values['basis_points']).scaleb(-2).normalize():f}"
    for name in ("on_top", "single_use"):
        told[name] = "1" if values.get(name) else ""
    return told


def _rule(form: Form, kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    if kind == "multi_buy":
        units = form.whole("units", 2, 100, needed="Type a number")
        paid = form.whole("paid", 1, 99, needed="Type a number")
        if units and paid and paid >= units:
            form.refuse("paid", "Fewer are paid than are taken, else nothing is free")
        free_units = typed.get("free_units") or pricing.FreeUnits.CHEAPEST_OF_EACH_SET
        if free_units not in list(pricing.FreeUnits):
            form.refuse("free_units", "Choose which are free")
        return {"units": units, "paid": paid, "free_units": str(free_units)}
    if kind not in ("percent_off", "coupon"):
        form.refuse("kind", "Choose what it does")
        return {}
    rule: dict[str, Any] = {
        "basis_points": share_of(form, "percent", typed.get("percent", "")),
        "minimum": form.whole("minimum", 1, 1000, needed="Type a number"),
        "on_top": bool(typed.get("on_top")),
    }
    if kind == "coupon":
        code = form.text("code", 40, needed="Type what customers show, as WELCOME-10").upper()
        if code and not _COUPON.fullmatch(code):
            form.refuse("code", "Take 3 to 40 letters, digits and hyphens, without spaces")
        rule |= {"code": code, "single_use": bool(typed.get("single_use"))}
    return rule


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

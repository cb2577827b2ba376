"""Promotions as plain values: as the catalogue publishes them, as JSON carries them, as a till remembers them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from common.pricing.models import PricingError
from common.pricing.promotions import Coupon, FreeUnits, MultiBuy, PercentOff, Promotion


def promotion_of(values: Mapping[str, Any]) -> Promotion:
    """The promotion that these values describe; what they hold besides is passed over.

    Raises:
        PricingError: no rule is known for its kind, or it gives nothing.
    """
    shared: dict[str, Any] = {
        "id": values["id"],
        "version": values["version"],
        "name": values["name"],
        "priority": values["priority"],
        "product_ids": frozenset(values["product_ids"]),
        "departments": frozenset(values["departments"]),
        "starts_at": _moment(values["starts_at"]),
        "ends_at": _moment(values["ends_at"]),
    }
    match values["kind"]:
        case "multi_buy":
            return MultiBuy(
                **shared,
                units=values["units"],
                paid=values["paid"],
                free_units=FreeUnits(values["free_units"]),
            )
        case "percent_off":
            return PercentOff(**shared, **_share(values))
        case "coupon":
            return Coupon(
                **shared, **_share(values), code=values["code"], single_use=values["single_use"]
            )
        case kind:
            raise PricingError(f"no rule is known for a promotion of the kind {kind!r}")


def _share(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("basis_points", "minimum", "on_top")}


def _moment(value: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def values_of(promotion: Promotion) -> dict[str, Any]:
    """What `promotion_of` reads."""
    values = {
        "id": promotion.id,
        "version": promotion.version,
        "name": promotion.name,
        "priority": promotion.priority,
        "product_ids": sorted(promotion.product_ids),
        "departments": sorted(promotion.departments),
        "starts_at": promotion.starts_at,
        "ends_at": promotion.ends_at,
    }
    match promotion:
        case MultiBuy(units=units, paid=paid, free_units=free_units):
            rule = {"kind": "multi_buy", "units": units, "paid": paid, "free_units": free_units}
        case PercentOff(basis_points=share, minimum=minimum, on_top=on_top):
            rule = {
                "kind": "percent_off",
                "basis_points": share,
                "minimum": minimum,
                "on_top": on_top,
            }
        case _:
            raise PricingError(f"{promotion.name!r} is of no kind that can be written")
    if isinstance(promotion, Coupon):
        rule |= {"kind": "coupon", "code": promotion.code, "single_use": promotion.single_use}
    return values | rule

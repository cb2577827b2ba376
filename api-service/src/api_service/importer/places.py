"""What is usual where a chain sells: its currency and its VAT rates, as a first guess that the owner looks over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usual:
    """A country's currency, and its VAT rates for goods in percent, the standard rate first."""

    currency: str
    vat: str


#: By time zone, as of 2026. Whoever lives elsewhere types their own.
_BY_ZONE = {
    "Europe/Amsterdam": Usual("EUR", "21 9 0"),
    "Europe/Berlin": Usual("EUR", "19 7 0"),
    "Europe/Brussels": Usual("EUR", "21 12 6 0"),
    "Europe/Copenhagen": Usual("DKK", "25 0"),
    "Europe/Dublin": Usual("EUR", "23 13.5 0"),
    "Europe/Lisbon": Usual("EUR", "23 13 6 0"),
    "Europe/London": Usual("GBP", "20 5 0"),
    "Europe/Luxembourg": Usual("EUR", "17 8 3 0"),
    "Europe/Madrid": Usual("EUR", "21 10 4 0"),
    "Europe/Paris": Usual("EUR", "20 10 5.5 0"),
    "Europe/Prague": Usual("CZK", "21 12 0"),
    "Europe/Rome": Usual("EUR", "22 10 4 0"),
    "Europe/Stockholm": Usual("SEK", "25 12 6 0"),
    "Europe/Vienna": Usual("EUR", "20 13 10 0"),
    "Europe/Warsaw": Usual("PLN", "23 8 5 0"),
    "Europe/Zurich": Usual("CHF", "8.1 2.6 0"),
}

_ELSEWHERE = Usual("EUR", "20 0")


def usual(time_zone: str) -> Usual:
    """What is usual in a time zone."""
    return _BY_ZONE.get(time_zone, _ELSEWHERE)

"""The countries that a shop sends to, by their names in the page's language."""

from functools import lru_cache

_SENT_TO = frozenset(
    {
        *(
            "AT",
            "BE",
            "BG",
            "CH",
            "CY",
            "CZ",
            "DE",
            "DK",
            "EE",
            "ES",
            "FI",
            "FR",
            "GB",
            "GR",
            "HR",
            "HU",
        ),
        *(
            "IE",
            "IS",
            "IT",
            "LI",
            "LT",
            "LU",
            "LV",
            "MT",
            "NL",
            "NO",
            "PL",
            "PT",
            "RO",
            "SE",
            "SI",
            "SK",
        ),
    }
)


def is_sent_to(country: str) -> bool:
    """Whether the shop sends there."""
    return country in _SENT_TO


@lru_cache(maxsize=8)
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Pairs of code and name, by name."""
    from babel import Locale

    names = Locale.parse(locale.replace("-", "_")).territories
    return tuple(sorted(((code, names[code]) for code in _SENT_TO), key=lambda pair: pair[1]))


def country_of(time_zone: str) -> str:
    """Where the shop itself is, as its time zone says; most of its parcels stay there."""
    from babel.core import get_global

    found: str = get_global("zone_territories").get(time_zone, "")
    return found if found in _SENT_TO else ""

"""The shop at one revision of the catalogue: whose it is, what it is divided into, what is on offer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from common import pricing

#: The order of the tabs; departments that stand not here follow by name.
_ORDER = ("records", "fresh", "bakery", "dairy", "pantry", "merchandise", "goods")


@dataclass(frozen=True, slots=True)
class Company:
    """Whose shop it is."""

    name: str
    address: str
    vat_id: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Facet:
    """So many products of a department, genre and decade are on sale."""

    department: str
    genre: str | None
    decade: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Edition:
    """What is read once for each revision, and asked on every page."""

    revision: int
    company: Company
    branches: Mapping[str, str]
    """The names of the shops by id."""
    facets: tuple[Facet, ...]
    promotions: tuple[pricing.Promotion, ...]
    names: Mapping[int, str]
    """Of the products that promotions name."""
    counts: dict[object, int] = field(default_factory=dict, compare=False)
    """How many goods a shelf holds, for those that were counted; levels have no part in it."""

    def told(self, offer: pricing.Promotion) -> str:
        """An offer with what it is for, where that is one thing: "Pen: 2 for 1"."""
        subjects = [self.names[each] for each in sorted(offer.product_ids) if each in self.names]
        subjects += [each.capitalize() for each in sorted(offer.departments)]
        return f"{subjects[0]}: {offer.name}" if len(subjects) == 1 else offer.name

    def first_day(self, offer: pricing.Promotion) -> date | None:
        """The day that an offer begins on, where the company is."""
        return offer.starts_at.astimezone(self._zone).date() if offer.starts_at else None

    def last_day(self, offer: pricing.Promotion) -> date | None:
        """The last day that it is on for all of."""
        if offer.ends_at is None:
            return None
        return (offer.ends_at - timedelta(seconds=1)).astimezone(self._zone).date()

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.company.time_zone)

    @property
    def departments(self) -> Sequence[str]:
        """Those that have something on sale, in the order of the tabs."""
        names = {each.department for each in self.facets}
        return sorted(names, key=lambda name: (_place(name), name))

    def genres(self, department: str | None) -> list[str]:
        """The genres of a department's goods, those with the most goods first."""
        counts: dict[str, int] = {}
        for each in self.facets:
            if each.genre and department in (None, each.department):
                counts[each.genre] = counts.get(each.genre, 0) + each.count
        return sorted(counts, key=lambda genre: (-counts[genre], genre))

    def decades(self, department: str | None) -> list[int]:
        """The decades that a department's goods are from, the newest first."""
        found = {
            each.decade
            for each in self.facets
            if each.decade is not None and department in (None, each.department)
        }
        return sorted(found, reverse=True)

    def offers(self, moment: datetime) -> list[pricing.Promotion]:
        """What anybody may have at this moment; coupons are for those who know them."""
        return [
            each
            for each in self.promotions
            if not isinstance(each, pricing.Coupon) and each.holds(moment)
        ]


def rule_of(offer: pricing.Promotion) -> str:
    """An offer's rule, to stand beside its name; empty where the name has all of the rule's numbers and so says it."""
    return "" if _numbers(offer.reason) <= _numbers(offer.name) else offer.reason


def _numbers(words: str) -> set[str]:
    return {each.replace(",", ".") for each in re.findall(r"\d+(?:[.,]\d+)?", words)}


def stamp_of(product_id: int, department: str, offers: Iterable[pricing.Promotion]) -> str:
    """The words on a product's stamp, empty where it is not on offer; offers for everything get no stamps."""
    for offer in offers:
        if not offer.covers_all and offer.covers(product_id, department):
            return offer.name
    return ""


def _place(department: str) -> int:
    return _ORDER.index(department) if department in _ORDER else len(_ORDER)

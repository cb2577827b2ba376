"""A basket as the search for the best use of promotions sees it: prices and counts by place, in order of products."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from common.pricing.models import Line
from common.pricing.promotions import PercentOff, Promotion


class Offer(NamedTuple):
    """A promotion with the places in the basket that it covers."""

    promotion: Promotion
    places: tuple[int, ...]


class Claim(NamedTuple):
    """What an offer takes off each of its places, where it takes anything off."""

    offer: Offer
    savings: Mapping[int, int]


class Best(NamedTuple):
    """A claim with the units that it needs, per place of its offer, and what it saves."""

    claim: Claim
    units: Sequence[int]
    saving: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Price, count and the promotions that stack, of every place."""

    prices: Sequence[int]
    counts: Sequence[int]
    stacked: Mapping[int, Sequence[PercentOff]]
    _alone: dict[int, Best | None] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[Line], offers: Iterable[Offer]) -> "Shelf":
        """The lines, which are sorted by product, and on them the offers that stack."""
        stacked: dict[int, list[PercentOff]] = {}
        for offer in offers:
            if isinstance(offer.promotion, PercentOff) and offer.promotion.stacks:
                for place in offer.places:
                    stacked.setdefault(place, []).append(offer.promotion)
        prices = [line.unit_price.minor for line in lines]
        return cls(prices, [line.quantity for line in lines], stacked)

    def units(self, offer: Offer) -> int:
        """How many units an offer covers."""
        return sum(self.counts[place] for place in offer.places)

    def alone(self, offer: Offer) -> Best | None:
        """The most that an offer takes off, with nobody beside it; worked out once."""
        key = offer.promotion.id
        if key not in self._alone:
            self._alone[key] = self.best(offer, self.counts)
        return self._alone[key]

    def best(self, offer: Offer, left: Sequence[int]) -> Best | None:
        """The most that an offer takes off, where so many units of each place are left."""
        count = 0
        for place in offer.places:
            count += left[place]
        if count < offer.promotion.least:
            return None
        units = [(self.prices[place], left[place]) for place in offer.places]
        claimed, savings = offer.promotion.best(units)
        saving = sum(savings)
        if not saving:
            return None
        return Best(Claim(offer, dict(zip(offer.places, savings, strict=True))), claimed, saving)

    def stacking(self, place: int, rest: int) -> Iterator[tuple[PercentOff, int]]:
        """What each promotion that stacks takes off, one after the other, where others left so much to pay."""
        for promotion in self.stacked.get(place, ()):
            share = promotion.share(rest)
            rest -= share
            yield promotion, share

    def saved(self, place: int, claimed: int, more: int = 0) -> int:
        """What a place saves in all where claims take off so much; `more` units lie there than in the basket."""
        if place not in self.stacked:
            return claimed
        rest = self.prices[place] * (self.counts[place] + more) - claimed
        return claimed + sum(share for _, share in self.stacking(place, rest))

"""The best use of a few units by offers that compete for them: every use is tried, but for the hopeless ones."""

from collections.abc import Callable, Sequence
from math import prod

from common.pricing.basket import Best, Claim, Offer, Shelf
from common.pricing.promotions import PercentOff, Promotion

#: Bits of one count in a packed row of them: 0 to 15, and one that shows a borrow.
_WIDTH = 5
_MASK = (1 << (_WIDTH - 1)) - 1

#: From so many remainders on it pays to know first what a quick way finds.
_MANY = 64

_WHOLE = 10_000

#: What each offer saves and the units it claims for it, so far; the offers that go first are the preferred ones.
_Trail = tuple[tuple[int, int], ...]

#: Units that are left, and what was taken off at the places where promotions stack.
_Key = tuple[int, tuple[int, ...]]

#: Units, what they save, the part of it where nothing stacks, and the other parts.
_Option = tuple[int, int, int, tuple[int, ...]]


class Trial:
    """One group of offers over their places.

    Offer by offer it keeps, for every remainder of units, the best way to it. Where promotions stack on a place, what
    was taken off there belongs to the way, because what they add depends on it.
    """

    def __init__(
        self,
        group: Sequence[Offer],
        places: Sequence[int],
        shelf: Shelf,
        quick: Callable[[Sequence[Offer], Shelf], Sequence[Best]],
    ) -> None:
        """`quick` finds a good use, though perhaps not the best."""
        self._group, self._shelf = group, shelf
        self._shift = {place: _WIDTH * number for number, place in enumerate(places)}
        self._stacked = [place for place in places if place in shelf.stacked]
        self._most = {
            place: 1  # what rounding may add
            + shelf.prices[place]
            * max(offer.promotion.most for offer in group if place in offer.places)
            // _WHOLE
            for place in places
        }
        self._waste: int | None = None
        remainders = prod(shelf.counts[place] + 1 for place in places)
        if remainders > _MANY and not self._stacked:
            most = sum(self._most[place] * shelf.counts[place] for place in places)
            self._waste = most - sum(best.saving for best in quick(group, shelf))

    def best(self) -> list[Claim]:
        """Claims that save most; among equals those of the preferred offers."""
        full = sum(self._shelf.counts[place] << shift for place, shift in self._shift.items())
        guard = sum(1 << (shift + _WIDTH - 1) for shift in self._shift.values())
        ways: dict[_Key, tuple[int, _Trail]] = {(full, (0,) * len(self._stacked)): (0, ())}
        for offer in self._group:
            options = self._options(offer)
            found = {key: (gain, (*trail, (0, 0))) for key, (gain, trail) in ways.items()}
            for (left, carried), (gain, trail) in ways.items():
                guarded = left | guard
                for packed, saving, plain, parts in options:
                    if (guarded - packed) & guard != guard:
                        continue  # more units than are left
                    taken = tuple(map(int.__add__, carried, parts)) if parts else carried
                    key = (left - packed, taken)
                    known = found.get(key)
                    if known is None or gain + plain >= known[0]:
                        way = (gain + plain, (*trail, (saving, packed)))
                        if known is None or way > known:
                            found[key] = way
            ways = found
        _, (_, trail) = max(ways.items(), key=self._worth)
        return [
            self._claim(offer, packed)
            for offer, (saving, packed) in zip(self._group, trail, strict=True)
            if saving
        ]

    def _worth(self, way: tuple[_Key, tuple[int, _Trail]]) -> tuple[int, _Trail]:
        (_, carried), (gain, trail) = way
        return gain + sum(map(self._shelf.saved, self._stacked, carried)), trail

    def _options(self, offer: Offer) -> list[_Option]:
        """Every claim that saves anything, but for those whose units could not save enough.

        Even if all the others saved the most that any offer takes off them, what was found quickly would be better.
        """
        promotion, shelf = offer.promotion, self._shelf
        rows: list[tuple[int, int, int, tuple[int, ...]]] = [(0, 0, 0, ())]
        for place in offer.places:
            each, most = 1 << self._shift[place], self._most[place]
            some = range(shelf.counts[place] + 1)
            rows = [
                (packed + each * more, count + more, worth + most * more, (*claimed, more))
                for packed, count, worth, claimed in rows
                for more in some
            ]
        prices = [shelf.prices[place] for place in offer.places]
        tables = self._tables(promotion, offer.places)
        options: list[_Option] = []
        for packed, count, worth, claimed in rows:
            if not promotion.takes(count):
                continue
            if tables:
                savings = [table[more] for table, more in zip(tables, claimed, strict=True)]
            else:
                savings = promotion.savings(list(zip(prices, claimed, strict=True)))
            saving = sum(savings)
            if saving and (self._waste is None or worth - saving <= self._waste):
                parts = self._parts(offer, savings) if self._stacked else ()
                options.append((packed, saving, saving - sum(parts), parts))
        return options

    def _tables(self, promotion: Promotion, places: Sequence[int]) -> list[list[int]]:
        """What a percentage takes off by the number of units, for each place; for other rules the places depend."""
        if not isinstance(promotion, PercentOff):
            return []
        prices, counts = self._shelf.prices, self._shelf.counts
        return [
            [promotion.share(prices[place] * count) for count in range(counts[place] + 1)]
            for place in places
        ]

    def _parts(self, offer: Offer, savings: Sequence[int]) -> tuple[int, ...]:
        by_place = dict(zip(offer.places, savings, strict=True))
        return tuple(by_place.get(place, 0) for place in self._stacked)

    def _claim(self, offer: Offer, packed: int) -> Claim:
        units = [
            (self._shelf.prices[place], packed >> self._shift[place] & _MASK)
            for place in offer.places
        ]
        savings = offer.promotion.savings(units)
        return Claim(offer, dict(zip(offer.places, savings, strict=True)))

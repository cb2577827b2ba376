"""The best use of a few units by offers that compete for them: every use is tried, but for the hopeless ones."""

from collections.abc import Callable, Sequence
from itertools import product
from math import prod

from common.pricing.basket import Best, Claim, Offer, Shelf
from common.pricing.promotions import PercentOff

#: Bits of one count in a packed row of them: 0 to 15, and one that shows a borrow.
_WIDTH = 5
_MASK = (1 << (_WIDTH - 1)) - 1

#: From so many remainders on it pays to know first what a quick way finds.
_MANY = 64

_WHOLE = 10_000

#: Where promotions stack, so many steps are tried; ways then differ by the cents taken too, and grow without end.
_STEPS = 50_000

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

    def best(self) -> list[Claim] | None:
        """Claims that save most; among equals those of the preferred offers. None where too much stacks to try all."""
        full = sum(self._shelf.counts[place] << shift for place, shift in self._shift.items())
        guard = sum(1 << (shift + _WIDTH - 1) for shift in self._shift.values())
        ways: dict[_Key, tuple[int, _Trail]] = {(full, (0,) * len(self._stacked)): (0, ())}
        steps = 0
        for offer in self._group:
            options = self._options(offer)
            steps += len(ways) * len(options)
            if self._stacked and steps > _STEPS:
                return None
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
        promotion, waste = offer.promotion, self._waste
        if isinstance(promotion, PercentOff) and not self._stacked:
            return [
                (packed, saving, saving, ())
                for packed, count, worth, saving in self._shares(promotion, offer.places)
                if saving and promotion.takes(count) and (waste is None or worth - saving <= waste)
            ]
        shelf = self._shelf
        prices = [shelf.prices[place] for place in offer.places]
        shifts = [self._shift[place] for place in offer.places]
        most = [self._most[place] for place in offer.places]
        options: list[_Option] = []
        for claimed in product(*(range(shelf.counts[place] + 1) for place in offer.places)):
            if not promotion.takes(sum(claimed)):
                continue
            savings = promotion.savings(list(zip(prices, claimed, strict=True)))
            saving = sum(savings)
            if not saving:
                continue
            if waste is None or sum(map(int.__mul__, claimed, most)) - saving <= waste:
                packed = sum(map(int.__lshift__, claimed, shifts))
                parts = self._parts(offer, savings) if self._stacked else ()
                options.append((packed, saving, saving - sum(parts), parts))
        return options

    def _shares(
        self, promotion: PercentOff, places: Sequence[int]
    ) -> list[tuple[int, int, int, int]]:
        """Units, their number, the most that any offer could take off them, and what this percentage does.

        Its share of a place does not depend on the others, which spares looking at each claim as a whole.
        """
        rows = [(0, 0, 0, 0)]
        for place in places:
            each, most = 1 << self._shift[place], self._most[place]
            amount = self._shelf.prices[place]
            here = [
                (each * more, more, most * more, promotion.share(amount * more))
                for more in range(self._shelf.counts[place] + 1)
            ]
            rows = [
                (packed + units, count + more, worth + most_here, saving + share)
                for packed, count, worth, saving in rows
                for units, more, most_here, share in here
            ]
        return rows

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

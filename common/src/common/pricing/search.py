"""The best use of the promotions on a basket where each unit is claimed by one of them at most.

Offers that share no unit do not matter to each other, so every group that does is solved by itself: a lone offer in
closed form, up to EXACT_UNITS units by trying everything, more of them greedily. Where so much stacks on those few
units that trying takes too long, they are used as if nothing did.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import replace

from common.pricing.basket import Best, Claim, Offer, Shelf
from common.pricing.exact import Trial
from common.pricing.promotions import MultiBuy

#: Up to so many units everything is tried.
EXACT_UNITS = 8

#: Shares are compared in so many parts.
_FINE = 10**9


def solve(offers: Sequence[Offer], shelf: Shelf) -> tuple[list[Claim], bool]:
    """Which offer takes off what, and whether nothing could save more.

    The result is the same where only the offers that it uses are known: books can be checked with what they keep.
    """
    claims: list[Claim] = []
    exact = True
    for group in _groups(offers):
        if _lone(group, shelf):
            best = shelf.alone(group[0])
            claims += [best.claim] if best else []
            continue
        places = sorted({place for offer in group for place in offer.places})
        if sum(shelf.counts[place] for place in places) <= EXACT_UNITS:
            tried = Trial(group, places, shelf, _greedy).best()
            if tried is not None:
                claims += [_by_itself(claim, tried, shelf) for claim in tried]
                continue
            found = Trial(group, places, replace(shelf, stacked={}), _greedy).best() or []
        else:
            found = [best.claim for best in _greedy(group, shelf)]
        exact = False
        if len(found) < len(group):
            # Fewer offers may fall into smaller groups, and those be solved better, never worse.
            found, _ = solve([claim.offer for claim in found], shelf)
        claims += found
    return claims, exact


def _groups(offers: Iterable[Offer]) -> list[list[Offer]]:
    """Offers that compete for units, directly or through others; each group in order of preference."""
    groups: list[tuple[set[int], list[Offer]]] = []
    for offer in sorted(offers, key=lambda each: each.promotion.rank):
        places, members = set(offer.places), [offer]
        touching = [group for group in groups if not group[0].isdisjoint(places)]
        for group in touching:
            places |= group[0]
            members += group[1]
            groups.remove(group)
        groups.append((places, members))
    return [sorted(members, key=lambda each: each.promotion.rank) for _, members in groups]


def _lone(group: Sequence[Offer], shelf: Shelf) -> bool:
    """Whether the most that one offer can take off is the best for the customer.

    It is not where another stacks on it and it may choose between lines: what comes off a line that stacks saves less.
    """
    if len(group) > 1:
        return False
    offer = group[0]
    chooses = isinstance(offer.promotion, MultiBuy) and len(offer.places) > 1
    return not chooses or not any(place in shelf.stacked for place in offer.places)


def _by_itself(claim: Claim, claims: Sequence[Claim], shelf: Shelf) -> Claim:
    """The claim, or where in the end nobody else wants its offer's units, the equal one of an offer that is alone."""
    own = set(claim.offer.places)
    contested = any(not own.isdisjoint(each.offer.places) for each in claims if each is not claim)
    if contested or not _lone([claim.offer], shelf):
        return claim
    best = shelf.alone(claim.offer)
    return best.claim if best else claim


def _greedy(group: Sequence[Offer], shelf: Shelf) -> list[Best]:
    """The better of two quick ways: the largest saving first, or the largest share of what is claimed first."""
    ways = _largest_first(group, shelf), _thriftiest_first(group, shelf)
    return max(ways, key=lambda found: sum(best.saving for best in found))


def _largest_first(group: Sequence[Offer], shelf: Shelf) -> list[Best]:
    """By saving, priority, id. What an offer saves shrinks with the units left, so a stale figure is a bound."""
    left = list(shelf.counts)
    changed = [0] * len(left)  # how many claims there were when a place last lost units
    found: list[Best] = []
    alone = [(number, shelf.alone(offer)) for number, offer in enumerate(group)]
    waiting = [(-best.saving, number, 0, best) for number, best in alone if best]
    heapq.heapify(waiting)
    while waiting:
        _, number, asked, best = heapq.heappop(waiting)
        places = group[number].places
        if all(changed[place] <= asked for place in places):
            found.append(best)
            for place, count in zip(places, best.units, strict=True):
                if count:
                    left[place] -= count
                    changed[place] = len(found)
        else:
            again = shelf.best(group[number], left)
            if again:
                heapq.heappush(waiting, (-again.saving, number, len(found), again))
    return found


def _thriftiest_first(group: Sequence[Offer], shelf: Shelf) -> list[Best]:
    """By the share of the price that an offer takes off what it would claim alone."""

    def share(best: Best) -> int:
        prices = (shelf.prices[place] for place in best.claim.offer.places)
        return best.saving * _FINE // sum(map(int.__mul__, prices, best.units))

    left = list(shelf.counts)
    found = []
    alone = [best for best in map(shelf.alone, group) if best]
    for first in sorted(alone, key=share, reverse=True):
        places = first.claim.offer.places
        untouched = all(left[place] == shelf.counts[place] for place in places)
        best = first if untouched else shelf.best(first.claim.offer, left)
        if best:
            found.append(best)
            for place, count in zip(places, best.units, strict=True):
                left[place] -= count
    return found

"""What is missing for the next offer: so many more units, and what they would save.

A hint is a promise: where the best use may be missed with those units in the basket, it is only given if it is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from common.money import Money
from common.pricing.basket import Claim, Offer, Shelf
from common.pricing.models import Hint, Line
from common.pricing.promotions import PercentOff, Step
from common.pricing.search import EXACT_UNITS, solve

_WHOLE = 10_000


def hints(
    lines: Sequence[Line], offers: Sequence[Offer], claims: Sequence[Claim], shelf: Shelf
) -> tuple[Hint, ...]:
    """The next steps that would save something, the nearest first; only what lies in the basket gives any."""
    found = []
    taken = _by_place(claims)
    wanted = _by_wanted(offers)
    for offer in offers:
        step = offer.promotion.next_step(shelf.units(offer))
        if step and _is_hopeless(offer, step, taken, shelf):
            continue
        saving = _saving(offer, step, claims, taken, shelf) if step else 0
        if step and saving > 0:
            if not _is_sure(offer, step, wanted, shelf):
                more = _more_saved(offer, step, lines, offers, taken, shelf)
                if more < saving:
                    continue
            hint = Hint(
                promotion_id=offer.promotion.id,
                name=offer.promotion.name,
                product_ids=frozenset(lines[place].product_id for place in offer.places),
                missing_units=step.missing,
                free_units=step.free,
                basis_points=step.basis_points,
                saving=Money(saving, lines[0].unit_price.currency),
            )
            found.append((step.missing, -saving, offer.promotion.rank, hint))
    return tuple(hint for *_, hint in sorted(found, key=lambda each: each[:3]))


def _is_hopeless(offer: Offer, step: Step, taken: Mapping[int, int], shelf: Shelf) -> bool:
    """Whether even the most that the offer can take off is less than what is taken off already."""
    if offer.promotion.stacks:
        return False
    worth = sum(shelf.prices[place] * shelf.counts[place] for place in offer.places)
    worth += min(shelf.prices[place] for place in offer.places) * step.missing
    most = worth * offer.promotion.most // _WHOLE + len(offer.places)  # what rounding may add
    return most <= sum(taken.get(place, 0) for place in offer.places)


def _saving(
    offer: Offer, step: Step, claims: Sequence[Claim], taken: Mapping[int, int], shelf: Shelf
) -> int:
    """What the step saves: the offer claims all it covers, and whatever claimed some of that before gives nothing.

    The saving may turn out larger, since the others could find other units; where all of them are tried, never smaller.
    """
    cheapest = _cheapest(offer, shelf)
    more = {cheapest: step.missing}
    counts = [count + more.get(place, 0) for place, count in enumerate(shelf.counts)]
    if isinstance(offer.promotion, PercentOff) and offer.promotion.stacks:
        return sum(
            offer.promotion.share(
                shelf.prices[place] * counts[place]
                - shelf.saved(place, taken.get(place, 0), more.get(place, 0))
            )
            for place in offer.places
        )
    reached = shelf.best(offer, counts)
    if reached is None:
        return 0
    own = set(offer.places)
    gone = _by_place(claim for claim in claims if not own.isdisjoint(claim.offer.places))
    after = reached.claim.savings
    saving = 0
    for place in own | gone.keys():
        before, units = taken.get(place, 0), more.get(place, 0)
        then = before - gone.get(place, 0) + after.get(place, 0)
        saving += shelf.saved(place, then, units) - shelf.saved(place, before, units)
    return saving


def _is_sure(offer: Offer, step: Step, wanted: Mapping[int, Sequence[Offer]], shelf: Shelf) -> bool:
    """Whether the units that compete with those of the step are still few enough to try every use of them."""
    grown = _cheapest(offer, shelf)
    places = [grown] if offer.promotion.stacks else list(offer.places)
    units, members, stacks = step.missing, set(), False
    for place in places:  # which grow with every offer that is met
        units += shelf.counts[place]
        stacks = stacks or place in shelf.stacked
        for each in wanted.get(place, ()):
            if each.promotion.id not in members and _reaches(each, grown, step, shelf):
                members.add(each.promotion.id)
                places += [other for other in each.places if other not in places]
        if units > EXACT_UNITS and (stacks or len(members) > 1):
            return False
    return True


def _more_saved(
    offer: Offer,
    step: Step,
    lines: Sequence[Line],
    offers: Sequence[Offer],
    taken: Mapping[int, int],
    shelf: Shelf,
) -> int:
    """What a basket with the step's units saves beyond this one, found by solving it."""
    grown = _cheapest(offer, shelf)
    more = list(lines)
    more[grown] = replace(lines[grown], quantity=lines[grown].quantity + step.missing)
    reached = [each for each in offers if _reaches(each, grown, step, shelf)]
    then = Shelf.of(more, reached)
    claims, _ = solve([each for each in reached if not each.promotion.stacks], then)
    after = _by_place(claims)
    return sum(
        then.saved(place, after.get(place, 0)) - shelf.saved(place, taken.get(place, 0))
        for place in range(len(lines))
    )


def _by_wanted(offers: Iterable[Offer]) -> dict[int, list[Offer]]:
    """By place, the offers that claim units there."""
    found: dict[int, list[Offer]] = {}
    for offer in offers:
        if not offer.promotion.stacks:
            for place in offer.places:
                found.setdefault(place, []).append(offer)
    return found


def _reaches(offer: Offer, grown: int, step: Step, shelf: Shelf) -> bool:
    units = shelf.units(offer) + (step.missing if grown in offer.places else 0)
    return units >= offer.promotion.least


def _cheapest(offer: Offer, shelf: Shelf) -> int:
    return min(offer.places, key=lambda place: (shelf.prices[place], place))


def _by_place(claims: Iterable[Claim]) -> dict[int, int]:
    found: dict[int, int] = {}
    for claim in claims:
        for place, saved in claim.savings.items():
            found[place] = found.get(place, 0) + saved
    return found

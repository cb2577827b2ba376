"""What is missing for the next offer: so many more units, and what they would save.

A hint is a promise: where the best use may be missed with those units in the basket, it says what is found with them.
"""

from collections.abc import Iterable, Mapping, Sequence

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
    wanted, stacking = _by_place_covered(offers)
    for offer in offers:
        step = offer.promotion.next_step(shelf.units(offer))
        if step and _is_hopeless(offer, step, taken, shelf):
            continue
        saving = _saving(offer, step, claims, taken, shelf) if step else 0
        if step and saving > 0 and not _is_sure(offer, step, wanted, stacking, shelf):
            saving = min(saving, _more_saved(offer, step, wanted, stacking, taken, shelf))
        if step and saving > 0:
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


def _is_sure(
    offer: Offer,
    step: Step,
    wanted: Mapping[int, Sequence[Offer]],
    stacking: Mapping[int, Sequence[Offer]],
    shelf: Shelf,
) -> bool:
    """Whether the units that compete with those of the step are still few enough to try every use of them."""
    grown = _cheapest(offer, shelf)
    places = list(offer.places)
    units, members, stacks = step.missing, set(), False
    for place in places:  # which grow with every offer that is met
        units += shelf.counts[place]
        on_top = [each for each in stacking.get(place, ()) if _reaches(each, grown, step, shelf)]
        if offer.promotion.stacks and len(on_top) > 1:
            return False  # rounded one after the other, together they may save a cent less
        stacks = stacks or bool(on_top)
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
    wanted: Mapping[int, Sequence[Offer]],
    stacking: Mapping[int, Sequence[Offer]],
    taken: Mapping[int, int],
    shelf: Shelf,
) -> int:
    """What a basket with the step's units saves beyond this one, found by solving what the step touches.

    That is what competes with its units, and with those on which an offer begins to stack.
    """
    grown = _cheapest(offer, shelf)
    touched = {grown: None}
    for each in stacking.get(grown, ()):
        if shelf.units(each) < each.promotion.least and _reaches(each, grown, step, shelf):
            touched.update(dict.fromkeys(each.places))
    competing: dict[int, Offer] = {}
    places = list(touched)
    for place in places:  # which grow with every offer that is met
        for each in wanted.get(place, ()):
            if each.promotion.id not in competing and _reaches(each, grown, step, shelf):
                competing[each.promotion.id] = each
                places += [other for other in each.places if other not in touched]
                touched.update(dict.fromkeys(each.places))
    counts = list(shelf.counts)
    counts[grown] += step.missing
    stacked = {
        place: [
            each.promotion
            for each in stacking.get(place, ())
            if isinstance(each.promotion, PercentOff) and _reaches(each, grown, step, shelf)
        ]
        for place in places
    }
    then = Shelf(shelf.prices, counts, {place: each for place, each in stacked.items() if each})
    claims, _ = solve(list(competing.values()), then)
    after = _by_place(claims)
    return sum(
        then.saved(place, after.get(place, 0)) - shelf.saved(place, taken.get(place, 0))
        for place in places
    )


def _by_place_covered(
    offers: Iterable[Offer],
) -> tuple[dict[int, list[Offer]], dict[int, list[Offer]]]:
    """By place, the offers that claim units there, and those that stack on what is left."""
    wanted: dict[int, list[Offer]] = {}
    stacking: dict[int, list[Offer]] = {}
    for offer in offers:
        found = stacking if offer.promotion.stacks else wanted
        for place in offer.places:
            found.setdefault(place, []).append(offer)
    return wanted, stacking


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

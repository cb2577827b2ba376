"""What is missing for the next offer: so many more units, and what they would save."""

from collections.abc import Iterable, Mapping, Sequence

from common.money import Money
from common.pricing.basket import Claim, Offer, Shelf
from common.pricing.models import Hint, Line
from common.pricing.promotions import PercentOff, Step

_WHOLE = 10_000


def hints(
    lines: Sequence[Line], offers: Iterable[Offer], claims: Sequence[Claim], shelf: Shelf
) -> tuple[Hint, ...]:
    """The next steps that would save something, the nearest first; only what lies in the basket gives any."""
    found = []
    taken = _by_place(claims)
    for offer in offers:
        step = offer.promotion.next_step(shelf.units(offer))
        if step and _is_hopeless(offer, step, taken, shelf):
            continue
        saving = _saving(offer, step, claims, taken, shelf) if step else 0
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

    The saving may turn out larger, since the others could find other units; it is never smaller.
    """
    cheapest = min(offer.places, key=lambda place: (shelf.prices[place], place))
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


def _by_place(claims: Iterable[Claim]) -> dict[int, int]:
    found: dict[int, int] = {}
    for claim in claims:
        for place, saved in claim.savings.items():
            found[place] = found.get(place, 0) + saved
    return found

"""What a set of promotions gives on a basket: every discount on its line, the next steps, whether it is the best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.money import Money
from common.pricing.basket import Offer, Shelf
from common.pricing.hints import hints
from common.pricing.models import Discount, Hint, Line
from common.pricing.promotions import Promotion
from common.pricing.search import solve


@dataclass(frozen=True, slots=True)
class Given:
    """Discounts by product, what is missing for more, and whether nothing could save more."""

    discounts: dict[int, tuple[Discount, ...]]
    hints: tuple[Hint, ...]
    exact: bool


def give(lines: Iterable[Line], promotions: Iterable[Promotion], currency: str) -> Given:
    """Apply promotions that are on to lines of different products."""
    ordered = sorted(lines, key=lambda line: line.product_id)
    offers = _offers(ordered, promotions)
    if not offers:
        return Given(discounts={}, hints=(), exact=True)
    units = [line.quantity for line in ordered]
    reached = [
        offer
        for offer in offers
        if sum(units[place] for place in offer.places) >= offer.promotion.least
    ]
    shelf = Shelf.of(ordered, reached)
    claims, exact = solve([offer for offer in reached if not offer.promotion.stacks], shelf)
    taken: dict[int, list[tuple[Promotion, int]]] = {}
    for claim in sorted(claims, key=lambda each: each.offer.promotion.rank):
        for place, saved in claim.savings.items():
            taken.setdefault(place, []).append((claim.offer.promotion, saved))
    discounts = {}
    for place in taken.keys() | shelf.stacked.keys():
        claimed = taken.get(place, [])
        rest = shelf.prices[place] * units[place] - sum(saved for _, saved in claimed)
        found = (*claimed, *shelf.stacking(place, rest))
        discounts[ordered[place].product_id] = tuple(
            _discount(promotion, saved, currency) for promotion, saved in found if saved
        )
    return Given(
        discounts=discounts,
        hints=hints(ordered, offers, claims, shelf),
        exact=exact,
    )


def _offers(lines: Sequence[Line], promotions: Iterable[Promotion]) -> list[Offer]:
    """The promotions that cover anything here, the preferred ones first."""
    by_product = {line.product_id: place for place, line in enumerate(lines)}
    by_department: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        by_department.setdefault(line.department, []).append(place)
    found = []
    for promotion in sorted(promotions, key=lambda each: each.rank):
        if promotion.covers_all:
            places = set(by_product.values())
        else:
            places = {by_product[each] for each in promotion.product_ids & by_product.keys()}
            for department in promotion.departments & by_department.keys():
                places.update(by_department[department])
        if places:
            found.append(Offer(promotion, tuple(sorted(places))))
    return found


def _discount(promotion: Promotion, saved: int, currency: str) -> Discount:
    return Discount(
        promotion_id=promotion.id,
        promotion_version=promotion.version,
        name=promotion.name,
        reason=promotion.reason,
        amount=Money(saved, currency),
    )

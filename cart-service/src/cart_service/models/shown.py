"""A basket as it is shown: priced by the shop's catalogue, with what changed since the shopper saw it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cart_service.models.basket import Basket, Line, SeenOffer
from cart_service.models.catalogue import Catalogue, Product
from common import pricing
from common.money import Money


class OfferChange(StrEnum):
    """What became of a promotion that the shopper saw."""

    ENDED = "ended"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedOffer:
    """A promotion that is no longer what it was when the shopper last changed the basket."""

    seen: SeenOffer
    what: OfferChange


class CouponState(StrEnum):
    """What a coupon does for the basket that it was entered in."""

    WORKS = "works"
    WAITS = "waits"
    """It takes nothing off what lies there so far."""
    USED = "used"
    """It can be used once, and was."""
    LATER = "later"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ShownCoupon:
    """A coupon that was entered, and what it takes off."""

    code: str
    name: str
    what: CouponState
    saved: Money


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its price; `was` is the price that the shopper saw, where it is another one now."""

    product: Product
    priced: pricing.PricedLine
    was: Money | None
    hint: pricing.Hint | None

    @property
    def quantity(self) -> int:
        """How many."""
        return self.priced.quantity

    @property
    def offers(self) -> list[tuple[str, Money]]:
        """What comes off, and why."""
        return [(each.name, -each.amount) for each in self.priced.discounts]


@dataclass(frozen=True, slots=True)
class ShownBasket:
    """The basket with its prices; `gone` are the lines whose product the shop no longer sells."""

    basket: Basket
    lines: tuple[ShownLine, ...]
    gone: tuple[Line, ...]
    priced: pricing.PricedBasket
    changed_offers: tuple[ChangedOffer, ...]
    coupons: tuple[ShownCoupon, ...] = ()

    @property
    def changed(self) -> tuple[ShownLine, ...]:
        """Lines whose price is another than the shopper saw."""
        return tuple(line for line in self.lines if line.was is not None)

    def short(self, available: Mapping[int, int]) -> dict[int, int]:
        """Of which products fewer can be sent than lie here, and how many; what is unknown is not short."""
        return {
            line.product.id: max(available[line.product.id], 0)
            for line in self.lines
            if available.get(line.product.id, line.quantity) < line.quantity
        }

    @property
    def savings(self) -> list[tuple[str, Money]]:
        """What each promotion takes off the whole basket."""
        by_name: dict[str, Money] = {}
        for line in self.lines:
            for name, amount in line.offers:
                by_name[name] = by_name[name] + amount if name in by_name else amount
        return list(by_name.items())

    @property
    def used_coupons(self) -> tuple[str, ...]:
        """Codes that were used up before."""
        return tuple(each.code for each in self.coupons if each.what is CouponState.USED)

    def line(self, product_id: int) -> ShownLine | None:
        """The line of a product, if it lies in the basket and is on sale."""
        return next((each for each in self.lines if each.product.id == product_id), None)


def shown(
    basket: Basket, catalogue: Catalogue, moment: datetime, used: Collection[str] = ()
) -> ShownBasket:
    """Price what lies in a basket; the coupons that were `used` before take nothing off."""
    known = [line for line in basket.lines if line.product_id in catalogue.products]
    priced = pricing.price(
        [catalogue.products[line.product_id].line(line.quantity) for line in known],
        catalogue.promotions,
        moment,
        currency=catalogue.currency,
        coupons=[code for code in basket.coupons if code not in used],
    )
    hints = _nearest(priced)
    lines = []
    for line, amounts in zip(known, priced.lines, strict=True):
        product = catalogue.products[line.product_id]
        was = None if line.seen == product.price else line.seen
        lines.append(ShownLine(product, amounts, was, hints.get(product.id)))
    return ShownBasket(
        basket=basket,
        lines=tuple(lines),
        gone=tuple(line for line in basket.lines if line.product_id not in catalogue.products),
        priced=priced,
        changed_offers=tuple(_changed(basket, catalogue, moment, used)),
        coupons=tuple(
            _coupon(code, priced, catalogue, moment, is_used=code in used)
            for code in basket.coupons
        ),
    )


def at_work(
    basket: Basket, catalogue: Catalogue, moment: datetime, used: Collection[str] = ()
) -> Basket:
    """The basket with the promotions that bite now as seen; a change that was not accepted yet stays one."""
    now = shown(basket, catalogue, moment, used)
    seen = {change.seen.id: change.seen for change in now.changed_offers}
    for line in now.lines:
        for each in line.priced.discounts:
            coupon = catalogue.promotion(each.promotion_id)
            code = coupon.code if isinstance(coupon, pricing.Coupon) else ""
            offer = SeenOffer(each.promotion_id, each.promotion_version, each.name, code)
            seen.setdefault(each.promotion_id, offer)
    return basket.seen_at_work(seen.values())


def _coupon(
    code: str,
    priced: pricing.PricedBasket,
    catalogue: Catalogue,
    moment: datetime,
    *,
    is_used: bool,
) -> ShownCoupon:
    coupon = catalogue.coupon(code)
    nothing = Money.zero(catalogue.currency)
    if coupon is None:
        return ShownCoupon(code, code, CouponState.OVER, nothing)
    saved = Money.total(
        (
            each.amount
            for line in priced.lines
            for each in line.discounts
            if each.promotion_id == coupon.id
        ),
        catalogue.currency,
    )
    if not coupon.holds(moment, (code,)):
        begins_later = coupon.starts_at is not None and coupon.starts_at > moment
        what = CouponState.LATER if begins_later else CouponState.OVER
    elif is_used:
        what = CouponState.USED
    else:
        what = CouponState.WORKS if saved else CouponState.WAITS
    return ShownCoupon(code, coupon.name, what, saved)


def _changed(
    basket: Basket, catalogue: Catalogue, moment: datetime, used: Collection[str]
) -> list[ChangedOffer]:
    if not basket.lines:
        return []
    found = []
    for seen in basket.offers:
        present = catalogue.promotion(seen.id)
        if seen.code and (seen.code in used or seen.code not in basket.coupons):
            continue  # that it was used stands beside its code; or it was taken out
        if present is None or not present.holds(moment, basket.coupons):
            if not seen.code:  # that a coupon is over stands beside its code
                found.append(ChangedOffer(seen, OfferChange.ENDED))
        elif present.version != seen.version:
            found.append(ChangedOffer(seen, OfferChange.CHANGED))
    return found


def _nearest(priced: pricing.PricedBasket) -> Mapping[int, pricing.Hint]:
    """The nearest next step for each line, where at least half the way is gone.

    A step that several lines bring nearer stands once, on the latest of them.
    """
    found: dict[int, pricing.Hint] = {}
    for hint in priced.hints:
        lines = [line for line in priced.lines if line.product_id in hint.product_ids]
        if hint.missing_units <= sum(line.quantity for line in lines):
            found.setdefault(lines[-1].product_id, hint)
    return found

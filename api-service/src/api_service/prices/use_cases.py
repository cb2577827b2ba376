"""Pricing baskets by the catalogue."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from api_service.catalogue.repository import Edition
from api_service.collaborators import Collaborators
from api_service.errors import CouponUsed, UnknownCoupon, UnknownProduct
from api_service.prices import repository
from common import pricing
from common.errors import FieldError, InvalidRequest
from common.money import MoneyError


def price(
    books: Collaborators, lines: Sequence[tuple[int, int]], coupons: Collection[str]
) -> tuple[pricing.PricedBasket, Edition]:
    """What (product id, quantity) cost at this moment, by the newest catalogue.

    Raises:
        UnknownProduct, UnknownCoupon: a line or a coupon that does not hold.
        CouponUsed: a coupon that is used up.
    """
    edition = books.prices.renew(books.database, [product_id for product_id, _ in lines])
    basket = price_by(edition, lines, coupons, books.clock.now())
    if any(coupon.single_use for coupon in used_coupons(edition, basket)):
        gone = taken_coupons(books, edition, basket)
        if gone:
            raise CouponUsed(
                f"The coupon {gone[0]} was used before, or is being used now", coupons=gone
            )
    return basket, edition


def coupons(books: Collaborators) -> tuple[list[pricing.Coupon], int]:
    """Every coupon that is not archived, whether it holds today or not; and the catalogue's revision."""
    edition = books.prices.renew(books.database, ())
    found = [each for each in edition.promotions if isinstance(each, pricing.Coupon)]
    return found, edition.revision


def look_coupons_up(
    books: Collaborators, codes: Collection[str]
) -> list[tuple[pricing.Coupon, bool]]:
    """The coupons of these codes, whether they hold today or not, and whether each was used up by a purchase."""
    edition = books.prices.renew(books.database, ())
    found = [
        each
        for each in edition.promotions
        if isinstance(each, pricing.Coupon) and each.code in codes
    ]
    once = [each for each in found if each.single_use]
    gone: set[str] = set()
    if once:
        with books.database.statements() as connection:
            gone = repository.used(connection, once)
    return [(each, each.single_use and each.code in gone) for each in found]


def taken_coupons(
    books: Collaborators, edition: Edition, basket: pricing.PricedBasket
) -> list[str]:
    """The codes of those coupons of a basket that can be used once, and that somebody has."""
    once = [each for each in used_coupons(edition, basket) if each.single_use]
    with books.database.statements() as connection:
        return sorted(repository.taken(connection, once))


def price_by(
    edition: Edition,
    lines: Iterable[tuple[int, int]],
    coupons: Collection[str],
    moment: datetime,
) -> pricing.PricedBasket:
    """What (product id, quantity) cost under an edition of the catalogue.

    Raises:
        UnknownProduct: a product is not on sale.
        UnknownCoupon: no coupon of this code holds at this moment.
        InvalidRequest: the basket costs more than any amount can be.
    """
    counted = []
    for product_id, quantity in lines:
        product = edition.products.get(product_id)
        if product is None or product.archived:
            raise UnknownProduct(f"Product {product_id} is not on sale", product_id=product_id)
        counted.append(product.line(quantity))
    _check_coupons(edition, coupons, moment)
    currency = edition.company.currency
    try:
        return pricing.price(
            counted, edition.promotions, moment, currency=currency, coupons=coupons
        )
    except MoneyError:
        raise InvalidRequest("These lines cost more than any amount can be") from None


def used_coupons(edition: Edition, basket: pricing.PricedBasket) -> list[pricing.Coupon]:
    """The coupons that took anything off; one that did not is not used up."""
    gave = {discount.promotion_id for line in basket.lines for discount in line.discounts}
    return [
        each for each in edition.promotions if isinstance(each, pricing.Coupon) and each.id in gave
    ]


def _check_coupons(edition: Edition, coupons: Collection[str], moment: datetime) -> None:
    known = {
        each.code
        for each in edition.promotions
        if isinstance(each, pricing.Coupon) and each.holds(moment, coupons)
    }
    for place, code in enumerate(coupons):
        if code not in known:
            raise UnknownCoupon(
                f"There is no coupon {code} at this time",
                errors=(FieldError(f"/coupons/{place}", "not a coupon that holds now"),),
            )

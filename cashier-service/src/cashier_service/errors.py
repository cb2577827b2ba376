"""What the till refuses or cannot do, and how a cashier is told.

ServiceError (common.errors)
├── NotFound
│   ├── NoSuchTill            404
│   └── NoSuchReceipt         404
├── NeighbourUnavailable
│   ├── NotSent               503  the books never saw the sale
│   └── OutcomeUnknown        503  they may have booked it
└── InvalidRequest
    ├── SaleRefused           422  the books said no
    └── Told                  422  what was typed cannot be done; `advice` says what to do instead
        ├── UnknownCode       422
        ├── NothingFound      422
        ├── WrongQuantity     422
        ├── NoSuchLine        422
        ├── BasketFull        422
        ├── UnknownCoupon     422
        ├── CouponNotNow      422
        ├── CouponUsed        422
        ├── TooManyCoupons    422
        ├── WrongAmount       422
        │   └── TooMuch       422
        ├── NotEnough         422
        └── EnoughInCash      422
"""

from typing import ClassVar

from common.errors import InvalidRequest, NeighbourUnavailable, NotFound
from common.money import Money


class NoSuchTill(NotFound):
    """No shop has a till with this id (any more). Choose another on the first page."""

    code = "no_such_till"
    title = "There is no such till"


class NoSuchReceipt(NotFound):
    """The books have no sale with this id."""

    code = "no_such_receipt"
    title = "There is no such receipt"


class NotSent(NeighbourUnavailable):
    """The books did not answer, so the sale was not sent to them. Nothing was booked; try again in a moment."""

    code = "sale_not_sent"
    title = "The sale was not sent"


class OutcomeUnknown(NeighbourUnavailable):
    """The books took the sale and did not answer in time. Send the same sale again: it is booked once at most."""

    code = "sale_outcome_unknown"
    title = "Whether the sale was booked is not known yet"


class SaleRefused(InvalidRequest):
    """The books refused the sale and booked nothing; `reason` is their code for why."""

    code = "sale_refused"
    title = "The books refused the sale"

    def __init__(self, reason: str, detail: str, coupons: tuple[str, ...] = ()) -> None:
        """Keep the books' own code beside their words, and the coupons that they are about."""
        super().__init__(detail, reason=reason)
        self.reason = reason
        self.coupons = coupons


class Told(InvalidRequest):
    """What was typed or asked for cannot be done. Nothing was changed."""

    code = "cannot_be_done"
    title = "That cannot be done"
    advice: ClassVar[str] = "Nothing was changed."


class UnknownCode(Told):
    """No product has this number, code or barcode."""

    code = "unknown_code"
    title = "No product has this code"
    advice = "Search it by name, or put the article aside."


class NothingFound(Told):
    """No product's name, code or barcode holds these words."""

    code = "nothing_found"
    title = "No product is called that"
    advice = "Try fewer letters."


class WrongQuantity(Told):
    """A quantity at the till is a whole number from 1 to 9,999."""

    code = "wrong_quantity"
    title = "That many cannot be sold at once"
    advice = "Type a number from 1 to 9,999 before the star."


class NoSuchLine(Told):
    """The basket has no such line, or no line at all."""

    code = "no_such_line"
    title = "There is no line to change"
    advice = "Scan or type a product first."


class BasketFull(Told):
    """A sale has at most 500 different products."""

    code = "basket_full"
    title = "The basket is full"
    advice = "Take payment for this one, then begin another."


class UnknownCoupon(Told):
    """No coupon has this code."""

    code = "coupon_not_known"
    title = "There is no such coupon"
    advice = "Look at how it is written. The sale is as it was."


class CouponNotNow(Told):
    """The coupon begins later, or is over."""

    code = "coupon_not_today"
    title = "The coupon does not hold today"
    advice = "The sale is as it was."


class CouponUsed(Told):
    """The coupon can be used once, and was."""

    code = "coupon_was_used"
    title = "The coupon was used before"
    advice = "It can be used once. The sale is as it was."


class TooManyCoupons(Told):
    """A sale takes at most 10 coupons."""

    code = "too_many_coupons"
    title = "The sale takes no more coupons"
    advice = "Take another out first."


class WrongAmount(Told):
    """An amount of money is typed as a plain number, with a point or a comma before the cents."""

    code = "wrong_amount"
    title = "That is not an amount"
    advice = "Type it as 50, 12.50 or 12,50."


class TooMuch(WrongAmount):
    """Nobody hands over so much more than the total: a code was scanned into the field, or a zero is too many."""

    code = "too_much"
    title = "That is too much for this sale"
    advice = "Look at the amount again, and type what the customer gave."


class NotEnough(Told):
    """The cash is less than the total; `rest` is what is missing."""

    code = "not_enough"
    title = "That is not enough"
    advice = "Take the rest by card, or type what the customer gave in all."

    def __init__(self, rest: Money) -> None:
        """Say what is missing."""
        super().__init__(rest={"minor": rest.minor, "currency": rest.currency})
        self.rest = rest


class EnoughInCash(Told):
    """The amount typed is cash, and covers the total without a card."""

    code = "enough_in_cash"
    title = "The cash covers it all"
    advice = "Take it as cash, or empty the field to take everything by card."

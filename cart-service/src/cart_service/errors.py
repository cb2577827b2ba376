"""What the basket refuses.

ServiceError (common.errors)
├── BadRequest
│   └── BasketNotNamed      400  neither cookie nor Basket-Id
├── PaymentDeclined         402  the bank said no
├── NotFound
│   ├── NoSuchBasket        404
│   ├── NoSuchCheckout      404
│   └── NothingToPutBack    404
├── Conflict
│   ├── BasketEmpty         409  nothing to pay for
│   ├── BasketFree          409  it costs nothing
│   ├── BasketChanged       409  since the shopper saw it
│   ├── PriceChanged        409  since the shopper saw it
│   ├── GoodsSoldOut        409  there is less than was wanted
│   ├── NotSoldOnline       409  the web sells it no more, or nothing
│   ├── CheckoutRunning     409  this basket is being paid for
│   ├── CouponGone          409  used before
│   ├── CouponOver          409  ended since it was entered
│   └── PaymentReturned     409  the order was called off while it was paid for
├── InvalidRequest
│   ├── NotOnSale           422
│   ├── TooMany             422  of one product
│   ├── BasketFull          422  too many products
│   ├── NoSuchCoupon        422
│   ├── CouponNotNow        422  it begins later, or is over
│   └── TooManyCoupons      422
└── NeighbourUnavailable
    ├── NoPricesYet         503  the shop is away, and was never seen
    └── PaymentNotMade      503  something broke before the money was taken
"""

from common.errors import (
    BadRequest,
    Conflict,
    InvalidRequest,
    NeighbourUnavailable,
    NotFound,
    ServiceError,
)


class BasketNotNamed(BadRequest):
    """Whose basket is meant is not known: send its id as `Basket-Id`, or make one with POST /api/v1/baskets."""

    code = "basket_not_named"
    title = "Say which basket"


class NoSuchBasket(NotFound):
    """An id of a basket is 16 to 64 letters, digits, - and _; somebody's own opens to nobody else."""

    code = "no_such_basket"
    title = "There is no such basket"


class NothingToPutBack(NotFound):
    """The product was not taken out of this basket lately. Put it in anew."""

    code = "nothing_to_put_back"
    title = "There is nothing to put back"


class NotOnSale(InvalidRequest):
    """The shop does not sell this product, or not any more. The basket is as it was."""

    code = "not_on_sale"
    title = "That is not on sale"


class TooMany(InvalidRequest):
    """A basket holds at most 999 of one product. It is as it was."""

    code = "too_many_units"
    title = "That is too many of one product"


class BasketFull(InvalidRequest):
    """A basket holds at most 200 different products. It is as it was; take something out first."""

    code = "no_more_products_fit"
    title = "The basket is full"


class NoSuchCoupon(InvalidRequest):
    """The shop has no coupon of this code. Look at how it is written; the basket is as it was."""

    code = "no_such_coupon"
    title = "There is no such coupon"


class CouponNotNow(InvalidRequest):
    """The coupon begins later, or is over. The basket is as it was."""

    code = "coupon_not_now"
    title = "The coupon does not hold today"


class TooManyCoupons(InvalidRequest):
    """A basket takes at most 10 coupons. It is as it was; take another out first."""

    code = "no_more_coupons_fit"
    title = "The basket takes no more coupons"


class CouponGone(Conflict):
    """A coupon can be used once, and was; at the checkout `coupons` says which, and nothing was charged.

    The basket is as it was: take the coupon out, then pay.
    """

    code = "coupon_gone"
    title = "The coupon was used before"


class CouponOver(Conflict):
    """A coupon of the basket does not hold any more. Nothing was charged: take it out of the basket, then pay."""

    code = "coupon_over"
    title = "The coupon is over"


class NoPricesYet(NeighbourUnavailable):
    """The shop does not answer, and this service has not seen its prices yet. The basket is kept; try again shortly."""

    code = "no_prices_yet"
    title = "The shop's prices are not known yet"


class PaymentDeclined(ServiceError):
    """The bank declined the card; `reason` says why. Nothing was charged, nothing is held: try another card."""

    status = 402
    code = "payment_declined"
    title = "The card was declined"


class NoSuchCheckout(NotFound):
    """There is no checkout of this id for this basket. Whose basket is meant is said as for the basket itself."""

    code = "no_such_checkout"
    title = "There is no such checkout"


class BasketEmpty(Conflict):
    """There is nothing in the basket that the shop sells. Nothing was charged; `bought` leads to what was paid last."""

    code = "basket_empty"
    title = "The basket is empty"


class BasketFree(Conflict):
    """There is nothing to pay for a basket that is free, and so no order of it. The basket is kept.

    Take a coupon out, or put something in that costs money.
    """

    code = "basket_free"
    title = "There is nothing to pay"


class BasketChanged(Conflict):
    """Something else lies in the basket than the shopper saw. Nothing was charged; look at it, then pay."""

    code = "basket_changed"
    title = "The basket has changed"


class PriceChanged(Conflict):
    """It costs something else than the shopper saw: `total` is what it costs now. Nothing was charged.

    Show the shopper, and pay again with that total. In a basket, POST /accept_changes takes new prices as seen.
    """

    code = "price_changed"
    title = "The price has changed"


class GoodsSoldOut(Conflict):
    """There is less than was wanted: `short` says of what, and how many there are. Nothing was charged."""

    code = "goods_sold_out"
    title = "Not everything is there any more"


class NotSoldOnline(Conflict):
    """Something of it is not sold on the web, or not at the moment. Nothing was charged, and the basket is kept."""

    code = "not_sold_online"
    title = "That cannot be bought on the web now"


class CheckoutRunning(Conflict):
    """This basket is being paid for at this moment. `checkout_id` says by what; ask that one what became of it."""

    code = "checkout_running"
    title = "The basket is being paid for"


class PaymentReturned(Conflict):
    """The order was called off while it was paid for. What was taken goes back to the card; the basket is kept."""

    code = "payment_returned"
    title = "The order was called off"


class PaymentNotMade(NeighbourUnavailable):
    """Something that paying needs did not answer. Nothing was charged, and the basket is kept: try again."""

    code = "payment_not_made"
    title = "The payment was not made"

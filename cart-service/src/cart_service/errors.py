"""What the basket refuses.

ServiceError (common.errors)
├── BadRequest
│   └── BasketNotNamed      400  neither cookie nor Basket-Id
├── NotFound
│   ├── NoSuchBasket        404
│   └── NothingToPutBack    404
├── InvalidRequest
│   ├── NotOnSale           422
│   ├── TooMany             422  of one product
│   ├── BasketFull          422  too many products
│   ├── NoSuchCoupon        422
│   ├── CouponNotNow        422  it begins later, or is over
│   └── TooManyCoupons      422
├── Conflict
│   └── CouponGone          409  used before
└── NeighbourUnavailable
    └── NoPricesYet         503  the shop is away, and was never seen
"""

from common.errors import BadRequest, Conflict, InvalidRequest, NeighbourUnavailable, NotFound


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
    """The coupon can be used once, and was. The basket is as it was."""

    code = "coupon_gone"
    title = "The coupon was used before"


class NoPricesYet(NeighbourUnavailable):
    """The shop does not answer, and this service has not seen its prices yet. The basket is kept; try again shortly."""

    code = "no_prices_yet"
    title = "The shop's prices are not known yet"

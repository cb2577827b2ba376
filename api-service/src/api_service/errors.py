"""What api-service refuses, and why.

ServiceError (common.errors)
├── BadRequest
│   └── NameMissing               400
├── NotSignedIn
│   └── WrongSetupCode            401
├── NotFound
│   ├── PurchaseNotFound          404
│   ├── CustomerNotFound          404
│   ├── ProductNotFound           404
│   ├── ReservationNotFound       404
│   └── TaskNotFound              404
├── Conflict
│   ├── AlreadyFounded            409
│   ├── AlreadyOpened             409
│   ├── AlreadyRefunded           409
│   ├── CannotRefund              409
│   ├── CouponUsed                409
│   ├── NoWebBranch               409
│   ├── PaymentBooked             409
│   ├── ReservationBooked         409
│   ├── ReservationLapsed         409
│   ├── SoldOut                   409
│   └── WrongTotal                409
├── NotReady
│   └── NoChain                   503
└── InvalidRequest
    ├── UnknownBranch             422
    ├── BranchDoesNotSell         422
    ├── UnknownTill               422
    ├── UnknownProduct            422
    ├── RepeatedProduct           422
    ├── UnknownCoupon             422
    ├── WrongCurrency             422
    └── TendersDoNotMatch         422

What is refused about people continues in people/errors.py.
"""

from common.errors import BadRequest, Conflict, InvalidRequest, NotFound, NotReady, NotSignedIn


class NameMissing(BadRequest):
    """The lookup needs a name to look for: /customers?name=John."""

    code = "name_missing"
    title = "The parameter name is missing"


class PurchaseNotFound(NotFound):
    """No purchase in the books has this id. If you were about to find out whether a sale was booked: it was not."""

    code = "purchase_not_found"
    title = "No such purchase"


class CustomerNotFound(NotFound):
    """No customer goes by this id or name."""

    code = "customer_not_found"
    title = "No such customer"


class ProductNotFound(NotFound):
    """The catalogue has no product with this id."""

    code = "product_not_found"
    title = "No such product"


class TaskNotFound(NotFound):
    """No task has this number."""

    code = "task_not_found"
    title = "No such task"


class WrongTotal(Conflict):
    """The total sent is not what these lines cost now; `total` in the answer is.

    Show it to the customer and send the sale again with it, under the same key. Nothing was booked.
    """

    code = "wrong_total"
    title = "The total is not the right one"


class NoChain(NotReady):
    """These books are empty: they have no company, so no branch and no currency. `./mercato seed` fills them."""

    code = "no_chain"
    title = "These books have no chain yet"


class CouponUsed(Conflict):
    """The coupon can be used once, and somebody used it before; `coupons` says which. Nothing was booked.

    Send the sale again without it, with the total that the answer of /api/v1/price then gives.
    """

    code = "coupon_used"
    title = "The coupon was used before"


class UnknownBranch(InvalidRequest):
    """No branch has this id. Nothing was booked."""

    code = "unknown_branch"
    title = "No such branch"


class BranchDoesNotSell(InvalidRequest):
    """The branch is archived, or is not a shop with tills. Nothing was booked."""

    code = "branch_does_not_sell"
    title = "This branch takes no sales"


class UnknownTill(InvalidRequest):
    """The branch has no till with this id, or it is archived. Nothing was booked."""

    code = "unknown_till"
    title = "No such till in this branch"


class UnknownProduct(InvalidRequest):
    """A line names a product that is not sold (any more); `product_id` says which. Nothing was booked."""

    code = "unknown_product"
    title = "No such product on sale"


class RepeatedProduct(InvalidRequest):
    """A purchase of this form holds one unit per product, so a product stands in its list once. Nothing was booked."""

    code = "repeated_product"
    title = "A product is listed twice"


class UnknownCoupon(InvalidRequest):
    """No coupon has this code, or not at this time. Nothing was booked."""

    code = "unknown_coupon"
    title = "The coupon does not hold"


class WrongCurrency(InvalidRequest):
    """The books are kept in one currency, and the amounts sent are in another. Nothing was booked."""

    code = "wrong_currency"
    title = "The amount is in another currency than the books"


class TendersDoNotMatch(InvalidRequest):
    """The tenders together must make up the total, and only cash may be given above its amount. Nothing was booked."""

    code = "tenders_do_not_match"
    title = "The tenders do not make up the total"


class WrongSetupCode(NotSignedIn):
    """The setup code is not the one that the server was started with (SETUP_CODE). Nothing was done."""

    code = "wrong_setup_code"
    title = "The setup code is wrong"


class AlreadyFounded(Conflict):
    """The books have a company already; a chain is founded once. Nothing was done."""

    code = "already_founded"
    title = "The chain is founded already"


class AlreadyOpened(Conflict):
    """The product has opened its stock in this branch with another quantity. Nothing was changed."""

    code = "already_opened"
    title = "The stock was opened before"


class ReservationNotFound(NotFound):
    """No reservation has this id: it never came, or was refused. Nothing was kept."""

    code = "reservation_not_found"
    title = "No such reservation"


class ReservationLapsed(Conflict):
    """The reservation was released or expired, and others may have its units.

    It cannot come back. Reserve anew, under a new id.
    """

    code = "reservation_lapsed"
    title = "The units are no longer kept"


class ReservationBooked(Conflict):
    """The reservation is a purchase in the books by now. To undo that, refund the purchase."""

    code = "reservation_booked"
    title = "The reservation is a purchase"


class SoldOut(Conflict):
    """Not all of it is available; `short` says of which product how many are wanted and how many there are.

    Nothing was reserved, not of the other products either. Reserve anew with fewer.
    """

    code = "sold_out"
    title = "Not all of it is available"


class NoWebBranch(Conflict):
    """The chain has no branch that sells on the web, or no shop to send from. Nothing was reserved."""

    code = "no_web_branch"
    title = "Nothing can be sold on the web"


class PaymentBooked(Conflict):
    """The payment paid for another order that is in the books; a payment pays for one. Nothing was booked."""

    code = "payment_booked"
    title = "The payment is another order's"


class AlreadyRefunded(Conflict):
    """Another refund gave the purchase back; that happens once. Nothing was booked."""

    code = "already_refunded"
    title = "The purchase was given back before"


class CannotRefund(Conflict):
    """The purchase was not made on the web, so no payment of it can be given back this way. Nothing was booked."""

    code = "cannot_refund"
    title = "This purchase is not given back this way"

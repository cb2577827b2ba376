"""What the gateway refuses.

ServiceError (common.errors)
├── CardIsDeclined           402  by the bank, with its reason
├── NotFound
│   └── NoSuchPayment        404  nothing ever arrived under this id
├── Conflict
│   ├── PaymentIsVoid        409  called off, for good
│   ├── NotAuthorised        409  nothing is held that could be taken
│   ├── AlreadyCaptured      409  too late to call it off
│   └── ExceedsCapture       409  more would go back than was taken
└── InvalidRequest
    ├── AnotherPayment       422  the id belongs to another amount, card or reference
    └── ExceedsAuthorised    422  more would be taken than is held
"""

from common.errors import Conflict, InvalidRequest, NotFound, ServiceError


class CardIsDeclined(ServiceError):
    """The bank said no; `reason` tells why. The same payment is declined again: try another card under a new id."""

    status = 402
    code = "card_declined"
    title = "The card was declined"


class NoSuchPayment(NotFound):
    """No request under this payment's id ever arrived. Nothing was taken."""

    code = "no_such_payment"
    title = "There is no such payment"


class PaymentIsVoid(Conflict):
    """The payment was called off and stays so, whatever arrives later. Nothing was taken; pay under a new id."""

    code = "payment_voided"
    title = "The payment was called off"


class NotAuthorised(Conflict):
    """Nothing is held on a card under this payment's id. Authorise it first."""

    code = "not_authorised"
    title = "The payment is not authorised"


class AlreadyCaptured(Conflict):
    """The money was taken, so the payment cannot be called off any more. Refund it."""

    code = "already_captured"
    title = "The payment was captured already"


class ExceedsCapture(Conflict):
    """All refunds together may give back what was captured, and not a cent more. Nothing was refunded."""

    code = "exceeds_capture"
    title = "That is more than was captured"


class AnotherPayment(InvalidRequest):
    """A payment's id belongs to one amount, card and reference, a capture to one amount. What is new needs a new id."""

    code = "another_payment"
    title = "The id belongs to another payment"


class ExceedsAuthorised(InvalidRequest):
    """A capture takes at most what was authorised, in its currency. Nothing was taken."""

    code = "exceeds_authorised"
    title = "That is more than was authorised"

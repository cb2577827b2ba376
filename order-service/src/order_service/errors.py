"""What an order refuses.

ServiceError (common.errors)
├── NotFound
│   └── NoSuchOrder           404
├── Conflict
│   ├── ImpossibleStep        409  an order does not go there from where it is
│   ├── OrderCancelled        409  its goods were not held, it was called off, or a payment came too late
│   └── PaidOtherwise         409  another capture has paid it
└── InvalidRequest
    └── WrongSum              422  what is to be paid is not what it comes to
"""

from common.errors import Conflict, InvalidRequest, NotFound


class NoSuchOrder(NotFound):
    """There is no order of this id, or none that whoever asks may see. The link in the confirmation opens one."""

    code = "no_such_order"
    title = "There is no such order"


class ImpossibleStep(Conflict):
    """An order goes from placed to paid, packed, shipped, delivered, one step at a time; `possible` says where to next.

    Only a capture pays it. It can be cancelled until it is shipped; its money goes back by itself then.
    """

    code = "impossible_step"
    title = "An order does not go there from where it is"


class OrderCancelled(Conflict):
    """The order is cancelled: its goods were not held, somebody called it off, or its payment came too late.

    Nothing more comes of it. Money that was taken for it goes back; whoever still wants the goods checks out again.
    Where it was to be placed, `reason` says `reservation_lapsed` or `called_off`.
    """

    code = "order_cancelled"
    title = "The order is cancelled"


class PaidOtherwise(Conflict):
    """Another capture has paid this order, or another payment or none was agreed for it. Nothing was changed."""

    code = "paid_otherwise"
    title = "Another payment belongs to this order"


class WrongSum(InvalidRequest):
    """What is to be paid is not what the order comes to; `total` says what it is. Nothing was changed."""

    code = "wrong_sum"
    title = "The total is another one"

"""What a page says of an order: in words where it stands, and as steps how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from common.money import Money
from order_service.models.order import LAPSED, NOT_TAKEN, UNPAID, Order
from order_service.models.parts import By, Card, Step
from order_service.models.status import WAY, Status

LABELS = {
    Status.PLACED: "Placed",
    Status.PAID: "Paid",
    Status.PACKED: "Packed",
    Status.SHIPPED: "Shipped",
    Status.DELIVERED: "Delivered",
    Status.CANCELLED: "Cancelled",
    Status.REFUNDED: "Refunded",
}

#: What a badge of a state is to be noticed as.
TONES = {
    Status.PLACED: "warn",
    Status.DELIVERED: "good",
    Status.CANCELLED: "bad",
    Status.REFUNDED: "bad",
}

_HEADLINES = {
    Status.PLACED: "We wait for your payment",
    Status.PAID: "Paid, and packed next",
    Status.PACKED: "Packed, and on its way soon",
    Status.SHIPPED: "On its way to you",
    Status.DELIVERED: "It is with you",
    Status.REFUNDED: "Cancelled, and your money is back",
}

_WHY_CANCELLED = {
    LAPSED: "The goods were not held for you any more when the order came. No money was taken.",
    UNPAID: "Nobody paid for it. No money was taken.",
    NOT_TAKEN: "The payment came to nothing. No money was taken.",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the line that shows how far an order has come."""

    label: str
    state: str
    """`done`, `here`, `stopped` or nothing."""
    at: datetime | None = None
    note: str = ""


def headline(order: Order) -> str:
    """Where it stands, as its page says it first."""
    if order.status is Status.CANCELLED:
        back = "Cancelled, and your money is on its way back"
        return back if order.refund else "Cancelled"
    return _HEADLINES[order.status]


def explanation(order: Order) -> str:
    """What that means for whoever ordered."""
    cancelled = order.reached(Status.CANCELLED)
    if cancelled is not None:
        paid = "You get back all that you paid, to the card that you paid with."
        nothing = "No money was taken."
        return _WHY_CANCELLED.get(cancelled.why, paid if order.refund else nothing)
    if order.status is Status.PLACED:
        return "It becomes yours as soon as the payment has arrived. This takes a moment at most."
    return ""


def who(by: By) -> str:
    """Who took a step, as the desk says it: a person's name, and of the services what they are to people."""
    if by.role != "service":
        return by.name
    return "the checkout" if by.name == "cart-service" else "the shop"


def brand(card: Card) -> str:
    """Whose card it is, written as its brand writes itself: American Express, JCB."""
    return card.brand[:1].upper() + card.brand[1:] or "Card"


def whole_vat(order: Order) -> tuple[Money, Money, Money]:
    """What all VAT rates come to: net, VAT and gross."""
    currency = order.total.currency
    return (
        Money.total((each.net for each in order.vat), currency),
        Money.total((each.vat for each in order.vat), currency),
        Money.total((each.gross for each in order.vat), currency),
    )


def marks(order: Order) -> list[Mark]:
    """The steps it took and those that are still to come."""
    if order.reached(Status.CANCELLED) is not None:
        return _stopped(order)
    return [_mark(order, status) for status in WAY]


def _mark(order: Order, status: Status) -> Mark:
    step = order.reached(status)
    label = LABELS[status]
    if step is None:
        return Mark(label, "")
    here = status is order.status and status is not Status.DELIVERED
    return Mark(label, "here" if here else "done", step.at)


def _stopped(order: Order) -> list[Mark]:
    taken: list[Step] = [each for each in order.history if each.status in WAY]
    found = [Mark(LABELS[each.status], "done", each.at) for each in taken]
    cancelled = order.reached(Status.CANCELLED)
    found.append(Mark(LABELS[Status.CANCELLED], "stopped", cancelled.at if cancelled else None))
    if order.refund is not None:
        back = order.reached(Status.REFUNDED)
        found.append(
            Mark(LABELS[Status.REFUNDED], "done", back.at)
            if back
            else Mark(LABELS[Status.REFUNDED], "here", note="On its way to the card")
        )
    return found


def savings(order: Order) -> list[tuple[str, Money]]:
    """What each promotion took off the whole order, by name."""
    found: dict[str, Money] = {}
    for line in order.lines:
        for each in line.discounts:
            found[each.name] = found[each.name] + each.amount if each.name in found else each.amount
    return list(found.items())

"""What can be wrong with a single web order, in plain words; nothing where all is well."""

from datetime import datetime

from api_service.audit.models import bills
from api_service.audit.models.flows import Flow, amount_of
from common.money import Money


def booked(flow: Flow) -> str | None:
    order, purchases = flow.order, flow.purchases
    if order is None:
        return "it is in the books as sold, and nobody knows the order"
    if not order.was_paid:
        return "it is in the books as sold, and was never paid"
    if len(purchases) != 1:
        return f"it was paid, and is {len(purchases)} times in the books"
    if purchases[0].total != order.total:
        return f"its total is {order.total}, and the books have {_amount(purchases[0].total)}"
    if purchases[0].capture_id != order.capture_id:
        return f"it was paid by {order.capture_id}, and the books have {purchases[0].capture_id}"
    return None


def adds_up(flow: Flow) -> str | None:
    order = flow.order
    if order is None or order.bill is None:
        return None
    return bills.wrong_sum(order.bill, order.total)


def shown(flow: Flow) -> str | None:
    order, sold = flow.order, flow.purchases[0].bill
    if order is None or order.bill is None or sold is None:
        return None
    if order.dated_at != order.paid_at:
        return f"it was paid at {_written(order.paid_at)}, and its invoice is of {_written(order.dated_at)}"
    return bills.difference(order.bill, sold)


def captured(flow: Flow) -> str | None:
    order, captures = flow.order, flow.captures
    if order is None:
        return None
    if len(captures) != 1:
        return f"it is paid, and the gateway took its money {len(captures)} times"
    if captures[0].entry_id != order.capture_id:
        return f"it was paid by {order.capture_id}, and the gateway knows {captures[0].entry_id}"
    if captures[0].amount != order.total:
        return f"its total is {order.total}, and the gateway took {captures[0].amount}"
    return None


def belongs(flow: Flow) -> str | None:
    if flow.kept == flow.due:
        return None
    status = f"its order is {flow.order.status}" if flow.order else "there is no order"
    return f"the gateway kept {flow.kept} of it, and {status}"


def refunded(flow: Flow) -> str | None:
    order = flow.order
    if order is not None and order.keeps_its_money:
        return f"it is {order.status}, and money was given back for it"
    if len(flow.repayments) != 1:
        return f"it was paid and cancelled, and the gateway gave back {len(flow.repayments)} times"
    if flow.kept.minor:
        return f"it was cancelled, and the gateway kept {flow.kept}"
    wanted = 1 if order is not None and order.was_paid else 0
    if len(flow.refunds) != wanted:
        return f"the books should have {wanted} refund of it, and have {len(flow.refunds)}"
    if order is not None and any(each.total != order.total for each in flow.refunds):
        return (
            f"its total is {order.total}, and the books gave back {_amount(flow.refunds[0].total)}"
        )
    if any(each.entry_id != flow.repayments[0].entry_id for each in flow.refunds):
        return f"the gateway gave back by {flow.repayments[0].entry_id}, and the books know another"
    return None


def ended(flow: Flow) -> str | None:
    paid = flow.order is not None and flow.order.was_paid
    kept = flow.order is not None and flow.order.keeps_its_money
    if flow.checkout and flow.checkout.state == "done" and not paid:
        return "its shopper saw it confirmed, and it is not paid"
    if flow.checkout and flow.checkout.state in {"declined", "sold_out"} and paid:
        return f"its shopper was told {flow.checkout.state.replace('_', ' ')}, and it is paid"
    # an order that was called off over its checkout may have been paid before
    if flow.checkout and flow.checkout.state == "cancelled" and kept:
        return "its shopper was told that it is called off, and it is paid"
    return None


def let_go(flow: Flow) -> str | None:
    if not flow.held:
        return None
    held = amount_of(flow.held, flow.currency)
    why = "there is neither a checkout nor an order"
    if flow.checkout is not None:
        why = f"its checkout ended {flow.checkout.state.replace('_', ' ')}"
    elif flow.order is not None:
        why = f"it is {flow.order.status}"
    return f"{why}, and the bank holds {held} for {flow.held[0].payment_id}"


def unpinned(flow: Flow) -> str | None:
    if flow.checkout is None or flow.pinned_at is None:
        return None
    told = flow.checkout.state.replace("_", " ")
    return (
        f"its checkout ended {told}, and the books keep its goods, {flow.checkout.reservation_id}"
    )


def _amount(total: Money | None) -> str:
    return "no amount" if total is None else str(total)


def _written(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "no time"

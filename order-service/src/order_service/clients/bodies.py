"""Orders as the books and the gateway want them told."""

from typing import Any

from common.money import Money
from order_service.models.order import Order
from order_service.models.parts import Line


def money(amount: Money) -> dict[str, Any]:
    """An amount."""
    return {"minor": amount.minor, "currency": amount.currency}


def purchase(order: Order) -> dict[str, Any]:
    """A paid order as a purchase that the books enter."""
    if order.payment is None or order.reservation_id is None or order.paid_at is None:
        raise ValueError(f"{order.number} was not paid for")
    who = order.customer
    customer = {"name": who.name, "email": who.email}
    if who.customer_id is not None:
        customer["customer_id"] = str(who.customer_id)
    return {
        "order_id": str(order.id),
        "order_number": order.number,
        "reservation_id": str(order.reservation_id),
        "payment_id": str(order.payment.id),
        "capture_id": order.payment.capture_id,
        "paid_at": order.paid_at.isoformat(),
        "customer": customer,
    }


def receipt(order: Order, link: str) -> dict[str, Any]:
    """The receipt that the customer is to be sent; `link` leads to the order."""
    return {
        "kind": "receipt",
        "about": str(order.id),
        "to": order.customer.email,
        "body": {
            "order_number": order.number,
            "invoice_number": order.invoice_number,
            "name": order.customer.name,
            "seller": order.seller.name,
            "lines": [_line(each) for each in order.lines],
            "total": money(order.total),
            "link": link,
        },
    }


def stock_alert(order: Order) -> dict[str, Any]:
    """That somebody has to look at what the order left on the shelf."""
    return {
        "kind": "stock_alert",
        "about": str(order.id),
        "body": {
            "order_number": order.number,
            "branch_id": order.branch_id,
            "product_ids": [line.product_id for line in order.lines],
        },
    }


def refund(order: Order) -> dict[str, Any]:
    """That the money of a purchase went back."""
    if order.refund is None or order.refund.gateway_refund_id is None:
        raise ValueError(f"{order.number} was not refunded at the gateway")
    return {
        "purchase_id": str(order.id),
        "refund_id": str(order.refund.id),
        "gateway_refund_id": order.refund.gateway_refund_id,
        "reason": f"order {order.number} cancelled",
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": money(line.unit_price),
        "discounts": [{"name": each.name, "amount": money(each.amount)} for each in line.discounts],
        "total": money(line.total),
    }

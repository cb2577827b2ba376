"""Orders as rows, and rows as orders."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from common.clock import milliseconds
from common.money import Money
from order_service.models.fact import Fact, LineFact
from order_service.models.order import Order
from order_service.models.parts import (
    Address,
    By,
    Card,
    Customer,
    Discount,
    Line,
    Origin,
    Payment,
    Refund,
    Seller,
    Step,
    Vat,
)
from order_service.models.status import Status
from order_service.repository.tables import LINE, ORDER

#: What a web order's number begins with.
PREFIX = "W"


def of_order(order: Order) -> dict[str, Any]:
    """What is written when an order is entered."""
    return of_change(order) | {
        "id": str(order.id),
        "number": int(order.number.removeprefix(PREFIX)),
        "origin": order.origin.value,
        "name": order.customer.name,
        "email": order.customer.email,
        "customer_id": _text(order.customer.customer_id),
        "account_id": _text(order.customer.account_id),
        "address": json.dumps(asdict(order.address)) if order.address else None,
        "total_minor": order.total.minor,
        "currency": order.total.currency,
        "vat": json.dumps(
            [[v.basis_points, v.net.minor, v.vat.minor, v.gross.minor] for v in order.vat]
        ),
        "reservation_id": _text(order.reservation_id),
        "branch_id": order.branch_id,
        "seller": json.dumps(asdict(order.seller)),
        "placed_at": milliseconds(order.placed_at),
    }


def of_change(order: Order) -> dict[str, Any]:
    """What may be another with every version."""
    payment, refund = order.payment, order.refund
    return {
        "status": order.status.value,
        "version": order.version,
        "pinned": order.pinned,
        "payment_id": _text(payment.id) if payment else None,
        "capture_id": payment.capture_id if payment else None,
        "brand": payment.card.brand if payment else None,
        "last4": payment.card.last4 if payment else None,
        "refund_id": _text(refund.id) if refund else None,
        "gateway_refund_id": refund.gateway_refund_id if refund else None,
        "invoice_number": order.invoice_number,
        "paid_at": milliseconds(order.paid_at) if order.paid_at else None,
        "changed_at": milliseconds(order.changed_at),
    }


def of_line(order_id: uuid.UUID, number: int, line: Line) -> dict[str, Any]:
    """A line, with its place in the order."""
    return {
        "order_id": str(order_id),
        "line": number,
        "product_id": line.product_id,
        "code": line.code,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price.minor,
        "discounts": json.dumps(
            [
                [each.promotion_id, each.promotion_version, each.name, each.amount.minor]
                for each in line.discounts
            ]
        ),
        "discount_minor": line.discount.minor,
        "total_minor": line.total.minor,
        "vat_basis_points": line.vat_basis_points,
        "vat_minor": line.vat.minor,
    }


def order(row: RowMapping, lines: Sequence[RowMapping], steps: Sequence[RowMapping]) -> Order:
    """An order from its rows."""
    currency = row["currency"]
    return Order(
        id=uuid.UUID(row["id"]),
        number=f"{PREFIX}{row['number']}",
        origin=Origin(row["origin"]),
        status=Status(row["status"]),
        version=row["version"],
        customer=Customer(
            row["name"], row["email"], _uuid(row["customer_id"]), _uuid(row["account_id"])
        ),
        address=Address(**json.loads(row["address"])) if row["address"] else None,
        lines=tuple(_line(each, currency) for each in lines),
        total=Money(row["total_minor"], currency),
        vat=tuple(
            Vat(points, Money(net, currency), Money(vat, currency), Money(gross, currency))
            for points, net, vat, gross in json.loads(row["vat"])
        ),
        reservation_id=_uuid(row["reservation_id"]),
        pinned=row["pinned"],
        branch_id=row["branch_id"],
        payment=_payment(row),
        refund=Refund(uuid.UUID(row["refund_id"]), row["gateway_refund_id"])
        if row["refund_id"]
        else None,
        seller=Seller(**json.loads(row["seller"])),
        invoice_number=row["invoice_number"],
        placed_at=moment(row["placed_at"]),
        paid_at=moment(row["paid_at"]) if row["paid_at"] else None,
        changed_at=moment(row["changed_at"]),
        history=tuple(map(_step, steps)),
    )


#: The columns of an order that `fact` reads.
FACT = tuple(
    ORDER.c[name]
    for name in (
        "place",
        "id",
        "number",
        "status",
        "total_minor",
        "currency",
        "vat",
        "payment_id",
        "capture_id",
        "reservation_id",
        "invoice_number",
        "placed_at",
        "paid_at",
        "changed_at",
    )
)


#: Those of a line that `line_fact` reads, behind its order's.
LINE_FACT = tuple(
    LINE.c[name]
    for name in (
        "order_id",
        "product_id",
        "name",
        "quantity",
        "unit_price_minor",
        "discount_minor",
        "total_minor",
        "vat_basis_points",
        "vat_minor",
        "discounts",
    )
)


def fact(row: RowMapping, lines: Sequence[LineFact], steps: Sequence[RowMapping]) -> Fact:
    """What an auditor reads of an order."""
    return Fact(
        place=row["place"],
        id=uuid.UUID(row["id"]),
        number=f"{PREFIX}{row['number']}",
        status=Status(row["status"]),
        total=Money(row["total_minor"], row["currency"]),
        lines=tuple(lines),
        vat=_readable(row["vat"]),
        payment_id=_uuid(row["payment_id"]),
        capture_id=row["capture_id"],
        reservation_id=_uuid(row["reservation_id"]),
        invoice_number=row["invoice_number"],
        placed_at=moment(row["placed_at"]),
        paid_at=moment(row["paid_at"]) if row["paid_at"] else None,
        changed_at=moment(row["changed_at"]),
        history=tuple(map(_step, steps)),
    )


def line_fact(*columns: Any) -> LineFact:
    """What an auditor reads of a line."""
    *figures, offers = columns
    return LineFact._make([*figures, _readable(offers)])


def moment(written: int) -> datetime:
    """A moment from its milliseconds."""
    return datetime.fromtimestamp(written / 1000, UTC)


def _step(row: RowMapping) -> Step:
    by = By(row["by_name"], row["by_role"])
    return Step(Status(row["status"]), moment(row["at"]), by, row["why"])


def _line(row: RowMapping, currency: str) -> Line:
    return Line(
        product_id=row["product_id"],
        code=row["code"],
        name=row["name"],
        quantity=row["quantity"],
        unit_price=Money(row["unit_price_minor"], currency),
        discounts=tuple(
            Discount(promotion_id, version, name, Money(minor, currency))
            for promotion_id, version, name, minor in json.loads(row["discounts"])
        ),
        discount=Money(row["discount_minor"], currency),
        total=Money(row["total_minor"], currency),
        vat_basis_points=row["vat_basis_points"],
        vat=Money(row["vat_minor"], currency),
    )


def _readable(written: str) -> Any:
    """What is written there; an order that somebody spoilt must not keep an auditor from reading the others."""
    if written == "[]":
        return []  # most lines have no offer, and there are many
    try:
        return json.loads(written)
    except ValueError:
        return None


def _payment(row: RowMapping) -> Payment | None:
    if not row["payment_id"]:
        return None
    return Payment(
        uuid.UUID(row["payment_id"]), Card(row["brand"], row["last4"]), row["capture_id"]
    )


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None


def _uuid(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None

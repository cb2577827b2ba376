"""What the books write, as the till's own models, and the till's sale as they read it."""

import uuid
from datetime import datetime
from typing import Any

from cashier_service.models.catalogue import Branch, Company, Product, Till
from cashier_service.models.payment import Method, Tender
from cashier_service.models.purchase import Customer, Discount, Purchase, Sale, SoldLine
from common.money import Money
from common.pricing import VatSum


def sells(branch: dict[str, Any]) -> bool:
    """Whether a branch has tills that may sell."""
    return branch["kind"] == "shop" and not branch["archived"]


def company(read: dict[str, Any]) -> Company:
    """Whose tills these are."""
    return Company(
        name=read["name"],
        vat_id=read["vat_id"],
        currency=read["currency"],
        time_zone=read["time_zone"],
    )


def branch(read: dict[str, Any]) -> Branch:
    """A shop and the tills in use."""
    return Branch(
        id=read["id"],
        name=read["name"],
        address=read["address"],
        tills=tuple(
            Till(
                id=till["id"],
                name=till["name"],
                branch_id=read["id"],
                branch_name=read["name"],
                address=read["address"],
                time_zone=read["time_zone"],
            )
            for till in read["tills"]
            if not till["archived"]
        ),
    )


def product(read: dict[str, Any]) -> Product:
    """A product on sale."""
    return Product(
        id=read["id"],
        code=read["code"],
        barcode=read["barcode"],
        name=read["name"],
        note=read["unit"] or read["artist"] or read["code"],
        department=read["department"],
        price=_money(read["price"]),
        vat_basis_points=read["vat_basis_points"],
    )


def purchase(read: dict[str, Any]) -> Purchase:
    """A sale in the books."""
    return Purchase(
        id=uuid.UUID(read["id"]),
        receipt=read["receipt"],
        branch_id=read["branch_id"],
        till_id=read["till_id"],
        sold_at=datetime.fromisoformat(read["sold_at"]),
        lines=tuple(
            SoldLine(
                name=line["name"],
                quantity=line["quantity"],
                unit_price=_money(line["unit_price"]),
                discounts=tuple(
                    Discount(each["name"], _money(each["amount"])) for each in line["discounts"]
                ),
                total=_money(line["total"]),
            )
            for line in read["lines"]
        ),
        total=_money(read["total"]),
        vat=tuple(
            VatSum(
                basis_points=each["basis_points"],
                net=_money(each["net"]),
                vat=_money(each["vat"]),
                gross=_money(each["gross"]),
            )
            for each in read["vat"]
        ),
        tenders=tuple(
            Tender(
                method=Method(tender["kind"]),
                amount=_money(tender["amount"]),
                given=_money(tender["given"]),
            )
            for tender in read["tenders"]
        ),
        cashier_id=uuid.UUID(read["cashier_id"]) if read.get("cashier_id") else None,
    )


def customer(read: dict[str, Any]) -> Customer:
    """Somebody whom the books know."""
    return Customer(id=uuid.UUID(read["id"]), name=read["name"], email=read["email"])


def written_sale(sale: Sale) -> dict[str, Any]:
    """A sale as the books take it."""
    return {
        "branch_id": sale.branch_id,
        "till_id": sale.till_id,
        "lines": [
            {"product_id": product_id, "quantity": quantity} for product_id, quantity in sale.lines
        ],
        "customer_id": str(sale.customer_id) if sale.customer_id else None,
        "total": _amount(sale.total),
        "tenders": [
            {
                "kind": tender.method.value,
                "amount": _amount(tender.amount),
                "given": _amount(tender.given),
            }
            for tender in sale.tenders
        ],
        "coupons": list(sale.coupons),
    }


def _money(read: dict[str, Any]) -> Money:
    return Money(read["minor"], read["currency"])


def _amount(money: Money) -> dict[str, Any]:
    return {"minor": money.minor, "currency": money.currency}

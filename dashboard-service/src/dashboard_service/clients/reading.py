"""Takes from the books' answers what the pages show, as typed values."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.money import Money
from dashboard_service.models.figures import (
    Branch,
    BranchSales,
    Buyer,
    Customer,
    Definition,
    Definitions,
    Earlier,
    EarlierRow,
    Line,
    LoyalBuyers,
    Places,
    Purchase,
    PurchasePage,
    RankedProduct,
    Row,
    SalesReport,
    Summary,
    TenderSum,
    Totals,
)

Read = Mapping[str, Any]


def places(read: Read) -> Places:
    """The company and its branches."""
    branches = [
        Branch(
            each["id"],
            each["name"],
            each["time_zone"],
            is_history=each["kind"] == "imported",
            is_online=each["kind"] == "online",
        )
        for each in read["branches"]
        if not each["archived"]
    ]
    company = read["company"]
    return Places(
        company["currency"],
        company["time_zone"],
        sorted(branches, key=lambda branch: branch.is_history),
    )


def definitions(read: Read) -> Definitions:
    """What every number means."""
    return {
        each["number"]: Definition(each["name"], each["meaning"]) for each in read["definitions"]
    }


def sales(read: Read) -> SalesReport:
    """A report of sales."""
    return SalesReport(
        currency=read["currency"],
        as_of=_moment(read["as_of"]).astimezone(ZoneInfo(read["time_zone"])),
        rows=[
            Row(
                starts_at=_moment(row["starts_at"]),
                total=None if row["state"] == "future" else _money(row["total"]),
                is_open=row["state"] == "open",
                refunded=_some_money(row["refunded"]),
            )
            for row in read["rows"]
        ],
        totals=_totals(read["totals"]),
        earlier=_earlier(read["compared"]) if read["compared"] else None,
        branches=[
            BranchSales(
                branch_id=each["branch_id"],
                name=each["name"],
                purchases=each["purchases"],
                total=_money(each["total"]),
                before=_money(each["compared_total"]) if each["compared_total"] else None,
                refunded=_some_money(each["refunded"]),
            )
            for each in read["branches"]
        ],
        tenders=[
            TenderSum(each["kind"], each["purchases"], _money(each["total"]))
            for each in read["tenders"]
        ],
        refunded=_some_money(read["refunded"]["total"]),
    )


def products(read: Read) -> list[RankedProduct]:
    """A ranking of products."""
    return [
        RankedProduct(
            product_id=each["product_id"],
            rank=each["rank"],
            tied=each["tied"],
            name=each["name"],
            units=each["units"],
            total=_money(each["total"]),
            before=each["compared_units"],
        )
        for each in read["products"]
    ]


def loyal_buyers(read: Read) -> LoyalBuyers:
    """Who comes back."""
    return LoyalBuyers(
        buyers=read["buyers"],
        loyal=read["loyal"],
        listed=[
            Buyer(
                customer_id=uuid.UUID(each["customer_id"]),
                name=each["name"],
                purchases=each["purchases"],
                total=_money(each["total"]),
            )
            for each in read["customers"]
        ],
    )


def customers(read: Read) -> list[Customer]:
    """Customers who were found."""
    return [
        Customer(uuid.UUID(each["id"]), each["name"], each["email"], _moment(each["made_at"]))
        for each in read["customers"]
    ]


def summary(read: Read) -> Summary:
    """What a customer bought in all."""
    first, last = read["first_purchase_at"], read["last_purchase_at"]
    return Summary(
        customer_id=uuid.UUID(read["customer_id"]),
        name=read["name"],
        purchases=read["purchases"],
        total=_money(read["total"]),
        first_at=_moment(first) if first else None,
        last_at=_moment(last) if last else None,
    )


def purchases(read: Read) -> PurchasePage:
    """A page of purchases."""
    return PurchasePage(
        purchases=[
            Purchase(
                id=uuid.UUID(each["id"]),
                receipt=each["receipt"],
                branch_id=each["branch_id"],
                sold_at=_moment(each["sold_at"]),
                lines=[
                    Line(line["name"], line["quantity"], _money(line["total"]))
                    for line in each["lines"]
                ],
                total=_money(each["total"]),
            )
            for each in read["purchases"]
        ],
        next=read["next"],
    )


def _earlier(read: Read) -> Earlier:
    return Earlier(
        rows=[EarlierRow(_moment(row["starts_at"]), _money(row["total"])) for row in read["rows"]],
        whole=_money(read["whole"]["total"]),
        so_far=_totals(read["so_far"]),
    )


def _totals(read: Read) -> Totals:
    return Totals(
        purchases=read["purchases"],
        total=_money(read["total"]),
        average=_money(read["average"]),
        units=read["units"],
        buyers=read["buyers"],
    )


def _some_money(read: Read) -> Money | None:
    return _money(read) or None


def _money(read: Read) -> Money:
    return Money(read["minor"], read["currency"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)

"""A sale as it is asked for, and the purchase that it becomes in the books."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api_service.errors import TendersDoNotMatch
from api_service.prices.models import Discount
from common.errors import FieldError
from common.money import Money, MoneyError
from common.pricing import VatSum

#: Guests get their id from the sale's, so that a repeated sale is the same guest's.
_GUEST = "guest"


class Origin(StrEnum):
    """Where a purchase came from."""

    TILL = "till"
    API = "api"
    WEB = "web"
    IMPORT = "import"


class TenderKind(StrEnum):
    """What a customer paid with; `other` stands where nobody said."""

    CASH = "cash"
    CARD = "card"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tender:
    """A part of the total and what was handed over for it; only cash is given above its amount."""

    kind: TenderKind
    amount: Money
    given: Money

    @property
    def change(self) -> Money:
        """What goes back to the customer."""
        return self.given - self.amount


@dataclass(frozen=True, slots=True)
class Sale:
    """What a caller asks to have booked; `lines` are (product id, quantity)."""

    branch_id: str
    lines: tuple[tuple[int, int], ...]
    origin: Origin
    customer_id: uuid.UUID | None = None
    till_id: str | None = None
    tenders: tuple[Tender, ...] = ()
    total: Money | None = None
    coupons: tuple[str, ...] = ()

    def fingerprint(self) -> bytes:
        """Equal for two requests that ask for the same sale, whatever the order of their fields and lines."""
        asked: list[object] = [
            self.branch_id,
            sorted(self.lines),
            self.origin,
            str(self.customer_id),
            self.till_id,
            [
                (tender.kind, tender.amount.minor, tender.given.minor, tender.amount.currency)
                for tender in self.tenders
            ],
            [self.total.minor, self.total.currency] if self.total else None,
        ]
        if self.coupons:  # a sale without any stays the sale that it was before there were coupons
            asked.append(sorted(self.coupons))
        return hashlib.sha256(json.dumps(asked).encode()).digest()

    def customer_of(self, purchase_id: uuid.UUID) -> uuid.UUID:
        """Who buys: the named customer, or a guest made for this purchase."""
        return self.customer_id or uuid.uuid5(purchase_id, _GUEST)


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A line as it was sold; it keeps its name, price and discounts whatever becomes of product and promotion."""

    line_number: int
    product_id: int | None
    description: str
    quantity: int
    unit_price: Money
    price_version: int | None
    discount: Money
    discounts: tuple[Discount, ...]
    total: Money
    vat_basis_points: int
    vat: Money


@dataclass(frozen=True, slots=True)
class Purchase:
    """A sale in the books."""

    id: uuid.UUID
    branch_id: str
    till_id: str | None
    receipt: str | None
    customer_id: uuid.UUID
    cashier_id: uuid.UUID | None
    """Who sold it; None for a program."""
    origin: Origin
    sold_at: datetime
    total: Money
    lines: tuple[PurchaseLine, ...]
    tenders: tuple[Tender, ...]

    def vat_sums(self) -> tuple[VatSum, ...]:
        """What it holds of each VAT rate, as its receipt shows it."""
        sums = []
        for rate in sorted({line.vat_basis_points for line in self.lines}):
            lines = [line for line in self.lines if line.vat_basis_points == rate]
            gross = Money.total((line.total for line in lines), self.total.currency)
            vat = Money.total((line.vat for line in lines), self.total.currency)
            sums.append(VatSum(basis_points=rate, net=gross - vat, vat=vat, gross=gross))
        return tuple(sums)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which purchases a list shows; None leaves it open. `since` is inclusive, `before` is not."""

    branch_id: str | None = None
    till_id: str | None = None
    customer_id: uuid.UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


def settle(tenders: Sequence[Tender], total: Money) -> tuple[Tender, ...]:
    """The tenders of a sale; none stands for one `other` over the total.

    Raises:
        TendersDoNotMatch: they do not make up the total, or something but cash was given above its amount.
    """
    if not tenders:
        return (Tender(TenderKind.OTHER, total, total),)
    try:
        paid = Money.total((tender.amount for tender in tenders), total.currency)
    except MoneyError:
        raise TendersDoNotMatch("The tenders make more than any amount can be") from None
    if paid != total:
        raise TendersDoNotMatch(
            f"The tenders make {paid}, the total is {total}",
            errors=(FieldError("/tenders", f"they make {paid}, not {total}"),),
        )
    for place, tender in enumerate(tenders):
        if tender.change.minor < 0 or (tender.change and tender.kind is not TenderKind.CASH):
            raise TendersDoNotMatch(
                f"{tender.given} was given for {tender.amount} by {tender.kind}",
                errors=(
                    FieldError(f"/tenders/{place}/given", "only cash is given above its amount"),
                ),
            )
    return tuple(tenders)

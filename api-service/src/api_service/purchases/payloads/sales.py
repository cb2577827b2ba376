"""Sales and purchases as JSON, in both directions."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.errors import RepeatedProduct
from api_service.prices.payloads import (
    MOST_LINES,
    Coupons,
    GivenAnswer,
    Lines,
    VatAnswer,
    counted,
    given,
    vat_answer,
)
from api_service.purchases.models.sales import Origin, Purchase, Sale, Tender, TenderKind
from common.errors import FieldError, InvalidRequest
from common.money import Money, MoneyError
from common.payload import (
    Answer,
    Day,
    DecimalNumber,
    Moment,
    MoneyField,
    Page,
    Payload,
    Text,
    Uuid,
    Whole,
)

Identifier = Annotated[Text, Field(min_length=1, max_length=40)]


class TenderRequest(Payload):
    """A part of the total, and for cash what was handed over for it."""

    kind: Annotated[TenderKind, Field(strict=False)]
    amount: MoneyField
    given: MoneyField | None = None

    def tender(self) -> Tender:
        """As the books know it."""
        given = self.given or self.amount
        if given.currency != self.amount.currency or self.amount.minor < 0:
            raise InvalidRequest(
                errors=(FieldError("/tenders", "an amount is negative or in another currency"),)
            )
        return Tender(self.kind, self.amount, given)


class SaleRequest(Payload):
    """A sale to book. Without `tenders` one `other` over the total is booked; a `total` is compared, never believed.

    A coupon that takes nothing off is not used up.
    """

    branch_id: Identifier
    lines: Lines
    customer_id: Uuid | None = None
    till_id: Identifier | None = None
    tenders: Annotated[list[TenderRequest], Field(max_length=10)] | None = None
    total: MoneyField | None = None
    coupons: Coupons = Field(default_factory=list)

    def sale(self) -> Sale:
        """As the use case takes it.

        Raises:
            InvalidRequest: the lines of a product are too many units together.
        """
        return Sale(
            branch_id=self.branch_id,
            lines=counted(self.lines),
            origin=Origin.TILL if self.till_id else Origin.API,
            customer_id=self.customer_id,
            till_id=self.till_id,
            tenders=tuple(tender.tender() for tender in self.tenders or ()),
            total=self.total,
            coupons=tuple(dict.fromkeys(self.coupons)),
        )


class DocumentSaleRequest(Payload):
    """A sale as document 001 sends it: one unit of each listed product, and the total as a decimal number."""

    supermarket_id: Identifier
    user_id: Uuid
    items_list: Annotated[
        list[Annotated[Whole, Field(ge=1, le=2**63 - 1)]],
        Field(min_length=1, max_length=MOST_LINES),
    ]
    total_amount: DecimalNumber

    def sale(self, currency: str) -> Sale:
        """As the use case takes it.

        Raises:
            RepeatedProduct: a product is listed twice.
            InvalidRequest: the total cannot be an amount of the currency.
        """
        for place, product_id in enumerate(self.items_list):
            if product_id in self.items_list[:place]:
                raise RepeatedProduct(
                    f"Product {product_id} is listed twice; a purchase holds one unit of each",
                    errors=(FieldError(f"/items_list/{place}", "listed before"),),
                )
        try:
            total = Money.parse(self.total_amount, currency)
        except MoneyError as error:
            raise InvalidRequest(
                str(error), errors=(FieldError("/total_amount", str(error)),)
            ) from None
        return Sale(
            branch_id=self.supermarket_id,
            lines=tuple((product_id, 1) for product_id in self.items_list),
            origin=Origin.API,
            customer_id=self.user_id,
            total=total,
        )


class LineAnswer(Answer):
    """A line as it was sold."""

    line_number: int
    product_id: int | None
    name: str
    quantity: int
    unit_price: MoneyField
    discount: MoneyField
    discounts: list[GivenAnswer]
    total: MoneyField
    vat_basis_points: int
    vat: MoneyField


class TenderAnswer(Answer):
    """What was paid with."""

    kind: TenderKind
    amount: MoneyField
    given: MoneyField
    change: MoneyField


class PurchaseAnswer(Answer):
    """A purchase in the books."""

    id: uuid.UUID
    receipt: str | None
    branch_id: str
    till_id: str | None
    customer_id: uuid.UUID
    cashier_id: uuid.UUID | None
    origin: Origin
    sold_at: Moment
    lines: list[LineAnswer]
    total: MoneyField
    vat: list[VatAnswer]
    tenders: list[TenderAnswer]


class PurchaseList(Answer):
    """A page of purchases; `next` is the cursor of the following page, null on the last."""

    purchases: list[PurchaseAnswer]
    next: str | None


class DocumentPurchase(Answer):
    """A purchase as document 001 answers it."""

    id: uuid.UUID
    supermarket_id: str
    user_id: uuid.UUID
    items_list: list[int]
    total_amount: DecimalNumber
    created_at: Moment


class PurchaseQuery(Page):
    """Which purchases to list. Days are the branch's own, or the company's where no branch is named."""

    branch: Identifier | None = None
    till: Identifier | None = None
    customer: Uuid | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None


def purchase_answer(purchase: Purchase) -> PurchaseAnswer:
    """A purchase as /api/v1 answers it; the same purchase always gives the same bytes."""
    return PurchaseAnswer(
        id=purchase.id,
        receipt=purchase.receipt,
        branch_id=purchase.branch_id,
        till_id=purchase.till_id,
        customer_id=purchase.customer_id,
        cashier_id=purchase.cashier_id,
        origin=purchase.origin,
        sold_at=purchase.sold_at,
        lines=[
            LineAnswer(
                line_number=line.line_number,
                product_id=line.product_id,
                name=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                discounts=given(line.discounts),
                total=line.total,
                vat_basis_points=line.vat_basis_points,
                vat=line.vat,
            )
            for line in purchase.lines
        ],
        total=purchase.total,
        vat=[vat_answer(each) for each in purchase.vat_sums()],
        tenders=[
            TenderAnswer(
                kind=tender.kind, amount=tender.amount, given=tender.given, change=tender.change
            )
            for tender in purchase.tenders
        ],
    )


def document_purchase(purchase: Purchase) -> DocumentPurchase:
    """A purchase as document 001 answers it."""
    return DocumentPurchase(
        id=purchase.id,
        supermarket_id=purchase.branch_id,
        user_id=purchase.customer_id,
        items_list=[line.product_id for line in purchase.lines if line.product_id is not None],
        total_amount=purchase.total.decimal,
        created_at=purchase.sold_at,
    )

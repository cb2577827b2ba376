"""Document 001's numbers as JSON."""

import uuid
from typing import Annotated

from pydantic import Field, RootModel

from api_service.analytics.models import Buyer
from api_service.analytics.payloads.asked import MinPurchases
from api_service.analytics.use_cases.reports import Favourites
from common.payload import Answer, DecimalNumber, Moment, Payload, Text

#: Document 001's answers list so many buyers; who wants more reads on, page by page.
MOST_BUYERS = 1000


class DocumentAnalyticsQuery(Payload):
    """From how many purchases on a buyer is loyal; what is set for the chain if nothing is said."""

    min_purchases: MinPurchases | None = None


class DocumentLoyalBuyer(Answer):
    """A buyer who came often."""

    user_id: uuid.UUID
    purchases: int


class DocumentTopProduct(Answer):
    """A product that sells well."""

    product_id: int
    name: str
    units: int


class DocumentAnalytics(Answer):
    """The owner's numbers as document 001 has them; `loyal_buyers_total` is there only when the list is cut."""

    unique_buyers: int
    loyal_buyers: list[DocumentLoyalBuyer]
    loyal_buyers_total: Annotated[int | None, Field(exclude_if=lambda total: total is None)] = None
    top_products: list[DocumentTopProduct]
    generated_at: Moment


class DocumentBuyersQuery(Payload):
    """Where the list of buyers goes on."""

    cursor: Annotated[Text, Field(max_length=2000)] | None = None


class DocumentBuyer(Answer):
    """A buyer and what they bought in all."""

    user_id: uuid.UUID
    purchases: int
    total_amount: DecimalNumber
    last_purchase_at: Moment


class DocumentBuyers(RootModel[list[DocumentBuyer]]):
    """Buyers, the newest last purchase first."""


def document_analytics(found: Favourites) -> DocumentAnalytics:
    """The owner's numbers as document 001 answers them."""
    listed = found.buyers.listed
    return DocumentAnalytics(
        unique_buyers=found.buyers.buyers,
        loyal_buyers=[
            DocumentLoyalBuyer(user_id=each.customer_id, purchases=each.purchases)
            for each in listed
        ],
        loyal_buyers_total=found.buyers.loyal if found.buyers.loyal > len(listed) else None,
        top_products=[
            DocumentTopProduct(
                product_id=each.product.product_id,
                name=each.product.name,
                units=each.product.units,
            )
            for each in found.products
        ],
        generated_at=found.generated_at,
    )


def document_buyers(buyers: list[Buyer]) -> DocumentBuyers:
    """Buyers as document 001 answers them."""
    return DocumentBuyers(
        [
            DocumentBuyer(
                user_id=each.customer_id,
                purchases=each.purchases,
                total_amount=each.total.decimal,
                last_purchase_at=each.last_purchase_at,
            )
            for each in buyers
        ]
    )

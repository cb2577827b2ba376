"""What sells best and who comes most often, as JSON."""

import uuid
from typing import Annotated, Any

from pydantic import Field

from api_service.analytics.models import Comparison, CustomerSummary, Period, RankedProduct
from api_service.analytics.payloads.asked import Days, MinPurchases
from api_service.analytics.use_cases.reports import CustomerReport, ProductReport
from common.payload import Answer, Day, Moment, MoneyField, Whole


class ProductsQuery(Days):
    """Which products to rank: of all time unless days are named. `limit` counts places, which may be shared."""

    compare: Annotated[Comparison, Field(strict=False)] = Comparison.PREVIOUS
    limit: Annotated[Whole, Field(ge=1, le=1000)] = 3


class CustomersQuery(Days):
    """Which customers to list: of all time unless days are named."""

    min_purchases: MinPurchases | None = None
    limit: Annotated[Whole, Field(ge=1, le=1000)] = 100


class ProductRow(Answer):
    """A product with its place; `compared_units` ends at the time of day that it is now."""

    rank: int
    tied: bool
    product_id: int
    name: str
    units: int
    total: MoneyField
    compared_units: int | None


class ProductsAnswer(Answer):
    """The products that sold best; without days it is all time, which is compared with nothing."""

    since: Annotated[Day | None, Field(serialization_alias="from")]
    until: Annotated[Day | None, Field(serialization_alias="to")]
    branch: str | None
    compare: Comparison
    as_of: Moment
    products: list[ProductRow]


class CustomerRow(Answer):
    """A customer who came often; guests have no name."""

    customer_id: uuid.UUID
    name: str | None
    purchases: int
    total: MoneyField
    last_purchase_at: Moment


class CustomersAnswer(Answer):
    """How many bought, how many of them at least `min_purchases` times, and the first of those."""

    since: Annotated[Day | None, Field(serialization_alias="from")]
    until: Annotated[Day | None, Field(serialization_alias="to")]
    branch: str | None
    as_of: Moment
    buyers: int
    loyal: int
    min_purchases: int
    customers: list[CustomerRow]


class SummaryAnswer(Answer):
    """All that a customer bought, history from elsewhere included."""

    customer_id: uuid.UUID
    name: str | None
    purchases: int
    total: MoneyField
    first_purchase_at: Moment | None
    last_purchase_at: Moment | None


def products_answer(
    report: ProductReport, *, branch: str | None, compare: Comparison
) -> ProductsAnswer:
    """A ranking of products as /api/v1 answers it."""
    return ProductsAnswer(
        **_period(report.period),
        branch=branch,
        compare=compare if report.compared else Comparison.NONE,
        as_of=report.as_of,
        products=[_product_row(each) for each in report.products],
    )


def customers_answer(
    report: CustomerReport, *, branch: str | None, min_purchases: int
) -> CustomersAnswer:
    """A list of customers as /api/v1 answers it."""
    return CustomersAnswer(
        **_period(report.period),
        branch=branch,
        as_of=report.as_of,
        buyers=report.buyers.buyers,
        loyal=report.buyers.loyal,
        min_purchases=min_purchases,
        customers=[
            CustomerRow(
                customer_id=each.customer_id,
                name=each.name,
                purchases=each.purchases,
                total=each.total,
                last_purchase_at=each.last_purchase_at,
            )
            for each in report.buyers.listed
        ],
    )


def summary_answer(summary: CustomerSummary) -> SummaryAnswer:
    """What a customer bought, as /api/v1 answers it."""
    return SummaryAnswer(
        customer_id=summary.customer_id,
        name=summary.name,
        purchases=summary.purchases,
        total=summary.total,
        first_purchase_at=summary.first_purchase_at,
        last_purchase_at=summary.last_purchase_at,
    )


def _product_row(ranked: RankedProduct) -> ProductRow:
    return ProductRow(
        rank=ranked.rank,
        tied=ranked.tied,
        product_id=ranked.product.product_id,
        name=ranked.product.name,
        units=ranked.product.units,
        total=ranked.product.total,
        compared_units=ranked.compared_units,
    )


def _period(period: Period | None) -> dict[str, Any]:
    return {
        "since": period.first if period else None,
        "until": period.last if period else None,
    }

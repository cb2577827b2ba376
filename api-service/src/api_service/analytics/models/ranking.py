"""What sells best and who comes most often."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from common.money import Money


@dataclass(frozen=True, slots=True)
class ProductSales:
    """A product, how many units of it were sold, and for how much."""

    product_id: int
    name: str
    units: int
    total: Money


@dataclass(frozen=True, slots=True)
class RankedProduct:
    """A product with its place; products with the same count of units share one."""

    rank: int
    tied: bool
    product: ProductSales
    compared_units: int | None = None


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer and what they bought."""

    customer_id: uuid.UUID
    purchases: int
    total: Money
    last_purchase_at: datetime
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Buyers:
    """How many customers bought, how many of them often, and the first of those."""

    buyers: int
    loyal: int
    listed: Sequence[Buyer]


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """All that a customer bought anywhere, history from elsewhere included."""

    customer_id: uuid.UUID
    name: str | None
    purchases: int
    total: Money
    first_purchase_at: datetime | None
    last_purchase_at: datetime | None


def ranked(products: Sequence[ProductSales], places: int) -> list[RankedProduct]:
    """The products with the `places` highest counts of units, every one that shares such a count included."""
    by_units = sorted(products, key=lambda product: (-product.units, product.product_id))
    found: list[RankedProduct] = []
    for rank, (_, sharing) in enumerate(groupby(by_units, key=lambda each: each.units), start=1):
        if rank > places:
            break
        alike = list(sharing)
        found += [RankedProduct(rank, len(alike) > 1, product) for product in alike]
    return found

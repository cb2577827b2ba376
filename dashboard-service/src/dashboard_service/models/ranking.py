"""Products by what they sold, on the first page the best of them and on a page of their own all."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard_service.models.figures import RankedProduct
from dashboard_service.models.filters import Filters, Sort
from dashboard_service.models.table import Column, Table, money_key


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every product that was sold in some days."""

    filters: Filters
    currency: str
    products: Sequence[RankedProduct]
    has_products: bool = True
    """Whether there is anything that could be sold."""

    @property
    def sorted(self) -> list[RankedProduct]:
        """By units or by revenue, the most first; whoever ties keeps the order of the places."""
        if self.filters.sort is Sort.REVENUE:
            return sorted(self.products, key=lambda each: -each.total.minor)
        return list(self.products)

    @property
    def table(self) -> Table:
        """All of them, as the page shows them."""
        return products_table(self.sorted, self.currency, compared=self.compares)

    @property
    def compares(self) -> bool:
        """Whether any of them was sold on the earlier days as well."""
        return any(each.before for each in self.products)


def products_table(products: Sequence[RankedProduct], currency: str, *, compared: bool) -> Table:
    """Products with their places, and beside them what was sold before where it is compared."""
    columns = [
        Column("place", "Place"),
        Column("product", "Product"),
        Column("units", "Units", "num"),
        Column(money_key("revenue", currency), currency, "num"),
    ]
    rows = [(each.place, each.name, each.units, each.total) for each in products]
    if not compared:
        return Table(columns, rows)
    columns.append(Column("units_before", "Units before", "num"))
    return Table(columns, [(*row, each.before) for row, each in zip(rows, products, strict=True)])

"""Everything that the first page shows: the numbers of some days, and the tables that they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.money import Money
from dashboard_service.models.change import Change
from dashboard_service.models.figures import (
    BranchSales,
    Earlier,
    LoyalBuyers,
    RankedProduct,
    Row,
    SalesReport,
)
from dashboard_service.models.filters import Filters
from dashboard_service.models.period import Against
from dashboard_service.models.ranking import products_table
from dashboard_service.models.table import Cell, Column, Table, money_key

TENDERS = {"cash": "Cash", "card": "Card", "other": "Other"}


@dataclass(frozen=True, slots=True)
class Overview:
    """The owner's numbers for a choice of filters."""

    filters: Filters
    sales: SalesReport
    others: Mapping[Against, Money]
    """What had been sold by then of the days that a single day is held against besides."""
    products: Sequence[RankedProduct]
    loyal: LoyalBuyers
    has_products: bool = True
    """Whether there is anything that could be sold; found out only where nothing was."""

    @property
    def earlier(self) -> Earlier | None:
        """The earlier days; None where nothing is compared, and where nothing was sold on them."""
        earlier = self.sales.earlier
        return earlier if earlier is not None and earlier.whole else None

    @property
    def change(self) -> Change | None:
        """Of what was sold, against what had been sold by then of the earlier days; None where that is nothing."""
        if self.earlier is None or not self.earlier.so_far.total:
            return None
        return Change.of_money(self.sales.totals.total, self.earlier.so_far.total)

    @property
    def other_changes(self) -> list[tuple[Against, Change]]:
        """The same against the other days that are of interest, where anything was sold on them."""
        total = self.sales.totals.total
        changes = [(each, Change.of_money(total, before)) for each, before in self.others.items()]
        return [(against, change) for against, change in changes if change.ratio is not None]

    @property
    def changes(self) -> Mapping[str, Change]:
        """Of the other totals, by their name, against the earlier days; empty where nothing is compared."""
        if self.change is None or self.earlier is None:
            return {}
        now, before = self.sales.totals, self.earlier.so_far
        return {
            "average": Change.of_money(now.average, before.average),
            "buyers": Change(now.buyers, before.buyers),
            "units": Change(now.units, before.units),
        }

    @property
    def is_blank(self) -> bool:
        """Whether nothing was sold in all the days that the page knows of."""
        sales = self.sales
        return not (sales.totals.purchases or sales.refunded or self.loyal.buyers or self.earlier)

    @property
    def branches(self) -> list[BranchSales]:
        """The branches, who sold most first."""
        return sorted(self.sales.branches, key=lambda each: (-each.total.minor, each.branch_id))

    @property
    def tables(self) -> Mapping[str, Table]:
        """Every table of the page, by the name of its file."""
        return {
            "takings": self._takings(),
            "branches": self._branches(),
            "products": products_table(
                self.products, self.sales.currency, compared=self.earlier is not None
            ),
            "buyers": self._buyers(),
            "tenders": self._tenders(),
        }

    def _money(self, name: str) -> str:
        return money_key(name, self.sales.currency)

    def _takings(self) -> Table:
        earlier = self.earlier
        columns = [Column("starts_at"), Column(self._money("revenue"))]
        rows: list[tuple[Cell, ...]] = [(row.starts_at, row.total) for row in self.sales.rows]
        if earlier is not None:
            columns += [Column("before_starts_at"), Column(self._money("before"))]
            rows = [
                (*row, before.starts_at, before.total)
                for row, before in zip(rows, earlier.rows, strict=True)
            ]
        return self._with_refunds(columns, rows, self.sales.rows)

    def _branches(self) -> Table:
        columns = [
            Column("branch_id"),
            Column("branch", "Branch"),
            Column("sales", "Sales", "num"),
            Column(self._money("revenue"), self.sales.currency, "num"),
        ]
        rows: list[tuple[Cell, ...]] = [
            (each.branch_id, each.name, each.purchases, each.total) for each in self.branches
        ]
        if self.earlier is not None:
            columns.append(Column(self._money("before"), "Before", "num"))
            rows = [(*row, each.before) for row, each in zip(rows, self.branches, strict=True)]
        return self._with_refunds(columns, rows, self.branches)

    def _with_refunds(
        self,
        columns: list[Column],
        rows: list[tuple[Cell, ...]],
        of: Sequence[Row | BranchSales],
    ) -> Table:
        """With a column of what was given back, where anything was; in the file alone."""
        if self.sales.refunded is None:
            return Table(columns, rows)
        columns.append(Column(self._money("refunded")))
        return Table(columns, [(*row, each.refunded) for row, each in zip(rows, of, strict=True)])

    def _buyers(self) -> Table:
        columns = [
            Column("customer_id"),
            Column("buyer", "Buyer"),
            Column("purchases", "Purchases", "num"),
            Column(self._money("spent"), self.sales.currency, "num"),
        ]
        return Table(
            columns,
            [
                (str(each.customer_id), each.called, each.purchases, each.total)
                for each in self.loyal.listed
            ],
        )

    def _tenders(self) -> Table:
        columns = [
            Column("paid_with", "Paid with"),
            Column("sales", "Sales", "num"),
            Column(self._money("revenue"), self.sales.currency, "num"),
        ]
        return Table(
            columns,
            [
                (TENDERS.get(each.kind, each.kind), each.purchases, each.total)
                for each in self.sales.tenders
            ],
        )

"""The demo's chain as its data files tell it: company, branches, goods, opening stock and what was sold before."""

import tomllib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from api_service.catalogue.models import Branch, BranchKind, Company, Product, Till
from api_service.importer.checks import PRODUCT_COLUMNS
from api_service.importer.errors import FileUnreadable
from api_service.importer.files import Record, open_table
from api_service.importer.models import NAMESPACE, Basket, CoverPlan, Entry, NewCustomer, NewProduct
from api_service.importer.rows import COLUMNS, PurchaseRow
from common import pricing
from common.clock import day_begins
from common.money import Money

#: In the clone and in the image the data lies beside the service's source.
DATA = Path(__file__).parents[3] / "database" / "data"

_ATTRIBUTES = ("product_name", "code", "barcode", "department", "unit", "vat_code")
_OF_RECORDS = ("unit_price", *_ATTRIBUTES, "artist", "genre", "year")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate in hundredths of a percent: 9 % is 900."""

    code: str
    name: str
    basis_points: int


@dataclass(frozen=True, slots=True)
class Opening:
    """So many units of a product on a branch's shelves before the first sale."""

    branch_id: str
    product: str
    quantity: int


@dataclass(frozen=True, slots=True)
class EarlierPurchase:
    """Something that a customer bought before there were these books (document 000)."""

    customer: NewCustomer
    product: str
    amount: Money
    day: date

    def entry(self, branch: Branch) -> Entry:
        """It for the books: at the first moment of its day, which is all that is known of its time."""
        values = "\x1f".join(
            (str(self.customer.id), self.product, str(self.amount.minor), self.day.isoformat())
        )
        sold_at = day_begins(self.day, branch.time_zone)
        return Entry(
            line=0,
            id=uuid.uuid5(NAMESPACE, f"earlier\x1f{values}"),
            branch_id=branch.id,
            customer_id=self.customer.id,
            sold_at=sold_at,
            basket=Basket.described(self.product, self.amount, sold_at),
        )


class Chain:
    """A chain to found, in a folder of small files.

    Its tables are read when they are asked for; each raises FileUnreadable where a row is not what it has to be.
    """

    def __init__(self, folder: Path = DATA) -> None:
        """Read whose chain it is, and where it sells."""
        self._folder = folder
        told = tomllib.loads((folder / "chain.toml").read_text(encoding="utf-8"))
        self.company = Company(**told["company"])
        self.vat_rates = [VatRate(**rate) for rate in told["vat_rates"]]
        self.branches = [self._branch(branch) for branch in told["branches"]]
        self._promotions: list[dict[str, Any]] = told.get("promotions", [])

    @property
    def time_zones(self) -> dict[str, str]:
        """Each branch's time zone by its id."""
        return {branch.id: branch.time_zone for branch in self.branches}

    @property
    def earlier_branch(self) -> Branch:
        """Where purchases from before these books belong."""
        return next(branch for branch in self.branches if branch.kind is BranchKind.IMPORTED)

    @property
    def mark(self) -> uuid.UUID:
        """The id of a purchase that books filled with this chain hold for ever, and no other books do."""
        return self.earlier_purchases()[0].entry(self.earlier_branch).id

    def products(self) -> list[NewProduct]:
        """All the goods, in the order of their numbers."""
        return [*self.groceries(), *self.merchandise(), *self.records()]

    def groceries(self) -> list[NewProduct]:
        """Those of the price list, in its order; of a name that stands only there the rest is assumed."""
        attributes = dict(self._read("products.csv", _ATTRIBUTES, _attributes))
        products: list[NewProduct] = []
        for name, amount in self._read("products_list.csv", PRODUCT_COLUMNS, Record.told):
            price = Money.parse(amount, self.company.currency)
            codes = [product.code for product in products]
            told = attributes.get(name)
            products.append(
                NewProduct(name, price, **told) if told else NewProduct.assumed(name, price, codes)
            )
        return products

    def merchandise(self) -> list[NewProduct]:
        """What document 003 sells."""
        columns = ("unit_price", *_ATTRIBUTES)
        return [
            NewProduct(name, Money.parse(amount, self.company.currency), **told)
            for amount, (name, told) in self._read("merchandise.csv", columns, _priced)
        ]

    def records(self) -> list[NewProduct]:
        """Albums, as document 002 sells them."""
        return [
            NewProduct(
                name,
                Money.parse(amount, self.company.currency),
                code=code,
                barcode=barcode,
                department=department,
                unit=unit,
                vat_code=vat_code,
                artist=artist,
                genre=genre,
                year=int(year),
            )
            for amount, name, code, barcode, department, unit, vat_code, artist, genre, year in self._read(
                "records.csv", _OF_RECORDS, Record.told
            )
        ]

    def covers(self) -> list[CoverPlan]:
        """What is drawn on the albums' covers."""
        return self._plans("covers.csv")

    def pictures(self) -> list[CoverPlan]:
        """How the other goods are drawn."""
        return self._plans("pictures.csv")

    def promotions(self, products: Iterable[Product]) -> list[pricing.Promotion]:
        """What is on offer, by the ids that these products have; the numbers are the places in the list."""
        ids = {product.code: product.id for product in products}
        return [
            pricing.promotion_of(
                {
                    "id": number,
                    "version": 1,
                    "priority": 0,
                    "departments": [],
                    "starts_at": None,
                    "ends_at": None,
                    "product_ids": [ids[code] for code in told["products"]],
                    **told,
                }
            )
            for number, told in enumerate(self._promotions, start=1)
        ]

    def stock(self) -> list[Opening]:
        """What lies on the shelves at first."""
        rows = self._read("stock.csv", ("supermarket_id", "product_name", "quantity"), Record.told)
        return [Opening(branch_id, name, int(quantity)) for branch_id, name, quantity in rows]

    def customers(self) -> list[NewCustomer]:
        """The buyers whose names are known."""
        rows = self._read("customers.csv", ("user_id", "full_name"), Record.told)
        return [NewCustomer(uuid.UUID(user_id), name) for user_id, name in rows]

    def earlier_purchases(self) -> list[EarlierPurchase]:
        """What ten customers bought before, the oldest customer first."""
        columns = ("customer", "email", "product", "amount", "date")
        return [
            EarlierPurchase(
                NewCustomer(uuid.uuid5(NAMESPACE, f"customer\x1f{email}"), name, email),
                product,
                Money.parse(amount, self.company.currency),
                date.fromisoformat(day),
            )
            for name, email, product, amount, day in self._read(
                "customer_purchases.csv", columns, Record.told
            )
        ]

    def purchases(self) -> list[PurchaseRow]:
        """Fourteen weeks of sales, at the times that their file tells."""
        currency = self.company.currency
        return self._read("purchases.csv", COLUMNS, lambda row: PurchaseRow.of(row, currency))

    def _plans(self, name: str) -> list[CoverPlan]:
        columns = ("code", "motif", "paper", "ink", "accent", "second")
        return self._read(name, columns, lambda row: CoverPlan(*row.told()))

    def _branch(self, told: dict[str, Any]) -> Branch:
        tills = (Till(**till, branch_id=told["id"], archived=False) for till in told.pop("tills"))
        return Branch(
            **{**told, "kind": BranchKind(told["kind"])},
            time_zone=self.company.time_zone,
            archived=False,
            tills=tuple(tills),
        )

    def _read(self, name: str, columns: Sequence[str], read: Callable[[Record], T]) -> list[T]:
        rows = []
        with open_table(self._folder / name, columns) as table:
            for record in table.records():
                try:
                    rows.append(read(record))
                except ValueError as error:
                    raise FileUnreadable(f"{name}, line {record.line}: {error}") from None
        return rows


def _attributes(record: Record) -> tuple[str, dict[str, Any]]:
    name, *values = record.told()
    return name, dict(zip(_ATTRIBUTES[1:], values, strict=True))


def _priced(record: Record) -> tuple[str, tuple[str, dict[str, Any]]]:
    amount, name, *values = record.told()
    return amount, (name, dict(zip(_ATTRIBUTES[1:], values, strict=True)))

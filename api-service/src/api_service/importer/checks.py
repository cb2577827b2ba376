"""Compares what files tell with the catalogue: unknown names, wrong totals, times to come."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from api_service.catalogue.models import Branch, BranchKind, Company, Product
from api_service.importer.files import Record
from api_service.importer.models import Basket, Doubt, Entry, NewProduct, PriceDiffers, shown
from api_service.importer.rows import PurchaseRow, amount, moment
from common.money import Money

PRODUCT_COLUMNS = ("product_name", "unit_price")

_REMEMBERED = 16_384
_LONGEST_NAME = 200


class Catalogue:
    """Branches by id and products by name, as the rows of a file speak of them."""

    def __init__(
        self, company: Company, branches: Iterable[Branch], products: Iterable[Product]
    ) -> None:
        """Take over a catalogue as it is now; archived branches and products are part of history."""
        self.company = company
        self.branches = {branch.id: branch for branch in branches}
        self.products: dict[str, Product] = {}
        self._all = list(products)
        self._ambiguous: dict[str, str] = {}
        for product in self._all:
            self._add(product)
        self._cases = {name.casefold(): name for name in self.products}

    @property
    def shops(self) -> list[Branch]:
        """The branches that history in this form can belong to."""
        return [branch for branch in self.branches.values() if branch.kind is BranchKind.SHOP]

    @property
    def codes(self) -> set[str]:
        """The codes that products have."""
        return {product.code for product in self._all}

    def at_prices(self, told: Mapping[str, Money]) -> "Catalogue":
        """The same, with these products at the prices that a file tells."""
        products = [
            replace(product, price=told.get(_name(product), product.price)) for product in self._all
        ]
        return Catalogue(self.company, self.branches.values(), products)

    def shop(self, branch_id: str) -> Branch:
        """One of the shops.

        Raises:
            ValueError: there is none with this id.
        """
        branch = self.branches.get(branch_id)
        if branch is not None and branch.kind is BranchKind.SHOP:
            return branch
        near = next((shop.id for shop in self.shops if shop.id == branch_id.upper()), None)
        raise ValueError(f"supermarket_id {shown(branch_id)} is unknown{_meant(near)}")

    def product(self, name: str) -> Product:
        """The product of this name; where an archived one shares it, the one on sale.

        Raises:
            ValueError: there is none, or several are on sale.
        """
        if name in self._ambiguous:
            raise ValueError(f"{shown(name)} names several products: {self._ambiguous[name]}")
        found = self.products.get(name)
        if found is None:
            raise ValueError(f"product {shown(name)} is unknown{_meant(self.near(name))}")
        return found

    def near(self, name: str) -> str | None:
        """A name that differs from this one in upper and lower case only."""
        return self._cases.get(name.casefold())

    def _add(self, product: Product) -> None:
        name = _name(product)
        other = self.products.get(name)
        if other is None or other.archived:
            self.products[name] = product
        elif not product.archived:
            self._ambiguous[name] = f"{self._ambiguous.get(name, other.code)}, {product.code}"


class PurchaseCheck:
    """Makes entries of a file's rows, one after the other: equal rows are told apart by their number."""

    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        """Check against this catalogue; nothing can have been sold after `now`."""
        self._catalogue = catalogue
        self._now = now
        self._seen: Counter[UUID] = Counter()
        self._basket = lru_cache(_REMEMBERED)(self._priced)

    def entry(self, record: Record) -> Entry | Doubt:
        """What a row of the file is to the books."""
        try:
            row = PurchaseRow.of(record, self._catalogue.company.currency)
        except ValueError as error:
            return Doubt(record.line, str(error))
        return self.entry_of(row, record.line)

    def entry_of(self, row: PurchaseRow, line: int) -> Entry | Doubt:
        """The same for a row that was read already."""
        first = row.identity(1)
        self._seen[first] += 1
        identity = first if self._seen[first] == 1 else row.identity(self._seen[first])
        reasons: list[str] = []
        sold_at = basket = None
        try:
            sold_at = self._sold_at(row)
        except ValueError as error:
            reasons.append(str(error))
        try:
            basket = self._right(row)
        except ValueError as error:
            reasons.append(str(error))
        if sold_at is None or basket is None:
            return Doubt(line, "; ".join(reasons), identity)
        return Entry(
            line, identity, row.branch_id, row.customer_id, sold_at, basket, row.external_id
        )

    def _sold_at(self, row: PurchaseRow) -> datetime:
        sold_at = moment(row.told_at, self._catalogue.shop(row.branch_id).time_zone)
        if sold_at > self._now:
            raise ValueError(f"timestamp {row.told_at.isoformat(' ')} is in the future")
        return sold_at

    def _right(self, row: PurchaseRow) -> Basket:
        basket = self._basket(row.names)
        if basket.total != row.total:
            raise ValueError(
                f"total_amount is {row.total}, but these products come to {basket.total}"
            )
        return basket

    def _priced(self, names: tuple[str, ...]) -> Basket:
        products, reasons = [], []
        for name in names:
            try:
                products.append(self._catalogue.product(name))
            except ValueError as error:
                reasons.append(str(error))
        if reasons:
            raise ValueError("; ".join(reasons))
        lines = [product.line(1) for product in products]
        return Basket.of(lines, self._catalogue.company.currency, self._now)


class ProductCheck:
    """Reads a list of products: the prices that a file of purchases was made with."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Compare with this catalogue."""
        self._catalogue = catalogue
        self._codes = catalogue.codes
        self.prices: dict[str, Money] = {}
        self.added: list[NewProduct] = []
        self.differing: list[PriceDiffers] = []
        self.doubts: list[Doubt] = []

    def read(self, record: Record) -> None:
        """Take one row: a price of a known product, a new product, or a doubt."""
        try:
            name, price = record.told()
            self._take(_product_name(name), amount("unit_price", price, self._currency))
        except ValueError as error:
            self.doubts.append(Doubt(record.line, str(error)))

    @property
    def _currency(self) -> str:
        return self._catalogue.company.currency

    def _take(self, name: str, price: Money) -> None:
        if self.prices.setdefault(name, price) != price:
            raise ValueError(f"{shown(name)} has two prices: {self.prices[name]} and {price}")
        known = self._catalogue.products.get(name)
        near = self._catalogue.near(name)
        if known is None and near is not None:
            raise ValueError(f"product {shown(name)} is unknown{_meant(near)}")
        if known is not None and known.price != price:
            self.differing.append(PriceDiffers(name, known.price, price))
        if known is None and all(product.name != name for product in self.added):
            product = NewProduct.assumed(name, price, self._codes)
            self._codes.add(product.code)
            self.added.append(product)


def _meant(near: str | None) -> str:
    return f" (did you mean {shown(near)}?)" if near else ""


def _name(product: Product) -> str:
    """How files spell the product's name: trimmed, and composed as keyboards do it."""
    return unicodedata.normalize("NFC", product.name.strip())


def _product_name(text: str) -> str:
    if not text:
        raise ValueError("product_name is empty")
    if len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(f"product_name {shown(text)} is too long or has unprintable signs")
    if "," in text:
        raise ValueError(f"product_name {shown(text)} has a comma, which divides names in a list")
    return text

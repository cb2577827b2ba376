"""Compares what files tell with the catalogue: unknown names, wrong totals, times to come."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
PRODUCT_DETAILS = ("code", "barcode", "department", "unit", "vat_code")

_REMEMBERED = 16_384
_LONGEST_NAME, _LONGEST_WORD = 200, 60
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")
_BARCODE = re.compile(r"[0-9A-Za-z-]{4,40}")


class Catalogue:
    """Branches by id and products by name, as the rows of a file speak of them."""

    def __init__(
        self,
        company: Company,
        branches: Iterable[Branch],
        products: Iterable[Product],
        vat_codes: Sequence[str] = ("standard",),
    ) -> None:
        """Take over a catalogue as it is now; archived branches and products are part of history.

        `vat_codes` begin with the highest rate's.
        """
        self.company = company
        self.vat_codes = vat_codes
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
        """The codes that products have, in capitals: case tells none apart."""
        return {product.code.upper() for product in self._all}

    @property
    def barcodes(self) -> set[str]:
        """The barcodes that products have."""
        return {product.barcode for product in self._all if product.barcode}

    @property
    def standard_vat_code(self) -> str:
        """The rate of a product of which no other is told: the one of that name, or else the highest."""
        return next(
            (code for code in self.vat_codes if code.startswith("standard")), self.vat_codes[0]
        )

    def at_prices(self, told: Mapping[str, Money]) -> "Catalogue":
        """The same, with these products at the prices that a file tells."""
        products = [
            replace(product, price=told.get(_name(product), product.price)) for product in self._all
        ]
        return Catalogue(self.company, self.branches.values(), products, self.vat_codes)

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
        self._barcodes = catalogue.barcodes
        self.prices: dict[str, Money] = {}
        self.added: list[NewProduct] = []
        self.differing: list[PriceDiffers] = []
        self.doubts: list[Doubt] = []

    def read(self, record: Record) -> None:
        """Take one row: a price of a known product, a new product, or a doubt."""
        try:
            name, price, *details = record.told()
            told = dict(zip(PRODUCT_DETAILS, details, strict=False))
            self._take(_product_name(name), amount("unit_price", price, self._currency), told)
        except ValueError as error:
            self.doubts.append(Doubt(record.line, str(error)))

    @property
    def _currency(self) -> str:
        return self._catalogue.company.currency

    def _take(self, name: str, price: Money, told: Mapping[str, str]) -> None:
        if self.prices.setdefault(name, price) != price:
            raise ValueError(f"{shown(name)} has two prices: {self.prices[name]} and {price}")
        known = self._catalogue.products.get(name)
        near = self._catalogue.near(name)
        if known is None and near is not None:
            raise ValueError(f"product {shown(name)} is unknown{_meant(near)}")
        if known is not None and known.price != price:
            self.differing.append(PriceDiffers(name, known.price, price))
        if known is None and all(product.name != name for product in self.added):
            product = self._new(name, price, told)
            self._codes.add(product.code)
            if product.barcode:
                self._barcodes.add(product.barcode)
            self.added.append(product)

    def _new(self, name: str, price: Money, told: Mapping[str, str]) -> NewProduct:
        """A product with what its row tells of it; what is not told is assumed."""
        vat_code = told.get("vat_code") or self._catalogue.standard_vat_code
        if vat_code not in self._catalogue.vat_codes:
            known = ", ".join(self._catalogue.vat_codes)
            raise ValueError(f"vat_code {shown(vat_code)} is unknown; there are {known}")
        new = NewProduct.assumed(name, price, self._codes, vat_code)
        code = told.get("code", "").upper() or new.code
        barcode = told.get("barcode", "") or None
        if code in self._codes:
            raise ValueError(f"code {shown(code)} is another product's")
        if not _CODE.fullmatch(code):
            raise ValueError(f"code {shown(code)} is not of letters, digits, hyphens and dots")
        if barcode in self._barcodes:
            raise ValueError(f"barcode {shown(str(barcode))} is another product's")
        if barcode and not _BARCODE.fullmatch(barcode):
            raise ValueError(f"barcode {shown(barcode)} is none")
        return replace(
            new,
            code=code,
            barcode=barcode,
            department=_word(told.get("department", "")) or new.department,
            unit=_word(told.get("unit", "")),
        )


def _meant(near: str | None) -> str:
    return f" (did you mean {shown(near)}?)" if near else ""


def _name(product: Product) -> str:
    """How files spell the product's name: trimmed, and composed as keyboards do it."""
    return unicodedata.normalize("NFC", product.name.strip())


def _word(text: str) -> str:
    if len(text) > _LONGEST_WORD or not text.isprintable():
        raise ValueError(f"{shown(text)} is too long or has unprintable signs")
    return text


def _product_name(text: str) -> str:
    if not text:
        raise ValueError("product_name is empty")
    if len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(f"product_name {shown(text)} is too long or has unprintable signs")
    if "," in text:
        raise ValueError(f"product_name {shown(text)} has a comma, which divides names in a list")
    return text

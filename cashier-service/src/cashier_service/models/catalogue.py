"""The catalogue as a till needs it: to find a product by what a cashier types or scans."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from cashier_service.errors import NoSuchTill, NothingFound, UnknownCode
from common import pricing
from common.money import Money

#: The order in which a shop walks; departments that it does not name follow by their name.
_WALK = ("fresh", "bakery", "dairy", "pantry", "goods", "merchandise", "music")

#: From so many digits on, a number is a code before it is a tile's number.
_CODE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Company:
    """Whose tills these are."""

    name: str
    vat_id: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Till:
    """Where a cashier stands, with the branch around it."""

    id: str
    name: str
    branch_id: str
    branch_name: str
    address: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A shop and its tills."""

    id: str
    name: str
    address: str
    tills: tuple[Till, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, at its present price. Its id is the number on its tile, so it never changes."""

    id: int
    code: str
    barcode: str | None
    name: str
    note: str
    department: str
    price: Money
    vat_basis_points: int

    def line(self, quantity: int) -> pricing.Line:
        """So many units of it, for the pricing engine."""
        return pricing.Line(
            product_id=self.id,
            quantity=quantity,
            unit_price=self.price,
            vat_basis_points=self.vat_basis_points,
            department=self.department,
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every product on sale, every promotion and every shop, as they were under one version."""

    version: str
    company: Company
    branches: tuple[Branch, ...]
    products: Mapping[int, Product]
    promotions: tuple[pricing.Promotion, ...]
    _codes: Mapping[str, Product] = field(repr=False)
    _words: Mapping[int, str] = field(repr=False)

    @classmethod
    def of(
        cls,
        version: str,
        company: Company,
        branches: Iterable[Branch],
        products: Iterable[Product],
        promotions: Iterable[pricing.Promotion] = (),
    ) -> "Catalogue":
        """Put the products in order, and make them quick to find."""
        ordered = {product.id: product for product in sorted(products, key=lambda each: each.id)}
        codes: dict[str, Product] = {}
        for product in ordered.values():
            for code in (product.code, product.barcode):
                if code:
                    codes.setdefault(code.casefold(), product)
        return cls(
            version=version,
            company=company,
            branches=tuple(branches),
            products=ordered,
            promotions=tuple(sorted(promotions, key=lambda each: each.rank)),
            _codes=codes,
            _words={product.id: plain(product.name) for product in ordered.values()},
        )

    def of_branch(self, branch_id: str | None) -> "Catalogue":
        """The same goods with the tills of one branch alone; None is every branch."""
        if branch_id is None:
            return self
        found = tuple(branch for branch in self.branches if branch.id == branch_id)
        return replace(self, branches=found)

    def offer(self, product: Product, moment: datetime) -> str:
        """The name of what is on for a product in particular, or nothing; what is on for everything is no news."""
        return next(
            (
                each.name
                for each in self.promotions
                if not each.covers_all
                and each.covers(product.id, product.department)
                and each.holds(moment)
            ),
            "",
        )

    def coupon(self, code: str) -> pricing.Coupon | None:
        """The coupon of this code, whether it holds today or not."""
        return next(
            (
                each
                for each in self.promotions
                if isinstance(each, pricing.Coupon) and each.code == code
            ),
            None,
        )

    def till(self, till_id: str) -> Till:
        """One of the tills.

        Raises:
            NoSuchTill: no shop has it.
        """
        for branch in self.branches:
            for till in branch.tills:
                if till.id == till_id:
                    return till
        raise NoSuchTill(f"No shop has a till {till_id}")

    def departments(self) -> list[str]:
        """The departments that have something on sale, in the order of the walk."""
        found = {product.department for product in self.products.values() if product.department}
        known = [department for department in _WALK if department in found]
        return known + sorted(found.difference(known))

    def meant_by(self, words: str, department: str = "") -> Product:
        """The product that a cashier means: by its number, code or barcode, else the best match of the words.

        Raises:
            UnknownCode: digits that belong to nothing.
            NothingFound: words that belong to nothing.
        """
        exact = self.coded(words)
        if exact:
            return exact
        if words.isdecimal():
            raise UnknownCode(f"No product has the code {words}")
        found = self.search(words, department) or self.search(words)
        if not found:
            raise NothingFound(f"No product is called “{words}”")
        return found[0]

    def means(self, typed: str) -> bool:
        """Whether what was typed is, or is the beginning of, anything that is sold."""
        words = typed.strip()
        return bool(self.coded(words) or self.search(words))

    def coded(self, words: str) -> Product | None:
        """The product with exactly this number, code or barcode."""
        coded = self._codes.get(words.casefold())
        if not words.isdecimal() or len(words) >= _CODE_DIGITS:
            return coded
        return self.products.get(int(words)) or coded

    def search(self, words: str, department: str = "") -> list[Product]:
        """Products by how well their name fits, then by number; without words all of them.

        Every word must be found somewhere: first come names that begin with the words, then names with a word that
        does, then the rest. The beginning of a code or barcode counts as the name's beginning.
        """
        shelf = [
            product
            for product in self.products.values()
            if not department or product.department == department
        ]
        wanted = plain(words).split()
        if not wanted:
            return shelf
        ranked = [(self._rank(product, wanted), product) for product in shelf]
        found = [(rank, product) for rank, product in ranked if rank is not None]
        return [product for _, product in sorted(found, key=lambda each: (each[0], each[1].id))]

    def _rank(self, product: Product, wanted: list[str]) -> int | None:
        name = self._words[product.id]
        if name.startswith(" ".join(wanted)) or _begins_code(product, "".join(wanted)):
            return 0
        if not all(word in name for word in wanted):
            return None
        parts = name.split()
        return 1 if all(any(part.startswith(word) for part in parts) for word in wanted) else 2


def plain(words: str) -> str:
    """Words without case and accents, so that "creme" finds "Crème"."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _begins_code(product: Product, word: str) -> bool:
    return product.code.casefold().startswith(word) or bool(
        product.barcode and product.barcode.startswith(word)
    )

"""The shop's catalogue as baskets need it: what is on sale, at which price, under which promotions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from cart_service.errors import NotOnSale
from common import pricing
from common.errors import FieldError
from common.money import Money


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, at its present price; `note` is what tells it apart: the artist, the size."""

    id: int
    code: str
    name: str
    note: str
    department: str
    price: Money
    vat_basis_points: int
    cover_url: str = ""

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
    """Every product on sale and every promotion, as they were under one version."""

    version: str
    currency: str
    time_zone: str
    products: Mapping[int, Product]
    promotions: tuple[pricing.Promotion, ...]
    _codes: Mapping[str, Product] = field(repr=False)

    @classmethod
    def of(
        cls,
        version: str,
        currency: str,
        time_zone: str,
        products: Iterable[Product],
        promotions: Iterable[pricing.Promotion],
    ) -> "Catalogue":
        """Make the products quick to find."""
        ordered = {product.id: product for product in sorted(products, key=lambda each: each.id)}
        codes = {product.code.casefold(): product for product in ordered.values()}
        return cls(version, currency, time_zone, ordered, tuple(promotions), codes)

    def sold(self, product_id: int) -> Product:
        """A product that is on sale.

        Raises:
            NotOnSale: it is not.
        """
        found = self.products.get(product_id)
        if found is None:
            raise NotOnSale(
                f"The shop sells no product {product_id}",
                errors=(FieldError("/product_id", "is not on sale", "not_on_sale"),),
            )
        return found

    def coded(self, code: str) -> Product:
        """A product by its code, in whatever case.

        Raises:
            NotOnSale: none on sale has it.
        """
        found = self._codes.get(code.casefold())
        if found is None:
            raise NotOnSale(
                f"The shop sells no {code}",
                errors=(FieldError("/item", "is not on sale", "not_on_sale"),),
            )
        return found

    def promotion(self, promotion_id: int) -> pricing.Promotion | None:
        """A promotion that the shop still has, whether it is on today or not."""
        return next((each for each in self.promotions if each.id == promotion_id), None)

    def coupons(self, codes: Collection[str]) -> list[pricing.Coupon]:
        """The coupons of these codes."""
        return [
            each
            for each in self.promotions
            if isinstance(each, pricing.Coupon) and each.code in codes
        ]

    def coupon(self, code: str) -> pricing.Coupon | None:
        """The coupon of this code, whether it is on today or not."""
        return next(iter(self.coupons((code,))), None)

"""The catalogue as the basket reads it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from common import pricing
from common.payload import Answer, Moment, MoneyField, Payload, Text
from store_service.models.catalogue import Edition
from store_service.models.goods import Product, Stock


class CompanyAnswer(Answer):
    """Whose shop it is."""

    name: str
    address: str
    vat_id: str
    currency: str
    time_zone: str


class ProductAnswer(Answer):
    """Something on sale, its price with VAT."""

    id: int
    code: str
    name: str
    department: str
    unit: str
    artist: str | None
    genre: str | None
    year: int | None
    price: MoneyField
    price_version: int
    vat_basis_points: int
    cover_url: str | None


class PromotionAnswer(Answer):
    """A promotion in the current version of its rule; which members a kind has is told by the books' promotions."""

    id: int
    version: int
    kind: Literal["multi_buy", "percent_off"]
    name: str
    reason: str
    priority: int
    product_ids: list[int]
    departments: list[str]
    starts_at: Moment | None
    ends_at: Moment | None
    units: int | None = None
    paid: int | None = None
    free_units: pricing.FreeUnits | None = None
    basis_points: int | None = None
    minimum: int | None = None
    on_top: bool | None = None


class CouponAnswer(PromotionAnswer):
    """A promotion for whoever shows its code."""

    kind: Literal["coupon"]  # type: ignore[assignment]  # another kind, otherwise alike
    code: str
    single_use: bool


class CatalogueAnswer(Answer):
    """Everything that is sold, the promotions that anybody may have, and the coupons, of one revision."""

    revision: int
    company: CompanyAnswer
    products: list[ProductAnswer]
    promotions: list[PromotionAnswer]
    coupons: list[CouponAnswer]


class StockQuery(Payload):
    """Which products are meant: their ids with commas between them."""

    ids: Annotated[Text, Field(pattern=r"^[0-9]{1,15}(,[0-9]{1,15}){0,199}$")]

    @property
    def product_ids(self) -> list[int]:
        """As numbers."""
        return [int(each) for each in self.ids.split(",")]


class LevelAnswer(Answer):
    """How many units of a product can be sent: those in the shop that sends web orders, but for what is held."""

    product_id: int
    available: int


class StockAnswer(Answer):
    """What there is of the products that were asked about, at this moment."""

    levels: list[LevelAnswer]


def stock_answer(found: Mapping[int, Stock]) -> StockAnswer:
    """Levels by product."""
    return StockAnswer(
        levels=[
            LevelAnswer(product_id=each, available=stock.available) for each, stock in found.items()
        ]
    )


def catalogue_answer(edition: Edition, products: Iterable[Product], base: str) -> CatalogueAnswer:
    """The catalogue; covers lie under `base`."""
    public = [each for each in edition.promotions if not isinstance(each, pricing.Coupon)]
    return CatalogueAnswer(
        revision=edition.revision,
        company=CompanyAnswer(
            name=edition.company.name,
            address=edition.company.address,
            vat_id=edition.company.vat_id,
            currency=edition.company.currency,
            time_zone=edition.company.time_zone,
        ),
        products=[_product(each, base) for each in products],
        promotions=promotion_answers(public),
        coupons=[
            CouponAnswer.model_validate(pricing.values_of(each) | {"reason": each.reason})
            for each in edition.promotions
            if isinstance(each, pricing.Coupon)
        ],
    )


def promotion_answers(promotions: Sequence[pricing.Promotion]) -> list[PromotionAnswer]:
    """Promotions as JSON has them."""
    return [
        PromotionAnswer.model_validate(pricing.values_of(each) | {"reason": each.reason})
        for each in promotions
    ]


def cover_url(product: Product, base: str, *, at_least: int = 320) -> str | None:
    """Where a product's picture is, as seen from anywhere."""
    return base + product.cover.path(at_least) if product.cover else None


def _product(product: Product, base: str) -> ProductAnswer:
    return ProductAnswer(
        id=product.id,
        code=product.code,
        name=product.name,
        department=product.department,
        unit=product.unit,
        artist=product.artist,
        genre=product.genre,
        year=product.year,
        price=product.price,
        price_version=product.price_version,
        vat_basis_points=product.vat_basis_points,
        cover_url=cover_url(product, base),
    )


def etag(edition: Edition) -> str:
    """What names this revision of the catalogue."""
    return f"catalogue-{edition.revision}"

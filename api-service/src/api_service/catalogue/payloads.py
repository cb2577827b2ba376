"""Products, promotions and branches as JSON."""

import uuid
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from api_service.catalogue.models import Branch, BranchKind, Company, Product
from common import pricing
from common.payload import Answer, DecimalNumber, Moment, MoneyField, Page, Text


class ProductQuery(Page):
    """Which products to list."""

    search: Annotated[Text, Field(max_length=100)] = ""


class ProductAnswer(Answer):
    """A product and its present price, VAT included."""

    id: int
    code: str
    barcode: str | None
    name: str
    department: str
    unit: str
    artist: str | None
    genre: str | None
    year: int | None
    price: MoneyField
    price_version: int
    vat_basis_points: int
    archived: bool


class ProductList(Answer):
    """A page of products; `next` is the cursor of the following page, null on the last."""

    products: list[ProductAnswer]
    next: str | None


class PromotionAnswer(Answer):
    """A promotion in the current version of its rule.

    `multi_buy`: so many `units` for the price of `paid`, for every set. `percent_off`: `basis_points` (hundredths of a
    percent) off all units from `minimum` on, `on_top` of what others give or instead. It holds for the products and for
    the departments named, or for everything where none is.
    """

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


class PromotionList(Answer):
    """Every promotion that is not archived, by id; whether it is on today is for its dates to say."""

    promotions: list[PromotionAnswer]


class TillAnswer(Answer):
    """A till of a branch."""

    id: str
    name: str
    receipt_prefix: str
    archived: bool


class BranchAnswer(Answer):
    """A branch and its tills."""

    id: str
    name: str
    kind: BranchKind
    address: str
    time_zone: str
    archived: bool
    tills: list[TillAnswer]


class CompanyAnswer(Answer):
    """Whose branches they are."""

    name: str
    address: str
    vat_id: str
    currency: str
    time_zone: str


class BranchList(Answer):
    """Every branch, by id."""

    company: CompanyAnswer
    branches: list[BranchAnswer]


class DocumentSupermarket(Answer):
    """A branch as document 001 calls it."""

    id: str
    name: str


class DocumentProduct(Answer):
    """A product as document 001 has it."""

    id: int
    name: str
    unit_price: DecimalNumber


class DocumentCatalog(Answer):
    """What the till of document 001 needs; `users` are the newest 1,000 of `users_total`."""

    supermarkets: list[DocumentSupermarket]
    users: list[uuid.UUID]
    users_total: int
    products: list[DocumentProduct]


def product_answer(product: Product) -> ProductAnswer:
    """A product as /api/v1 answers it."""
    return ProductAnswer(
        id=product.id,
        code=product.code,
        barcode=product.barcode,
        name=product.name,
        department=product.department,
        unit=product.unit,
        artist=product.artist,
        genre=product.genre,
        year=product.year,
        price=product.price,
        price_version=product.price_version,
        vat_basis_points=product.vat_basis_points,
        archived=product.archived,
    )


def promotion_list(promotions: Iterable[pricing.Promotion]) -> PromotionList:
    """Promotions as /api/v1 answers them."""
    return PromotionList(promotions=[_promotion(each) for each in promotions])


def _promotion(promotion: pricing.Promotion) -> PromotionAnswer:
    return PromotionAnswer.model_validate(
        pricing.values_of(promotion) | {"reason": promotion.reason}
    )


def branch_list(company: Company, branches: list[Branch]) -> BranchList:
    """The company and its branches as /api/v1 answers them."""
    return BranchList(
        company=CompanyAnswer(
            name=company.name,
            address=company.address,
            vat_id=company.vat_id,
            currency=company.currency,
            time_zone=company.time_zone,
        ),
        branches=[
            BranchAnswer(
                id=branch.id,
                name=branch.name,
                kind=branch.kind,
                address=branch.address,
                time_zone=branch.time_zone,
                archived=branch.archived,
                tills=[
                    TillAnswer(
                        id=till.id,
                        name=till.name,
                        receipt_prefix=till.receipt_prefix,
                        archived=till.archived,
                    )
                    for till in branch.tills
                ],
            )
            for branch in branches
        ],
    )


def document_catalog(
    branches: list[Branch], products: list[Product], users: list[uuid.UUID], users_total: int
) -> DocumentCatalog:
    """The catalogue as document 001 answers it."""
    return DocumentCatalog(
        supermarkets=[
            DocumentSupermarket(id=branch.id, name=branch.name)
            for branch in branches
            if branch.sells
        ],
        users=users,
        users_total=users_total,
        products=[
            DocumentProduct(id=product.id, name=product.name, unit_price=product.price.decimal)
            for product in products
        ],
    )

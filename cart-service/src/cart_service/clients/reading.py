"""The shop's catalogue as JSON has it, read into the basket's own models."""

from typing import Any

from cart_service.models.catalogue import Catalogue, Product
from common.money import Money
from common.pricing import promotion_of


def catalogue(read: dict[str, Any]) -> Catalogue:
    """Products and promotions under one revision."""
    return Catalogue.of(
        version=str(read["revision"]),
        currency=read["company"]["currency"],
        time_zone=read["company"]["time_zone"],
        products=[_product(each) for each in read["products"]],
        # what was kept before there were coupons has none
        promotions=[promotion_of(each) for each in (*read["promotions"], *read.get("coupons", ()))],
    )


def _product(read: dict[str, Any]) -> Product:
    return Product(
        id=read["id"],
        code=read["code"],
        name=read["name"],
        note=read["artist"] or read["unit"] or "",
        department=read["department"],
        price=Money(read["price"]["minor"], read["price"]["currency"]),
        vat_basis_points=read["vat_basis_points"],
        cover_url=read.get("cover_url") or "",
    )

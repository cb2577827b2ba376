"""What a cashier does to the basket, one act at a time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from cashier_service.errors import NoSuchLine, UnknownCode
from cashier_service.models.basket import Basket
from cashier_service.models.catalogue import Catalogue, Product
from cashier_service.models.entry import read_entry


class Kind(StrEnum):
    """The acts that a till knows."""

    ENTER = "enter"
    """What was typed or scanned, ended with Enter."""
    PICK = "pick"
    """A tile; `text` may hold a quantity in front: "3*"."""
    STEP = "step"
    """`quantity` more (or, below zero, less) of a line."""
    CHANGE = "change"
    """Exactly `quantity` of a line."""
    VOID = "void"
    """The line away."""
    RESTORE = "restore"
    """A voided line back at its `place`."""
    CHOOSE = "choose"
    """The line that `+`, `-` and Del act on."""
    MOVE = "move"
    """The same, `quantity` lines further down."""
    COUPON = "coupon"
    """The coupon whose code `text` is."""
    NO_COUPON = "no_coupon"
    """Without it again."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act; without a `product_id` it means the line that was touched last."""

    kind: Kind
    text: str = ""
    product_id: int | None = None
    quantity: int = 1
    place: int | None = None

    @property
    def code(self) -> str:
        """A coupon's code as coupons have it, however it was typed."""
        return self.text.strip().upper()


def perform(act: Act, basket: Basket, catalogue: Catalogue, department: str = "") -> Basket:
    """The basket after the act.

    Raises:
        Told: it cannot be done, and the basket stays as it is.
    """
    match act.kind:
        case Kind.ENTER:
            return _enter(act, basket, catalogue, department)
        case Kind.PICK:
            return basket.add(_product(act, catalogue), read_entry(act.text).quantity)
        case Kind.RESTORE:
            return basket.add(_product(act, catalogue), act.quantity, act.place)
        case Kind.STEP:
            return basket.step(_line(act, basket), act.quantity)
        case Kind.CHANGE:
            return basket.change(_line(act, basket), act.quantity)
        case Kind.VOID:
            return basket.void(_line(act, basket))
        case Kind.CHOOSE:
            return basket.choose(_line(act, basket))
        case Kind.MOVE:
            return basket.choose(_further(basket, act.quantity))
        case Kind.COUPON | Kind.NO_COUPON:
            return _coupon(act, basket)
        case _:
            assert_never(act.kind)


def _enter(act: Act, basket: Basket, catalogue: Catalogue, department: str) -> Basket:
    entry = read_entry(act.text)
    if entry.words:
        return basket.add(catalogue.meant_by(entry.words, department), entry.quantity)
    if entry.times is None:
        return basket
    return basket.change(basket.touched(), entry.times)


def _coupon(act: Act, basket: Basket) -> Basket:
    if act.kind is Kind.COUPON:
        return basket.with_coupon(act.code)
    return basket.without_coupons((act.code,))


def _product(act: Act, catalogue: Catalogue) -> Product:
    product = catalogue.products.get(act.product_id or 0)
    if product is None:
        raise UnknownCode(f"Number {act.product_id} is not sold any more")
    return product


def _line(act: Act, basket: Basket) -> int:
    return basket.touched() if act.product_id is None else act.product_id


def _further(basket: Basket, by: int) -> int:
    if not basket.lines:
        raise NoSuchLine
    ids = [line.product_id for line in basket.lines]
    at = ids.index(basket.touched()) + by
    return ids[min(max(at, 0), len(ids) - 1)]

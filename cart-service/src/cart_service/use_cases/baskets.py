"""What can be done with a basket: one function each, which owns its transaction."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cart_service.clients.remembered import Remembered
from cart_service.collaborators import BASKET_SECONDS, Collaborators
from cart_service.models.basket import Basket
from cart_service.models.catalogue import Product
from cart_service.models.shown import ShownBasket, at_work, shown
from cart_service.repository import baskets, checkouts
from common.clock import milliseconds

#: So long a repeated act is known as one.
_ACT_SECONDS = 2 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Whose:
    """Which basket is meant: the one of the id, or the account's own if somebody is signed in."""

    basket_id: str
    account_id: uuid.UUID | None = None
    joins: bool = True
    """Whether what lies under the id becomes the account's: it is that of this very browser."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A basket as it is shown, and what the prices are worth: those of `prices_from` while the shop is away."""

    shown: ShownBasket
    stale: bool
    prices_from: datetime


@dataclass(frozen=True, slots=True)
class Goods:
    """What the shop sells, by number, and what the prices are worth as of a basket."""

    products: list[Product]
    stale: bool
    prices_from: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """The key of an act that must happen once, with everything that was asked for."""

    key: str
    asked: str


def look(cart: Collaborators, whose: Whose) -> Seen:
    """The basket at the shop's prices."""
    known = cart.catalogue.look()
    basket_id = own_basket(cart, whose)
    with cart.store.reading() as connection:
        basket = baskets.find(connection, basket_id, whose.account_id, since=_since(cart))
    return _seen(cart, basket, known, used_coupons(cart, basket.coupons, known))


def products(cart: Collaborators) -> Goods:
    """What the shop sells.

    Raises:
        NoPricesYet: the shop is away, and was never seen.
    """
    known = cart.catalogue.look()
    return Goods(list(known.catalogue.products.values()), known.away, _vouched_at(known))


def add(
    cart: Collaborators, whose: Whose, product_id: int, quantity: int, act: Act | None = None
) -> Seen:
    """More of a product; under the same act's key once.

    Raises:
        NotOnSale, TooMany, BasketFull, IdempotencyKeyReused: as they say.
    """
    known = cart.catalogue.look()
    product = known.catalogue.sold(product_id)
    return change(cart, whose, known, lambda basket: basket.add(product, quantity), act)


def add_coded(cart: Collaborators, whose: Whose, code: str, act: Act | None = None) -> Seen:
    """One more of a product that is called by its code.

    Raises:
        NotOnSale, TooMany, BasketFull, IdempotencyKeyReused: as they say.
    """
    product = cart.catalogue.look().catalogue.coded(code)
    return add(cart, whose, product.id, 1, act)


def hold(cart: Collaborators, whose: Whose, product_id: int, quantity: int) -> Seen:
    """So many of a product; none takes it out.

    Raises:
        NotOnSale, TooMany, BasketFull: as they say.
    """
    if quantity == 0:
        return remove(cart, whose, product_id)
    known = cart.catalogue.look()
    product = known.catalogue.sold(product_id)
    return change(cart, whose, known, lambda basket: basket.hold(product, quantity))


def remove(cart: Collaborators, whose: Whose, product_id: int) -> Seen:
    """Without a product, whether it is still on sale or not."""
    known = cart.catalogue.look()
    return change(cart, whose, known, lambda basket: basket.remove(product_id))


def restore(cart: Collaborators, whose: Whose, product_id: int) -> Seen:
    """With a product again that was taken out.

    Raises:
        NothingToPutBack, BasketFull: as they say.
    """
    known = cart.catalogue.look()
    return change(cart, whose, known, lambda basket: basket.restore(product_id))


def accept(cart: Collaborators, whose: Whose) -> Seen:
    """The present prices and promotions are fine with the shopper."""
    known = cart.catalogue.look()
    products = known.catalogue.products.values()
    return change(cart, whose, known, lambda basket: basket.accepted(products))


def empty(cart: Collaborators, whose: Whose) -> Seen:
    """With nothing in it."""
    return change(cart, whose, cart.catalogue.look(), lambda basket: basket.emptied())


def available(cart: Collaborators, seen: Seen) -> dict[int, int]:
    """How many can be sent of what lies in a basket, as far as the shop says so. Never inside a transaction."""
    ids = [line.product.id for line in seen.shown.lines]
    return cart.stock.of(ids) if ids else {}


def sweep(cart: Collaborators) -> int:
    """Forget baskets that nobody changed for thirty days; how many there were."""
    with cart.store.writing() as connection:
        acts = milliseconds(cart.clock.now()) - _ACT_SECONDS * 1000
        return baskets.forget_older(connection, baskets=_since(cart), acts=acts)


def change(
    cart: Collaborators,
    whose: Whose,
    known: Remembered,
    how: Callable[[Basket], Basket],
    act: Act | None = None,
) -> Seen:
    """The basket after a change, which is made once under the key of an act.

    Raises:
        IdempotencyKeyReused: something else was asked under it; and whatever `how` raises.
    """
    basket_id = own_basket(cart, whose)
    with cart.store.reading() as connection:
        codes = baskets.coupons_of(connection, basket_id)
    used = used_coupons(cart, codes, known)
    moment = cart.clock.now()
    now = milliseconds(moment)
    with cart.store.writing() as connection:
        before = baskets.take(connection, basket_id, whose.account_id, since=_since(cart), now=now)
        if act and not baskets.is_first(connection, basket_id, act.key, act.asked, now=now):
            return _seen(cart, before, known, used)
        after = at_work(how(before), known.catalogue, moment, used)
        baskets.keep(connection, before, after, now=now)
    return _seen(cart, after, known, used)


def used_coupons(cart: Collaborators, codes: Collection[str], known: Remembered) -> frozenset[str]:
    """Those of a basket's codes that were used before. It may ask the books, so never inside a transaction."""
    return cart.coupons.used(known.catalogue.coupons(codes)) if codes else frozenset()


def own_basket(cart: Collaborators, whose: Whose) -> str:
    """The basket that is meant; at the first request after a sign-in the visitor's becomes part of the account's.

    While it is being paid for it stays where it is.
    """
    if whose.account_id is None:
        return whose.basket_id
    with cart.store.reading() as connection:
        own = baskets.of_account(connection, whose.account_id)
        visitors = whose.joins and baskets.is_anybodys(connection, whose.basket_id)
    if own is not None and not visitors:
        return own
    now, since = milliseconds(cart.clock.now()), _since(cart)
    with cart.store.writing() as connection:
        own = baskets.make_for_account(connection, whose.account_id, now=now)
        if visitors and baskets.is_anybodys(connection, whose.basket_id):
            theirs = baskets.take(connection, whose.basket_id, None, since=since, now=now)
            # an answer may have been lost before the sign-in: its repeat must not add again
            baskets.tell_acts(connection, whose.basket_id, own)
            if checkouts.alive_of(connection, whose.basket_id) is not None:
                return own
            mine = baskets.take(connection, own, whose.account_id, since=since, now=now)
            baskets.keep(connection, mine, mine.joined(theirs), now=now)
            baskets.forget(connection, whose.basket_id)
    return own


def _since(cart: Collaborators) -> int:
    """A basket that was changed before has expired."""
    return milliseconds(cart.clock.now()) - BASKET_SECONDS * 1000


def _seen(cart: Collaborators, basket: Basket, known: Remembered, used: Collection[str]) -> Seen:
    priced = shown(basket, known.catalogue, cart.clock.now(), used)
    return Seen(priced, stale=known.away, prices_from=_vouched_at(known))


def _vouched_at(known: Remembered) -> datetime:
    return known.vouched_at.astimezone(ZoneInfo(known.catalogue.time_zone))

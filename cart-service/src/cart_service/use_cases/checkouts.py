"""Paying for a basket: a checkout is begun once, driven to its end, and looked at by whoever it belongs to."""

import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from cart_service.collaborators import BASKET_SECONDS, Collaborators
from cart_service.errors import (
    BasketChanged,
    BasketEmpty,
    BasketFree,
    CheckoutRunning,
    CouponGone,
    NoSuchCheckout,
    PriceChanged,
)
from cart_service.models import card as cards
from cart_service.models.basket import Basket
from cart_service.models.buyer import Address
from cart_service.models.checkout import Checkout, State, Wanted, Why, id_of
from cart_service.models.shown import CouponState, ShownBasket, shown
from cart_service.repository import baskets, checkouts
from cart_service.repository.checkouts import Kept
from cart_service.use_cases.baskets import Whose, hold, own_basket, used_coupons
from cart_service.use_cases.driving import AT_WORK, drive, taken_over
from cart_service.use_cases.wishes import Wish, content_shown
from common import logs
from common.clock import milliseconds
from common.errors import FieldError, IdempotencyKeyReused, InvalidRequest, NeighbourUnavailable
from common.service_client import Refusal

log = logs.get(__name__)

#: What was bought is still spoken of where the basket is looked for.
_JUST_BOUGHT = timedelta(hours=12)

_MOST_AT_ONCE = 50

#: A neighbour that hangs holds up one of them, and not all that are left.
_BESIDE_EACH_OTHER = 4


@dataclass(frozen=True, slots=True)
class AtTheCheckout:
    """What stands before somebody who wants to pay: a checkout that runs, or the last one that was paid."""

    running: Checkout | None
    bought: Checkout | None


@dataclass(frozen=True, slots=True)
class Paid:
    """A checkout as far as it came; `repeated` when an earlier request had brought it to its end."""

    checkout: Checkout
    repeated: bool


def pay(cart: Collaborators, whose: Whose, wish: Wish) -> Paid:
    """Pay for the basket, once per key; what came to its end under the key before is answered so again.

    Raises:
        BasketEmpty, BasketFree, BasketChanged, PriceChanged, CouponGone: as they say; nothing was begun.
        CheckoutRunning: somebody else is at it, or the same key is.
        IdempotencyKeyReused: something else was asked under this key.
        InvalidRequest: the total is in another currency, or the card has expired; nothing was begun.
    """
    begun, is_mine = _begin(cart, whose, wish)
    return Paid(drive(cart, begun, wish.card) if is_mine else begun, repeated=not is_mine)


def stand_at(cart: Collaborators, whose: Whose) -> AtTheCheckout:
    """What somebody who wants to pay has to know first."""
    basket_id = own_basket(cart, whose)
    with cart.store.reading() as connection:
        places = _places(whose, basket_id)
        running = _own(whose, (checkouts.alive_of(connection, each) for each in places))
        since = cart.clock.now() - _JUST_BOUGHT
        bought = _own(whose, (checkouts.done_of(connection, each, since) for each in places))
    return AtTheCheckout(running, bought)


def look(cart: Collaborators, whose: Whose, checkout_id: uuid.UUID) -> Checkout:
    """A checkout of this basket, or of this account.

    Raises:
        NoSuchCheckout: there is none, or it is somebody else's.
    """
    with cart.store.reading() as connection:
        found = checkouts.find(connection, checkout_id)
    if found is None:
        raise NoSuchCheckout
    is_own = found.account_id is not None and found.account_id == whose.account_id
    if not is_own and (found.account_id is not None or found.basket_id != whose.basket_id):
        raise NoSuchCheckout
    return found


def order_status(cart: Collaborators, paid: Checkout) -> str:
    """How the order of a checkout stands now, empty where the orders do not say so at once."""
    try:
        return cart.orders.status(paid.id)
    except (NeighbourUnavailable, Refusal) as error:
        log.warning("order cannot be asked about", checkout_id=str(paid.id), reason=str(error))
        return ""


def last_address(cart: Collaborators, account_id: uuid.UUID) -> Address | None:
    """Where somebody's last order went."""
    with cart.store.reading() as connection:
        found = checkouts.last_of_account(connection, account_id)
    return found.address if found else None


def take_the_rest(cart: Collaborators, whose: Whose, checkout_id: uuid.UUID) -> None:
    """Put into the basket what there still is of what was sold out.

    Raises:
        NoSuchCheckout: as for `look`.
    """
    found = look(cart, whose, checkout_id)
    wanted = {each.product_id: each.quantity for each in found.wanted}
    for each in found.told.get("short", []) if found.state is State.SOLD_OUT else []:
        most = wanted.get(each["product_id"], 0)
        hold(cart, whose, each["product_id"], max(0, min(each["available"], most)))


def sweep(cart: Collaborators) -> int:
    """Drive on what nobody is at work on; how many came to their end. One process at a time does so."""
    with cart.store.reading() as connection:
        left = checkouts.left_alone(connection, cart.clock.now(), _MOST_AT_ONCE)

    def finish(each: Checkout) -> bool:
        try:
            mine = taken_over(cart, each)
            return mine is not None and drive(cart, mine).is_over
        except Exception:  # a mistake over one of them must not hold up the others
            log.exception("checkout stumbled", checkout_id=str(each.id))
            return False

    with ThreadPoolExecutor(_BESIDE_EACH_OTHER, "checkouts") as beside:
        return sum(beside.map(finish, left))


def alive(cart: Collaborators) -> tuple[int, float]:
    """How many checkouts are under way, and for how many seconds the oldest is."""
    with cart.store.reading() as connection:
        count, since = checkouts.alive(connection)
    return count, 0.0 if since is None else (cart.clock.now() - since).total_seconds()


def facts(cart: Collaborators, after: int, limit: int) -> list[Kept]:
    """Every checkout in the order of its last change, each with when that was, and its last step."""
    with cart.store.reading() as connection:
        return checkouts.facts(connection, after, limit)


def _begin(cart: Collaborators, whose: Whose, wish: Wish) -> tuple[Checkout, bool]:
    """The checkout, and whether whoever asked drives it."""
    known = cart.catalogue.look()
    basket_id = own_basket(cart, whose)
    with cart.store.reading() as connection:
        codes = baskets.coupons_of(connection, basket_id)
    used = used_coupons(cart, codes, known)
    # as the store keeps it, so that a repeat is answered with the same bytes
    now = checkouts.moment(milliseconds(cart.clock.now()))
    since, at = milliseconds(now) - BASKET_SECONDS * 1000, milliseconds(now)
    with cart.store.writing() as connection:
        basket = baskets.take(connection, basket_id, whose.account_id, since=since, now=at)
        places = _places(whose, basket_id)
        # first, whatever else was begun since: a repeat is answered as the first time
        tried = (checkouts.latest_of(connection, each, wish.key) for each in places)
        earlier = _own(whose, (each for each in tried if each and each.is_over))
        if earlier is not None and not _begins_anew(cart, earlier, wish):
            return earlier, False
        running = _own(whose, (checkouts.alive_of(connection, each) for each in places))
        if running is None:
            attempt = earlier.attempt + 1 if earlier else 1
            seen = shown(basket, known.catalogue, now, used)
            fresh = _fresh(cart, basket, seen, whose, wish, attempt, now)
            return checkouts.add(connection, fresh, now), True
    return _joined(cart, running, wish, now)


def _places(whose: Whose, basket_id: str) -> tuple[str, ...]:
    """The baskets whose checkouts are theirs: the one that is meant, and the one they had before they signed in."""
    if whose.joins and whose.basket_id not in ("", basket_id):
        return basket_id, whose.basket_id
    return (basket_id,)


def _own(whose: Whose, found: Iterable[Checkout | None]) -> Checkout | None:
    """The first that opens to them: a basket's id may be another account's."""
    return next((each for each in found if each and _opens(each, whose)), None)


def _opens(found: Checkout, whose: Whose) -> bool:
    return found.account_id is None or found.account_id == whose.account_id


def _begins_anew(cart: Collaborators, earlier: Checkout, wish: Wish) -> bool:
    """Whether a key whose checkout is over is another attempt; else it is answered as the first time."""
    if wish.tries_again:
        return earlier.state is not State.DONE
    if not wish.is_asked_by(earlier, cart.card_key):
        raise IdempotencyKeyReused
    # what broke down told nobody anything: the repeat is what finishes it
    return earlier.state is State.CANCELLED and earlier.why == Why.INTERRUPTED


def _joined(
    cart: Collaborators, running: Checkout, wish: Wish, now: datetime
) -> tuple[Checkout, bool]:
    """A checkout that was left alone goes on with the card of whoever repeats it; nobody else gets in between."""
    is_same = running.key == wish.key
    is_repeat = is_same and wish.is_asked_by(running, cart.card_key)
    if is_same and not is_repeat and not wish.tries_again:
        raise IdempotencyKeyReused
    if is_repeat and running.driven_until <= now:
        mine = taken_over(cart, running)
        if mine is not None:
            return mine, True
    raise CheckoutRunning(checkout_id=str(running.id), headers={"Retry-After": "1"})


def _fresh(
    cart: Collaborators,
    basket: Basket,
    seen: ShownBasket,
    whose: Whose,
    wish: Wish,
    attempt: int,
    now: datetime,
) -> Checkout:
    if wish.expired is not None:
        raise wish.expired
    if not seen.lines:
        raise BasketEmpty
    if wish.content and wish.content != content_shown(seen):
        raise BasketChanged
    if seen.priced.total.minor == 0:
        # no bank holds an amount of nothing, so this would be refused only after the goods were held
        raise BasketFree
    currency = seen.priced.total.currency
    if wish.total is not None and wish.total.currency != currency:
        raise InvalidRequest(errors=(FieldError("/total", f"is not in {currency}", "currency"),))
    if wish.total is None and seen.used_coupons:
        raise CouponGone(coupons=list(seen.used_coupons))
    if wish.total is None and (seen.changed or seen.changed_offers):
        raise PriceChanged(total={"minor": seen.priced.total.minor, "currency": currency})
    checkout_id = id_of(basket.id, wish.key, attempt)
    return Checkout(
        id=checkout_id,
        basket_id=basket.id,
        account_id=whose.account_id,
        key=wish.key,
        attempt=attempt,
        asked=wish.asked(cart.card_key, checkout_id),
        wanted=tuple(
            Wanted(line.product.id, line.quantity, line.product.name) for line in seen.lines
        ),
        coupons=tuple(each.code for each in seen.coupons if each.what is CouponState.WORKS),
        total=wish.total or seen.priced.total,
        customer=wish.customer,
        address=wish.address,
        card_brand=cards.brand(wish.card.number),
        card_last4=cards.last4(wish.card.number),
        begun_at=now,
        driven_until=now + AT_WORK,
    )

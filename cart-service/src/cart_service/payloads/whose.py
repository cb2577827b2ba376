"""Which basket a request means: the id that it names, its browser's own, or the demo's."""

import re

from flask import request

from cart_service.collaborators import Collaborators
from cart_service.errors import BasketNotNamed, NoSuchBasket
from cart_service.use_cases.baskets import Act, Whose
from common import access, idempotency
from common.access import Caller
from common.api import Header
from common.errors import NotSignedIn

BASKET_ID = Header("Basket-Id", "The basket that is meant; a browser's cookie says it too.")
KEY = Header(
    idempotency.HEADER, "A UUID made for this act; a repeat with the same key adds nothing."
)

#: The basket of a demo's requests that name none.
DEFAULT = "default"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

#: Nobody guesses an id of so many characters; in a demo names are meant to be easy.
_SHORTEST_ID = 16


def basket_at_hand(cart: Collaborators, named: str = "") -> Whose:
    """The basket that is meant by the path's id, the header or the cookie.

    Raises:
        BasketNotNamed: by nothing, outside a demo.
        NoSuchBasket: the id is none that a basket can have.
    """
    demo = cart.settings.demo
    basket_id = named or request.headers.get(BASKET_ID.name, "") or cart.cookie.sent()
    account_id = shopper().account_id
    if not basket_id and account_id is None:
        if not demo:
            raise BasketNotNamed
        basket_id = DEFAULT
    shortest = 1 if demo else _SHORTEST_ID
    if basket_id and not (_ID.fullmatch(basket_id) and len(basket_id) >= shortest):
        raise NoSuchBasket
    return Whose(basket_id, account_id, joins=bool(basket_id) and basket_id != DEFAULT)


def shopper() -> Caller:
    """Who shops; whoever's session has ended goes on as a visitor.

    Raises:
        NotSignedIn: a token came along that is no service's.
    """
    try:
        return access.caller()
    except NotSignedIn as error:
        if access.bearer() and "reason" not in error.facts:
            raise
        return Caller()


def act_at_hand(asked: str) -> Act | None:
    """The act that the request's key stands for, None without a key.

    Raises:
        InvalidIdempotencyKey: as it says.
    """
    key = request.headers.get(idempotency.HEADER)
    return None if key is None else Act(str(idempotency.id_of(key, required=True)), asked)

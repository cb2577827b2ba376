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
from common.service_client import BROWSERS_BASKET_HEADER

BASKET_ID = Header("Basket-Id", "The basket that is meant; a browser's cookie says it too.")
KEY = Header(
    idempotency.HEADER, "A UUID made for this act; a repeat with the same key adds nothing."
)

#: The basket of a demo's requests that name none.
DEFAULT = "default"

#: Whom people fill their basket through, and whose word on their browser's counts.
_SHOP = "store-service"

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
    who = shopper()
    if not basket_id and who.account_id is None:
        if not demo:
            raise BasketNotNamed
        basket_id = DEFAULT
    shortest = 1 if demo else _SHORTEST_ID
    if basket_id and not (_ID.fullmatch(basket_id) and len(basket_id) >= shortest):
        raise NoSuchBasket
    own = cart.cookie.sent()
    if who.service == _SHOP:
        own = request.headers.get(BROWSERS_BASKET_HEADER, "")
    # an id that was only named may be anybody's: whoever learnt one would take its basket away
    return Whose(basket_id, who.account_id, joins=bool(own) and basket_id == own)


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

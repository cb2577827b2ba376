"""Makes a shopper's account and begins sessions."""

from dataclasses import dataclass

from common.access import MANAGERS
from common.sessions.people import Begun
from store_service.collaborators import Collaborators


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What one sign-in opens: the shop to everybody, its office to those who run it."""

    shop: Begun
    office: Begun | None


def sign_up(shop: Collaborators, *, name: str, email: str, password: str, address: str) -> str:
    """Make an account; the customer's id.

    Raises:
        Refusal: the books said why not.
        NeighbourUnavailable: nobody knows whether it was made.
    """
    return shop.accounts.sign_up(name=name, email=email, password=password, address=address)


def sign_in(
    shop: Collaborators, *, email: str, password: str, address: str, agent: str
) -> SignedIn:
    """Begin a session at the shop, and one at its office, which are two: a shopper's cookie opens no office.

    Raises:
        Refusal, NeighbourUnavailable: as above.
    """
    begun = shop.door.people.sign_in(email, password, address=address, agent=agent)
    office = None
    if begun.session.caller.role in MANAGERS.roles:
        office = shop.office_door.people.sign_in(email, password, address=address, agent=agent)
    return SignedIn(begun, office)

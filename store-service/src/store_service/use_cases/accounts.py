"""Makes a shopper's account and begins a session."""

from common.sessions.people import Begun
from store_service.collaborators import Collaborators


def sign_up(shop: Collaborators, *, name: str, email: str, password: str, address: str) -> str:
    """Make an account; the customer's id.

    Raises:
        Refusal: the books said why not.
        NeighbourUnavailable: nobody knows whether it was made.
    """
    return shop.accounts.sign_up(name=name, email=email, password=password, address=address)


def sign_in(shop: Collaborators, *, email: str, password: str, address: str, agent: str) -> Begun:
    """Begin a session at the shop.

    Raises:
        Refusal, NeighbourUnavailable: as above.
    """
    return shop.door.people.sign_in(email, password, address=address, agent=agent)

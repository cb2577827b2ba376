"""What an owner decides: what stands on receipts, VAT rates, shops and tills."""

from collections.abc import Sequence
from dataclasses import dataclass

from common import logs
from common.errors import FieldError, NeighbourUnavailable, NotFound, PreconditionFailed
from common.service_client import Refusal
from store_service.collaborators import Collaborators
from store_service.errors import WrongDetails
from store_service.models.catalogue import Company
from store_service.models.office import Branch, VatRate, WebOrders
from store_service.repository import office, places

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Chain:
    """The company with all that belongs to it."""

    company: Company
    rates: Sequence[VatRate]
    branches: Sequence[Branch]
    web_orders: WebOrders | None
    """None while the books do not say who sends them."""


def chain(shop: Collaborators) -> Chain:
    """As it is at this moment."""
    company = shop.editions.current().company
    sent = _web_orders(shop)
    with shop.database.transaction() as connection:
        return Chain(company, office.vat_rates(connection), places.branches(connection), sent)


def let_send(shop: Collaborators, branch_id: str, etag: str) -> None:
    """Have the books let another shop send web orders.

    Raises:
        WrongDetails: they did not, and say why.
    """
    try:
        shop.books.let_send(branch_id, etag)
    except Refusal as refusal:
        meanwhile = "Somebody chose meanwhile. Look who sends them now, then choose again"
        words = meanwhile if refusal.status == 412 else str(refusal.problem.get("detail", ""))
        raise _not_chosen(words) from refusal
    except NeighbourUnavailable as away:
        raise _not_chosen("The books do not answer. Look again in a moment") from away
    log.info("sender of web orders chosen", branch_id=branch_id)


def change_company(
    shop: Collaborators, seen: tuple[str, str, str], wanted: tuple[str, str, str]
) -> None:
    """Make name, address and VAT id what is wanted, if they still are what was seen.

    Raises:
        PreconditionFailed: somebody changed them meanwhile.
    """
    with shop.database.transaction() as connection:
        if places.lock_company(connection) != seen:
            raise PreconditionFailed("Somebody changed the company meanwhile")
        places.change_company(connection, *wanted)
    log.info("company changed")


def add_vat_rate(shop: Collaborators, rate: VatRate) -> None:
    """Enter a rate that goods can have.

    Raises:
        CodeTaken: there is one with its code.
    """
    with shop.database.transaction() as connection:
        places.add_vat_rate(connection, rate)
    log.info("rate added", code=rate.code)


def change_vat_rate(shop: Collaborators, code: str, seen: int, rate: VatRate) -> None:
    """Make a rate what it is from now on, in a new version.

    Raises:
        NotFound: there is none of this code.
        PreconditionFailed: somebody changed it since it was looked at.
    """
    with shop.database.transaction() as connection:
        places.change_vat_rate(connection, code, seen, rate)
    log.info("rate changed", code=code, basis_points=rate.basis_points)


def add_branch(shop: Collaborators, name: str, address: str) -> str:
    """Open a shop in the company's zone; its id."""
    time_zone = shop.editions.current().company.time_zone
    with shop.database.transaction() as connection:
        branch_id = places.add_branch(connection, name, address, time_zone)
    log.info("branch added", branch_id=branch_id)
    return branch_id


def change_branch(
    shop: Collaborators, branch_id: str, seen: tuple[str, str], wanted: tuple[str, str]
) -> None:
    """Rename or move a shop, or rename the web's branch, if name and address still are what was seen.

    Raises:
        NotFound: there is none.
        PreconditionFailed: somebody changed them meanwhile.
    """
    with shop.database.transaction() as connection:
        current = places.lock_branch(connection, branch_id)
        _found(current is not None, branch_id)
        if current != seen:
            raise PreconditionFailed("Somebody changed the shop meanwhile")
        places.change_branch(connection, branch_id, *wanted)
    log.info("branch changed", branch_id=branch_id)


def archive_branch(shop: Collaborators, branch_id: str, *, archived: bool) -> None:
    """Close a shop, or open it again.

    Raises:
        NotFound: there is none.
    """
    with shop.database.transaction() as connection:
        _found(places.archive_branch(connection, branch_id, archived=archived), branch_id)
    log.info("branch archived" if archived else "branch restored", branch_id=branch_id)


def add_till(shop: Collaborators, branch_id: str, name: str, receipt_prefix: str) -> None:
    """Put a till into a shop.

    Raises:
        NotFound: there is no such shop.
        CodeTaken: another till's receipts begin so.
    """
    with shop.database.transaction() as connection:
        known = places.branches(connection)
        _found(any(each.id == branch_id and not each.is_online for each in known), branch_id)
        places.add_till(connection, branch_id, name, receipt_prefix)
    log.info("till added", branch_id=branch_id)


def archive_till(shop: Collaborators, till_id: str, *, archived: bool) -> None:
    """Take a till away, or put it back.

    Raises:
        NotFound: there is none.
    """
    with shop.database.transaction() as connection:
        _found(places.archive_till(connection, till_id, archived=archived), till_id)
    log.info("till archived" if archived else "till restored", till_id=till_id)


def _web_orders(shop: Collaborators) -> WebOrders | None:
    try:
        return shop.books.web_orders()
    except (NeighbourUnavailable, Refusal) as missing:
        log.warning("who sends web orders is not known", reason=str(missing))
        return None


def _not_chosen(words: str) -> WrongDetails:
    return WrongDetails(words, errors=(FieldError("/fulfilled_by", words),))


def _found(there: bool, which: str) -> None:
    if not there:
        raise NotFound(f"There is no {which}")

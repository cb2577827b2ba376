"""What those who run the shop do with promotions: begin, change, end. What was sold keeps its version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common import logs, pricing
from common.errors import FieldError
from store_service.collaborators import Collaborators
from store_service.errors import CodeTaken, WrongDetails
from store_service.models.office import Offer
from store_service.repository import offers

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A promotion that was not ended, with the codes of the products that it names."""

    rule: pricing.Promotion
    codes: Sequence[str]


def running(shop: Collaborators) -> Sequence[pricing.Promotion]:
    """Every promotion that was not ended, whether it is on today or not."""
    return shop.editions.current().promotions


def find(shop: Collaborators, promotion_id: int) -> Running:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    with shop.database.transaction() as connection:
        rule = offers.find(connection, promotion_id)
        return Running(rule, offers.codes_of(connection, sorted(rule.product_ids)))


def begin(shop: Collaborators, offer: Offer) -> None:
    """Begin a promotion.

    Raises:
        WrongDetails: a product or department that it is for does not exist.
        CodeTaken: another coupon has its code.
    """
    with shop.database.transaction() as connection:
        known = offers.ids_of(connection, offer.codes)
        taken = offers.is_taken(connection, offer.code or "", but=None)
        covered = _covered(shop, offer, known, taken=taken)
        promotion_id = offers.add(connection, offer, covered)
    log.info("promotion begun", promotion_id=promotion_id)


def change(shop: Collaborators, promotion_id: int, version: int, offer: Offer) -> None:
    """Make it what the offer says, in a new version.

    Raises:
        WrongDetails, CodeTaken: as for `begin`.
        NotFound: it has ended.
        PreconditionFailed: somebody changed it since it was looked at.
    """
    with shop.database.transaction() as connection:
        known = offers.ids_of(connection, offer.codes)
        taken = offers.is_taken(connection, offer.code or "", but=promotion_id)
        covered = _covered(shop, offer, known, taken=taken)
        offers.change(connection, promotion_id, version, offer, covered)
    log.info("promotion changed", promotion_id=promotion_id, version=version + 1)


def end(shop: Collaborators, promotion_id: int, version: int) -> None:
    """End a promotion; what was sold under it stays.

    Raises:
        NotFound, PreconditionFailed: as for `change`.
    """
    with shop.database.transaction() as connection:
        offers.end(connection, promotion_id, version)
    log.info("promotion ended", promotion_id=promotion_id)


def _covered(
    shop: Collaborators, offer: Offer, known: Mapping[str, int], *, taken: bool
) -> list[int]:
    """The products it is for, of those known by their codes; `taken` where another coupon has its code."""
    departments = set(shop.editions.current().departments)
    if strange := [each for each in offer.departments if each not in departments]:
        detail = f"There is no department {strange[0]}"
        raise WrongDetails(detail, errors=(FieldError("/department", detail),))
    if missing := [each for each in offer.codes if each.upper() not in known]:
        detail = f"No product has the code {missing[0]}"
        raise WrongDetails(detail, errors=(FieldError("/codes", detail),))
    if offer.code and taken:
        detail = f"Another coupon has the code {offer.code}"
        raise CodeTaken(detail, errors=(FieldError("/code", detail),))
    return sorted(known.values())

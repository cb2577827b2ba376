"""What is done with purchases: book a sale once, look purchases up."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from api_service.catalogue.repository import Edition
from api_service.catalogue.use_cases import branch_in_reach
from api_service.collaborators import Collaborators
from api_service.errors import (
    BranchDoesNotSell,
    CouponUsed,
    PurchaseNotFound,
    UnknownBranch,
    UnknownTill,
    WrongCurrency,
    WrongTotal,
)
from api_service.prices.models import Discount
from api_service.prices.use_cases import price_by, taken_coupons, used_coupons
from api_service.purchases.models.sales import (
    Filters,
    Purchase,
    PurchaseLine,
    Sale,
    Tender,
    settle,
)
from api_service.purchases.repository import sales as repository
from api_service.purchases.repository.sales import Outcome
from common import logs, pricing
from common.access import Caller, Role
from common.errors import (
    Conflict,
    DatabaseUnavailable,
    IdempotencyKeyReused,
    InvalidRequest,
)
from common.money import Money

log = logs.get(__name__)

#: An outdated price and a missing level are each put right once; a catalogue that changes faster than that is an error.
_ATTEMPTS = 4

#: A customer whom nobody is: what a list of somebody else's purchases is asked for, so that it is empty.
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Booked:
    """A purchase in the books; `repeated` when an earlier request had booked it."""

    purchase: Purchase
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Priced:
    """A sale with its price under one edition of the catalogue."""

    sale: Sale
    edition: Edition
    basket: pricing.PricedBasket
    tenders: tuple[Tender, ...]


def record_sale(
    books: Collaborators, sale: Sale, purchase_id: uuid.UUID, *, caller: Caller
) -> Booked:
    """Book a sale under its id, once, whatever is repeated and whoever else sells at the same moment.

    A person who sells stands on the purchase as its cashier. That is no part of what is asked for: the next cashier may
    send a sale again whose outcome the last one did not learn.

    Raises:
        WrongTotal: the sale names another total than it comes to.
        IdempotencyKeyReused: the id belongs to another sale.
        CouponUsed: somebody was faster.
        UnknownBranch, BranchDoesNotSell, UnknownTill, UnknownProduct, UnknownCoupon, WrongCurrency, TendersDoNotMatch:
            as they say.
        DatabaseUnavailable: it is unknown whether the sale was booked; repeat it.
    """
    branch_in_reach(caller, sale.branch_id)
    try:
        return _book(books, sale, purchase_id, cashier_id=caller.account_id)
    except (Conflict, InvalidRequest):
        # A repeat is answered as the first time, even where the sale would be refused today.
        earlier = _earlier(books, sale, purchase_id)
        if earlier is None:
            raise
        return earlier


def find_purchase(books: Collaborators, purchase_id: uuid.UUID, *, caller: Caller) -> Purchase:
    """One purchase.

    Raises:
        PurchaseNotFound: there is none with this id, or it is another branch's or customer's.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        found = repository.find(connection, purchase_id)
    if found is None or not _is_in_reach(found, caller):
        raise PurchaseNotFound(f"No purchase has the id {purchase_id}")
    return found


def in_reach(filters: Filters, caller: Caller) -> Filters:
    """What a caller asks for, without what is not theirs: a customer's list holds their own purchases."""
    if caller.role is not Role.CUSTOMER:
        return filters
    if filters.customer_id not in (None, caller.customer_id):
        return replace(filters, customer_id=_NOBODY)
    return replace(filters, customer_id=caller.customer_id or _NOBODY)


def newest_purchases(
    books: Collaborators,
    filters: Filters,
    *,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> list[Purchase]:
    """Purchases by the time of their sale, newest first."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        return repository.newest(connection, filters, after=after, limit=limit)


def _is_in_reach(purchase: Purchase, caller: Caller) -> bool:
    if caller.role is Role.CUSTOMER:
        return caller.customer_id is not None and purchase.customer_id == caller.customer_id
    return caller.reaches(purchase.branch_id)


def _book(
    books: Collaborators, sale: Sale, purchase_id: uuid.UUID, *, cashier_id: uuid.UUID | None
) -> Booked:
    sold_at = books.clock.now()
    priced = _price(books, sale, sold_at)
    for _ in range(_ATTEMPTS):
        with books.database.statements() as connection:
            attempt = repository.record_sale(
                connection,
                sale,
                purchase_id=purchase_id,
                basket=priced.basket,
                products=priced.edition.products,
                coupons=used_coupons(priced.edition, priced.basket),
                tenders=priced.tenders,
                sold_at=sold_at,
                cashier_id=cashier_id,
                revision=priced.edition.revision,
            )
        match attempt.outcome:
            case Outcome.BOOKED:
                purchase = _purchase(
                    priced, purchase_id, sold_at, attempt.receipt_number, cashier_id
                )
                return Booked(purchase, repeated=False)
            case Outcome.REPEATED:
                earlier = _earlier(books, sale, purchase_id)
                if earlier:
                    return earlier
            case Outcome.OUTDATED:
                priced = _price(books, sale, sold_at, newest=True)
            case Outcome.COUPON_USED:
                raise CouponUsed(
                    "A coupon of this sale was used before, or is being used now",
                    coupons=taken_coupons(books, priced.edition, priced.basket),
                )
            case Outcome.UNSTOCKED:
                _open_levels(books, sale)
            case _:
                assert_never(attempt.outcome)
    raise DatabaseUnavailable(
        "The catalogue changes faster than the sale can be priced", headers={"Retry-After": "1"}
    )


def _price(books: Collaborators, sale: Sale, sold_at: datetime, *, newest: bool = False) -> _Priced:
    """Price a sale by what this process remembers; only the newest edition of the catalogue may refuse it."""
    ids = [product_id for product_id, _ in sale.lines]
    read = books.prices.renew if newest else books.prices.edition
    edition = read(books.database, ids)
    try:
        basket = _basket(sale, edition, sold_at)
    except (Conflict, InvalidRequest):
        if newest:
            raise
        return _price(books, sale, sold_at, newest=True)
    return _Priced(sale, edition, basket, settle(sale.tenders, basket.total))


def _basket(sale: Sale, edition: Edition, moment: datetime) -> pricing.PricedBasket:
    _check_place(sale, edition)
    currency = edition.company.currency
    if sale.total and sale.total.currency != currency:
        raise WrongCurrency(f"The books are kept in {currency}")
    if any(tender.amount.currency != currency for tender in sale.tenders):
        raise WrongCurrency(f"The books are kept in {currency}")
    basket = price_by(edition, sale.lines, sale.coupons, moment)
    if sale.total is not None and sale.total != basket.total:
        raise WrongTotal(
            f"These lines cost {basket.total} {currency}, not {sale.total}",
            total=_plain(basket.total),
            sent=_plain(sale.total),
        )
    return basket


def _check_place(sale: Sale, edition: Edition) -> None:
    branch = edition.branches.get(sale.branch_id)
    if branch is None:
        raise UnknownBranch(f"There is no branch {sale.branch_id}")
    if not branch.sells:
        raise BranchDoesNotSell(f"{branch.name} takes no sales")
    if sale.till_id is not None:
        till = branch.till(sale.till_id)
        if till is None or till.archived:
            raise UnknownTill(f"{branch.name} has no till {sale.till_id}")


def _earlier(books: Collaborators, sale: Sale, purchase_id: uuid.UUID) -> Booked | None:
    """The purchase that this id belongs to, if it is this sale's.

    Raises:
        IdempotencyKeyReused: it is another sale's.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        asked = repository.fingerprint(connection, purchase_id)
        purchase = repository.find(connection, purchase_id) if asked else None
    if purchase is None:
        return None
    if asked != sale.fingerprint():
        raise IdempotencyKeyReused("Another sale was booked under this key; it stays as it is")
    return Booked(purchase, repeated=True)


def _open_levels(books: Collaborators, sale: Sale) -> None:
    with books.database.transaction() as connection:
        repository.add_levels(connection, sale.branch_id, {product for product, _ in sale.lines})


def _purchase(
    priced: _Priced,
    purchase_id: uuid.UUID,
    sold_at: datetime,
    receipt_number: int | None,
    cashier_id: uuid.UUID | None,
) -> Purchase:
    sale = priced.sale
    till = priced.edition.branches[sale.branch_id].till(sale.till_id) if sale.till_id else None
    return Purchase(
        id=purchase_id,
        branch_id=sale.branch_id,
        till_id=sale.till_id,
        receipt=till.receipt(receipt_number) if till and receipt_number else None,
        customer_id=sale.customer_of(purchase_id),
        cashier_id=cashier_id,
        origin=sale.origin,
        sold_at=sold_at,
        total=priced.basket.total,
        lines=tuple(
            PurchaseLine(
                line_number=number,
                product_id=line.product_id,
                description=priced.edition.products[line.product_id].name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                price_version=priced.edition.products[line.product_id].price_version,
                discount=line.discount,
                discounts=Discount.all_of(line),
                total=line.total,
                vat_basis_points=line.vat_basis_points,
                vat=line.vat,
            )
            for number, line in enumerate(priced.basket.lines, start=1)
        ),
        tenders=priced.tenders,
    )


def _plain(amount: Money) -> dict[str, object]:
    return {"minor": amount.minor, "currency": amount.currency}

"""What is done at the till: show the screen, take a payment, find out what became of it, look receipts up."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cashier_service.clients.remembered import Remembered
from cashier_service.collaborators import Collaborators
from cashier_service.errors import (
    CouponUsed,
    NoSuchReceipt,
    NotSent,
    OutcomeUnknown,
    SaleRefused,
    Told,
)
from cashier_service.models.act import Act, Kind, perform
from cashier_service.models.basket import Basket
from cashier_service.models.catalogue import Catalogue, Till
from cashier_service.models.coupons import entered
from cashier_service.models.payment import Method, read_amount, settle
from cashier_service.models.purchase import Customer, Purchase, Sale
from cashier_service.models.refusals import BOOKED_BEFORE, NOT_SENT, told_of
from cashier_service.models.screen import Notice, Screen, State, shelf
from common import logs
from common.access import Caller
from common.errors import NeighbourUnavailable
from common.money import Money
from common.service_client import Refusal

log = logs.get(__name__)

_LAST_RECEIPTS = 30
_FOUND_CUSTOMERS = 6


@dataclass(frozen=True, slots=True)
class View:
    """What lies before the cashier: the sale as the browser keeps it, and what is typed."""

    till_id: str
    basket: Basket
    state: State = State.OPEN
    customer: str = ""
    held: int = 0
    typed: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """A sale as the cashier pressed Pay for it; `total` is what the screen showed, in minor units, `given` as typed."""

    sale_id: uuid.UUID
    customer_id: uuid.UUID | None
    total: int
    method: Method
    given: str


class Result(StrEnum):
    """What became of a sale that was sent."""

    BOOKED = "booked"
    NOT_BOOKED = "not_booked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result, what to say about it, and whether the books said anything at all."""

    result: Result
    notice: Notice | None = None
    answered: bool = True
    spent: tuple[str, ...] = ()
    """Coupons for which the books refused it: the sale goes on without them."""


def look(desk: Collaborators, who: Caller) -> Remembered:
    """The catalogue, with the tills that this person reaches.

    Raises:
        NeighbourUnavailable: the books are away and the catalogue was never seen.
    """
    seen = desk.catalogue.look()
    return replace(seen, catalogue=seen.catalogue.of_branch(who.branch_id))


def show(desk: Collaborators, who: Caller, view: View, act: Act | None = None) -> Screen:
    """The screen after an act; where the act cannot be done, the screen as it was, and why.

    Raises:
        NoSuchTill: the till is gone, or another branch's.
        NeighbourUnavailable: the books are away and the catalogue was never seen.
    """
    seen = look(desk, who)
    basket, told = view.basket, None
    if act is not None:
        try:
            basket = perform(_checked(desk, act, seen), basket, seen.catalogue, view.department)
        except Told as refusal:
            told = refusal
    return _screen(desk, view, seen, basket, told=told)


def pay(desk: Collaborators, who: Caller, view: View, payment: Payment) -> tuple[Outcome, Screen]:
    """Have a sale booked, and the screen that follows; sending the same sale again is always safe.

    Raises:
        NoSuchTill, NeighbourUnavailable: as for `show`.
        Refusal: this person is not signed in any more; nothing was booked.
    """
    seen = look(desk, who)
    try:
        sale = _sale(seen.catalogue, view, payment, desk.clock.now())
    except Told as refusal:
        notice = Notice("bad", f"Not booked: {refusal.detail}", refusal.advice)
        outcome = Outcome(Result.NOT_BOOKED, notice)
    else:
        outcome = _record(desk, sale, sent_before=view.state is State.CHECKING)
    if not outcome.answered:
        # asking them for prices now would only make the cashier wait
        seen = replace(seen, away=True)
    elif outcome.result is Result.NOT_BOOKED:
        seen = _renewed(desk, who, seen)
    state = State.OPEN if outcome.result is Result.NOT_BOOKED else State.CHECKING
    notices = (outcome.notice,) if outcome.notice else ()
    basket = view.basket.without_coupons(outcome.spent)
    return outcome, _screen(desk, view, seen, basket, state=state, notices=notices)


def is_booked(desk: Collaborators, who: Caller, sale_id: uuid.UUID) -> bool:
    """Whether the books hold a sale at this moment; one that is still on its way may follow.

    Raises:
        NeighbourUnavailable: they do not say.
    """
    found = desk.books.purchase(sale_id)
    return found is not None and who.reaches(found.branch_id)


def receipt(desk: Collaborators, who: Caller, purchase_id: uuid.UUID) -> tuple[Purchase, str]:
    """A sale in the books, and the name of whoever sold.

    Raises:
        NoSuchReceipt: they have none with this id, or it is another branch's.
        NeighbourUnavailable: they do not answer.
    """
    found = desk.books.purchase(purchase_id)
    if found is None or not who.reaches(found.branch_id):
        raise NoSuchReceipt(f"The books have no sale {purchase_id}")
    return found, _name_of(desk, who, found.cashier_id)


def last_receipts(desk: Collaborators, till: Till) -> list[Purchase]:
    """A till's newest receipts, newest first.

    Raises:
        NeighbourUnavailable: the books do not answer.
    """
    return list(desk.books.last_purchases(till.id, _LAST_RECEIPTS))


def find_customers(desk: Collaborators, words: str) -> tuple[list[Customer], bool]:
    """As many as a glance takes in, by name or by the beginning of their id, and whether there are more.

    Raises:
        NeighbourUnavailable: the books do not answer.
    """
    found = desk.books.customers(words, _FOUND_CUSTOMERS + 1) if words else ()
    return list(found[:_FOUND_CUSTOMERS]), len(found) > _FOUND_CUSTOMERS


def add_customer(desk: Collaborators, customer_id: uuid.UUID, name: str) -> Customer:
    """Enter a customer under an id made for it; repeating it is safe.

    Raises:
        NeighbourUnavailable: the books do not answer.
    """
    added = desk.books.add_customer(customer_id, name)
    log.info("customer entered", customer=str(customer_id))
    return added


def _checked(desk: Collaborators, act: Act, seen: Remembered) -> Act:
    """The act, where it enters a coupon only if that holds. One that is scanned like goods is entered as a coupon.

    While the books are away nobody knows whether it was used: they say so when the sale is booked.
    """
    catalogue = seen.catalogue
    if act.kind is Kind.ENTER and catalogue.coupon(act.code) and not catalogue.means(act.text):
        act = replace(act, kind=Kind.COUPON)
    if act.kind is not Kind.COUPON:
        return act
    coupon = entered(catalogue, act.code, desk.clock.now())
    if coupon.single_use and not seen.away and _is_used(desk, coupon.code):
        raise CouponUsed(f"The coupon {coupon.code} was used before")
    return act


def _is_used(desk: Collaborators, code: str) -> bool:
    try:
        return desk.books.is_used(code)
    except (NeighbourUnavailable, Refusal) as error:
        log.warning("coupon not asked about", reason=str(error))
        return False


def _name_of(desk: Collaborators, who: Caller, account_id: uuid.UUID | None) -> str:
    if account_id is None or account_id == who.account_id:
        return who.name if account_id else ""
    try:
        return desk.books.name_of(account_id)
    except (NeighbourUnavailable, Refusal):
        return ""  # the receipt holds without it


def _sale(catalogue: Catalogue, view: View, payment: Payment, moment: datetime) -> Sale:
    currency = catalogue.company.currency
    total = Money(payment.total, currency)
    return Sale(
        id=payment.sale_id,
        branch_id=catalogue.till(view.till_id).branch_id,
        till_id=view.till_id,
        lines=tuple((line.product_id, line.quantity) for line in view.basket.lines),
        customer_id=payment.customer_id,
        total=total,
        tenders=settle(total, payment.method, read_amount(payment.given, currency)),
        coupons=view.basket.priced(catalogue, moment).used_coupons,
    )


def _record(desk: Collaborators, sale: Sale, *, sent_before: bool) -> Outcome:
    try:
        purchase = desk.books.record_sale(sale)
    except NotSent:
        log.warning("sale not sent", sale=str(sale.id), sent_before=sent_before)
        return (
            Outcome(Result.UNKNOWN, answered=False)
            if sent_before
            else Outcome(Result.NOT_BOOKED, NOT_SENT, answered=False)
        )
    except OutcomeUnknown:
        log.warning("sale outcome unknown", sale=str(sale.id))
        return Outcome(Result.UNKNOWN, answered=False)
    except SaleRefused as refusal:
        return _refused(sale, refusal)
    log.info("sale booked", sale=str(sale.id), receipt=purchase.receipt)
    return Outcome(Result.BOOKED)


def _refused(sale: Sale, refusal: SaleRefused) -> Outcome:
    log.warning("sale refused", sale=str(sale.id), reason=refusal.reason)
    if refusal.reason == "idempotency_key_reused":
        # another tab, or a slip between two payments, had this very sale booked: that receipt stands
        return Outcome(Result.BOOKED, BOOKED_BEFORE)
    return Outcome(Result.NOT_BOOKED, told_of(refusal), spent=refusal.coupons)


def _renewed(desk: Collaborators, who: Caller, seen: Remembered) -> Remembered:
    try:
        seen = desk.catalogue.renew()
    except NeighbourUnavailable:
        return seen
    return replace(seen, catalogue=seen.catalogue.of_branch(who.branch_id))


def _screen(
    desk: Collaborators,
    view: View,
    seen: Remembered,
    basket: Basket,
    *,
    state: State | None = None,
    notices: tuple[Notice, ...] = (),
    told: Told | None = None,
) -> Screen:
    till, now = seen.catalogue.till(view.till_id), desk.clock.now()
    return Screen(
        till=till,
        shelf=shelf(seen.catalogue, basket, view.typed, view.department, now),
        basket=basket,
        sale=basket.priced(seen.catalogue, now),
        state=state or view.state,
        customer=view.customer,
        held=view.held,
        notices=notices,
        told=told,
        away_since=seen.vouched_at if seen.away else None,
    )

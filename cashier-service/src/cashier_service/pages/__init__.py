"""The till's pages and the parts of them that follow each act."""

import uuid
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cashier_service import payloads, use_cases
from cashier_service.models.basket import Basket
from cashier_service.models.payment import preview
from cashier_service.models.screen import Screen
from cashier_service.pages import lock, tills
from cashier_service.pages.desk import catalogue, desk, find_till, remembered
from cashier_service.use_cases import Outcome, Result
from common.access import STAFF, allow, caller
from common.api import read_body
from common.money import Money, cash_back, round_notes

blueprint = Blueprint("pages", __name__)


def init_app(app: Flask) -> None:
    """Register the pages."""
    for each in (blueprint, tills.blueprint, lock.blueprint):
        app.register_blueprint(each)


@blueprint.get("/till")
@allow(STAFF)
def till() -> AnyResponse | str:
    """The till's screen, before the browser says which sale it keeps."""
    here = remembered(catalogue())
    if here is None:
        return redirect(url_for("tills.choose"))
    view = use_cases.View(
        till_id=here.id,
        basket=Basket(),
        department=request.args.get("department", "")[:60],
    )
    return _screen("till/till.html", use_cases.show(desk(), caller(), view))


@blueprint.post("/till/screen")
@allow(STAFF)
def screen() -> str:
    """The screen after an act, or after another letter was typed."""
    asked = read_body(payloads.ScreenRequest)
    act = asked.act.act() if asked.act else None
    return _screen("till/screen.html", use_cases.show(desk(), caller(), asked.view(), act))


@blueprint.post("/till/payment")
@allow(STAFF)
def payment() -> str:
    """What the amount typed means: the change, what is missing, or what is wrong with it."""
    asked = read_body(payloads.PaymentRequest)
    total = Money(asked.total, catalogue().company.currency)
    return render_template(
        "till/payment.html", preview=preview(total, asked.given), likely=round_notes(total)
    )


@blueprint.post("/till/sales")
@allow(STAFF)
def pay() -> str:
    """Have the sale booked; the answer is the screen that follows, with what became of it."""
    asked = read_body(payloads.PaymentRequest)
    outcome, after = use_cases.pay(desk(), caller(), asked.view(), asked.payment())
    href = _receipt_of(asked.sale.sale_id, outcome)
    return _screen("till/screen.html", after, outcome=outcome, href=href)


@blueprint.post("/till/held")
@allow(STAFF)
def held() -> str:
    """The sales put aside, with what each comes to."""
    asked = read_body(payloads.HeldRequest)
    known, now = catalogue(), desk().clock.now()
    zone = ZoneInfo(known.till(asked.till_id).time_zone)
    sales = [
        {
            "id": each.sale_id,
            "state": each.state,
            "customer": each.customer.name if each.customer else "",
            "held_at": each.held_at.astimezone(zone),
            "sale": each.basket().priced(known, now),
        }
        for each in asked.held
    ]
    return render_template("till/held.html", sales=sales)


@blueprint.get("/till/customers")
@allow(STAFF)
def customers() -> str:
    """Customers that fit what was typed."""
    typed = request.args.get("search", "")
    words = " ".join("".join(each for each in typed if each.isprintable()).split())[:200]
    found, more = use_cases.find_customers(desk(), words)
    return render_template("till/customers.html", words=words, found=found, more=more)


@blueprint.post("/till/customers")
@allow(STAFF)
def add_customer() -> str:
    """Enter somebody new."""
    asked = read_body(payloads.CustomerRequest)
    added = use_cases.add_customer(desk(), asked.customer_id, asked.name)
    return render_template("till/customers.html", words=asked.name, found=[added], more=False)


@blueprint.get("/sales/<uuid:sale_id>")
@allow(STAFF)
def sold(sale_id: uuid.UUID) -> str:
    """The change due, huge, beside the receipt."""
    return _receipt("sold.html", sale_id, earlier="earlier" in request.args)


@blueprint.get("/receipts/<uuid:sale_id>")
@allow(STAFF)
def reprint(sale_id: uuid.UUID) -> str:
    """A receipt to look at and to print again."""
    return _receipt("receipt.html", sale_id)


@blueprint.get("/receipts")
@allow(STAFF)
def receipts() -> AnyResponse | str:
    """The till's last receipts."""
    here = remembered(catalogue())
    if here is None:
        return redirect(url_for("tills.choose"))
    zone = ZoneInfo(here.time_zone)
    found = [
        (each, each.sold_at.astimezone(zone)) for each in use_cases.last_receipts(desk(), here)
    ]
    return render_template("receipts.html", till=here, receipts=found)


def _screen(template: str, shown: Screen, *, outcome: Outcome | None = None, href: str = "") -> str:
    away_since = shown.away_since
    if away_since is not None:
        away_since = away_since.astimezone(ZoneInfo(shown.till.time_zone))
    return render_template(
        template,
        screen=shown,
        kept=payloads.kept(shown.basket, shown.sale),
        result=outcome.result.value if outcome else "",
        href=href,
        away_since=away_since,
    )


def _receipt_of(sale_id: uuid.UUID, outcome: Outcome) -> str:
    if outcome.result is not Result.BOOKED:
        return ""
    return url_for("pages.sold", sale_id=sale_id, earlier="1" if outcome.notice else None)


def _receipt(template: str, sale_id: uuid.UUID, *, earlier: bool = False) -> str:
    purchase, cashier = use_cases.receipt(desk(), caller(), sale_id)
    known = catalogue()
    till = find_till(known, purchase.till_id)
    zone = ZoneInfo(till.time_zone if till else known.company.time_zone)
    return render_template(
        template,
        purchase=purchase,
        company=known.company,
        cashier=cashier,
        till=till,
        sold_at=purchase.sold_at.astimezone(zone),
        pieces=[_piece(each) for each in cash_back(purchase.change)],
        earlier=earlier,
    )


def _piece(amount: Money) -> tuple[str, bool]:
    """A note or coin as it is named, and whether it is a note."""
    if amount.decimal < 1:
        return f"{amount.minor}c", False
    return str(amount).partition(".")[0], amount.decimal >= 5

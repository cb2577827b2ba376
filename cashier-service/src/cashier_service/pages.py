"""The till's pages and the parts of them that follow each act."""

import uuid
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cashier_service import payloads, use_cases
from cashier_service.collaborators import Collaborators
from cashier_service.errors import ForeignRequest, NoSuchTill
from cashier_service.models.basket import Basket
from cashier_service.models.catalogue import Catalogue, Till
from cashier_service.models.payment import preview
from cashier_service.models.screen import Screen
from cashier_service.use_cases import Outcome, Result
from common.api import read_body
from common.money import Money, cash_back, round_notes
from common.web import collaborators

blueprint = Blueprint("pages", __name__)

#: Which till this browser is. Cookies do not tell ports apart, so two suites on one machine share it.
_COOKIE = "mercato_till"
_YEAR_SECONDS = 365 * 24 * 3600

_DEPARTMENTS = {"": "Other", "music": "Records"}


def init_app(app: Flask) -> None:
    """Register the pages and the words that only they use."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(department_title=_department_title)


@blueprint.before_request
def _refuse_foreign_acts() -> None:
    """Only the till's own pages may act: browsers say where a request comes from, and programs say nothing."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none"):
        raise ForeignRequest
    if origin is not None and origin.partition("://")[2] != request.host:
        raise ForeignRequest


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.get("/")
def start() -> AnyResponse | str:
    """The till that this browser was last time, else the choice of one."""
    catalogue = _desk().catalogue.look().catalogue
    if _remembered(catalogue):
        return redirect(url_for("pages.till"))
    return _choice(catalogue)


@blueprint.get("/tills")
def choose() -> str:
    """Every till of every shop."""
    return _choice(_desk().catalogue.look().catalogue)


@blueprint.post("/tills")
def chosen() -> AnyResponse:
    """Remember in this browser which till it is."""
    till = _desk().catalogue.look().catalogue.till(request.form.get("till_id", ""))
    response = redirect(url_for("pages.till"), code=303)
    response.set_cookie(_COOKIE, till.id, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax")
    return response


@blueprint.get("/till")
def till() -> AnyResponse | str:
    """The till's screen, before the browser says which sale it keeps."""
    remembered = _remembered(_desk().catalogue.look().catalogue)
    if remembered is None:
        return redirect(url_for("pages.choose"))
    view = use_cases.View(
        till_id=remembered.id,
        basket=Basket(),
        department=request.args.get("department", "")[:60],
    )
    return _screen("till/till.html", use_cases.show(_desk(), view))


@blueprint.post("/till/screen")
def screen() -> str:
    """The screen after an act, or after another letter was typed."""
    asked = read_body(payloads.ScreenRequest)
    act = asked.act.act() if asked.act else None
    return _screen("till/screen.html", use_cases.show(_desk(), asked.view(), act))


@blueprint.post("/till/payment")
def payment() -> str:
    """What the amount typed means: the change, what is missing, or what is wrong with it."""
    asked = read_body(payloads.PaymentRequest)
    total = Money(asked.total, _desk().catalogue.look().catalogue.company.currency)
    return render_template(
        "till/payment.html", preview=preview(total, asked.given), likely=round_notes(total)
    )


@blueprint.post("/till/sales")
def pay() -> str:
    """Have the sale booked; the answer is the screen that follows, with what became of it."""
    asked = read_body(payloads.PaymentRequest)
    outcome, after = use_cases.pay(_desk(), asked.view(), asked.payment())
    href = _receipt_of(asked.sale.sale_id, outcome)
    return _screen("till/screen.html", after, outcome=outcome, href=href)


@blueprint.post("/till/held")
def held() -> str:
    """The sales put aside, with what each comes to."""
    asked = read_body(payloads.HeldRequest)
    seen = _desk().catalogue.look()
    zone = ZoneInfo(seen.catalogue.till(asked.till_id).time_zone)
    sales = [
        {
            "id": each.sale_id,
            "state": each.state,
            "customer": each.customer.name if each.customer else "",
            "held_at": each.held_at.astimezone(zone),
            "sale": each.basket().priced(seen.catalogue, _desk().clock.now()),
        }
        for each in asked.held
    ]
    return render_template("till/held.html", sales=sales)


@blueprint.get("/till/customers")
def customers() -> str:
    """Customers that fit what was typed."""
    typed = request.args.get("search", "")
    words = " ".join("".join(each for each in typed if each.isprintable()).split())[:200]
    found, more = use_cases.find_customers(_desk(), words)
    return render_template("till/customers.html", words=words, found=found, more=more)


@blueprint.post("/till/customers")
def add_customer() -> str:
    """Enter somebody new."""
    asked = read_body(payloads.CustomerRequest)
    added = use_cases.add_customer(_desk(), asked.customer_id, asked.name)
    return render_template("till/customers.html", words=asked.name, found=[added], more=False)


@blueprint.get("/sales/<uuid:sale_id>")
def sold(sale_id: uuid.UUID) -> str:
    """The change due, huge, beside the receipt."""
    return _receipt("sold.html", sale_id, earlier="earlier" in request.args)


@blueprint.get("/receipts/<uuid:sale_id>")
def reprint(sale_id: uuid.UUID) -> str:
    """A receipt to look at and to print again."""
    return _receipt("receipt.html", sale_id)


@blueprint.get("/receipts")
def receipts() -> AnyResponse | str:
    """The till's last receipts."""
    remembered = _remembered(_desk().catalogue.look().catalogue)
    if remembered is None:
        return redirect(url_for("pages.choose"))
    zone = ZoneInfo(remembered.time_zone)
    found = [
        (each, each.sold_at.astimezone(zone))
        for each in use_cases.last_receipts(_desk(), remembered)
    ]
    return render_template("receipts.html", till=remembered, receipts=found)


def _desk() -> Collaborators:
    return collaborators(Collaborators)


def _remembered(catalogue: Catalogue) -> Till | None:
    return _till(catalogue, request.cookies.get(_COOKIE))


def _till(catalogue: Catalogue, till_id: str | None) -> Till | None:
    try:
        return catalogue.till(till_id or "")
    except NoSuchTill:
        return None


def _choice(catalogue: Catalogue) -> str:
    remembered = _remembered(catalogue)
    return render_template(
        "tills.html", branches=catalogue.branches, till_id=remembered.id if remembered else ""
    )


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
    purchase = use_cases.receipt(_desk(), sale_id)
    catalogue = _desk().catalogue.look().catalogue
    till = _till(catalogue, purchase.till_id)
    zone = ZoneInfo(till.time_zone if till else catalogue.company.time_zone)
    return render_template(
        template,
        purchase=purchase,
        company=catalogue.company,
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


def _department_title(department: str) -> str:
    return _DEPARTMENTS.get(department, department.capitalize())

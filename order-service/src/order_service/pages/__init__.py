"""What shoppers see of their orders, and the desk of those who pack and send."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from flask import Flask, g

from common.web import collaborators
from order_service.collaborators import Collaborators
from order_service.models import told
from order_service.models.order import Order
from order_service.models.parts import Address
from order_service.pages import desk, own


def init_app(app: Flask) -> None:
    """Register the pages, and what all of their templates ask."""
    app.register_blueprint(own.blueprint)
    app.register_blueprint(desk.blueprint)
    orders: Collaborators = app.extensions["collaborators"]
    settings = orders.settings
    app.jinja_env.globals.update(
        shop_url=(settings.store_public_url or settings.store_url).rstrip("/"),
        basket_url=settings.cart_public_url.rstrip("/"),
        local=_here,
        told=told,
        branch_name=orders.branch_name,
        goods_of=_goods,
        parcel_lines=partial(_parcel_lines, settings.locale),
    )
    app.jinja_env.filters["week_day"] = _week_day


def _here(moment: datetime) -> datetime:
    """A moment as the company's clocks show it."""
    if "time_zone" not in g:
        g.time_zone = collaborators(Collaborators).time_zone()
    return moment.astimezone(g.time_zone)


def _goods(order: Order) -> str:
    """What was bought, in a few words."""
    first, *others = order.lines
    name = f"{first.quantity} × {first.name}" if first.quantity > 1 else first.name
    if not others:
        return name
    return f"{name} and {len(others)} more"


def _parcel_lines(locale: str, address: Address) -> list[str]:
    """Where to, as it stands on a parcel: the country by its name, where a code was given."""
    from babel import Locale

    named = Locale.parse(locale.replace("-", "_")).territories
    return list(replace(address, country=named.get(address.country, address.country)).lines)


def _week_day(day: date) -> str:
    """Under a column of seven: Fri 27."""
    return f"{day:%a} {day.day}"

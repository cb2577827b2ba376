"""The pages of the shopper's last steps: the basket, the checkout, and what became of it."""

from flask import Flask

from cart_service.collaborators import Collaborators
from cart_service.pages import basket, checkout, payment


def init_app(app: Flask) -> None:
    """Put all of them into an application."""
    for part in (basket, checkout, payment):
        app.register_blueprint(part.blueprint)
    cart: Collaborators = app.extensions["collaborators"]
    app.jinja_env.globals.update(orders_url=cart.settings.order_public_url.rstrip("/"))

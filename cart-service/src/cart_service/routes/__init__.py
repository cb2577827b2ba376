"""The basket's addresses for programs: the API's own and the documents'."""

from flask import Flask

from cart_service.routes import baskets, checkouts, coupons, document_002, document_003


def init_app(app: Flask) -> None:
    """Put all of them into an application."""
    for part in (baskets, checkouts, coupons, document_002, document_003):
        app.register_blueprint(part.blueprint)

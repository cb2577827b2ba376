"""What programs ask of the shop, as JSON: the documents' endpoints, and the catalogue for the basket."""

from flask import Flask

from store_service.routes import accounts, baskets, catalogue, goods


def init_app(app: Flask) -> None:
    """Register them all."""
    for part in (goods, accounts, baskets, catalogue):
        app.register_blueprint(part.blueprint)

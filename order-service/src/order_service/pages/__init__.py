"""What shoppers see of their orders, and the desk of those who pack and send."""

from flask import Flask

from order_service.pages import own


def init_app(app: Flask) -> None:
    """Register the pages, and what all of their templates ask."""
    app.register_blueprint(own.blueprint)

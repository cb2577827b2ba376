"""The orders' addresses for programs: the API's own, document 002's, and the facts for an auditor."""

from flask import Flask

from order_service.routes import document_002, facts, orders


def init_app(app: Flask) -> None:
    """Put all of them into an application."""
    for part in (orders, document_002, facts):
        app.register_blueprint(part.blueprint)

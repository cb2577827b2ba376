"""The pages of those who run the shop: figures, goods, offers, the company."""

from flask import Flask, request

from store_service.pages.office import goods, offers, overview, places
from store_service.use_cases.office import MOST_BYTES

#: What a form with a file has besides the file.
_AROUND = 64 * 1024


def init_app(app: Flask) -> None:
    """Register them; a cover may be larger than what other forms hold."""
    for part in (overview, goods, offers, places):
        app.register_blueprint(part.blueprint)
    app.before_request_funcs.setdefault(None, []).insert(0, _allow_covers)


def _allow_covers() -> None:
    if request.endpoint == f"{goods.blueprint.name}.cover":
        request.max_content_length = MOST_BYTES + _AROUND

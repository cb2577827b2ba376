"""The pictures of goods."""

from flask import Blueprint, Response

from common.access import EVERYBODY, allow
from common.images import MEDIA_TYPE
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.use_cases import shelf

blueprint = Blueprint("covers", __name__)

_FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/covers/<cover_id>-<int:width>.webp")
@allow(EVERYBODY)
def cover(cover_id: str, width: int) -> Response:
    """A picture whose address names its content, so that it is kept for ever; other services' pages show it too."""
    content = shelf.cover(collaborators(Collaborators), cover_id, width)
    headers = {"Cache-Control": _FOR_EVER, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(content, mimetype=MEDIA_TYPE, headers=headers)

"""Notices as JSON."""

import json
import uuid
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from api_service.notices.models import Notice, NoticeKind, Taken
from common.payload import CONTROL, Answer, Moment, Payload, Text


def _storable(body: dict[str, Any]) -> dict[str, Any]:
    written = json.dumps(body, default=str, ensure_ascii=False)
    if "\\u0000" in written or CONTROL.search(written):
        raise ValueError("control characters are not allowed")
    return body


class NoticeRequest(Payload):
    """What to tell about what; `body` is whatever the teller needs to write it."""

    kind: Annotated[NoticeKind, Field(strict=False)]
    about: Annotated[Text, Field(min_length=1, max_length=200)]
    to: Annotated[Text, Field(min_length=1, max_length=254)] | None = None
    body: Annotated[dict[str, Any], AfterValidator(_storable)] = Field(default_factory=dict)

    def notice(self) -> Notice:
        """As the use case takes it."""
        return Notice(self.kind, self.about, self.to, self.body)


class NoticeAnswer(Answer):
    """A notice that was taken in and will be told."""

    id: uuid.UUID
    kind: NoticeKind
    about: str
    taken_at: Moment


def notice_answer(taken: Taken) -> NoticeAnswer:
    """As /api/v1 answers it; a repeat gives the same bytes."""
    return NoticeAnswer(
        id=taken.id, kind=taken.notice.kind, about=taken.notice.about, taken_at=taken.taken_at
    )

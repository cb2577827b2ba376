"""Who calls a service: people by its pages or through other services, programs by their keys, or services alone."""

from collections.abc import Callable
from dataclasses import replace

from flask import request

from common.access import Caller, Kind, bearer
from common.service_client import SESSION_HEADER
from common.service_tokens import ServiceTokens, looks_like_one
from common.sessions.door import Door
from common.sessions.programs import Programs


def by_page_or_service(
    door: Door, tokens: ServiceTokens, programs: Programs | None = None
) -> Callable[[], Caller]:
    """What to hand to `web.init_app` as `identify`.

    Another service shows its own token and, where it calls for somebody, their session; everybody else is known by the
    cookie of their browser, or not at all. With `programs`, whoever shows another token is one of them, or nobody.
    """

    def identify() -> Caller:
        token = bearer()
        if not looks_like_one(token):
            return programs.caller(token) if programs and token else door.identify()
        service = tokens.read(token)
        session = request.headers.get(SESSION_HEADER, "")
        if not session:
            return Caller(kind=Kind.SERVICE, service=service)
        return replace(door.session_of(session).caller, service=service)

    return identify


def by_service(tokens: ServiceTokens) -> Callable[[], Caller]:
    """What to hand to `web.init_app` as `identify` where nobody but other services has any business."""

    def identify() -> Caller:
        token = bearer()
        if not looks_like_one(token):
            return Caller()
        return Caller(kind=Kind.SERVICE, service=tokens.read(token))

    return identify

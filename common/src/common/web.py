"""What every application has: errors told well, request ids, headers, an access line, probes, documentation."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from common import access, deadlines, health, logs, metrics, openapi, request_ids, ui
from common.access import EVERYBODY, OPERATORS, Caller, Kind
from common.config import Settings
from common.errors import (
    BadRequest,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    NotSignedIn,
    PayloadTooLarge,
    ServiceError,
    UnsupportedMediaType,
)
from common.payload import CONTROL
from common.sessions import forms

#: The largest body; uploads raise it for their own route.
_LARGEST_BODY = 1024 * 1024

_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:{images}; object-src 'none'; "
    "base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
)

#: Two years, in seconds; only where browsers come over https anyway.
_ONLY_HTTPS = "max-age=63072000; includeSubDomains"

#: What the addresses need that common registers itself. Probes answer everybody and say nothing that matters.
_RULES = {
    "health.ping": EVERYBODY,
    "health.health": EVERYBODY,
    "health.livez": EVERYBODY,
    "health.readyz": EVERYBODY,
    "health.version": EVERYBODY,
    "health.prometheus": OPERATORS,
    "ui.asset": EVERYBODY,
    "ui.parts": OPERATORS,
    "problem": EVERYBODY,
    "openapi": OPERATORS,
    "docs": OPERATORS,
    "static": EVERYBODY,
}

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

_BY_STATUS: dict[int, type[ServiceError]] = {
    kind.status: kind
    for kind in (
        BadRequest,
        NotFound,
        MethodNotAllowed,
        NotAcceptable,
        PayloadTooLarge,
        UnsupportedMediaType,
    )
}

log = logs.get(__name__)

Handed = TypeVar("Handed")


def init_app(
    app: Flask,
    settings: Settings,
    *,
    title: str,
    checks: Mapping[str, health.Check],
    identify: Callable[[], Caller],
    description: str = "",
    forms_lead_to: Sequence[str] = (),
    images_from: Sequence[str] = (),
) -> None:
    """Give an application its defaults; call it after the blueprints are registered.

    `identify` finds out who calls, for the rules on the routes (`common.access`). `checks` are what /readyz asks. With
    a `description` the application's API is documented at /openapi.json and /docs. `forms_lead_to` are the URLs of
    other services where the answer to a form may lead: browsers hold a form to that as well. `images_from` are those
    whose pictures its pages show.
    """
    app.config.update(
        SERVICE=settings.service,
        DEMO=settings.demo,
        PUBLIC_URL=settings.public_url,
        IS_SECURE=settings.is_secure,
        FORMS_LEAD_TO=" ".join(["'self'", *_origins(forms_lead_to)]),
        IMAGES_FROM="".join(f" {origin}" for origin in _origins(images_from)),
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        LOCALE=settings.locale,
        TEMPLATES_AUTO_RELOAD=settings.flask_debug,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # werkzeug's own way in
    logs.configure(settings.service, level=settings.log_level)
    ui.init_app(app, service_title=title)
    health.init_app(app, checks)
    app.jinja_env.globals.update(csp_nonce=_nonce, demo=settings.demo)
    # who asks comes before what is asked: a form is read only from somebody who may send it
    app.before_request_funcs.setdefault(None, [])[:0] = [
        _begin,
        _refuse_unreadable,
        _refuse_foreign,
    ]
    access.init_app(app, settings, identify, rules=_RULES)
    app.after_request(_finish)
    app.teardown_request(_end)
    app.register_error_handler(ServiceError, refuse)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(Exception, _refuse_unexpected)
    app.add_url_rule("/problems/<code>", "problem", _explain)
    if description:
        _serve_documentation(app, title, description)


def collaborators(kind: type[Handed]) -> Handed:
    """What this application's use cases are handed; `kind` is the service's own class of them."""
    found = current_app.extensions["collaborators"]
    if not isinstance(found, kind):
        raise TypeError(f"the application was not put together with {kind.__qualname__}")
    return found


def _origins(urls: Sequence[str]) -> list[str]:
    parts = [urlsplit(url) for url in urls if url]
    return [f"{each.scheme}://{each.netloc}" for each in parts]


def _begin() -> None:
    g.began = time.perf_counter()
    request_ids.take_or_make(request.headers.get(request_ids.HEADER))
    g.earlier_deadline = deadlines.take(request.headers.get(deadlines.HEADER))
    deadlines.refuse_if_over()


def _end(_error: BaseException | None) -> None:
    """The thread goes on with somebody else's request."""
    if "earlier_deadline" in g:
        deadlines.restore(g.pop("earlier_deadline"))


def _refuse_unreadable() -> None:
    """Nothing stands at an address with signs in it that no text may hold, and no store is asked for it."""
    if CONTROL.search(request.path):
        raise NotFound


def _refuse_foreign() -> None:
    forms.refuse_foreign(request, current_app.config["PUBLIC_URL"])


def _nonce() -> str:
    """What marks this answer's own scripts, so that a browser runs no others."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    nonce: str = g.nonce
    return nonce


def _finish(response: Response) -> Response:
    seconds = time.perf_counter() - g.pop("began", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "none"
    service = current_app.config["SERVICE"]
    metrics.REQUESTS.labels(service, request.method, route, response.status_code).inc()
    metrics.SECONDS.labels(service, route).observe(seconds)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    scripts = f"'nonce-{g.nonce}'" if "nonce" in g else "'none'"
    response.headers["Content-Security-Policy"] = _POLICY.format(
        scripts=scripts,
        forms=current_app.config["FORMS_LEAD_TO"],
        images=current_app.config["IMAGES_FROM"],
    )
    if current_app.config["IS_SECURE"]:
        response.headers["Strict-Transport-Security"] = _ONLY_HTTPS
    response.headers[request_ids.HEADER] = request_ids.current.get()
    if not health.is_probe():
        log.info(
            "answered",
            method=request.method,
            # an address that lets its holder in is not written down
            path=g.get("shown_path", request.path),
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    return response


def refuse(error: ServiceError) -> Response:
    """The answer for a failure: a problem for programs, a page for people."""
    if error.status >= 500:
        log.error("failed", code=error.code, detail=error.detail, exc_info=error.__cause__)
    elif error.status == 403 or (error.code == NotSignedIn.code and access.bearer()):
        _tell_who_was_refused(error)
    problem = error.problem(instance=request_ids.current.get())
    response = _as_page(problem) if _wants_page() else jsonify(problem)
    if response.mimetype == "application/json":
        response.mimetype = "application/problem+json"
    response.status_code = error.status
    response.headers.update(error.headers)
    response.headers.add("Vary", "Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _tell_who_was_refused(error: ServiceError) -> None:
    """For whoever watches the log: the access line of the same request id says what was wanted."""
    found: Caller = g.get("caller", Caller())
    log.warning(
        "access refused",
        code=error.code,
        reason=error.facts.get("reason"),
        kind=found.kind.value,
        role=found.role.value if found.role else None,
        account_id=str(found.account_id) if found.account_id else None,
        program=found.name if found.kind is Kind.PROGRAM else None,
        address=request.remote_addr,
    )


def _refuse_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error  # a redirect
    kind = _BY_STATUS.get(error.code, InternalError if error.code >= 500 else BadRequest)
    refused = kind("" if kind is NotFound else (error.description or ""))
    if kind is MethodNotAllowed:
        refused.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
    return refuse(refused)


def _refuse_unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return refuse(InternalError())


def _wants_page() -> bool:
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return (
        best == "text/html"
        and request.accept_mimetypes["text/html"] > (request.accept_mimetypes["application/json"])
    )


def _as_page(problem: dict[str, Any]) -> Response:
    return Response(render_template("ui/error.html", problem=problem), mimetype="text/html")


def _explain(code: str) -> str | Response:
    kind = ServiceError.kinds.get(code)
    if kind is None:
        abort(404)
    return render_template("ui/problem.html", kind=kind)


def _serve_documentation(app: Flask, title: str, description: str) -> None:
    written: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not written:
            written.update(openapi.document(app, title=title, description=description))
        return written

    app.add_url_rule("/openapi.json", "openapi", lambda: jsonify(document()))
    app.add_url_rule("/docs", "docs", lambda: render_template("ui/docs.html", document=document()))

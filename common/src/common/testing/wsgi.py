"""A real application answers a real client in process: contract tests need no port and no second process."""

import io
from http.client import responses
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from werkzeug.test import EnvironBuilder, run_wsgi_app

from common.service_client import ServiceClient


class WsgiAdapter(BaseAdapter):
    """Hands every request of a requests session to a WSGI application, whatever host it names."""

    def __init__(self, application: Any) -> None:
        """`application` is what gunicorn would be told to load."""
        super().__init__()
        self._application = application
        self.requests: list[requests.PreparedRequest] = []
        """What was asked, in order."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The application's answer."""
        self.requests.append(request)
        environ = _environ(request)
        chunks, status, headers = run_wsgi_app(self._application, environ, buffered=True)
        response = requests.Response()
        response.status_code = int(status.split(maxsplit=1)[0])
        response.reason = responses.get(response.status_code, "")
        response.headers = CaseInsensitiveDict(headers.items())
        response.raw = io.BytesIO(b"".join(chunks))
        response.request = request
        response.url = str(request.url)
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Nothing is held open."""


def answered_by(client: ServiceClient, application: Any) -> WsgiAdapter:
    """Let a service's client talk to another service's application instead of the network."""
    adapter = WsgiAdapter(application)
    for scheme in ("http://", "https://"):
        client._session.mount(scheme, adapter)  # noqa: SLF001  # a test's way in; no service has one
    return adapter


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(str(request.url))
    body = request.body or b""
    builder = EnvironBuilder(
        path=parts.path,
        query_string=parts.query,
        base_url=f"{parts.scheme}://{parts.netloc}",
        method=str(request.method),
        headers=list(request.headers.items()),
        data=body.encode() if isinstance(body, str) else body,
    )
    environ: dict[str, Any] = builder.get_environ()
    builder.close()
    return environ

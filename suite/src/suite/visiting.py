"""Calls services as their neighbours, people's browsers and programs do: tests of a running suite come in by it."""

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from suite.driving import Mercato


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    """By their names in lower case; of several cookies, all in one line."""
    text: str

    @property
    def content(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.text)


@dataclass(slots=True)
class Visitor:
    """Somebody who sends requests to the services of a suite, and keeps every answer."""

    mercato: Mercato
    replies: list[Reply] = field(default_factory=list)

    def ask(
        self,
        service: str,
        path: str,
        *,
        method: str = "GET",
        body: Any = None,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """One request, with a body of JSON or a form."""
        sent = dict(headers or {})
        data = None
        if form is not None:
            method, data = "POST", urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            method = "POST" if method == "GET" else method
            data = body if isinstance(body, str) else json.dumps(body)
            sent["Content-Type"] = "application/json"
        where = urlsplit(self.mercato.topology_url(service))
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
        try:
            connection.request(method, path, data, sent)
            answered = connection.getresponse()
            told: dict[str, str] = {}
            for name, value in answered.getheaders():
                before = told.get(name.lower())
                told[name.lower()] = f"{before}\n{value}" if before else value
            reply = Reply(answered.status, told, answered.read().decode())
        finally:
            connection.close()
        self.replies.append(reply)
        return reply

    def inside(
        self,
        path: str,
        body: Any = None,
        *,
        session: str = "",
        service: str = "dashboard-service",
        **headers: str,
    ) -> Reply:
        """A service's own call to the books, for somebody whose session it holds."""
        from common.service_client import SESSION_HEADER
        from common.service_tokens import ServiceTokens

        key = self.mercato.home.secrets().service_key
        token = ServiceTokens(key, service=service).issue("api-service")
        sent = {"Authorization": f"Bearer {token}", **headers}
        if session:
            sent[SESSION_HEADER] = session
        return self.ask("api-service", path, body=body, headers=sent)

    def sign_in(self, email: str, password: str, *, application: str = "dashboard") -> str:
        """The token of a session that begins.

        Raises:
            RuntimeError: it was refused.
        """
        body = {
            "application": application,
            "email": email,
            "password": password,
            "code": None,
            "address": "192.0.2.7",
            "agent": "a test",
        }
        service = "cashier-service" if application == "till" else "dashboard-service"
        reply = self.inside("/internal/sign-in", body, service=service)
        if reply.status != 200:
            raise RuntimeError(reply.text)
        return str(reply.content["token"])

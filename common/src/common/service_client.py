"""Calls to another service: always with a timeout and the request's id, retried only where a repeat is harmless."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from common import request_ids
from common.errors import NeighbourUnavailable
from common.service_tokens import ServiceTokens

#: The header in which a person's session travels with the calls that are made for it.
SESSION_HEADER = "Mercato-Session"

#: From where somebody comes, told by the service that they came to.
ADDRESS_HEADER = "Mercato-Address"

#: The token of the session that the request at hand acts for, empty without one.
acting: ContextVar[str] = ContextVar("acting", default="")

_CONNECT_SECONDS = 2.0


class Refusal(Exception):
    """The neighbour understood and said no; `problem` is its problem document."""

    def __init__(self, status: int, problem: dict[str, Any], *, retry_after: int = 0) -> None:
        """Keep the status, the document, and for how many seconds the neighbour wants to be left alone."""
        super().__init__(status, problem)
        self.status = status
        self.problem = problem
        self.retry_after = retry_after

    @property
    def code(self) -> str:
        """The neighbour's code for it."""
        return str(self.problem.get("code", ""))

    @property
    def detail(self) -> str:
        """What the neighbour says happened."""
        return str(self.problem.get("detail") or self.problem.get("title") or "")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the neighbour: its body as plain values, and the headers worth keeping."""

    status: int
    content: Any
    etag: str | None = None


class ServiceClient:
    """One neighbour, reached under its internal URL. One per worker process; threads share it."""

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        audience: str = "",
        tokens: ServiceTokens | None = None,
        for_people: bool = True,
        timeout_seconds: float = 3.0,
    ) -> None:
        """`name` is what people call the neighbour when it is away; `audience` is its service's name.

        Without `for_people` the calls are the service's own, whoever's request is at hand.
        """
        self._name = name
        self._audience = audience
        self._tokens = tokens
        self._for_people = for_people
        self._base = base_url.rstrip("/")
        self._timeout = timeout_seconds
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy for the outside must not see our own calls
        # one layer retries: here, twice, only what changes nothing, and only before an answer
        retry = Retry(
            total=2,
            connect=2,
            read=0,
            status=0,
            backoff_factor=0.05,
            backoff_jitter=0.05,
            allowed_methods={"GET", "HEAD"},
        )
        adapter = HTTPAdapter(max_retries=retry, pool_maxsize=16)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(
        self,
        path: str,
        query: dict[str, Any] | None = None,
        *,
        etag: str | None = None,
        timeout_seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Read; with `etag`, the reply's status may be 304 and its content None.

        Raises:
            Refusal: the neighbour answered 4xx.
            NeighbourUnavailable: it did not answer in time, or answered 5xx.
        """
        told = {"If-None-Match": etag} if etag else {}
        return self._call(
            "GET",
            path,
            headers={**(headers or {}), **told},
            timeout_seconds=timeout_seconds,
            params=query,
        )

    def post(
        self,
        path: str,
        body: Any,
        *,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask for a change; `idempotency_key` makes a repeat harmless.

        Raises:
            Refusal: the neighbour answered 4xx; nothing was changed.
            NeighbourUnavailable: it is unknown whether anything was changed.
        """
        told = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self._call("POST", path, headers={**(headers or {}), **told}, json=body)

    def put(self, path: str, body: Any, *, etag: str | None = None) -> Reply:
        """Ask for a state; with `etag`, only if it is still the one that was read.

        Raises:
            Refusal, NeighbourUnavailable: as for `post`.
        """
        headers = {"If-Match": etag} if etag else {}
        return self._call("PUT", path, headers=headers, json=body)

    def _call(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str],
        timeout_seconds: float | None = None,
        **how: Any,
    ) -> Reply:
        headers |= {
            request_ids.HEADER: request_ids.current.get(),
            "Accept": "application/json",
        }
        if self._tokens is not None:
            headers["Authorization"] = f"Bearer {self._tokens.issue(self._audience)}"
            if self._for_people and (session := acting.get()):
                headers[SESSION_HEADER] = session
        try:
            response = self._session.request(
                method,
                self._base + path,
                headers=headers,
                timeout=(_CONNECT_SECONDS, timeout_seconds or self._timeout),
                allow_redirects=False,
                **how,
            )
        except requests.RequestException as error:
            raise self._away() from error
        if response.status_code >= 500:
            raise self._away(response.headers.get("Retry-After"))
        content = _json(response)
        if response.status_code >= 400:
            problem = content if isinstance(content, dict) else {}
            seconds = response.headers.get("Retry-After", "")
            raise Refusal(
                response.status_code,
                problem,
                retry_after=int(seconds) if seconds.isdecimal() else 0,
            )
        return Reply(response.status_code, content, response.headers.get("ETag"))

    def _away(self, retry_after: str | None = None) -> NeighbourUnavailable:
        return NeighbourUnavailable(
            f"{self._name} gave no answer", headers={"Retry-After": retry_after or "1"}
        )


def _json(response: requests.Response) -> Any:
    if response.status_code == 304 or not response.content:
        return None
    try:
        return response.json()
    except requests.JSONDecodeError:
        return None

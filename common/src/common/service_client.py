"""Calls to another service: with a deadline and the request's id, repeated only where that is harmless."""

import math
import random
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import requests

from common import deadlines, request_ids
from common.breakers import Breaker
from common.errors import BadRequest, NeighbourFailed, NeighbourNotAsked, NeighbourUnavailable
from common.http_connections import WholeAnswers
from common.service_tokens import ServiceTokens

#: The header in which a person's session travels with the calls that are made for it.
SESSION_HEADER = "Mercato-Session"

#: From where somebody comes, told by the service that they came to.
ADDRESS_HEADER = "Mercato-Address"

#: The basket of the browser that somebody came with, told by the service that they came to.
BROWSERS_BASKET_HEADER = "Mercato-Basket"

#: The token of the session that the request at hand acts for, empty without one.
acting: ContextVar[str] = ContextVar("acting", default="")

_CONNECT_SECONDS = 2.0

#: Before each repeat. Readings, for which somebody waits, have two; a change outlasts a neighbour that starts anew.
_PAUSES = (0.05, 0.2, 0.8)

#: Answers of a neighbour that cannot work at the moment. A 500 is a mistake over one request; others may well succeed.
_NOT_NOW = {502, 503, 504}


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
        self._breaker = Breaker(audience or name)
        adapter = WholeAnswers(pool_maxsize=16)
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
        repeat: bool = False,
        timeout_seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask for a change; `idempotency_key` makes a repeat harmless, and with `repeat` it is made at once.

        Raises:
            Refusal: the neighbour answered 4xx; nothing was changed.
            NeighbourNotAsked: nothing was sent.
            NeighbourUnavailable: it is unknown whether anything was changed; NeighbourFailed where it answered 500.
        """
        if repeat and not idempotency_key:
            raise ValueError("what is repeated needs a key")
        told = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self._call(
            "POST",
            path,
            headers={**(headers or {}), **told},
            repeat=repeat,
            timeout_seconds=timeout_seconds,
            json=body,
        )

    def put(
        self,
        path: str,
        body: Any,
        *,
        etag: str | None = None,
        repeat: bool = False,
        timeout_seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask for a state; with `etag`, only if it is still the one that was read.

        Raises:
            Refusal, NeighbourNotAsked, NeighbourUnavailable: as for `post`.
        """
        told = {**(headers or {}), **({"If-Match": etag} if etag else {})}
        return self._call(
            "PUT", path, headers=told, repeat=repeat, timeout_seconds=timeout_seconds, json=body
        )

    def delete(
        self, path: str, *, repeat: bool = False, timeout_seconds: float | None = None
    ) -> Reply:
        """Ask that something be gone.

        Raises:
            Refusal, NeighbourNotAsked, NeighbourUnavailable: as for `post`.
        """
        return self._call(
            "DELETE", path, headers={}, repeat=repeat, timeout_seconds=timeout_seconds
        )

    def _call(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str],
        repeat: bool = False,
        timeout_seconds: float | None = None,
        **how: Any,
    ) -> Reply:
        """The one layer that repeats: what changes nothing when the line was cut, what the caller asked for always.

        All attempts together take no longer than one may.
        """
        patience = timeout_seconds or self._timeout
        ends_at = deadlines.after(patience)
        headers |= self._own_headers() | {deadlines.HEADER: f"{ends_at:.3f}"}
        silence: _Silence | None = None
        for pause in (*(_PAUSES if repeat else _PAUSES[:2]), math.inf):
            try:
                return self._ask(method, path, headers, ends_at, patience, **how)
            except NeighbourNotAsked:
                if silence is None:
                    raise
                break  # an earlier attempt was sent
            except _Silence as cut:
                silence = cut
                again = (repeat and cut.may_pass) or (method == "GET" and cut.is_cut)
            wait = max(silence.retry_after, pause * random.uniform(0.5, 1))  # noqa: S311  # no secret
            if not again or time.time() + wait >= ends_at:
                break
            time.sleep(wait)
        told = {"Retry-After": str((silence and silence.retry_after) or 1)}
        if silence is not None and silence.is_failure:
            raise NeighbourFailed(f"{self._name} failed over it", headers=told) from silence
        raise NeighbourUnavailable(f"{self._name} gave no answer", headers=told) from silence

    def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        ends_at: float,
        patience: float,
        **how: Any,
    ) -> Reply:
        """One attempt."""
        seconds = ends_at - time.time()
        if seconds <= 0 or not self._breaker.admits():
            why = (
                "was not asked, it is too late" if seconds <= 0 else "failed several times in a row"
            )
            raise NeighbourNotAsked(f"{self._name} {why}", headers={"Retry-After": "1"})
        try:
            response = self._session.request(
                method,
                self._base + path,
                headers=headers,
                timeout=(min(_CONNECT_SECONDS, seconds), seconds),
                allow_redirects=False,
                **how,
            )
        except (requests.exceptions.InvalidHeader, UnicodeError) as error:
            raise BadRequest("There is something in it that no header carries") from error
        except requests.RequestException as error:
            # who was given less time than usual is not to blame; amid an answer, its end is told as a cut line
            is_late = isinstance(error, requests.Timeout) or time.time() >= ends_at
            if not is_late or seconds > patience * 0.9:
                self._breaker.failed()
            raise _Silence(is_cut=not isinstance(error, requests.ReadTimeout)) from error
        if response.status_code in _NOT_NOW:
            self._breaker.failed()
        else:
            self._breaker.answered()
        return _read(response)

    def _own_headers(self) -> dict[str, str]:
        headers = {request_ids.HEADER: request_ids.current.get(), "Accept": "application/json"}
        if self._tokens is not None:
            headers["Authorization"] = f"Bearer {self._tokens.issue(self._audience)}"
            if self._for_people and (session := acting.get()):
                headers[SESSION_HEADER] = session
        return headers


class _Silence(Exception):
    """No answer, or one that says: not now."""

    def __init__(self, *, is_cut: bool, status: int = 0, retry_after: int = 0) -> None:
        """Whether the line was cut, the status of an answer, and how many seconds later a repeat may fare better."""
        super().__init__(is_cut, status, retry_after)
        self.is_cut = is_cut
        self.may_pass = status in {0, *_NOT_NOW}
        self.is_failure = status == 500
        self.retry_after = retry_after


def _read(response: requests.Response) -> Reply:
    told = response.headers.get("Retry-After", "")
    retry_after = int(told) if told.isdecimal() else 0
    if response.status_code >= 500:
        raise _Silence(is_cut=False, status=response.status_code, retry_after=retry_after)
    content = _json(response)
    if response.status_code >= 400:
        problem = content if isinstance(content, dict) else {}
        raise Refusal(response.status_code, problem, retry_after=retry_after)
    return Reply(response.status_code, content, response.headers.get("ETag"))


def _json(response: requests.Response) -> Any:
    if response.status_code == 304 or not response.content:
        return None
    try:
        return response.json()
    except requests.JSONDecodeError:
        return None

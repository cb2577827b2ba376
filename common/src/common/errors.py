"""The failures that every service shares, and how each is told to a program (RFC 9457).

ServiceError
├── BadRequest                 400  the request cannot be read
│   ├── MalformedJson          400
│   ├── InvalidCursor          400
│   ├── MissingIdempotencyKey  400
│   └── InvalidIdempotencyKey  400
├── NotSignedIn                401
│   └── SessionLocked          401  a team's till waits for somebody
├── NotAllowed                 403
│   └── ForeignRequest         403  another site's page asked
├── NotFound                   404
├── MethodNotAllowed           405
├── NotAcceptable              406
├── Conflict                   409
├── PreconditionFailed         412
├── PayloadTooLarge            413
├── UnsupportedMediaType       415
├── InvalidRequest             422  it can be read, and a field is wrong
│   └── IdempotencyKeyReused   422
├── PreconditionRequired       428
├── TooManyRequests            429
├── InternalError              500
├── NeighbourUnavailable       503
│   ├── NeighbourNotAsked      503  nothing was sent
│   └── NeighbourFailed        503  it answered 500
├── DatabaseUnavailable        503
├── TooLate                    503  (common.deadlines)
└── NotReady                   503

A service's own errors.py continues the tree. `code` is unique over the suite; the class's docstring is what the page
/problems/<code> tells a reader, so it says what happened and what to do.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: where it is (a JSON pointer such as /lines/0/quantity) and what is wrong."""

    pointer: str
    detail: str
    code: str = "invalid"


class ServiceError(Exception):
    """Something went wrong that this service knows how to explain."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "service_error"
    title: ClassVar[str] = "The service failed"

    #: Every kind of failure by its code, for the page that explains it.
    kinds: ClassVar[dict[str, type["ServiceError"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Enter the kind in `kinds`; two classes with one code are a mistake in the code."""
        super().__init_subclass__(**kwargs)
        if "code" in vars(cls):
            other = ServiceError.kinds.setdefault(cls.code, cls)
            if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
                raise TypeError(f"the error code {cls.code!r} is taken by {other.__qualname__}")

    def __init__(
        self,
        detail: str = "",
        *,
        errors: tuple[FieldError, ...] = (),
        headers: dict[str, str] | None = None,
        **facts: Any,
    ) -> None:
        """Say what happened this time; `facts` become members of the problem document."""
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = errors
        self.headers = headers or {}
        self.facts = facts

    def problem(self, *, instance: str) -> dict[str, Any]:
        """The problem document; `instance` is the request's id."""
        document: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "code": self.code,
        }
        if self.errors:
            document["errors"] = [asdict(error) for error in self.errors]
        return document | self.facts


class BadRequest(ServiceError):
    """The request could not be read. Nothing was done; correct it and send it again."""

    status = 400
    code = "bad_request"
    title = "The request cannot be read"


class MalformedJson(BadRequest):
    """The body is not JSON as RFC 8259 defines it: one document in UTF-8, no repeated names, no NaN."""

    code = "malformed_json"
    title = "The body is not valid JSON"


class InvalidCursor(BadRequest):
    """A page was asked for with a cursor that this list did not hand out. Start again without one."""

    code = "invalid_cursor"
    title = "The cursor is not one of this list"


class MissingIdempotencyKey(BadRequest):
    """What is asked for must happen once, and needs a key for that.

    Make a UUID for it before the first attempt, and send it as Idempotency-Key with every repeat. Nothing was done.
    """

    code = "missing_idempotency_key"
    title = "The header Idempotency-Key is missing"


class InvalidIdempotencyKey(BadRequest):
    """An Idempotency-Key is 1 to 255 visible ASCII characters, best a UUID. Nothing was done."""

    code = "invalid_idempotency_key"
    title = "The Idempotency-Key cannot be used"


class NotSignedIn(ServiceError):
    """Who calls is not known, or not any more: a session has ended, a key was withdrawn, a token is too old.

    A person signs in again; a program sends `Authorization: Bearer` with an API key. Nothing was done.
    """

    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class SessionLocked(NotSignedIn):
    """The till is a team's, and waits for one of them to type a PIN. What was entered before is kept."""

    code = "session_locked"
    title = "This till is locked"


class NotAllowed(ServiceError):
    """Who calls is known and may not do this; somebody with another role can. Nothing was done."""

    status = 403
    code = "not_allowed"
    title = "That is for somebody else to do"


class ForeignRequest(NotAllowed):
    """The request does not come from a page of this service, or its page is too old. Nothing was done.

    Load the page again, then repeat. What was typed is best copied first.
    """

    code = "foreign_request"
    title = "This page is too old, or not ours: load it again"


class NotFound(ServiceError):
    """There is nothing at this address, or nothing that the caller may see."""

    status = 404
    code = "not_found"
    title = "Not found"


class MethodNotAllowed(ServiceError):
    """The address exists but does not take this method; the header Allow names those it takes."""

    status = 405
    code = "method_not_allowed"
    title = "The method is not allowed here"


class NotAcceptable(ServiceError):
    """The answer cannot be written in a form that the header Accept asks for."""

    status = 406
    code = "not_acceptable"
    title = "No such form of this answer"


class Conflict(ServiceError):
    """The request does not fit the present state. Read that state, then decide again."""

    status = 409
    code = "conflict"
    title = "That does not fit the present state"


class PreconditionFailed(ServiceError):
    """Somebody changed it meanwhile. Read it again, then repeat the change on what is there now."""

    status = 412
    code = "precondition_failed"
    title = "It was changed meanwhile"


class PayloadTooLarge(ServiceError):
    """The body is larger than this address takes."""

    status = 413
    code = "payload_too_large"
    title = "The body is too large"


class UnsupportedMediaType(ServiceError):
    """The body is in a form that this address does not read. Send application/json."""

    status = 415
    code = "unsupported_media_type"
    title = "The body's form is not read here"


class InvalidRequest(ServiceError):
    """A field is missing or wrong; `errors` names each by its JSON pointer. Nothing was done."""

    status = 422
    code = "invalid_request"
    title = "A field is wrong"


class IdempotencyKeyReused(InvalidRequest):
    """This key belongs to another request, whose effect stays. What is new needs a new key. Nothing was done."""

    code = "idempotency_key_reused"
    title = "The key belongs to another request"


class PreconditionRequired(ServiceError):
    """Say which state the change is meant for: send the ETag that was read as If-Match. Nothing was done."""

    status = 428
    code = "precondition_required"
    title = "The header If-Match is missing"


class TooManyRequests(ServiceError):
    """Too many requests in a short time; the header Retry-After says when to go on."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"


class InternalError(ServiceError):
    """A mistake of ours. The request's id leads to the log line; a repeated request is safe."""

    status = 500
    code = "internal_error"
    title = "Something went wrong on our side"


class NeighbourUnavailable(ServiceError):
    """Another service that this one needs did not answer in time. Repeat the request in a moment."""

    status = 503
    code = "neighbour_unavailable"
    title = "A service we need does not answer"


class NeighbourNotAsked(NeighbourUnavailable):
    """Another service failed several times just now, or no time was left to ask it. Nothing was sent; repeat it."""

    code = "neighbour_not_asked"
    title = "A service we need was left alone for a moment"


class NeighbourFailed(NeighbourUnavailable):
    """Another service made a mistake over this very request. Repeat it in a moment; its log says more."""


class DatabaseUnavailable(ServiceError):
    """The database does not answer. Nothing half-done remains; repeat the request in a moment."""

    status = 503
    code = "database_unavailable"
    title = "The database does not answer"


class NotReady(ServiceError):
    """The service is starting, or waits for something it needs; /readyz says for what."""

    status = 503
    code = "not_ready"
    title = "Not ready yet"

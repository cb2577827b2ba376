"""What a page says when something went wrong: what happened, what is safe, what to do next."""

from dataclasses import dataclass, replace
from inspect import getdoc
from typing import Any, Literal
from urllib.parse import urlsplit

from common.errors import ForeignRequest, ServiceError

Action = Literal["again", "reload", "home"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an error page; `action` is what its first button offers.

    `again` repeats what was read, `reload` opens the page anew whose form was refused.
    """

    heading: str
    happened: str
    safe: str
    advice: str
    action: Action


@dataclass(frozen=True, slots=True)
class Advice:
    """What the page of a kind of failure says."""

    meaning: str
    words: Words
    program: str


_PROGRAM = {
    400: "Corrects the request. Sending the same one again gives the same answer.",
    404: "Takes it as the answer: there is no such thing, or none that the caller may see.",
    409: "Reads the present state, decides anew and sends a new request.",
    412: "Reads the present version and repeats the change with its ETag.",
    429: "Waits as long as Retry-After says, then sends the same request again.",
    500: "Sends the same request again, with the same Idempotency-Key, after a moment.",
    503: "Waits as long as Retry-After says, then sends it again with the same Idempotency-Key.",
}

#: By status. The code is the general one of that status: a service's own kinds bring their title.
_GENERAL: dict[int, tuple[str, Words]] = {
    400: (
        "bad_request",
        Words(
            "That request cannot be read",
            "Something in the address or in the form is not as it should be.",
            "Nothing was changed.",
            "Go back, look over what you entered and send it again.",
            "home",
        ),
    ),
    401: (
        "unauthenticated",
        Words(
            "Please sign in first",
            "This page is for people who are signed in.",
            "Nothing was changed.",
            "Sign in, then open the page again.",
            "home",
        ),
    ),
    403: (
        "forbidden",
        Words(
            "This page is not open to you",
            "Your account may not see or do this.",
            "Nothing was changed.",
            "Sign in with an account that may, or ask a manager.",
            "home",
        ),
    ),
    404: (
        "not_found",
        Words(
            "There is nothing at this address",
            "The page was moved, or the address has a slip in it.",
            "Nothing is lost. Sales, stock and orders are where they were.",
            "Check the address, or begin again at the first page.",
            "home",
        ),
    ),
    405: (
        "method_not_allowed",
        Words(
            "This page does not work that way",
            "The address exists, but not for what was just tried.",
            "Nothing was changed.",
            "Open the page from its own link or button.",
            "home",
        ),
    ),
    409: (
        "conflict",
        Words(
            "That does not fit any more",
            "Something changed between your last look and your last click.",
            "Nothing was done by this request, and nothing was booked twice.",
            "Load the page again and decide on what it shows now.",
            "again",
        ),
    ),
    412: (
        "precondition_failed",
        Words(
            "Somebody changed it meanwhile",
            "What you worked on is no longer what is stored.",
            "Neither change was lost: yours was not stored, the other one was.",
            "Load the page again and repeat your change there.",
            "again",
        ),
    ),
    413: (
        "payload_too_large",
        Words(
            "That is too much at once",
            "What was sent is larger than this page takes.",
            "Nothing was stored.",
            "Send a smaller file, or fewer lines at a time.",
            "home",
        ),
    ),
    422: (
        "invalid_request",
        Words(
            "Something in the form is not right",
            "A field is missing or has a value that cannot be used.",
            "Nothing was changed.",
            "Go back, correct what is listed here and send it again.",
            "home",
        ),
    ),
    429: (
        "too_many_requests",
        Words(
            "One moment, please",
            "Many requests came from here in a short time.",
            "Nothing was changed by the last one.",
            "Wait a little. The page opens again by itself.",
            "again",
        ),
    ),
    500: (
        "internal_error",
        Words(
            "Something went wrong on our side",
            "The page could not be made. It is our mistake, not yours.",
            "What was confirmed before is in the books. Nothing is booked twice.",
            "Try again. If it stays this way, pass on the request's number.",
            "again",
        ),
    ),
    503: (
        "unavailable",
        Words(
            "Back in a moment",
            "A part that this page needs does not answer just now.",
            "What was confirmed before is in the books. Nothing is half done.",
            "Try again in a few seconds.",
            "again",
        ),
    ),
}
_NEAREST = {406: 400, 415: 400, 502: 503, 504: 503}

#: Kinds of which the words of their status would be untrue.
_OF_KIND = {
    ForeignRequest.code: Words(
        "Load the page again first",
        "It was opened before you signed in or out, perhaps in another tab. Or it is no page of ours.",
        "Nothing was done, and nothing was changed.",
        "Load the page again and repeat it there. If you typed much, go back and copy it first.",
        "reload",
    ),
}


def words_for(problem: dict[str, Any]) -> Words:
    """The words for a problem document; its own title and detail win over the general ones."""
    status = int(problem["status"])
    general, words = _words(status)
    code, title, detail = problem["code"], str(problem["title"]), str(problem.get("detail") or "")
    if code in _OF_KIND:
        words = _OF_KIND[code]
    elif code != general:
        words = replace(words, heading=title)
    if detail and detail not in {title, words.heading}:
        words = replace(words, happened=detail)
    return words


def advice_for(kind: type[ServiceError]) -> Advice:
    """What a kind of failure means, for its own page."""
    return Advice(
        meaning=" ".join((getdoc(kind) or kind.title).split()),
        words=_OF_KIND.get(kind.code) or _words(kind.status)[1],
        program=_PROGRAM.get(kind.status) or _PROGRAM[500 if kind.status >= 500 else 400],
    )


def page_before(referrer: str | None, host: str) -> str:
    """The address of the page of ours whose form was sent; empty where no browser says so."""
    told = urlsplit(referrer or "")
    if told.netloc != host or not told.path.startswith("/") or told.path.startswith("//"):
        return ""
    return told.path + (f"?{told.query}" if told.query else "")


def _words(status: int) -> tuple[str, Words]:
    nearest = _NEAREST.get(status, status)
    return _GENERAL.get(nearest) or _GENERAL[500 if status >= 500 else 400]

"""A JSON route described once: what it reads, answers and refuses, checked on every call and documented."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.datastructures import MultiDict

from common.errors import (
    FieldError,
    InvalidRequest,
    MalformedJson,
    ServiceError,
    UnsupportedMediaType,
)
from common.sessions.forms import FIELD as FORM_TOKEN

Model = TypeVar("Model", bound=BaseModel)

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

#: Who sends a megabyte of wrong fields is told of so many; all of them would be an answer of six.
_MOST_ERRORS = 100


@dataclass(frozen=True, slots=True)
class Header:
    """A request header that a route reads."""

    name: str
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """Everything the documentation and the tests need to know about a route."""

    summary: str
    tag: str
    answer: type[BaseModel]
    status: int
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    forms: bool
    headers: tuple[Header, ...]
    errors: tuple[type[ServiceError], ...]


def operation(
    *,
    summary: str,
    tag: str,
    answer: type[BaseModel],
    status: int = 200,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    forms: bool = False,
    headers: tuple[Header, ...] = (),
    errors: tuple[type[ServiceError], ...] = (),
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Hand the route its checked `body` and `query` as keywords, and remember its description.

    With `forms` the body may also come as a form. `errors` are the route's own; what any route may answer (a wrong
    field, a database that is away) is added by common.openapi.
    """
    described = Operation(summary, tag, answer, status, body, query, forms, headers, errors)

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        @functools.wraps(view)
        def checked(**path: Any) -> Response:
            if query is not None:
                path["query"] = read_query(query)
            if body is not None:
                path["body"] = read_body(body, forms=forms)
            return view(**path)

        checked.operation = described  # type: ignore[attr-defined]  # found again by operation_of
        return checked

    return decorate


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """The description of a route, if it has one."""
    found = getattr(view, "operation", None)
    return found if isinstance(found, Operation) else None


def answer(
    content: BaseModel, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The JSON answer; the same content gives the same bytes."""
    return Response(
        content.model_dump_json(by_alias=True),
        status=status,
        headers=headers,
        mimetype="application/json",
    )


def is_from_page() -> bool:
    """Whether the body is a form, which comes from a page, sent by the browser or by the page's script.

    Programs send JSON, or a form that says by Accept that it wants JSON.
    """
    wanted = request.accept_mimetypes
    return bool(request.form) and wanted["text/html"] >= wanted["application/json"]


def next_page(cursor: str | None) -> dict[str, str]:
    """The Link header (RFC 8288) that leads from this page of a list to the next, if there is one."""
    if cursor is None:
        return {}
    query = {**request.args.to_dict(), "cursor": cursor}
    return {"Link": f'<{request.path}?{urlencode(query)}>; rel="next"'}


def read_query(model: type[Model]) -> Model:
    """The query string as a model.

    Raises:
        InvalidRequest: a parameter is missing, wrong or unknown.
    """
    return _validated(model, _plain(model, request.args, prefix="?"), prefix="?")


def read_body(model: type[Model], *, forms: bool = False) -> Model:
    """The body as a model.

    Raises:
        UnsupportedMediaType: it is neither JSON nor, where taken, a form.
        RequestEntityTooLarge: it is larger than this application takes.
        MalformedJson: it cannot be read.
        InvalidRequest: a field is missing, wrong or unknown.
    """
    if forms and request.mimetype in _FORMS:
        form = MultiDict(request.form)
        form.poplist(FORM_TOKEN)  # was checked at the door, and is no field of what is asked for
        _refuse_if_cut()
        return _validated(model, _plain(model, form, prefix="/"), prefix="/")
    if _is_left_out(model):
        return _validated(model, {}, prefix="/")
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json")
    raw = request.get_data(cache=False)
    _refuse_if_cut()
    return _validated(model, read_json(raw), prefix="/")


def _is_left_out(model: type[BaseModel]) -> bool:
    """Whether there is no body, and none is needed: not one of its fields is."""
    if request.mimetype or request.content_length or request.headers.get("Transfer-Encoding"):
        return False
    return not any(field.is_required() for field in model.model_fields.values())


def read_json(raw: bytes) -> Any:
    """JSON as RFC 8259 has it, decimals exact; what json.loads forgives is refused.

    Raises:
        MalformedJson: it is no JSON, is nested too deep, repeats a name, or holds NaN or Infinity.
    """
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_repetition,
        )
    except UnicodeDecodeError:
        raise MalformedJson("The body is not UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedJson(f"{error.msg} at {where}") from None
    except RecursionError:
        raise MalformedJson("The body is nested too deep") from None
    except InvalidOperation:
        raise MalformedJson("The exponent of a number is beyond any range") from None
    except ValueError as error:  # a name twice, NaN, or an integer of thousands of digits
        raise MalformedJson(str(error)) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _no_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f"The name {name[:40]!r} is repeated in an object")
            seen.add(name)
    return read


def _refuse_if_cut() -> None:
    # A body that states no length is cut at the limit without a word; reading on from there is what werkzeug refuses.
    if request.content_length is None:
        request.stream.read(1)


def _plain(model: type[BaseModel], values: "MultiDict[str, str]", *, prefix: str) -> dict[str, Any]:
    """A form or query as a dict; only fields that are lists keep more than one value."""
    plain: dict[str, Any] = {}
    for name, given in values.lists():
        field = model.model_fields.get(name)
        many = field is not None and "list" in str(field.annotation)
        if len(given) > 1 and not many:
            raise InvalidRequest(errors=(FieldError(prefix + name, "given more than once"),))
        plain[name] = given if many else given[0]
    return plain


def _validated(model: type[Model], data: Any, *, prefix: str) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[:_MOST_ERRORS]
        wrong = tuple(_field_error(each, prefix) for each in first)
        summary = wrong[0].detail if len(wrong) == 1 else f"{error.error_count()} fields are wrong"
        raise InvalidRequest(summary, errors=wrong) from None


def _field_error(error: ErrorDetails, prefix: str) -> FieldError:
    place = "/".join(str(part) for part in error["loc"])
    wording = error["msg"].removeprefix("Value error, ")
    return FieldError(pointer=prefix + place, detail=wording, code=error["type"])

"""A JSON route described once: what it reads, answers and refuses, checked on every call and documented."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
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

Model = TypeVar("Model", bound=BaseModel)

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


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
    return _validated(model, _plain(model, request.args), prefix="?")


def read_body(model: type[Model], *, forms: bool = False) -> Model:
    """The body as a model.

    Raises:
        UnsupportedMediaType: it is neither JSON nor, where taken, a form.
        MalformedJson: it cannot be read.
        InvalidRequest: a field is missing, wrong or unknown.
    """
    if forms and request.mimetype in _FORMS:
        return _validated(model, _plain(model, request.form), prefix="/")
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json")
    return _validated(model, read_json(request.get_data(cache=False)), prefix="/")


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
    except ValueError as error:  # a name twice, NaN, or an integer of thousands of digits
        raise MalformedJson(str(error)) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _no_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The name {repeated[:40]!r} is repeated in an object")
    return read


def _plain(model: type[BaseModel], values: "MultiDict[str, str]") -> dict[str, Any]:
    """A form or query as a dict; only fields that are lists keep more than one value."""
    plain: dict[str, Any] = {}
    for name, given in values.lists():
        field = model.model_fields.get(name)
        many = field is not None and "list" in str(field.annotation)
        if len(given) > 1 and not many:
            raise InvalidRequest(errors=(FieldError(f"?{name}", "given more than once"),))
        plain[name] = given if many else given[0]
    return plain


def _validated(model: type[Model], data: Any, *, prefix: str) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        wrong = tuple(_field_error(each, prefix) for each in error.errors(include_url=False))
        summary = wrong[0].detail if len(wrong) == 1 else f"{len(wrong)} fields are wrong"
        raise InvalidRequest(summary, errors=wrong) from None


def _field_error(error: ErrorDetails, prefix: str) -> FieldError:
    place = "/".join(str(part) for part in error["loc"])
    wording = error["msg"].removeprefix("Value error, ")
    return FieldError(pointer=prefix + place, detail=wording, code=error["type"])

"""An OpenAPI document as its page shows it: by subject, with tables of fields, examples, curl."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from common.errors import ServiceError
from common.ui.schemas import Row, Schemas

_METHODS = ("get", "post", "put", "patch", "delete")
#: How common.openapi lists what a status may mean: "not_found: Not found; gone: Gone".


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something in the path, the query or the headers."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent or answered, by its fields and by an example."""

    mimetypes: tuple[str, ...]
    rows: tuple[Row, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer."""

    status: str
    phrase: str
    description: str
    body: Body | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A way in which the operation may be refused; `code` is empty where none is documented."""

    status: str
    code: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: tuple[Answer, ...]
    refusals: tuple[Refusal, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations on one subject."""

    name: str
    description: str
    anchor: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole page."""

    title: str
    version: str
    description: str
    base: str
    groups: tuple[Group, ...]


def reference(document: dict[str, Any], base: str = "") -> Reference:
    """Read an OpenAPI 3.1 document; `base` is where its paths are served, for the curl lines.

    A reference that leads nowhere is shown as an unknown type; it does not fail the page.
    """
    info = document.get("info", {})
    servers = document.get("servers") or [{}]
    root = base or str(servers[0].get("url", ""))
    reader = _Reader(document, root.rstrip("/"))
    by_tag: dict[str, list[Operation]] = {
        tag["name"]: [] for tag in document.get("tags", []) if "name" in tag
    }
    for tag, operation in reader.operations():
        by_tag.setdefault(tag, []).append(operation)
    told = {tag.get("name"): tag.get("description", "") for tag in document.get("tags", [])}
    return Reference(
        title=str(info.get("title", "API")),
        version=str(info.get("version", "")),
        description=str(info.get("description", "")),
        base=root,
        groups=tuple(
            Group(name, told.get(name, ""), _slug("tag", name), tuple(operations))
            for name, operations in by_tag.items()
            if operations
        ),
    )


class _Reader:
    def __init__(self, document: dict[str, Any], base: str) -> None:
        self._document = document
        self._base = base
        self._schemas = Schemas(document)

    def operations(self) -> Iterator[tuple[str, Operation]]:
        for path, item in self._document.get("paths", {}).items():
            shared = item.get("parameters", [])
            for method in _METHODS:
                if method in item:
                    written = item[method]
                    tag = (written.get("tags") or ["Other"])[0]
                    yield tag, self._operation(path, method, written, shared)

    def _operation(
        self, path: str, method: str, written: dict[str, Any], shared: list[Any]
    ) -> Operation:
        named = [self._schemas.resolve(each) for each in [*shared, *written.get("parameters", [])]]
        sent = self._schemas.resolve(written.get("requestBody", {}))
        responses = {
            str(status): self._schemas.resolve(response)
            for status, response in written.get("responses", {}).items()
        }
        body = self._body(sent)
        return Operation(
            anchor=_slug(method, path),
            method=method.upper(),
            path=path,
            summary=written.get("summary", "") or path,
            description=written.get("description", ""),
            deprecated=bool(written.get("deprecated")),
            parameters=tuple(self._parameter(each) for each in named),
            body=body,
            answers=tuple(
                self._answer(status, response)
                for status, response in sorted(responses.items())
                if status < "4" and status.isdigit()
            ),
            refusals=tuple(
                refusal
                for status, response in sorted(responses.items())
                if status >= "4" or not status.isdigit()
                for refusal in _refusals(status, response)
            ),
            curl=self._curl(path, method, named, body),
        )

    def _parameter(self, written: dict[str, Any]) -> Parameter:
        schema = written.get("schema", {})
        return Parameter(
            name=written.get("name", ""),
            place=written.get("in", ""),
            kind=self._schemas.kind(schema),
            required=bool(written.get("required")),
            description=written.get("description", "") or schema.get("description", ""),
        )

    def _body(self, written: dict[str, Any]) -> Body | None:
        content: dict[str, Any] = written.get("content", {})
        if not content:
            return None
        media = next((content[kind] for kind in content if "json" in kind), None)
        media = media or next(iter(content.values()))
        schema = media.get("schema", {})
        examples = [each.get("value") for each in media.get("examples", {}).values()]
        example = media.get("example", examples[0] if examples else self._schemas.example(schema))
        return Body(tuple(content), tuple(self._schemas.rows(schema)), _pretty(example))

    def _answer(self, status: str, response: dict[str, Any]) -> Answer:
        phrase = HTTPStatus(int(status)).phrase
        described = response.get("description", "")
        return Answer(
            status, phrase, "" if described == phrase else described, self._body(response)
        )

    def _curl(
        self, path: str, method: str, parameters: list[dict[str, Any]], body: Body | None
    ) -> str:
        query = []
        headers = []
        for each in parameters:
            schema = each.get("schema", {})
            value = each.get("example", self._schemas.example(schema, each.get("name", "")))
            text = value if isinstance(value, str) else json.dumps(value)
            if each.get("in") == "path":
                path = path.replace("{" + each["name"] + "}", text)
            elif each.get("in") == "query" and each.get("required"):
                query.append(f"{each['name']}={text}")
            elif each.get("in") == "header" and each.get("required"):
                headers.append(f"{each['name']}: {text}")
        address = self._base + path + ("?" + "&".join(query) if query else "")
        verb = "" if method == "get" or (method == "post" and body) else f"-X {method.upper()} "
        lines = [f"curl {verb}{shlex.quote(address)}"]
        if body and any("json" in kind for kind in body.mimetypes):
            headers.append("Content-Type: application/json")
        lines += [f"  -H {shlex.quote(header)}" for header in headers]
        if body:
            lines.append(f"  -d {shlex.quote(_compact(body.example))}")
        return " \\\n".join(lines)


def _refusals(status: str, response: dict[str, Any]) -> Iterator[Refusal]:
    """One for each problem that `common.openapi` lists with the response, else its description as it stands."""
    if not response.get("x-problems"):
        yield Refusal(status, "", response.get("description", ""), "")
    for problem in response.get("x-problems", ()):
        kind = ServiceError.kinds.get(problem["code"])
        meaning = " ".join((getdoc(kind) or "").split()) if kind else ""
        yield Refusal(status, problem["code"], problem["title"], meaning)


def _slug(*words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")


def _pretty(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)


def _compact(example: str) -> str:
    return json.dumps(json.loads(example), ensure_ascii=False)

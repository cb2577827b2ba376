"""Every route of a service under random requests: no failure of ours, and only answers that its document describes."""

from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

_CHECKS = (
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)

#: Requests for each of the routes; derandomised, so a failure comes back.
_REQUESTS = 20


def only_documented_answers_come(
    app: Flask, subtests: pytest.Subtests, *callers: Mapping[str, str]
) -> None:
    """Ask each route of the application for many things, once as each caller, who is known by their headers."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    for found in schema.get_all_operations():
        route = found.ok()  # type: ignore[union-attr]  # a wrong document has no routes to ask
        with subtests.test(route.label):
            for headers in callers or ({},):
                _ask(route, headers)


def _ask(route: Any, headers: Mapping[str, str]) -> None:
    @settings(
        max_examples=_REQUESTS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=route.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(checks=_CHECKS, headers=dict(headers))

    ask()

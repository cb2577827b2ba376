"""Every route of the gateway under random requests: no failure of ours, only answers that the document describes."""

import schemathesis
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


def test_only_documented_answers_come(client, caller, subtests):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", client.application)

    for found in schema.get_all_operations():
        route = found.ok()

        @settings(
            max_examples=_REQUESTS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=route.as_strategy())
        def ask(case):
            case.call_and_validate(checks=_CHECKS, headers=caller.headers)

        with subtests.test(route.label):
            ask()

"""Every route under random requests: no failure of ours, and only answers that the document describes."""

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


def test_only_documented_answers_come(shop, subtests):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", shop.client.application)

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
            case.call_and_validate(checks=_CHECKS)

        @settings(
            max_examples=_REQUESTS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=route.as_strategy())
        def ask_as_service(case):
            case.call_and_validate(checks=_CHECKS, headers=shop.headers)

        with subtests.test(route.label):
            ask()
            ask_as_service()


def test_the_document_describes_every_documented_endpoint(client):
    document = client.get("/openapi.json").json

    assert {
        "/api/orders",
        "/api/orders/{order_id}",
        "/api/orders/{order_id}/status",
        "/api/v1/orders",
        "/api/v1/orders/{order_id}",
        "/api/v1/orders/{order_id}/payment",
        "/api/v1/orders/{order_id}/cancel",
        "/api/v1/facts/orders",
        "/api/v1/facts/outbox",
    } <= set(document["paths"])

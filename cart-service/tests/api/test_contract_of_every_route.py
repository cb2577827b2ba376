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


def test_only_documented_answers_come(client, subtests):
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
            case.call_and_validate(checks=_CHECKS)

        with subtests.test(route.label):
            ask()


def test_the_document_describes_every_documented_endpoint(client):
    document = client.get("/openapi.json").json

    assert {
        "/add_to_cart",
        "/update_quantity",
        "/remove_item",
        "/products",
        "/basket",
        "/totalbasket",
        "/emptybasket",
        "/api/cart",
        "/api/v1/baskets/{basket_id}",
    } <= set(document["paths"])

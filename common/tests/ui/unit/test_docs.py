"""An OpenAPI document as its page shows it."""

import json
from pathlib import Path

import pytest

from common.ui.docs import reference
from common.ui.schemas import Schemas

DOCUMENT = json.loads((Path(__file__).parents[1] / "openapi.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def api():
    return reference(DOCUMENT, "http://127.0.0.1:8001/")


def operation(api, summary):
    return next(
        each for group in api.groups for each in group.operations if each.summary == summary
    )


def test_operations_are_grouped_in_the_order_of_the_tags(api):
    assert [group.name for group in api.groups] == ["Purchases", "Products", "Service"]
    assert api.groups[0].description == "Sales in the books, from tills and the web."


def test_a_parameter_tells_its_place_type_and_meaning(api):
    limit = next(
        each for each in operation(api, "List purchases").parameters if each.name == "limit"
    )

    assert (limit.place, limit.kind, limit.required) == ("query", "integer, ≥ 1, ≤ 200", False)


def test_a_body_is_listed_field_by_field_with_the_fields_inside(api):
    rows = operation(api, "Record a sale").body.rows
    inside = [row.name for row in rows if row.depth == 1]

    assert [row.name for row in rows if row.depth == 0][:2] == ["branch_id", "lines"]
    assert inside[:2] == ["product_id", "quantity"]


def test_a_default_is_told(api):
    quantity = next(
        row for row in operation(api, "Record a sale").body.rows if row.name == "quantity"
    )

    assert quantity.description == "how many units. Without it 1."
    assert not quantity.required


def test_an_example_is_made_from_the_documented_ones(api):
    example = json.loads(operation(api, "Read one purchase").answers[0].body.example)

    assert example["number"] == "M1-000042"
    assert example["total"] == {"minor": 3250, "currency": "EUR"}


def test_each_error_has_its_code_and_its_meaning(api):
    refusals = operation(api, "Read one purchase").refusals
    missing = next(each for each in refusals if each.code == "not_found")

    assert missing.status == "404"
    assert missing.meaning.startswith("There is nothing at this address")


def test_the_curl_line_can_be_pasted_as_it_is(api):
    curl = operation(api, "Record a sale").curl

    assert curl.startswith("curl http://127.0.0.1:8001/api/v1/purchases \\\n")
    assert "-H 'Idempotency-Key: <Idempotency-Key>'" in curl
    assert "-H 'Content-Type: application/json'" in curl
    assert json.loads(curl.split("-d '")[1].rstrip("'"))["branch_id"] == "SMKT001"


def test_the_curl_line_names_the_method_and_fills_the_path(api):
    curl = operation(api, "Archive a product").curl

    assert curl == (
        "curl -X DELETE http://127.0.0.1:8001/api/v1/products/7d444840-9dc0-11d1-b245-5ffdce74fad2"
    )


def test_every_operation_has_its_own_anchor(api):
    anchors = [each.anchor for group in api.groups for each in group.operations]

    assert len(set(anchors)) == len(anchors) == 6


def test_a_reference_to_nowhere_does_not_fail_the_page():
    api = reference(
        {"paths": {"/x": {"get": {"responses": {"200": {"content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Gone"}}}}}}}}}
    )  # fmt: skip  # short values, several to a line

    assert operation(api, "/x").answers[0].body.rows == ()


def test_a_schema_that_holds_itself_ends():
    schemas = Schemas(
        {"components": {"schemas": {"Node": {
            "type": "object",
            "properties": {"next": {"$ref": "#/components/schemas/Node"}},
        }}}}
    )  # fmt: skip  # short values, several to a line
    node = {"$ref": "#/components/schemas/Node"}

    assert len(list(schemas.rows(node))) == 5
    assert "next" in schemas.example(node)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "uuid"}, "string, uuid"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer, or null"),
        ({"enum": ["cash", "card"]}, '"cash" or "card"'),
        ({"const": "ok"}, '"ok"'),
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, "list of string, ≥ 1 items"),
        ({"type": "string", "minLength": 3, "maxLength": 3}, "string, 3 characters"),
        ({"type": ["string", "null"]}, "string or null"),
        ({}, "anything"),
    ],
)  # fmt: skip  # short values, several to a line
def test_a_type_is_told_in_words(schema, words):
    assert Schemas({}).kind(schema) == words


def test_the_page_shows_everything(app):
    page = app.test_client().get("/docs").text

    assert "Record a sale" in page
    assert "/problems/wrong_total" in page
    assert "&lt;Idempotency-Key&gt;" in page

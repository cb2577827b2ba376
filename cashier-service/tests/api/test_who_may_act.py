"""Only the till's own pages act at the till."""

import pytest

from common.testing.people import form


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
@pytest.mark.parametrize("path", ["/till/sales", "/till/screen", "/tills", "/till/customers"])
def test_a_request_from_another_page_is_refused(client, headers, path):
    refused = client.post(path, json={}, headers=headers)

    assert (refused.status_code, refused.json["code"]) == (403, "foreign_request")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Origin": "http://localhost"},
        {},
    ],
)
def test_the_tills_own_page_may_act(client, headers):
    chosen = client.post("/tills", data=form(client, till_id="SMKT001-1"), headers=headers)

    assert chosen.status_code == 303


def test_reading_is_open_to_links_from_elsewhere(client):
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200

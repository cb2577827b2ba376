"""What every answer tells the browser to refuse."""

import re

import pytest

HTML = {"Accept": "text/html"}


@pytest.fixture
def policy():
    """The directives of an answer's Content-Security-Policy."""

    def of(answer):
        parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
        return {name: values for name, *values in parts}

    return of


def test_scripts_run_by_a_nonce_that_each_answer_has_anew(client, policy):
    seen = set()
    for _ in range(2):
        answer = client.get("/sign-in", headers=HTML)
        (source,) = policy(answer)["script-src"]
        nonce = re.fullmatch(r"'nonce-([\w-]{22})'", source)[1]
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        seen.add(nonce)

    assert len(seen) == 2


@pytest.mark.parametrize("path", ["/sign-in", "/who", "/no-such-page", "/readyz"])
def test_nothing_comes_from_elsewhere_or_from_the_page_itself(client, policy, path):
    answer = client.get(path, headers=HTML)
    directives = policy(answer)

    assert directives["default-src"] == directives["style-src"] == ["'self'"]
    assert directives["img-src"] == ["'self'", "data:"]
    assert directives["object-src"] == directives["base-uri"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_over_https_nothing_else_is_spoken_again(build):
    secure = build(public_url="https://till.example").get("/sign-in")
    plain = build().get("/sign-in")

    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in plain.headers

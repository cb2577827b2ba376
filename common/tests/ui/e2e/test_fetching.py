"""Asking a server: every way of failing becomes a problem with words."""

import pytest


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere-to-be-found", 404), ("/error/conflict", 409)]
)
def test_a_refusal_becomes_a_problem_with_words(page, path, status):
    driver = page("/try/live.html")
    problem = driver.execute_async_script(
        """
        const [path, done] = arguments;
        import(document.querySelector("link[href$='fetching.js']").href)
          .then(({ ask }) => ask(path))
          .catch(({ name, title, status, code }) => done({ name, title, status, code }));
        """,
        path,
    )

    assert problem["name"] == "Problem"
    assert problem["title"] == f"The server answered {status}"
    assert problem["status"] == status


def test_the_refusal_of_a_pages_part_comes_with_the_servers_words(page):
    driver = page("/try/live.html")
    asked = driver.execute_async_script(
        """
        const done = arguments[0];
        window.fetch = (url, { headers }) => {
          done(headers.Accept);
          return new Promise(() => {});
        };
        import(document.querySelector("link[href$='fetching.js']").href)
          .then(({ ask }) => ask("/part", { accept: "text/html" }));
        """
    )

    assert asked == "text/html, application/json"


def test_a_server_that_is_too_slow_is_given_up(page):
    driver = page("/try/live.html")
    code = driver.execute_async_script(
        """
        const done = arguments[0];
        window.fetch = (url, { signal }) => new Promise((_, fail) =>
          signal.addEventListener("abort", () => fail(signal.reason)));
        import(document.querySelector("link[href$='fetching.js']").href)
          .then(({ ask }) => ask("/sold", { timeout: 50 }))
          .catch((problem) => done(problem.code));
        """
    )

    assert code == "timed_out"

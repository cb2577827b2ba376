"""The small application, served, and one browser for a file's tests."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from selenium.webdriver.remote.webdriver import WebDriver
from werkzeug.serving import make_server

from common.testing.browser import chromium, resize


@pytest.fixture(scope="session")
def served(build_app: Callable[..., Flask]) -> Iterator[tuple[Flask, str]]:
    app = build_app()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def address(served: tuple[Flask, str]) -> str:
    return served[1]


@pytest.fixture(scope="module")
def window() -> Iterator[WebDriver]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def page(window: WebDriver, address: str) -> Callable[[str], WebDriver]:
    """Opens a page of the small application on a screen of a laptop's width."""
    resize(window, 1280)

    def open_page(path: str) -> WebDriver:
        window.get(f"{address}{path}")
        return window

    return open_page

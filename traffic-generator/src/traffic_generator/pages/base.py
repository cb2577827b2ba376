"""What every page object has: a browser, an address, and the patience to wait for what will be true."""

from collections.abc import Callable
from typing import ClassVar, Self, TypeVar
from urllib.parse import urlsplit

from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

Found = TypeVar("Found")

_PATIENCE_SECONDS = 20.0
_LOOK_EVERY_SECONDS = 0.03


class Page:
    """One page of a service, open in a browser or about to be."""

    path = "/"
    as_role: ClassVar[str] = "owner"
    """Whom a demo lets in where the page asks who is there; an owner reaches every branch."""

    def __init__(self, driver: WebDriver, base_url: str) -> None:
        """`base_url` is where the service answers."""
        self.driver = driver
        self.base_url = base_url.rstrip("/")

    def open(self) -> Self:
        """Go there, as one of the demo's people where nobody is signed in."""
        return self.visit(self.path)

    def visit(self, path: str) -> Self:
        """Go to an address of the service, signed in."""
        self.driver.get(self.base_url + path)
        if self.is_at("/sign-in"):
            self.one(f"button[name='role'][value='{self.as_role}']").click()
            self.wait(lambda: not self.is_at("/sign-in"), "the way in")
        return self

    def is_at(self, path: str) -> bool:
        """Whether the browser shows this address, whatever follows a question mark."""
        return urlsplit(self.driver.current_url).path == path

    def wait(
        self, condition: Callable[[], Found], what: str, *, seconds: float = _PATIENCE_SECONDS
    ) -> Found:
        """Wait until the condition gives something true, and hand that back.

        Elements that are drawn anew meanwhile count as "not yet".

        Raises:
            TimeoutException: it did not come to pass; the message says `what`.
        """
        waiting = WebDriverWait(
            self.driver,
            seconds,
            poll_frequency=_LOOK_EVERY_SECONDS,
            ignored_exceptions=(NoSuchElementException, StaleElementReferenceException),
        )
        try:
            return waiting.until(lambda _: condition())
        except TimeoutException:
            raise TimeoutException(f"{what} did not come to pass within {seconds} s") from None

    def press(self, *keys: str) -> Self:
        """Press keys one after the other, wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)
        return self

    def one(self, selector: str) -> WebElement:
        """The element that a selector means."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def every(self, selector: str) -> list[WebElement]:
        """All elements that a selector means."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def amount(self, selector: str) -> str:
        """The first amount of money inside the element, as a plain decimal number."""
        return self.one(f"{selector} data.money").get_dom_attribute("value")

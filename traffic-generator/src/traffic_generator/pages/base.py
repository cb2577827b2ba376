"""What every page object has: a browser, an address, and the patience to wait for what will be true."""

from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar
from urllib.parse import urlsplit

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from traffic_generator.pages.seen import PATIENCE_SECONDS, seen

Found = TypeVar("Found")

# A busy machine hands keys on with gaps that no scanner has. What the page waits for meanwhile comes after them.
_WITHOUT_STUTTER = """
const stamp = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp");
const later = window.setTimeout;
const stamps = new WeakMap();
let at = performance.now();
Object.defineProperty(Event.prototype, "timeStamp", {
  configurable: true,
  get() {
    if (this.type !== "keydown") return stamp.get.call(this);
    if (!stamps.has(this)) stamps.set(this, (at += 5));
    return stamps.get(this);
  },
});
window.setTimeout = (run, after, ...handed) => later(run, after + 500, ...handed);
window.endOfScan = () => {
  Object.defineProperty(Event.prototype, "timeStamp", stamp);
  window.setTimeout = later;
  delete window.endOfScan;
};
"""

_LOOK_EVERY_SECONDS = 0.03
#: What an element says of itself while its page is still being drawn.
_NOT_YET = (
    NoSuchElementException,
    StaleElementReferenceException,
    ElementNotInteractableException,
    ElementClickInterceptedException,
)


class Page:
    """One page of a service, open in a browser or about to be.

    What it shows is told by `seen` values alone, which can only be waited for.
    """

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
            self.click(f"button[name='role'][value='{self.as_role}']")
            self.wait(lambda: not self.is_at("/sign-in"), "the way in")
        return self

    def is_at(self, path: str) -> bool:
        """Whether the browser shows this address, whatever follows a question mark."""
        return urlsplit(self.driver.current_url).path == path

    @seen
    def address(self) -> str:
        """Where the browser is."""
        return self.driver.current_url

    @seen
    def title(self) -> str:
        """What the browser's tab says."""
        return self.driver.title

    @seen
    def focus(self) -> str:
        """The id of what has the focus."""
        return self.driver.switch_to.active_element.get_dom_attribute("id") or ""

    @seen
    def source(self) -> str:
        """The page as it stands, with what nobody sees."""
        return self.driver.page_source

    @seen
    def body(self) -> str:
        """Every word in sight."""
        return self.one("body").text

    def has(self, **expected: Any) -> Self:
        """Wait until the page shows it: `has(total="12.30", told=holding("not sold"))`."""
        for name, value in expected.items():
            getattr(self, name).becomes(value)
        return self

    def wait(
        self, condition: Callable[[], Found], what: str, *, seconds: float = PATIENCE_SECONDS
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
            ignored_exceptions=_NOT_YET,
        )
        try:
            return waiting.until(lambda _: condition())
        except TimeoutException:
            where = f"at {self.driver.current_url} ({self.driver.title})"
            raise TimeoutException(
                f"{what} did not come to pass within {seconds} s {where}"
            ) from None

    def click(self, selector: str) -> Self:
        """Press the first element that a selector means, as soon as it is there to be pressed."""
        return self.click_at(selector, 0)

    def click_at(self, selector: str, place: int) -> Self:
        """Press one of the elements that a selector means, counted from 0, as soon as it is there."""
        return self._press(
            lambda: self.every(selector)[place : place + 1], f"a press on {selector}"
        )

    def click_words(self, selector: str, words: str) -> Self:
        """Press the one of these elements that says just these words, as soon as it does."""
        return self._press(
            lambda: [each for each in self.every(selector) if each.text == words],
            f"a press on “{words}”",
        )

    def _press(self, look: Callable[[], list[WebElement]], what: str) -> Self:
        """Press the first of what is found. A browser may call it stale because the press has led elsewhere already."""
        pressed_at: list[str] = []

        def pressed() -> bool:
            if pressed_at and self.driver.current_url != pressed_at[0]:
                return True
            for each in look()[:1]:
                pressed_at[:] = [self.driver.current_url]
                each.click()
                return True
            return False

        self.wait(pressed, what)
        return self

    def loaded(self) -> Self:
        """Wait until the page is whole and its scripts have begun, so that they hear what is typed."""
        self.wait(
            lambda: self.driver.execute_script("return document.readyState") == "complete",
            "the whole page",
        )
        return self

    def press(self, *keys: str) -> Self:
        """Press keys one after the other, wherever the focus is."""
        self.loaded()
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)
        return self

    def scanned(self, keys: str) -> Self:
        """Press keys as a scanner does: 5 ms after each other, by the page's clock, however busy the machine is."""
        self.loaded().driver.execute_script(_WITHOUT_STUTTER)
        self.driver.switch_to.active_element.send_keys(keys)
        self.driver.execute_script("window.endOfScan?.()")
        return self

    def one(self, selector: str) -> WebElement:
        """The element that a selector means."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def every(self, selector: str) -> list[WebElement]:
        """All elements that a selector means."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def _amount(self, selector: str) -> str:
        """The first amount of money inside the element, as a plain decimal number."""
        return self.one(f"{selector} data.money").get_dom_attribute("value")

"""The owner's pages: the numbers of some days, the ranking of products, a customer and what they bought."""

from typing import Self

from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import Seen, seen

_MOST_STOPS = 120

_ROWS = """
const caption = [...document.querySelectorAll("table caption")].find((each) => each.textContent === arguments[0]);
const cell = (each) => {
  const amount = each.querySelector("data.money");
  return amount ? amount.value : each.textContent.trim().replace(/\\s+/g, " ");
};
return caption && [...caption.closest("table").querySelectorAll("tbody tr")].map((row) => [...row.cells].map(cell));
"""


class Numbers(Page):
    """What the pages of numbers share: filters in the address, and a region that stays true."""

    def look(self, query: str = "") -> Self:
        """Open the page with these filters in its address."""
        return self.visit(f"{self.path}{'?' if query else ''}{query}").shown()

    def shown(self) -> Self:
        """Wait until the numbers are there."""
        self.wait(lambda: self.one("#numbers .headline").is_displayed(), "the numbers")
        return self

    def live(self) -> Self:
        """Wait until the page has asked for its numbers once by itself."""
        self.wait(
            lambda: self.one("#numbers").get_dom_attribute("data-live-state") == "good",
            "an answer to the page's own question",
        )
        return self

    @seen
    def headline(self) -> str:
        """The sentence that says how it goes."""
        return self.one("h1").text

    @seen
    def age(self) -> str:
        """How old the page says that its numbers are."""
        return self.one("[data-live-age]").text

    @seen
    def notice(self) -> str:
        """What the page says when its numbers cannot be kept true; empty while they can."""
        return self.one("[data-lost]").text

    @seen
    def choices(self) -> list[str]:
        """The choices that hold now: of the period, the branch and whatever else has a row of them."""
        return [each.text for each in self.every(".segment [aria-current]")]

    @seen
    def comparison(self) -> str:
        """What the page says that it compares with."""
        return self.one("#compare-picker > summary").text

    @seen
    def first_day(self) -> str:
        """What stands in the field of the first day."""
        return str(self.one("#from").get_property("value"))

    @seen
    def wrong_day(self) -> str:
        """What the page says of that day; there only while it is wrong."""
        return self.one("#from-error").text

    def rows(self, caption: str) -> Seen[list[list[str]]]:
        """The cells of a table, open or not; amounts as plain numbers."""
        return Seen(self, f"the table {caption!r}", lambda: self._rows(caption))

    def _rows(self, caption: str) -> list[list[str]]:
        found: list[list[str]] | None = self.driver.execute_script(_ROWS, caption)
        if found is None:
            raise NoSuchElementException(f"there is no table {caption!r}")
        return found

    def file(self, what: str) -> str:
        """The address of the file with a table's rows."""

        def link() -> str | None:
            links = [each for each in self.every("a.csv") if what in str(each.get_property("text"))]
            return str(links[0].get_property("href")) if links else None

        return str(self.wait(link, f"the file of {what}"))

    def reach(self, words: str) -> Self:
        """Press Tab until what says these words has the focus.

        Raises:
            TimeoutException: Tab never came there.
        """
        self.loaded()
        for _ in range(_MOST_STOPS):
            self.driver.switch_to.active_element.send_keys(Keys.TAB)
            if _says(self.driver.switch_to.active_element, words):
                return self
        raise TimeoutException(f"Tab does not lead to {words}")

    def choose(self, words: str) -> Self:
        """Choose a link by keyboard alone, and wait for the page that follows."""
        region = self.one("#numbers")
        self.reach(words).press(Keys.ENTER)
        self.wait(lambda: _is_gone(region), f"the page after {words}")
        return self.shown()


class Dashboard(Numbers):
    """How it goes, today or on any other days."""

    path = "/"

    @seen
    def revenue(self) -> str:
        """What was sold; 0.00 while nothing was."""
        return self._amount("h1") if self.every("h1 .money") and self.sales.now else "0.00"

    @seen
    def sales(self) -> int:
        """From how many sales."""
        found = self.every("h1 [popovertarget='means-purchases']")
        return int(found[0].text.split()[0].replace(",", "")) if found else 0

    @seen
    def bars(self) -> dict[str, str]:
        """The takings by hour, day, week or month as the chart's words say them."""
        rows = self._rows(self.one("#takings-title").text)
        return {row[0]: row[1] for row in rows}

    @seen
    def verdict(self) -> str:
        """What the books' table says of its own sum."""
        return self.one("section[aria-labelledby='books'] tfoot th").text

    def explain(self, number: str, *, hover: bool = False) -> Seen[str]:
        """Open what a number means, by its button or by resting the mouse on it."""
        self.loaded()
        button = self.one(f"[popovertarget='means-{number}']")
        if hover:
            ActionChains(self.driver).move_to_element(button).perform()
        else:
            button.send_keys(Keys.ENTER)
        self.wait(lambda: self.one(f"#means-{number}").is_displayed(), f"the meaning of {number}")
        return Seen(self, f"the meaning of {number}", lambda: self.one(f"#means-{number}").text)

    def loyal_from(self, purchases: int) -> Self:
        """Type another threshold for loyal buyers, and wait for the page that follows."""
        region = self.one("#numbers")
        self.one("#min_purchases").send_keys(
            Keys.CONTROL + "a" + Keys.NULL, str(purchases), Keys.ENTER
        )
        self.wait(lambda: _is_gone(region), "the page with the other threshold")
        return self.shown()


class Ranking(Numbers):
    """Every product that was sold."""

    path = "/products"


class Customers(Page):
    """Looking somebody up."""

    path = "/customers"

    def find(self, words: str) -> Self:
        """Type a name and press Enter."""
        field = self.one("#q")
        field.send_keys(Keys.CONTROL + "a" + Keys.NULL, words, Keys.ENTER)
        self.wait(lambda: _is_gone(field), "the answer")
        return self

    @seen
    def found(self) -> list[str]:
        """Who fits."""
        return [each.text for each in self.every(".table--links tbody th")]

    def pick(self, name: str) -> "History":
        """Go to one of them."""
        self.click_words(".table--links th a", name)
        return History(self.driver, self.base_url).shown()


class History(Page):
    """One customer and what they bought."""

    def shown(self) -> Self:
        """Wait until it is there."""
        self.wait(lambda: "/customers/" in self.driver.current_url, "the customer's page")
        self.wait(lambda: self.one("h1").is_displayed(), "the customer's name")
        return self

    @seen
    def name(self) -> str:
        """Whose page it is."""
        return self.one("h1").text

    @seen
    def purchases(self) -> list[str]:
        """What they bought, the newest first, as it is written in the list."""
        return [each.text for each in self.every(".purchases tbody tr")]


def _says(element: WebElement, words: str) -> bool:
    """Whether it is called so, by what is in it or for who listens."""
    return words in (element.text, element.get_dom_attribute("name"), element.accessible_name)


def _is_gone(element: WebElement) -> bool:
    """Whether the page that held it was left."""
    try:
        element.is_enabled()
    except StaleElementReferenceException:
        return True
    return False

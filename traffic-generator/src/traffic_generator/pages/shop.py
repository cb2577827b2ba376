"""The shop on the web: its shelves, and a product's page from which the basket is filled."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class Shelf(Page):
    """Everything, a department, or what a search found."""

    def look(self, path: str = "/") -> Self:
        """Go to a shelf, whoever is signed in."""
        self.driver.get(self.base_url + path)
        return self

    def pictured(self) -> Self:
        """Wait until every picture in sight is there."""
        unseen = (
            "return [...document.images].filter("
            "each => each.getBoundingClientRect().top < innerHeight && !each.complete).length"
        )
        self.wait(lambda: not self.driver.execute_script(unseen), "its pictures")
        return self

    @seen
    def names(self) -> list[str]:
        """What stands on it, in its order."""
        return [each.text for each in self.every(".good a")]

    def search(self, words: str) -> Self:
        """Type into the strip's field, and press nothing."""
        self.loaded().one("#q").send_keys(words)
        return self

    def sort(self, beginning: str) -> Self:
        """Choose an order by the beginning of its name."""
        self.loaded().one("#sort").send_keys(beginning)
        return self


class Goods(Page):
    """One product in the shop."""

    def look(self, product_id: int) -> Self:
        """Go to a product."""
        self.driver.get(f"{self.base_url}/goods/{product_id}")
        return self

    def add(self) -> Self:
        """Put it into the basket, and wait until the page says so."""
        self.click("form[action='/basket/add'] button[type='submit']")
        self.wait(
            lambda: "is in your basket" in self.one("body").text or self.every(".toast"), "a word"
        )
        return self

    def one_more(self) -> Self:
        """Press +."""
        return self.loaded().click("[data-step='1']")

    def add_by_key(self) -> Self:
        """Put it into the basket by Enter."""
        self.loaded().one(".buy .button--go").send_keys(Keys.ENTER)
        return self

    def take_back(self) -> Self:
        """Press the way back in the word about it."""
        return self.click(".toast button")

    def has_basket(self, said: str) -> Self:
        """Wait until the strip says so much: "Basket, 2"."""
        self.wait(lambda: self.one("[data-basket]").text == said, repr(said))
        return self

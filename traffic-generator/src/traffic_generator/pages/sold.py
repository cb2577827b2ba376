"""The page after a sale: the change due, until the next scan."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen
from traffic_generator.pages.till import Till


class Sold(Page):
    """The change due, until the next scan."""

    def shown(self) -> Self:
        """Wait until the sale is booked and the change on the screen."""
        self.wait(lambda: "/sales/" in self.driver.current_url, "the page after the sale")
        self.wait(lambda: self.one(".change h1").is_displayed(), "the change")
        return self.loaded()

    @seen
    def change(self) -> str:
        """What to hand back; empty when it is nothing."""
        found = self.every(".change .price--huge")
        return str(found[0].get_dom_attribute("value")) if found else ""

    @seen
    def pieces(self) -> list[str]:
        """The notes and coins to hand back."""
        return [each.text for each in self.every(".cash li")]

    @seen
    def receipt(self) -> str:
        """The receipt as it will be printed."""
        return self.one(".receipt").text

    @seen
    def receipt_number(self) -> str:
        """The receipt's number."""
        return self.one(".slip__number").text.splitlines()[0]

    def next_sale(self) -> Till:
        """On to the next customer."""
        self.press(Keys.ENTER)
        return Till(self.driver, self.base_url).shown()

    def scan(self, code: str) -> Till:
        """Begin the next sale with a scan."""
        self.scanned(code + Keys.ENTER)
        return Till(self.driver, self.base_url).shown()

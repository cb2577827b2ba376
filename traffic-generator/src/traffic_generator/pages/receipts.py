"""The receipts of a till, to be looked at and printed again."""

from typing import Self

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class Receipts(Page):
    """The till's last receipts."""

    path = "/receipts"

    @seen
    def numbers(self) -> list[str]:
        """Their numbers, the newest first."""
        return [each.text for each in self.every(".slip strong")]

    def show(self, place: int) -> "Receipt":
        """Look at one of them by the key that picks it."""
        self.press(str(place))
        return Receipt(self.driver, self.base_url).shown()


class Receipt(Page):
    """One receipt, to be printed again."""

    def shown(self) -> Self:
        """Wait until it is there."""
        self.wait(lambda: "/receipts/" in self.driver.current_url, "the receipt's page")
        self.wait(lambda: self.one(".receipt").is_displayed(), "the receipt")
        return self

    @seen
    def text(self) -> str:
        """The receipt as it will be printed."""
        return self.one(".receipt").text

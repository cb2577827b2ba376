"""A shopper's orders, and the desk of those who pack and send."""

from typing import Self

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class OrderPage(Page):
    """One order, as its shopper follows it."""

    def look(self, path: str) -> Self:
        """Open it, as whoever the browser is."""
        self.driver.get(self.base_url + path)
        return self

    @seen
    def headline(self) -> str:
        """Where it stands."""
        return self.one("h1").text

    def says(self, words: str, *, seconds: float = 30) -> Self:
        """Wait until it stands there, without loading the page again."""
        self.headline.becomes(words, seconds=seconds)
        return self

    @seen
    def number(self) -> str:
        """The order's own number."""
        return self.one("main .quiet").text.removeprefix("Order ")

    @seen
    def reached(self) -> list[str]:
        """The steps that it took."""
        marks = self.every(".steps .done strong, .steps .here strong, .steps .stopped strong")
        return [each.text.split(",")[0].strip() for each in marks]

    def cancel(self) -> Self:
        """Press the button, and then the one that means it."""
        return self.click(".order__cancel summary").click(".order__cancel form button")

    @seen
    def can_be_cancelled(self) -> bool:
        """Whether the page still offers it."""
        return bool(self.every(".order__cancel"))

    @seen
    def notices(self) -> str:
        """What the page says about the last act."""
        return "\n".join(each.text for each in self.every("main > .notice"))

    def open_invoice(self) -> Self:
        """Follow the button to the invoice."""
        self.click("a.button[href$='/invoice']")
        self.wait(lambda: self.every(".invoice"), "the invoice")
        return self

    @seen
    def numbers(self) -> list[str]:
        """The numbers of the orders on a list."""
        return [each.text.split(",")[0] for each in self.every(".orders__what .quiet")]


class Desk(Page):
    """Every order, for managers."""

    path = "/admin/"

    def visit(self, path: str) -> Self:
        """Go to an address of the desk, signed in at its own door."""
        self.driver.get(self.base_url + path)
        if self.is_at("/admin/sign-in"):
            self.click(f"button[name='role'][value='{self.as_role}']")
            self.wait(lambda: not self.is_at("/admin/sign-in"), "the way in")
        return self

    def do(self, words: str) -> Self:
        """Press the button that says so."""
        return self.click_words("main button", words)

    def find(self, words: str) -> Self:
        """Look for orders."""
        field = self.one("#q")
        field.clear()
        field.send_keys(words)
        field.submit()
        self.wait(lambda: "q=" in self.driver.current_url, "the search")
        return self

    @seen
    def numbers(self) -> list[str]:
        """The numbers of the orders on the list."""
        return [each.text for each in self.every(".table--links th a")]

    @seen
    def state(self) -> str:
        """What the badge beside the order's number says."""
        return self.one("main .badge").text

    @seen
    def notices(self) -> str:
        """What the page says about the last act."""
        return "\n".join(each.text for each in self.every("main > .notice"))

"""The basket of the shop on the web, with or without a script."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page


class BasketPage(Page):
    """What a shopper has chosen."""

    def has(self, said: str) -> Self:
        """Wait until it says so much: "4 items, total 17.50"."""
        self.wait(lambda: self.said == said, repr(said))
        return self

    @property
    def said(self) -> str:
        """What is read aloud of it."""
        return str(self.one("#said").get_property("textContent"))

    @property
    def lines(self) -> dict[str, str]:
        """How many of what."""
        return {
            row.find_element("css selector", ".basket__what > :first-child").text: str(
                row.find_element("css selector", "input[name='quantity']").get_property("value")
            )
            for row in self.every("#lines > li[data-id^='line-']")
        }

    @property
    def notices(self) -> str:
        """What changed, and what does not answer."""
        return "\n".join(each.text for each in self.every("#basket .notice"))

    def more(self, name: str, times: int = 1) -> Self:
        """Press + as fast as can be."""
        for _ in range(times):
            self.one(f"[aria-label='One {name} more']").click()
        return self

    def less(self, name: str) -> Self:
        """Press -."""
        self.one(f"[aria-label='One {name} less']").click()
        return self

    def type_quantity(self, product_id: int, text: str) -> Self:
        """Write into the field, and press Enter."""
        field = self.one(f"#quantity-{product_id}")
        field.send_keys(Keys.CONTROL + "a" + Keys.NULL, text, Keys.ENTER)
        return self

    def remove(self, name: str) -> Self:
        """Take a line out."""
        self.one(f"[aria-label='Remove {name}']").click()
        return self

    def undo(self) -> Self:
        """Put back what was taken out last."""
        self.wait(lambda: self.every("[data-undo]"), "the way back")
        self.one("[data-undo]").click()
        return self

    def take_hint(self) -> Self:
        """Add what is missing for the first promotion that says so."""
        self.one(".line__hint").click()
        return self

    def accept(self) -> Self:
        """Take what changed as it is."""
        self.one("form[action='/accept_changes'] button").click()
        return self

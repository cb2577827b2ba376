"""The basket of the shop on the web, with or without a script."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class BasketPage(Page):
    """What a shopper has chosen."""

    @seen
    def said(self) -> str:
        """What is read aloud of it."""
        return str(self.one("#said").get_property("textContent"))

    @seen
    def lines(self) -> dict[str, str]:
        """How many of what."""
        return {
            row.find_element("css selector", ".basket__what > :first-child").text: str(
                row.find_element("css selector", "input[name='quantity']").get_property("value")
            )
            for row in self.every("#lines > li[data-id^='line-']")
        }

    @seen
    def notices(self) -> str:
        """What changed, and what does not answer."""
        return "\n".join(each.text for each in self.every("#basket .notice"))

    @seen
    def wrong(self) -> str:
        """What it says of a quantity that cannot be; empty while there is none."""
        return "\n".join(each.text for each in self.every(".basket__wrong"))

    def more(self, name: str, times: int = 1) -> Self:
        """Press + as fast as can be."""
        for _ in range(times):
            self.click(f"[aria-label='One {name} more']")
        return self

    def less(self, name: str) -> Self:
        """Press -."""
        return self.click(f"[aria-label='One {name} less']")

    def type_quantity(self, product_id: int, text: str) -> Self:
        """Write into the field, and press Enter."""
        field = self.one(f"#quantity-{product_id}")
        field.send_keys(Keys.CONTROL + "a" + Keys.NULL, text, Keys.ENTER)
        return self

    def remove(self, name: str) -> Self:
        """Take a line out."""
        return self.click(f"[aria-label='Remove {name}']")

    def undo(self) -> Self:
        """Put back what was taken out last."""
        return self.click("[data-undo]")

    def take_hint(self) -> Self:
        """Add what is missing for the first promotion that says so."""
        return self.click(".line__hint")

    def accept(self) -> Self:
        """Take what changed as it is."""
        return self.click("form[action='/accept_changes'] button")

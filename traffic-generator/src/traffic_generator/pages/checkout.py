"""The checkout of the shop on the web: the form, and what becomes of the payment."""

from typing import Self

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen

#: Who buys, by the fields' ids.
SOMEBODY = {
    "name": "Marta Ruiz",
    "email": "marta.ruiz@example.com",
    "address": "Lindengracht 41",
    "postcode": "1015 KC",
    "city": "Amsterdam",
}
GOOD_CARD, DECLINED_CARD = "4242424242424242", "4000000000000002"


class Checkout(Page):
    """Where a shopper pays."""

    path = "/checkout"

    def open(self) -> Self:
        """Go there, whoever is signed in."""
        self.driver.get(self.base_url + self.path)
        return self

    def enter(self, **fields: str) -> Self:
        """Type into fields, by their ids; what stood there goes."""
        for name, text in fields.items():
            field = self.one(f"#{name}")
            field.clear()
            field.send_keys(text)
        return self

    def enter_card(self, number: str = GOOD_CARD, expiry: str = "0928", code: str = "123") -> Self:
        """Type a card's digits one after the other."""
        for name, text in (("card-number", number), ("expiry", expiry), ("cvv", code)):
            self.enter(**{name: text})
        return self

    def fill(self, number: str = GOOD_CARD, *, email: str = SOMEBODY["email"]) -> Self:
        """Type everything."""
        return self.enter(**(SOMEBODY | {"email": email})).enter_card(number)

    def pay(self) -> Self:
        """Press Pay."""
        return self.click("form[data-checkout] button[type='submit']")

    def is_paid(self) -> Self:
        """Wait for the confirmation."""
        self.wait(lambda: self.every("[data-order]"), "the confirmation")
        return self

    def ended(self, why: str) -> Self:
        """Wait until the page says that it came to nothing, and why."""
        self.wait(lambda: self.every(f"[data-ended='{why}']"), f"the word about {why}")
        return self

    def is_checked(self) -> Self:
        """Wait until the page says that nobody knows yet."""
        self.wait(lambda: self.every("[data-follows]"), "the page that waits")
        return self

    def is_nothing_left(self) -> Self:
        """Wait until the page says that there is nothing to pay for."""
        self.wait(lambda: self.every(".empty"), "the empty checkout")
        return self

    def take_the_rest(self) -> Self:
        """Go on with what there still is."""
        self.click("form[action$='/rest'] button")
        self.wait(lambda: self.every("[data-checkout]"), "the form")
        return self

    @seen
    def outcome(self) -> str:
        """Whether the payment is "paid" or "ended"; empty while nobody knows."""
        found = self.every("[data-order], [data-ended]")
        return "" if not found else "paid" if self.every("[data-order]") else "ended"

    @seen
    def order_number(self) -> str:
        """The number on the confirmation."""
        return self.one("[data-order]").text

    @seen
    def told(self) -> str:
        """What the page says of what happened."""
        return "\n".join(each.text for each in self.every("main .notice, main .empty"))

    @seen
    def wrong(self) -> dict[str, str]:
        """What is wrong, by the fields' ids."""
        return {
            str(each.get_dom_attribute("id")).removesuffix("-error"): each.text
            for each in self.every(".field__error")
        }

    @seen
    def total(self) -> str:
        """What the button says that it costs."""
        return self._amount("form[data-checkout] button[type='submit']")

    @seen
    def typed(self) -> dict[str, str]:
        """What stands in the fields, by their ids."""
        fields = self.every("form[data-checkout] input[id]")
        return {
            str(each.get_dom_attribute("id")): str(each.get_property("value")) for each in fields
        }

    @seen
    def brand(self) -> str:
        """Whose card the digits are."""
        return self.one("#card-number + .field__unit").text

    @seen
    def summary(self) -> str:
        """What is paid for."""
        return self.one("#summary").text

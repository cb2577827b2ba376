"""The coupons of a sale at the till, and the dialog in which a cashier types a code."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class TillCoupons(Page):
    """The coupons of the sale in progress."""

    path = "/till"

    @seen
    def shown(self) -> list[str]:
        """Each coupon of the sale with what it does, as it stands there."""
        return [each.text for each in self.every("#coupons li")]

    @seen
    def asks(self) -> bool:
        """Whether the dialog is open."""
        return self.one("#coupon").is_displayed()

    @seen
    def refused(self) -> str:
        """Why the dialog says that a coupon does not count."""
        return self.one("#coupon-told").text

    def enter(self, code: str) -> Self:
        """Type a code into the dialog, which opens by its key."""
        if not self.asks.now:
            self.press("%").has(asks=True)
        field = self.one("#coupon-code")
        field.send_keys(Keys.CONTROL + "a" + Keys.NULL, code, Keys.ENTER)
        return self

    def enter_until_it_is_known(self, code: str) -> Self:
        """The same for a coupon of a moment ago: the till hears of it within seconds."""
        self.enter(code)

        def is_there() -> bool:
            if self.refused.now:
                self.enter(code)
            return bool(self.shown.now)

        self.wait(is_there, f"the coupon {code}")
        return self

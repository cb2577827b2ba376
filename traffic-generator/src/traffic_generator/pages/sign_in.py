"""The door: signing in on the page that every service with pages shares, and the lock of a team's till."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import holding, seen


class SignIn(Page):
    """E-mail, password and, in a demo, the slip of its people."""

    path = "/sign-in"

    def open(self) -> Self:
        """Go there and stay a visitor."""
        self.driver.get(self.base_url + self.path)
        return self.shown()

    def shown(self) -> Self:
        """Wait until it is there."""
        self.wait(lambda: self.is_at("/sign-in") and self.every("form[action^='/sign-in']"), "it")
        return self.loaded()

    def enter(self, email: str, password: str) -> Self:
        """Type both and press Enter."""
        field = self.one("#email")
        field.send_keys(Keys.CONTROL + "a" + Keys.NULL, email)
        before = self.one("#password")
        before.send_keys(password, Keys.ENTER)
        return self

    def press_role(self, key: str) -> Self:
        """Be one of a demo's people by the key on the slip."""
        self.wait(lambda: self.every("[data-key='1']"), "the slip")
        return self.press(key)

    @seen
    def email(self) -> str:
        """What stands in the field."""
        return str(self.one("#email").get_property("value"))

    @seen
    def told(self) -> str:
        """What the page says of the last attempt, or why somebody is here."""
        found = self.every("main .notice")
        return found[0].text if found else ""


class Lock(Page):
    """A team's till while nobody is at it."""

    path = "/lock"

    def shown(self) -> Self:
        """Wait until it listens."""
        self.wait(lambda: self.is_at("/lock") or self.is_at("/lock/switch"), "the lock")
        self.wait(lambda: self.one("[data-pad]").is_displayed(), "its pad")
        return self.loaded()

    @seen
    def names(self) -> list[str]:
        """Whose names are on it."""
        return [each.text for each in self.every(".lock__name strong")]

    @seen
    def told(self) -> str:
        """What it says."""
        return "\n".join(each.text for each in self.every("main .notice"))

    @seen
    def basket(self) -> str:
        """What it says of the sale that is open."""
        found = self.one("[data-basket]")
        return found.text if found.is_displayed() else ""

    def take_over(self, name: str, pin: str) -> Self:
        """The key beside the name, the PIN, Enter."""
        names = self.names.becomes(holding(name))
        return self.press(str(names.index(name) + 1), *pin, Keys.ENTER)

    def tap(self, name: str, pin: str) -> Self:
        """The same with a finger."""
        names = self.names.becomes(holding(name))
        self.click_at(".lock__name", names.index(name))
        for digit in pin:
            self.click(f"[data-digit='{digit}']")
        return self.click(".lock__pad .button--go")

"""Who works here, as an owner sees it: the list, the form for somebody new, one of them; and the invitation itself."""

from typing import Self

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class Staff(Page):
    """The list."""

    path = "/staff"

    def shown(self) -> Self:
        """Wait until it is there."""
        self.wait(lambda: self.is_at(self.path) and self.every("main h1"), "the list of the staff")
        return self.loaded()

    @seen
    def states(self) -> dict[str, str]:
        """Everybody by name, with what the list says of their account."""
        rows = self.every("table.staff tbody tr")
        return {
            row.find_element("css selector", "th a").text: row.find_elements("css selector", "td")[
                -1
            ].text
            for row in rows
        }

    def invite(self, name: str, email: str, role: str, branch_id: str = "") -> str:
        """Invite somebody by keyboard and mouse; the link that is shown."""
        self.click("a[href='/staff/invite']")
        self.wait(lambda: self.is_at("/staff/invite") and self.every("#email"), "the form")
        self.one("#name").send_keys(name)
        self.one("#email").send_keys(email)
        self.click(f"[name='role'][value='{role}']")
        if branch_id:
            Select(self.one("#branch_id")).select_by_value(branch_id)
        self.one("#email").send_keys(Keys.ENTER)
        return str(self.wait(lambda: self.one("#secret").text, "the link"))

    def choose(self, name: str) -> "Member":
        """Open one of them."""
        self.click_words("table.staff th a", name)
        return Member(self.driver, self.base_url).shown()


class Member(Page):
    """One of them."""

    def shown(self) -> Self:
        """Wait until it is there."""
        self.wait(lambda: self.every("#account"), "the account")
        return self.loaded()

    @seen
    def told(self) -> str:
        """What the page says of the last act."""
        found = self.every("main .notice")
        return found[0].text if found else ""

    def disable(self) -> Self:
        """Shut the account, after the question whether that is meant."""
        return self._act("disable")

    def enable(self) -> Self:
        """Open it again."""
        return self._act("enable")

    def _act(self, what: str) -> Self:
        button = self.one(f"form[action$='/{what}'] button")
        if not button.is_displayed():
            question = button.find_element("xpath", "ancestor::details/summary")
            question.send_keys(Keys.ENTER)
            self.wait(button.is_displayed, "the question")
        button.send_keys(Keys.ENTER)
        self.wait(lambda: self.told.now, "what was done")
        return self


class Invitation(Page):
    """What an invited person sees behind the link."""

    def follow(self, link: str) -> Self:
        """Open it."""
        self.driver.get(link)
        self.wait(lambda: self.every("main h1"), "the invitation")
        return self.loaded()

    @seen
    def words(self) -> str:
        """All that it says."""
        return self.one("main").text

    def accept(self, password: str, pin: str = "") -> Self:
        """Choose a password and a PIN, and press Enter."""
        if pin:
            self.one("#pin").send_keys(pin)
        self.one("#password").send_keys(password, Keys.ENTER)
        return self

"""The owner's page that says whether the books balance."""

from typing import Self

from selenium.common.exceptions import StaleElementReferenceException

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import Seen, seen


class AuditPage(Page):
    """One word, what is wrong by name, and every rule as a sentence."""

    def look(self) -> Self:
        """Open it: what was found some seconds ago."""
        return self.visit("/audit").shown()

    def check_now(self) -> Self:
        """Have everything counted at this moment."""
        before = self.one("#rules")

        def is_gone() -> bool:
            try:
                before.is_displayed()
            except StaleElementReferenceException:
                return True
            return False

        self.one("form[action='/audit'] button").click()
        self.wait(is_gone, "what is found now", seconds=60)
        return self.shown()

    def shown(self) -> Self:
        """Wait until the verdict is there."""
        self.wait(lambda: self.one(".verdict").is_displayed(), "the verdict")
        return self

    @seen
    def verdict(self) -> str:
        """The one word."""
        return self.one(".verdict").text

    @seen
    def corner(self) -> str:
        """The books' word in the corner, as on every page of the dashboard."""
        return self.one("#books-word").text

    @seen
    def wrong(self) -> str:
        """What is wrong, each rule with its first row."""
        return "\n".join(each.text for each in self.every("[aria-labelledby='broken'] .notice"))

    def stands(self, rule: str) -> Seen[str]:
        """How it stands with a rule, by its name."""
        return Seen(self, f"the rule {rule}", lambda: self.one(f"#{rule} .badge").text)

"""The owner's page that says whether the books balance."""

from typing import Self

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import seen


class AuditPage(Page):
    """One word, what is wrong by name, and every rule as a sentence."""

    def look(self) -> Self:
        """Open it: what was found some seconds ago."""
        return self.visit("/audit").shown()

    def check_now(self) -> Self:
        """Have everything counted at this moment."""
        before = self.one("#rules")
        self.click("form[action='/audit'] button")
        self.wait(lambda: self.one("#rules") != before, "what is found now")
        return self.shown()

    def shown(self) -> Self:
        """Wait until the verdict is there."""
        self.verdict.becomes(bool)
        return self

    @seen
    def verdict(self) -> str:
        """The one word."""
        return self.one(".verdict").text

    @seen
    def wrong(self) -> list[str]:
        """What is wrong, each with its first row."""
        return [each.text for each in self.every("[aria-labelledby='broken'] .notice")]

    @seen
    def standing(self) -> dict[str, str]:
        """How it stands with each rule, by its name."""
        found: dict[str, str] = self.driver.execute_script(
            "return Object.fromEntries([...document.querySelectorAll('.audit tr[id]')].map((rule) => ["
            "rule.id, rule.querySelector('.badge').innerText.trim()]))"
        )
        return found

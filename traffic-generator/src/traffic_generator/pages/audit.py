"""The owner's page that says whether the books balance."""

from typing import Self

from traffic_generator.pages.base import Page


class AuditPage(Page):
    """One word, what is wrong by name, and every rule as a sentence."""

    def look(self) -> Self:
        """Open it: what was found some seconds ago."""
        return self.visit("/audit").shown()

    def check_now(self) -> Self:
        """Have everything counted at this moment."""
        before = self.one("#rules")
        self.one("form[action='/audit'] button").click()
        self.wait(lambda: self.one("#rules") != before, "what is found now")
        return self.shown()

    def shown(self) -> Self:
        """Wait until the verdict is there."""
        self.wait(lambda: self.one(".verdict").is_displayed(), "the verdict")
        return self

    @property
    def verdict(self) -> str:
        """The one word."""
        return self.one(".verdict").text

    @property
    def wrong(self) -> list[str]:
        """What is wrong, each with its first row."""
        return [each.text for each in self.every("[aria-labelledby='broken'] .notice")]

    def stands(self, rule: str) -> str:
        """How it stands with a rule, by its name."""
        return self.one(f"#{rule} .badge").text

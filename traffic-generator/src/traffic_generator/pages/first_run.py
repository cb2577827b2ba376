"""The first page of an empty suite."""

from typing import Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import Seen, seen


class FirstRun(Page):
    """One form for company, rates, branches and the first owner."""

    path = "/first-run"

    def shown(self) -> Self:
        """Wait until it is there."""
        self.wait(lambda: self.is_at(self.path) and self.every("#setup_code"), "the first form")
        return self.loaded()

    def fill(self, **fields: str) -> Self:
        """Type into fields; a name's two underscores stand for a hyphen."""
        for name, text in fields.items():
            field = self.one(f"[name='{name.replace('__', '-')}']")
            field.clear()
            field.send_keys(text)
        return self

    def add(self, kind: str) -> Self:
        """One more row by keyboard: `vat_rates` or `branches`."""
        before = len(self._rows(kind))
        self.one(f"[name='more'][value='{kind}']").send_keys(Keys.ENTER)
        self.wait(lambda: len(self._rows(kind)) == before + 1, "another row")
        return self.loaded()

    def remove(self, kind: str, at: int) -> Self:
        """Take a row away by keyboard."""
        before = len(self._rows(kind))
        self.every(f"[name='less'][value^='{kind}-']")[at].send_keys(Keys.ENTER)
        self.wait(lambda: len(self._rows(kind)) == before - 1, "the row gone")
        return self.loaded()

    def rows(self, kind: str) -> Seen[list[str]]:
        """The names that stand in the rows."""
        return Seen(self, f"the rows of {kind}", lambda: self._rows(kind))

    def _rows(self, kind: str) -> list[str]:
        return [
            str(each.get_property("value"))
            for each in self.every(f"form [name^='{kind}-'][name$='-name']")
        ]

    def name_row(self, kind: str, at: int, name: str) -> Self:
        """Type the name of a row, counted from the first in sight."""
        field = self.every(f"form [name^='{kind}-'][name$='-name']")[at]
        field.clear()
        field.send_keys(name)
        return self

    def send(self) -> Self:
        """Press Enter in a field, as people do."""
        self.one("[name='owner-email']").send_keys(Keys.ENTER)
        return self

    def needs_come_first(self) -> bool:
        """Whether the list of what is needed stands above the form, and not beside it."""
        slip, form = self.one("main .receipt").rect, self.one("main form.form").rect
        return bool(slip["y"] + slip["height"] <= form["y"])

    @seen
    def mistakes(self) -> list[str]:
        """What the list at the top says."""
        return [each.text for each in self.every("main .notice li")]

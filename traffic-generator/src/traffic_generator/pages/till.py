"""The till as a cashier sees it: choosing it, and a sale in progress."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.base import Page
from traffic_generator.pages.seen import holding, seen

if TYPE_CHECKING:
    from traffic_generator.pages.sold import Sold


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the basket as it stands on the receipt side."""

    quantity: int
    name: str
    amount: str


class TillChoice(Page):
    """Where a browser is told which till it is."""

    path = "/tills"

    def choose(self, till_id: str) -> "Till":
        """Be this till from now on."""
        self.click(f"button[value='{till_id}']:not([formaction])")
        return Till(self.driver, self.base_url).shown()

    def open_for_team(self, till_id: str) -> None:
        """Let the branch's team share it; it waits for the first PIN then."""
        self.click(f"button[value='{till_id}'][formaction]")


class Till(Page):
    """A sale in progress."""

    path = "/till"

    def shown(self) -> Self:
        """Wait until the page listens."""
        self.wait(lambda: self.every("body[data-listens] #entry"), "a till that listens")
        return self

    @seen
    def lines(self) -> list[ShownLine]:
        """What is in the basket."""
        read = self.driver.execute_script(
            "return [...document.querySelectorAll('#lines .line')].map((line) => ["
            "line.querySelector('.line__qty').textContent,"
            "line.querySelector('.line__qty + span').textContent,"
            "line.querySelector('.money').value])"
        )
        return [
            ShownLine(int(quantity.replace(",", "")), name, amount)
            for quantity, name, amount in read
        ]

    @seen
    def offers(self) -> dict[str, list[str]]:
        """What the promotions under each line are called."""
        found: dict[str, list[str]] = self.driver.execute_script(
            "return Object.fromEntries([...document.querySelectorAll('#lines .line')].map((line) => ["
            "line.querySelector('.line__qty + span').textContent,"
            "[...line.querySelectorAll('.line__offer .stamp')].map((stamp) => stamp.textContent)]))"
        )
        return found

    @seen
    def hints(self) -> list[str]:
        """What is missing for the next step of a promotion."""
        return [each.text for each in self.every(".line__hint span:first-child")]

    def take_hint(self) -> Self:
        """Press the first of them."""
        return self.click(".line__hint")

    @seen
    def basket(self) -> dict[str, int]:
        """How many of what."""
        return {line.name: line.quantity for line in self.lines.now}

    @seen
    def total(self) -> str:
        """What the customer has to pay."""
        return self._amount("#sale .total")

    @seen
    def entry(self) -> str:
        """What stands in the field."""
        return str(self.one("#entry").get_property("value"))

    @seen
    def told(self) -> str:
        """What the cashier is told about the last entry."""
        return self.one("#told").text

    @seen
    def notices(self) -> str:
        """What the cashier is told about the sale."""
        shown = (each.text for each in self.every(".till__say .notice"))
        return "\n".join(words for words in shown if words)

    @seen
    def toasts(self) -> str:
        """The short words at the foot of the shelf, or in the dialog that lies over it."""
        places = self.every("[data-toasts]")
        return "\n".join(str(each.get_property("textContent")) for each in places)

    @seen
    def connection(self) -> str:
        """How the strip says the books are."""
        return self.one("[data-connection]").text

    @seen
    def who(self) -> str:
        """Who is at the till, as the strip says it."""
        return str(self.one(".strip__name").get_property("textContent"))

    @seen
    def keys(self) -> str:
        """The list of keys, while it is open."""
        return self.one("dialog:modal .keylist").text

    @seen
    def asks_payment(self) -> bool:
        """Whether the payment dialog is open."""
        return self.one("#pay").is_displayed()

    @seen
    def customer(self) -> str:
        """Whose sale it is; empty for a guest."""
        found = self.every(".till__customer > span")
        return found[0].text if found else ""

    @seen
    def is_locked(self) -> bool:
        """Whether the sale is being checked and must not change."""
        return bool(self.every("#sale[data-locked]"))

    @seen
    def products(self) -> list[str]:
        """The names on the tiles."""
        names: list[str] = self.driver.execute_script(
            "return [...document.querySelectorAll('.tile__name')].map((tile) => tile.firstChild.textContent)"
        )
        return names

    @seen
    def prices(self) -> dict[str, str]:
        """What the products on the tiles cost."""
        found: dict[str, str] = self.driver.execute_script(
            "return Object.fromEntries([...document.querySelectorAll('.tile')].map((tile) => ["
            "tile.querySelector('.tile__name').firstChild.textContent,"
            "tile.querySelector('.money').value]))"
        )
        return found

    @seen
    def chosen_product(self) -> str:
        """The tile that Enter takes."""
        found = self.every(".tile[data-chosen] .tile__name")
        return found[0].text.splitlines()[0] if found else ""

    @seen
    def chosen_line(self) -> str:
        """The line that +, - and Del act on."""
        return self.one(".line--new .line__qty + span").text

    def says(self, words: str) -> Self:
        """Wait until these words are told, about the entry or about the sale."""
        self.wait(lambda: words in self.told.now or words in self.notices.now, f"“{words}”")
        return self

    def type(self, text: str) -> Self:
        """Type into the field without Enter."""
        self.one("#entry").send_keys(text)
        return self

    def enter(self, text: str) -> Self:
        """Type and press Enter."""
        return self.type(text + Keys.ENTER)

    def scan(self, code: str, *, ends_with: str = Keys.ENTER) -> Self:
        """Scan a code, wherever the focus is."""
        return self.scanned(code + ends_with)

    def tap(self, product: str) -> Self:
        """Tap a product's tile."""
        at = self.products.becomes(holding(product)).index(product)
        return self.click_at(".tile", at)

    def pick_line(self, product: str) -> Self:
        """Tap a line of the basket."""
        return self.click(f".line__choose[aria-label$='{product}']")

    def set_quantity(self, quantity: int) -> Self:
        """Type a quantity for the line touched last."""
        self.one("#quantity").send_keys(Keys.CONTROL + "a" + Keys.NULL, str(quantity), Keys.ENTER)
        return self

    def void(self) -> Self:
        """Press the void button of the line touched last."""
        return self.click(".till__line [data-void]")

    def undo(self) -> Self:
        """Take the last void back."""
        return self.click(".toast:last-child .button")

    def department(self, name: str) -> Self:
        """Show one department's products."""
        return self.click_words(".till__aisle .segment a", name)

    def choose_customer(self, name: str) -> Self:
        """Find a customer by words of the name and make it their sale."""
        self._look_for(name)
        self.click("#customers [data-customer]")
        return self.has(customer=holding(name))

    def enter_customer(self, name: str) -> Self:
        """Enter somebody new."""
        self._look_for(name)
        self.click(f"[data-newcomer='{name}']")
        return self.has(customer=name)

    def _look_for(self, name: str) -> None:
        self.press(Keys.F3)
        self.wait(lambda: self.one("#customers").is_displayed(), "the customer dialog")
        self.one("#customer").send_keys(name)

    def hold(self) -> Self:
        """Put the sale aside."""
        return self.press(Keys.F4).has(basket={})

    def recall(self, number: int | None = None) -> Self:
        """Take a sale up again: the only one, or the one of this number on the list."""
        self.press(Keys.F5)
        if number is not None:
            self.wait(lambda: self.one("#held .slip").is_displayed(), "the list of held sales")
            self.press(str(number))
        self.wait(lambda: self.lines.now, "the recalled sale")
        return self

    def begin_payment(self) -> Self:
        """Ask what the customer gives."""
        self.press(Keys.F9)
        self.wait(lambda: self.one("#given").is_displayed(), "the payment dialog")
        self.wait(lambda: self.every("#tenders [data-takes]"), "the ways to pay")
        return self

    def give(self, amount: str) -> Self:
        """Type what the customer gives."""
        self.one("#given").send_keys(amount)
        return self

    @seen
    def sums(self) -> list[str]:
        """The amounts in the payment dialog: what is to pay, then the change or the rest."""
        return [
            str(each.get_dom_attribute("value"))
            for each in self.every("#payment .pay__sums .money")
        ]

    def pay_cash(self, given: str = "") -> "Sold":
        """The whole payment in cash, by keyboard."""
        return self.begin_payment().give(given + Keys.ENTER).to_sold()

    def pay_by_card(self) -> "Sold":
        """Everything by card."""
        return self.press_card().to_sold()

    def press_card(self) -> Self:
        """Press the card button once."""
        return self.click(".till__pay [data-pays='card']")

    def send_again(self) -> Self:
        """Send a sale again whose outcome is not known."""
        return self.click("[data-again]")

    def to_sold(self) -> "Sold":
        """Wait for the page that follows a sale."""
        from traffic_generator.pages.sold import Sold  # each of the two pages leads to the other

        return Sold(self.driver, self.base_url).shown()

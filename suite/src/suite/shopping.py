"""Who buys on the web while a suite is broken; they note what they are told, and ask again where they are not."""

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

#: What somebody who shops asks for again: no answer, a service that is away, somebody else who is at it.
_AGAIN = (0, 429, 500, 502, 503, 504)
_PAUSE_SECONDS = 0.1

#: What tells for good that nothing was bought.
_REFUSED = {
    "payment_declined",
    "goods_sold_out",
    "price_changed",
    "not_sold_online",
    "payment_returned",
    "payment_not_made",
}

GOOD_CARD = "4242424242424242"
DECLINED_CARDS = ("4000000000000002", "4000000000009995", "4000000000000127")


class Told(StrEnum):
    """What a shopper knows of a purchase."""

    PAID = "paid"
    """A confirmation was seen."""
    FAILED = "failed"
    """It was said that nothing was bought."""
    CANCELLED = "cancelled"
    """It was paid, and then cancelled by the shopper."""
    NOTHING = "nothing"
    """Neither, in the time that the shopper had."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    content: Any = None

    @property
    def code(self) -> str:
        """The problem's code, if it is one."""
        return str(self.content.get("code", "")) if isinstance(self.content, dict) else ""


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase as its shopper saw it."""

    key: str
    told: Told
    checkout_id: str = ""
    total_minor: int = 0
    code: str = ""
    """The last problem's code."""
    answers: tuple[int, ...] = field(default=(), repr=False)
    """The status of every answer, in order."""


class Shopper:
    """Somebody who buys by the basket's API from one thread, with a new basket for every purchase."""

    def __init__(
        self,
        port: int,
        *,
        chance: random.Random | None = None,
        card: Mapping[str, str] | None = None,
    ) -> None:
        """`port` is where cart-service answers; `chance` makes ids; `card` is another card than the usual one."""
        self._port = port
        self._card = {"number": GOOD_CARD, "expiry": "12/40", "code": "123", **(card or {})}
        self._chance = chance or random.Random()  # noqa: S311  # not a secret
        self._connection: http.client.HTTPConnection | None = None
        self.basket_id = ""

    def fill(self, lines: Sequence[tuple[int, int]], *, seconds: float = 60) -> None:
        """Begin a basket with so many of each product.

        Raises:
            TimeoutError: it could not be filled in this time.
            RuntimeError: it was refused.
        """
        self.basket_id = f"shopper-{self._uuid().hex}"
        for product_id, quantity in lines:
            body = {"product_id": product_id, "quantity": quantity}
            path = f"/api/v1/baskets/{self.basket_id}/lines"
            answered = self._until_answered("POST", path, body, str(self._uuid()), seconds)
            if answered.status != 200:
                raise RuntimeError(f"the basket was refused: {answered}")

    def pay(self, *, card: str = "", key: str = "", seconds: float = 90) -> Bought:
        """Pay for the basket, and ask on until it is known what became of it or the time is over."""
        key = key or str(self._uuid())
        return self._until_told(lambda: self.post_checkout(card, key), key, seconds)

    def follow(self, checkout_id: str, *, seconds: float = 90) -> Bought:
        """Ask what becomes of a checkout until that is known or the time is over."""
        path = f"/api/v1/checkouts/{checkout_id}"
        return self._until_told(lambda: self.ask("GET", path), "", seconds)

    def post_checkout(self, card: str, key: str) -> Answer:
        """Ask once for the basket to be paid for; `card` is another number than the usual one."""
        return self.ask("POST", "/api/v1/checkouts", self.checkout_body(card), key)

    def checkout_body(self, card: str = "") -> dict[str, Any]:
        """What is sent to pay."""
        return {
            "customer": {"name": "Marta Ruiz", "email": "marta@shopper.example"},
            "address": {
                "street": "Quay 1",
                "postcode": "1011",
                "city": "Amsterdam",
                "country": "NL",
            },
            "card": {**self._card, "number": card or self._card["number"]},
        }

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Answer:
        """One request about this basket; repeats nothing by itself."""
        headers = {"Basket-Id": self.basket_id, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            self._connection.request(method, path, body and json.dumps(body), headers)
            answered = self._connection.getresponse()
            content = answered.read()
            if answered.will_close:
                self.close()
            return Answer(answered.status, json.loads(content) if content else None)
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return Answer(0)

    def close(self) -> None:
        """Give the connection up; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _until_told(self, ask: Callable[[], Answer], key: str, seconds: float) -> Bought:
        deadline, seen, answered = time.monotonic() + seconds, list[int](), Answer(0)
        while time.monotonic() < deadline:
            answered = ask()
            seen.append(answered.status)
            told = self._understood(answered)
            if told is not Told.NOTHING:
                return self._bought(key, told, answered, seen)
            time.sleep(_PAUSE_SECONDS)
        return self._bought(key, Told.NOTHING, answered, seen)

    def _until_answered(
        self, method: str, path: str, body: Any, key: str, seconds: float
    ) -> Answer:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answered = self.ask(method, path, body, key)
            if answered.status not in _AGAIN:
                return answered
            time.sleep(_PAUSE_SECONDS)
        raise TimeoutError(f"{path} was not answered in time")

    def _understood(self, answered: Answer) -> Told:
        """What a shopper takes from an answer: only a checkout that is over says anything for good."""
        content = answered.content if isinstance(answered.content, dict) else {}
        if answered.status in (200, 201):
            if not content["is_over"]:
                return Told.NOTHING
            return Told.PAID if content["state"] == "done" else Told.FAILED
        if answered.code in _REFUSED and content.get("checkout_id"):
            return Told.FAILED
        return Told.NOTHING

    def _bought(self, key: str, told: Told, answered: Answer, seen: list[int]) -> Bought:
        content = answered.content if isinstance(answered.content, dict) else {}
        total = content.get("total")
        return Bought(
            key,
            told,
            checkout_id=str(content.get("id") or content.get("checkout_id") or ""),
            total_minor=total["minor"] if isinstance(total, dict) else 0,
            code=answered.code,
            answers=tuple(seen),
        )

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self._chance.getrandbits(128), version=4)


class Shoppers:
    """So many threads that buy one basket after the other for as long as the block lasts."""

    def __init__(
        self,
        port: int,
        product_ids: Sequence[int],
        *,
        seed: int,
        cancel: Callable[[str], None],
        threads: int = 8,
    ) -> None:
        """Baskets hold one to three of these products; one card of six is declined, one order of six cancelled."""
        self._cancel = cancel
        self.bought: list[Bought] = []
        self.problems: list[str] = []
        """What nobody should have been told."""
        self._port, self._product_ids = port, list(product_ids)
        self._over, self._lock = threading.Event(), threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, args=(random.Random(f"{seed}.{number}"),))  # noqa: S311  # not a secret
            for number in range(threads)
        ]

    def __enter__(self) -> Self:
        """Begin to buy."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; everybody has been told, or has asked for a minute and a half without an answer."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self, chance: random.Random) -> None:
        shopper = Shopper(self._port, chance=chance)
        while not self._over.is_set():
            products = chance.sample(self._product_ids, chance.randint(1, 3))
            card = chance.choice(DECLINED_CARDS) if chance.random() < 1 / 6 else GOOD_CARD
            try:
                shopper.fill([(each, chance.randint(1, 2)) for each in products])
                bought = shopper.pay(card=card)
                if bought.told is Told.PAID and chance.random() < 1 / 6:
                    self._cancel(bought.checkout_id)
                    bought = replace(bought, told=Told.CANCELLED)
            except (TimeoutError, RuntimeError) as error:
                with self._lock:
                    self.problems.append(str(error))
                continue
            with self._lock:
                self.bought.append(bought)
            if bought.told is Told.FAILED:
                self._over.wait(chance.random())  # nobody tries again at once
        shopper.close()

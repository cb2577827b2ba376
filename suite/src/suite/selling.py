"""Programs that sell while a suite is being broken: they note what was acknowledged, and what was not."""

import http.client
import json
import os
import signal
import threading
import time
import uuid
from email.message import Message
from types import TracebackType
from typing import Any, Self

import psutil


class BooksClient:
    """The books' API from one thread: keeps its connection and repeats nothing by itself."""

    def __init__(self, port: int) -> None:
        """Nothing is opened yet."""
        self._port = port
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, Message, bytes]:
        """Status, headers and body; status 0 where no answer came."""
        return self._ask("GET", path, None, {})

    def sell(self, sale: dict[str, Any], key: str) -> tuple[int, Message, bytes]:
        """Post a sale once; the same three."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self._ask("POST", "/api/v1/purchases", json.dumps(sale), headers)

    def sell_until_booked(self, sale: dict[str, Any], key: str, *, seconds: float) -> bytes:
        """Post a sale until it is booked; the answer's body.

        Raises:
            TimeoutError: it was not in this time.
            RuntimeError: it was refused.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            status, _, content = self.sell(sale, key)
            if status == 201:
                return content
            if status not in (0, 503):
                raise RuntimeError(f"{status}: {content.decode()}")
            time.sleep(0.05)
        raise TimeoutError("the sale was not booked in time")

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, Message, bytes]:
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=15)
            self._connection.request(method, path, body, headers)
            answered = self._connection.getresponse()
            content = answered.read()
            if answered.will_close:
                self.close()
            return answered.status, answered.headers, content
        except (OSError, http.client.HTTPException):
            self.close()
            return 0, Message(), b""

    def close(self) -> None:
        """Give the connection up; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class Sellers:
    """So many threads that sell one product after the other for as long as the block lasts."""

    def __init__(self, port: int, sale: dict[str, Any], *, threads: int = 8) -> None:
        """Each sale is `sale` under a key of its own."""
        self.acknowledged: dict[str, int] = {}
        """The totals in minor units of what was answered with 201, by key."""
        self.refused: list[tuple[int, Message]] = []
        self._port, self._sale = port, sale
        self._over, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._work) for _ in range(threads)]

    def __enter__(self) -> Self:
        """Begin to sell."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; every sale begun has been answered or given up."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        client = BooksClient(self._port)
        while not self._over.is_set():
            key = str(uuid.uuid4())
            status, headers, content = client.sell(self._sale, key)
            with self._lock:
                if status == 201:
                    self.acknowledged[key] = int(json.loads(content)["total"]["minor"])
                else:
                    self.refused.append((status, headers))
            if status != 201:
                self._over.wait(0.02)
        client.close()


def kill_family(pid: int) -> None:
    """End a process and all it started at once, as a power cut would."""
    family = [psutil.Process(pid)]
    family += family[0].children(recursive=True)
    for process in family:
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def port_of(url: str) -> int:
    """The port in a service's URL."""
    return int(url.rsplit(":", 1)[1])


#: Statements that name what does not balance; each gives no row while the books are right.
BALANCES: dict[str, str] = {
    "lines make up their purchase": """
        SELECT purchase.id FROM books.purchase JOIN books.line ON line.purchase_id = purchase.id
        GROUP BY purchase.id HAVING sum(line.total_minor) <> purchase.total_minor""",
    "discounts make up what a line has off": """
        SELECT line.purchase_id FROM books.line LEFT JOIN books.discount USING (purchase_id, line_number)
        GROUP BY line.purchase_id, line.line_number
        HAVING max(line.discount_minor) <> coalesce(sum(discount.amount_minor), 0)""",
    "tenders make up their purchase": """
        SELECT purchase.id FROM books.purchase LEFT JOIN books.tender ON tender.purchase_id = purchase.id
        GROUP BY purchase.id HAVING coalesce(sum(tender.amount_minor), 0) <> purchase.total_minor""",
    "a level is the sum of its movements": """
        SELECT level.product_id FROM books.level LEFT JOIN books.movement USING (branch_id, product_id)
        GROUP BY level.branch_id, level.product_id
        HAVING max(level.quantity) <> coalesce(sum(movement.quantity), 0)""",
    "a till's receipts have no gap": """
        SELECT till_id FROM books.purchase WHERE till_id IS NOT NULL GROUP BY till_id
        HAVING count(*) <> max(receipt_number)""",
    "a line sold is a movement": """
        SELECT line.purchase_id FROM books.line JOIN books.purchase ON purchase.id = line.purchase_id
        LEFT JOIN books.movement ON movement.purchase_id = line.purchase_id
          AND movement.product_id = line.product_id AND movement.kind = 'sale'
        WHERE purchase.origin <> 'import' AND movement.quantity IS DISTINCT FROM -line.quantity""",
}

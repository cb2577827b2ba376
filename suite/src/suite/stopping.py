"""How the supervisor is told to stop: by a signal, which may come at any moment."""

import os
import select
import signal
from contextlib import suppress


class Stop:
    """Told once, for good.

    A pipe, not an Event: a handler runs in the middle of what the main thread does, and when that is inside the Event's
    own lock, the handler waits for the thread that it interrupted.
    """

    def __init__(self) -> None:
        """Nobody has told it yet."""
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)

    def on_signals(self) -> None:
        """Have every signal that asks a program to end tell it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue  # nohup asked us to outlive the terminal
            signal.signal(number, lambda *_: self.tell())

    def tell(self) -> None:
        """Say so; may be called anywhere."""
        with suppress(BlockingIOError):  # it was told very often already
            os.write(self._writing, b".")

    def wait(self, seconds: float) -> bool:
        """Wait for it no longer than this; whether it was told."""
        return bool(select.select([self._reading], [], [], seconds)[0])

    @property
    def is_told(self) -> bool:
        """Whether it was told."""
        return self.wait(0)

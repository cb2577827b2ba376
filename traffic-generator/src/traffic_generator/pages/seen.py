"""What a page shows, as something to wait for: a browser brings it later than a test could ask for it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Never, TypeVar

from selenium.common.exceptions import TimeoutException

if TYPE_CHECKING:
    from traffic_generator.pages.base import Page

Value = TypeVar("Value")

PATIENCE_SECONDS = 20.0


class Seen(Generic[Value]):
    """One thing that a page shows; it cannot be compared, only waited for.

    A comparison at once would pass or fail by chance, so that it always fails.
    """

    __hash__ = None  # type: ignore[assignment]  # what cannot be compared is no key either

    def __init__(self, page: "Page", name: str, look: Callable[[], Value]) -> None:
        """`look` reads it from the page."""
        self._page, self._name, self._look = page, name, look

    @property
    def now(self) -> Value:
        """As it stands at this moment: inside a condition that waits, or to be remembered for later."""
        return self._look()

    def becomes(self, expected: Any, *, seconds: float = PATIENCE_SECONDS) -> Value:
        """Wait until it is as expected, and hand it back; a function is asked whether it is.

        Raises:
            TimeoutException: it did not become so; the message says what it was instead.
        """
        last: list[Value] = []

        def is_so() -> bool:
            last[:] = [self._look()]
            return bool(expected(last[0]) if callable(expected) else last[0] == expected)

        try:
            self._page.wait(is_so, self._name, seconds=seconds)
        except TimeoutException:
            wanted = "as expected" if callable(expected) else repr(expected)
            raise TimeoutException(f"{self._name} is {last or 'nowhere'}, not {wanted}") from None
        return last[0]

    def _refuse(self, *_: object) -> Never:
        raise TypeError(
            f"{self._name} may still be on its way: wait for it with becomes() or has()"
        )

    __eq__ = __ne__ = __bool__ = __contains__ = __len__ = __iter__ = __getitem__ = __str__ = _refuse


class seen(Generic[Value]):  # noqa: N801  # a decorator is written small
    """Makes a page object's method one of the things that its page shows, like a property."""

    def __init__(self, look: Callable[[Any], Value]) -> None:
        """`look` reads it from the page that it is handed."""
        self._look = look
        self.__doc__ = look.__doc__

    def __get__(self, page: "Page | None", owner: type) -> Seen[Value]:
        """What this page shows."""
        if page is None:
            raise AttributeError(f"only a page that is open shows {self._look.__name__}")
        return Seen(page, self._look.__name__, lambda: self._look(page))


def holding(*parts: object) -> Callable[[Any], bool]:
    """Whether all these are in it."""
    return lambda found: all(part in found for part in parts)


def mapping(pairs: Mapping[str, object]) -> Callable[[Any], bool]:
    """Whether these keys stand for these values in it, whatever else does."""
    return lambda found: pairs.items() <= found.items()


def lacking(*parts: object) -> Callable[[Any], bool]:
    """Whether none of these is in it; only for a page that is known to be whole."""
    return lambda found: not any(part in found for part in parts)

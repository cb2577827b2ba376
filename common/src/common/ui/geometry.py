"""Sizes turned into places: percent across, pixels down, and how many words a width has room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from common.money import Money

Value = Money | int

#: Room over the tallest mark for the figure that it carries, and under the base for the labels.
_HEAD, _FOOT = 24, 28
#: Widths, in pixels, at which a plot shows more of its labels (charts.css has the same numbers).
_NARROW, _MID, _WIDE = 280, 480, 960
_LETTER = 7.5
_GAP = 9


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of a line; x in percent, y in pixels."""

    x1: str
    x2: str
    y1: str
    y2: str


def nice_step(top: int, lines: int = 4) -> int:
    """The smallest of 1, 2, 5, 10, 20 … that divides a height in at most so many parts."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if step * times * lines >= top:
                return step * times
        step *= 10


@dataclass(frozen=True, slots=True)
class Scale:
    """From sizes to pixels, under the room for the tallest mark's figure."""

    top: int
    height: int

    @property
    def base(self) -> int:
        """Where a mark of no size stands."""
        return self.height - _FOOT

    def y(self, value: Value | None) -> float:
        """Where a mark of this size ends."""
        if not self.top:
            return float(self.base)
        return self.base - (self.base - _HEAD) * max(size_of(value), 0) / self.top


@dataclass(frozen=True, slots=True)
class Strides:
    """Every how many-th label a plot has room for, narrow, mid and wide."""

    narrow: int
    mid: int
    wide: int

    @classmethod
    def of(cls, labels: Sequence[str]) -> Self:
        """Work out the strides from how many labels there are and how long they get."""
        room = max((len(label) for label in labels), default=1) * _LETTER + _GAP
        narrow, mid, wide = (_stride(len(labels) * room / px) for px in (_NARROW, _MID, _WIDE))
        # each is a multiple of the next, so that what a narrow plot shows a wide one shows too
        mid = wide * _stride(mid / wide)
        return cls(mid * _stride(narrow / mid), mid, wide)

    def label_from(self, at: int) -> str:
        """From which width the label at this place is shown: "", "mid", "wide" or "never"."""
        if at % self.narrow == 0:
            return ""
        if at % self.mid == 0:
            return "mid"
        return "wide" if at % self.wide == 0 else "never"


def _stride(crowding: float) -> int:
    return max(1, -int(-crowding // 1))


def room_for(texts: Sequence[str]) -> str:
    """From which width all texts fit side by side: "mid", "wide" or "never"."""
    room = max((len(text) for text in texts), default=0) * (_LETTER + 0.5) + _GAP
    if len(texts) * room <= _MID:
        return "mid"
    return "wide" if len(texts) * room <= _WIDE else "never"


def steps(values: Sequence[Value | None], scale: Scale) -> tuple[Segment, ...]:
    """A flat piece per bucket and an upright one between two that follow each other."""
    span = 100 / len(values) if values else 0
    pieces: list[Segment] = []
    for at, value in enumerate(values):
        if value is None:
            continue
        y = pixels(scale.y(value))
        if at and (past := values[at - 1]) is not None:
            x = percent(at * span)
            pieces.append(Segment(x, x, pixels(scale.y(past)), y))
        pieces.append(Segment(percent(at * span), percent((at + 1) * span), y, y))
    return tuple(pieces)


def trace(
    values: Sequence[Value | None], scale: Scale, *, upto: int | None = None
) -> tuple[Segment, ...]:
    """Pieces from middle to middle; the one that leads into the open bucket is left out."""
    points = list(enumerate(values))
    return tuple(
        _piece(left, right, len(values), scale)
        for left, right in pairwise(points)
        if left[1] is not None and right[1] is not None and (upto is None or right[0] != upto)
    )


def last_piece(
    values: Sequence[Value | None], scale: Scale, open_at: int | None
) -> tuple[Segment, ...]:
    """The piece that leads into the open bucket, if there is one."""
    if not open_at or values[open_at] is None or values[open_at - 1] is None:
        return ()
    left, right = (open_at - 1, values[open_at - 1]), (open_at, values[open_at])
    return (_piece(left, right, len(values), scale),)


def _piece(
    left: tuple[int, Value | None], right: tuple[int, Value | None], count: int, scale: Scale
) -> Segment:
    return Segment(
        percent((left[0] + 0.5) * 100 / count),
        percent((right[0] + 0.5) * 100 / count),
        pixels(scale.y(left[1])),
        pixels(scale.y(right[1])),
    )


def size_of(value: Value | None) -> int:
    """The number that a mark is measured by: minor units or the count itself."""
    if value is None:
        return 0
    return value.minor if isinstance(value, Money) else value


def percent(share: float) -> str:
    """A place or length across, as SVG takes it."""
    return f"{share:.2f}%"


def pixels(y: float) -> str:
    """A place or length down, as SVG takes it."""
    return f"{y:.1f}"

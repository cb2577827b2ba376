"""Where the marks of a chart stand: percent across, pixels down, worked out from plain values.

Percent across lets the same drawing fill any width; pixels down let its text keep its size.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from common.money import Money, exponent
from common.ui.geometry import (
    Scale,
    Segment,
    Strides,
    Value,
    last_piece,
    nice_step,
    percent,
    pixels,
    room_for,
    size_of,
    steps,
    trace,
)

#: From here bars stand closer.
_MANY = 40


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the plot and what it stands for."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """An hour, a day, a month: its bar, its dot, its words.

    `label_from` and `value_from` say how wide the plot must be for the text: "" always, "mid",
    "wide", or "never". A bucket that has not begun has no `value`. `label_at` is the middle, but
    the very edge for the first of many, where the label starts instead of standing centred.
    """

    label: str
    value: Value | None
    was: Value | None
    text: str
    was_text: str
    is_open: bool
    left: str
    width: str
    bar_left: str
    bar_width: str
    middle: str
    label_at: str
    y: str
    height: str
    value_y: str
    label_from: str
    value_from: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, ready for the template."""

    height: int
    base: int
    rules: tuple[Rule, ...]
    deep: bool
    buckets: tuple[Bucket, ...]
    ghost: tuple[Segment, ...]
    ghost_on: tuple[Segment, ...]
    ghost_trace: tuple[Segment, ...]
    trace: tuple[Segment, ...]
    trace_open: tuple[Segment, ...]
    highest: Bucket | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One of a list of ranked bars: its length, where the mark of the time before stands, its rank.

    `mark` is empty where there is no time before, and where nothing was there then.
    """

    value: Value
    was: Value | None
    width: str
    mark: str
    rank: str


class Drawing:
    """Draws charts whose values are written by `write(value, fine=...)`."""

    def __init__(self, write: Callable[..., str]) -> None:
        self._write = write

    def chart(
        self,
        labels: Sequence[str],
        values: Sequence[Value | None],
        *,
        was: Sequence[Value | None] = (),
        open_at: int | None = None,
        height: int = 272,
    ) -> Chart:
        """Place one value per label, and the time before it where `was` is given.

        `values` may be shorter than `labels` or hold None for buckets that have not begun;
        `open_at` is the index of the bucket that still runs. Negative values are not drawn.
        """
        now = _filled(values, len(labels))
        before = _filled(was, len(labels))
        present = [value for value in (*now, *before) if value is not None]
        top = max((size_of(value) for value in present), default=0)
        step = nice_step(top)
        scale = Scale(top, height)
        write = _writer(self._write, present, step)
        sheet = _Sheet.of(labels, now, before, open_at, scale, write)
        buckets = tuple(sheet.bucket(at) for at in range(len(labels)))
        rules = tuple(
            Rule(pixels(scale.y(size)), write(_like(present, size)))
            for size in range(step, top + 1, step)
        )
        return Chart(
            height=height,
            base=scale.base,
            rules=rules,
            deep=any(len(rule.text) > 4 for rule in rules),
            buckets=buckets,
            ghost=steps(before, scale),
            ghost_on=_steps_on_bars(buckets, scale),
            ghost_trace=trace(before, scale),
            trace=trace(now, scale, upto=open_at),
            trace_open=last_piece(now, scale, open_at),
            highest=None if sheet.peak is None else buckets[sheet.peak],
        )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What placing one bucket needs to know of all the others."""

    labels: Sequence[str]
    now: Sequence[Value | None]
    before: Sequence[Value | None]
    texts: Sequence[str]
    before_texts: Sequence[str]
    open_at: int | None
    scale: Scale
    strides: Strides
    values_from: str
    peak: int | None

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        now: Sequence[Value | None],
        before: Sequence[Value | None],
        open_at: int | None,
        scale: Scale,
        write: Callable[[Value], str],
    ) -> Self:
        texts, before_texts = (
            ["" if value is None else write(value) for value in series] for series in (now, before)
        )
        peak = max(range(len(now)), key=lambda at: size_of(now[at]), default=None)
        return cls(
            labels,
            now,
            before,
            texts,
            before_texts,
            open_at,
            scale,
            Strides.of(labels),
            room_for(texts),
            None if peak is None or size_of(now[peak]) <= 0 else peak,
        )

    def bucket(self, at: int) -> Bucket:
        span = 100 / len(self.labels)
        crowded = len(self.labels) > _MANY
        share = 0.8 if crowded else 0.68
        y = self.scale.y(self.now[at])
        alone = at == self.peak and self.values_from == "never"
        return Bucket(
            label=self.labels[at],
            value=self.now[at],
            was=self.before[at],
            text=self.texts[at],
            was_text=self.before_texts[at],
            is_open=at == self.open_at,
            left=percent(at * span),
            width=percent(span),
            bar_left=percent(at * span + span * (1 - share) / 2),
            bar_width=percent(span * share),
            middle=percent((at + 0.5) * span),
            label_at=percent(0 if crowded and not at else (at + 0.5) * span),
            y=pixels(y),
            height=pixels(self.scale.base - y),
            value_y=pixels(y - 8),
            label_from=self.strides.label_from(at),
            value_from="" if alone else self.values_from,
        )


def bars(items: Sequence[Any]) -> list[Bar]:
    """Bars against the largest of all; equal values share a rank, written "3=".

    An item, mapping or object, has a `value` and may have `was`, the time before.
    """
    values = [_part(item, "value") for item in items]
    before = [_part(item, "was") for item in items]
    sizes = [size_of(value) for value in values]
    top = max([*sizes, *(size_of(value) for value in before)], default=0) or 1
    ranks = [1 + sum(other > size for other in sizes) for size in sizes]
    return [
        Bar(
            value=value,
            was=past,
            width=percent(100 * max(size, 0) / top),
            mark=percent(min(100 * size_of(past) / top, 99.4)) if past else "",
            rank=f"{rank}=" if ranks.count(rank) > 1 else str(rank),
        )
        for value, past, size, rank in zip(values, before, sizes, ranks, strict=True)
    ]


def _steps_on_bars(buckets: Sequence[Bucket], scale: Scale) -> tuple[Segment, ...]:
    """The pieces that cross a full bar, to be drawn again in a colour that shows there."""
    pieces = []
    for each in buckets:
        if each.was is None or each.value is None or each.is_open:
            continue
        if size_of(each.was) < size_of(each.value):
            y = pixels(scale.y(each.was))
            right = float(each.bar_left[:-1]) + float(each.bar_width[:-1])
            pieces.append(Segment(each.bar_left, percent(right), y, y))
    return tuple(pieces)


def _part(item: Any, name: str) -> Any:
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


def _writer(
    write: Callable[..., str], present: Sequence[Value], step: int
) -> Callable[[Value], str]:
    """Whole euros, unless the rules lie closer together than a euro."""
    currency = next((value.currency for value in present if isinstance(value, Money)), None)
    fine = currency is not None and step < 10 ** exponent(currency)
    return lambda value: write(value, fine=fine)


def _filled(values: Sequence[Value | None], count: int) -> list[Value | None]:
    return [*values, *[None] * (count - len(values))][:count]


def _like(present: Sequence[Value], size: int) -> Value:
    """A size as the values are: money of their currency, or a plain number."""
    currency = next((value.currency for value in present if isinstance(value, Money)), None)
    return size if currency is None else Money(size, currency)

"""What is on the pictures of the demo's groceries and merchandise: one function for each, without words."""

import math
from collections.abc import Callable, Mapping

from api_service.importer.canvas import Canvas, Places

Point = tuple[float, float]


def _oval(x: float, y: float, wide: float, high: float, turn: float = 0.0) -> list[Point]:
    """The edge of an oval, turned by so many degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    edge = []
    for step in range(72):
        angle = step * math.tau / 72
        across, down = wide * math.cos(angle), high * math.sin(angle)
        edge.append((x + across * cos - down * sin, y + across * sin + down * cos))
    return edge


def _round(
    on: Canvas, left: float, top: float, right: float, bottom: float, radius: float, fill: str
) -> None:
    """A rectangle with round corners."""
    on.box(left + radius, top, right - radius, bottom, fill)
    on.box(left, top + radius, right, bottom - radius, fill)
    for x in (left + radius, right - radius):
        for y in (top + radius, bottom - radius):
            on.disc(x, y, radius, fill)


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[Point]:
    """Points of a circle, in degrees clockwise from the right."""
    angles = [math.radians(start + (end - start) * step / 40) for step in range(41)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def tomatoes(on: Canvas) -> Places:
    """Three, the first in front."""
    for x, y, size in ((0.33, 0.44, 0.19), (0.68, 0.42, 0.18), (0.51, 0.64, 0.22)):
        on.shape(_oval(x, y, size * 1.06 + 0.016, size + 0.016), on.paper)
        on.shape(_oval(x, y, size * 1.06, size), on.ink)
        on.shape(_oval(x - size * 0.4, y - size * 0.35, size * 0.22, size * 0.13, -35), on.paper)
        top = y - size * 0.72
        for turn in (-150, -115, -65, -30, 20, 160):
            angle = math.radians(turn)
            tip = (x + size * 0.55 * math.cos(angle), top + size * 0.34 * math.sin(angle))
            on.shape([(x - 0.03, top), tip, (x + 0.03, top)], on.accent)
        on.line([(x, top), (x + size * 0.1, top - size * 0.3)], 0.016, on.accent)
    return Places()


def bananas(on: Canvas) -> Places:
    """A hand of three."""
    for shift, fill in ((0.0, on.second), (0.085, on.ink), (0.17, on.second)):
        x, y = 0.47 + shift * 0.3, 0.2 + shift
        outer, inner = _arc(x, y, 0.44, 8, 152), _arc(x + 0.015, y - 0.08, 0.41, 150, 12)
        on.shape([*outer, *inner], fill)
        on.disc(*outer[0], 0.022, on.accent)
    on.shape([(0.04, 0.36), (0.12, 0.33), (0.19, 0.62), (0.1, 0.6)], on.accent)
    return Places()


def loaf(on: Canvas) -> Places:
    """A loaf with three cuts."""
    on.shape(_oval(0.5, 0.78, 0.42, 0.035), on.second)
    on.shape(_oval(0.5, 0.55, 0.38, 0.24), on.ink)
    on.box(0.13, 0.56, 0.87, 0.7, on.ink)
    _round(on, 0.12, 0.58, 0.88, 0.78, 0.09, on.ink)
    for x in (0.3, 0.48, 0.66):
        on.shape(_oval(x + 0.02, 0.5, 0.03, 0.15, 28), on.accent)
    for x, y in ((0.2, 0.66), (0.37, 0.71), (0.55, 0.68), (0.74, 0.7), (0.8, 0.6)):
        on.disc(x, y, 0.008, on.paper)
    return Places()


def milk(on: Canvas) -> Places:
    """A carton with its gable, a glass beside it."""
    on.shape([(0.24, 0.38), (0.58, 0.38), (0.53, 0.24), (0.29, 0.24)], on.second)
    on.box(0.29, 0.17, 0.53, 0.24, on.ink)
    on.box(0.24, 0.38, 0.58, 0.86, on.paper)
    on.box(0.24, 0.38, 0.58, 0.86, "#ffffff")
    on.shape(
        [
            (0.24, 0.64),
            *[(0.24 + x / 60 * 0.34, 0.62 + 0.03 * math.sin(x / 60 * math.tau)) for x in range(61)],
            (0.58, 0.86),
            (0.24, 0.86),
        ],
        on.ink,
    )
    on.disc(0.41, 0.5, 0.055, on.accent)
    on.shape([(0.65, 0.52), (0.87, 0.52), (0.84, 0.86), (0.68, 0.86)], on.second)
    on.shape([(0.658, 0.6), (0.862, 0.6), (0.842, 0.845), (0.678, 0.845)], "#ffffff")
    return Places()


def eggs(on: Canvas) -> Places:
    """Ten in their tray, seen from above."""
    _round(on, 0.07, 0.25, 0.93, 0.75, 0.06, on.ink)
    for row in range(2):
        for column in range(5):
            x, y = 0.165 + column * 0.168, 0.385 + row * 0.23
            on.disc(x, y, 0.078, on.second)
            fill = on.accent if (row + column * 2) % 3 else "#fbf3e6"
            on.shape(_oval(x, y, 0.058, 0.07, 12), fill)
            on.shape(_oval(x - 0.018, y - 0.026, 0.014, 0.02, 20), on.paper)
    return Places()


def butter(on: Canvas) -> Places:
    """A block on its dish, one slice cut."""
    on.shape(_oval(0.5, 0.74, 0.43, 0.09), on.ink)
    on.shape(_oval(0.5, 0.72, 0.38, 0.065), on.paper)
    for left, right in ((0.18, 0.6), (0.66, 0.74)):
        on.shape([(left, 0.5), (left + 0.12, 0.4), (right + 0.12, 0.4), (right, 0.5)], on.second)
        on.box(left, 0.5, right, 0.71, on.accent)
        on.shape(
            [(right, 0.5), (right + 0.12, 0.4), (right + 0.12, 0.61), (right, 0.71)], "#d9a92e"
        )
    return Places()


def spaghetti(on: Canvas) -> Places:
    """A bundle, tied."""
    for step in range(23):
        spread = (step - 11) / 11
        bow = 0.5 + spread * 0.085
        fill = on.accent if step % 2 else on.ink
        on.line([(0.5 + spread * 0.2, 0.1), (bow, 0.5), (0.5 + spread * 0.2, 0.9)], 0.011, fill)
    _round(on, 0.385, 0.46, 0.615, 0.545, 0.02, on.second)
    on.box(0.385, 0.497, 0.615, 0.508, on.paper)
    return Places()


def oil(on: Canvas) -> Places:
    """A bottle with its label, and the branch it comes from."""
    on.box(0.39, 0.1, 0.51, 0.17, on.second)
    on.box(0.405, 0.17, 0.495, 0.33, on.ink)
    on.shape(
        [(0.405, 0.32), (0.495, 0.32), (0.61, 0.46), (0.61, 0.5), (0.29, 0.5), (0.29, 0.46)], on.ink
    )
    _round(on, 0.29, 0.46, 0.61, 0.9, 0.03, on.ink)
    on.box(0.29, 0.55, 0.61, 0.79, on.paper)
    on.shape(_oval(0.45, 0.67, 0.05, 0.065, 20), on.accent)
    on.line([(0.66, 0.86), (0.76, 0.6), (0.8, 0.34)], 0.012, on.second)
    for x, y, turn in (
        (0.7, 0.68, 30),
        (0.82, 0.62, -50),
        (0.74, 0.5, 30),
        (0.86, 0.44, -50),
        (0.76, 0.36, 20),
    ):
        on.shape(_oval(x, y, 0.026, 0.075, turn), on.accent)
    on.shape(_oval(0.86, 0.72, 0.04, 0.052, 15), on.ink)
    return Places()


def coffee(on: Canvas) -> Places:
    """Beans, as they fell."""
    for x, y, turn, size in (
        (0.3, 0.3, 35, 1.0), (0.66, 0.27, -40, 0.9), (0.49, 0.52, 75, 1.15), (0.24, 0.66, -20, 0.95),
        (0.76, 0.58, 25, 1.0), (0.55, 0.79, -60, 0.9), (0.84, 0.85, 50, 0.7), (0.12, 0.44, 80, 0.6),
    ):  # fmt: skip  # short values, several to a line
        on.shape(_oval(x, y, 0.105 * size, 0.145 * size, turn), on.ink)
        along = math.radians(turn)
        vein = []
        for step in range(-10, 11):
            down = step / 10 * 0.13 * size
            across = 0.022 * size * math.sin(step / 10 * math.pi)
            vein.append(
                (
                    x + across * math.cos(along) - down * math.sin(along),
                    y + across * math.sin(along) + down * math.cos(along),
                )
            )
        on.line(vein, 0.014 * size, on.accent)
    return Places()


def chocolate(on: Canvas) -> Places:
    """A bar, half out of its wrapper."""
    for row in range(3):
        for column in range(3):
            left, top = 0.24 + column * 0.178, 0.1 + row * 0.145
            _round(on, left, top, left + 0.166, top + 0.133, 0.014, on.ink)
            on.box(left + 0.03, top + 0.028, left + 0.136, top + 0.105, on.second)
    on.shape(
        [
            (0.2, 0.53),
            (0.32, 0.5),
            (0.44, 0.54),
            (0.56, 0.5),
            (0.68, 0.54),
            (0.8, 0.51),
            (0.8, 0.9),
            (0.2, 0.9),
        ],
        on.accent,
    )
    on.box(0.2, 0.64, 0.8, 0.8, on.paper)
    on.disc(0.5, 0.72, 0.045, on.accent)
    return Places()


def pen(on: Canvas) -> Places:
    """A pen, and the line that it just drew."""

    def along(far: float, side: float) -> Point:
        return 0.2 + far * 0.61 - side * 0.64, 0.78 - far * 0.64 - side * 0.61

    def part(begin: float, end: float, half: float, fill: str) -> None:
        on.shape(
            [along(begin, -half), along(end, -half), along(end, half), along(begin, half)], fill
        )

    on.line(
        [
            (0.08 + step / 60 * 0.46, 0.86 + 0.02 * math.sin(step / 60 * math.tau * 2))
            for step in range(61)
        ],
        0.012,
        on.second,
    )
    part(0.16, 0.98, 0.045, on.ink)
    part(0.78, 0.84, 0.047, on.second)
    on.shape([along(0.0, 0.0), along(0.16, -0.045), along(0.16, 0.045)], on.accent)
    on.shape([along(0.0, 0.0), along(0.05, -0.014), along(0.05, 0.014)], on.second)
    on.line([along(0.8, 0.06), along(0.98, 0.06)], 0.02, on.accent)
    return Places()


def tshirt(on: Canvas) -> Places:
    """A shirt, laid flat."""
    left = [(0.38, 0.2), (0.24, 0.25), (0.07, 0.44), (0.18, 0.54), (0.27, 0.46), (0.27, 0.87)]
    right = [(1 - x, y) for x, y in reversed(left)]
    on.shape([*left, *right], on.ink)
    on.shape(_oval(0.5, 0.2, 0.12, 0.075), on.second)
    on.shape(_oval(0.5, 0.185, 0.1, 0.06), on.paper)
    on.disc(0.5, 0.52, 0.085, on.accent)
    on.box(0.4, 0.52, 0.6, 0.62, on.ink)
    on.box(0.4, 0.545, 0.6, 0.56, on.accent)
    return Places()


def mug(on: Canvas) -> Places:
    """A mug that steams."""
    on.ring(0.7, 0.6, 0.15, 0.045, on.ink)
    on.box(0.24, 0.4, 0.7, 0.7, on.ink)
    _round(on, 0.24, 0.55, 0.7, 0.86, 0.09, on.ink)
    on.shape(_oval(0.47, 0.4, 0.23, 0.045), on.second)
    on.shape(_oval(0.47, 0.405, 0.195, 0.03), on.accent)
    on.box(0.24, 0.6, 0.7, 0.66, on.accent)
    for x in (0.38, 0.47, 0.56):
        on.line(
            [
                (x + 0.018 * math.sin(step / 20 * math.tau), 0.32 - step * 0.009)
                for step in range(21)
            ],
            0.014,
            on.second,
        )
    return Places()


GOODS: Mapping[str, Callable[[Canvas], Places]] = {
    each.__name__: each
    for each in (
        tomatoes, bananas, loaf, milk, eggs, butter, spaghetti, oil, coffee, chocolate, pen, tshirt, mug,
    )
}  # fmt: skip  # short values, several to a line

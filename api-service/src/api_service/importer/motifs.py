"""What is on the demo's covers: one function for each motif, which says where the words stand."""

import math
from collections.abc import Callable, Mapping

from api_service.importer.canvas import Canvas, Places
from api_service.importer.goods import GOODS
from api_service.importer.scenes import SCENES


def tram(on: Canvas) -> Places:
    """A tram under its wire, before the moon."""
    on.disc(0.76, 0.42, 0.17, on.accent)
    on.box(0, 0.385, 1, 0.395, on.ink)
    on.line([(0.37, 0.39), (0.37, 0.49)], 0.01, on.ink)
    on.box(0.09, 0.48, 0.65, 0.79, on.ink)
    for left in (0.14, 0.27, 0.4, 0.53):
        on.box(left, 0.53, left + 0.085, 0.64, on.paper)
    on.box(0.09, 0.69, 0.65, 0.75, on.second)
    for x in (0.21, 0.53):
        on.disc(x, 0.8, 0.045, "#0d1f31")
    on.box(0, 0.845, 1, 0.851, on.ink)
    return Places(artist_colour=on.accent)


def rings(on: Canvas) -> Places:
    """Sound that spreads."""
    for radius, width in ((0.36, 0.06), (0.26, 0.045), (0.175, 0.03)):
        on.ring(0.5, 0.53, radius, width, on.ink)
    on.disc(0.5, 0.53, 0.085, on.accent)
    on.disc(0.5, 0.53, 0.016, on.ink)
    return Places(title=0.13, artist=0.955, colour=on.second, artist_colour=on.second)


def leaves(on: Canvas) -> Places:
    """Paving with something growing out of it."""
    for row in range(3):
        for column in range(4):
            if (row + column) % 2 == 0:
                on.box(column / 4, row / 4, (column + 1) / 4, (row + 1) / 4, on.ink)
    for x, y, start in ((0, 0, 0), (1, 0, 90), (0.5, 0.25, 0), (0.75, 0.5, 180), (0.25, 0.75, 270)):
        on.pie(x, y, 0.25, start, start + 90, on.accent)
    on.box(0, 0.75, 1, 1, on.second)
    return Places(title=0.875, artist=0.95, colour="#2c2b28", artist_colour="#2c2b28")


def citrus(on: Canvas) -> Places:
    """Half a fruit."""
    on.disc(0.5, 0.53, 0.36, on.accent)
    on.disc(0.5, 0.53, 0.31, on.second)
    for part in range(6):
        on.pie(0.5, 0.53, 0.27, part * 60 + 5, part * 60 + 55, on.accent)
    on.disc(0.5, 0.53, 0.035, on.second)
    return Places(title=0.13, artist=0.96)


def waves(on: Canvas) -> Places:
    """Low sun over flat water."""
    on.disc(0.3, 0.36, 0.14, on.second)
    for y, fill in ((0.52, "#8fb6a8"), (0.62, on.accent), (0.72, "#25544c")):
        on.wave(y, 0.035, 0.5, 0.05, fill)
    on.box(0, 0.82, 1, 1, on.ink)
    return Places(title=0.14, artist=0.93, artist_colour=on.paper)


def moons(on: Canvas) -> Places:
    """Six phases, one of them full."""
    for column, (x, shift) in enumerate(((0.22, 0.05), (0.5, 0.075), (0.78, 0.0))):
        for y, sign in ((0.32, 1), (0.6, -1)):
            on.disc(x, y, 0.105, on.ink)
            if column < 2:
                on.disc(x + sign * shift, y - 0.012, 0.1, on.paper)
    on.disc(0.78, 0.32, 0.105, on.accent)
    return Places(title=0.86)


def rain(on: Canvas) -> Places:
    """Strokes that fall, one of them red."""
    lengths = (17, 8, 22, 9, 26, 12, 19, 7, 24, 15, 11, 21)
    for place, x in enumerate(step / 13 for step in range(1, 13)):
        top = 0.05 + (place * 5 % 4) / 40
        for part in range(3):
            length = lengths[(place * 5 + part * 3) % 12] * 0.01
            bottom = min(top + length, 0.72)
            red = place == 4 and part == 1
            on.box(x - 0.009, top, x + 0.009, bottom, on.second if red else on.accent)
            top = bottom + 0.05
            if top > 0.66:
                break
    return Places(title=0.86, artist=0.935)


def noise(on: Canvas) -> Places:
    """Dots that swell and fade, a few of them out of turn."""
    for row in range(8):
        for column in range(10):
            size = 0.038 * abs(math.sin(column * 0.45 + row * 0.32 + 0.6)) + 0.004
            odd = (row * 7 + column * 3) % 17 == 0
            on.disc(0.08 + column * 0.094, 0.26 + row * 0.08, size, on.accent if odd else on.ink)
    return Places(title=0.155, artist=0.95)


def boat(on: Canvas) -> Places:
    """A ferry and its smoke."""
    for x, y, size in ((0.46, 0.33, 0.035), (0.55, 0.28, 0.05), (0.68, 0.245, 0.065)):
        on.disc(x, y, size, on.second)
    on.box(0.4, 0.38, 0.48, 0.52, on.accent)
    on.box(0.27, 0.5, 0.68, 0.6, on.ink)
    for step in range(5):
        on.disc(0.33 + step * 0.073, 0.55, 0.02, on.paper)
    on.shape([(0.12, 0.6), (0.88, 0.6), (0.78, 0.75), (0.22, 0.75)], on.accent)
    on.box(0, 0.75, 1, 0.86, on.second)
    on.wave(0.75, 0.012, 0.16, 0.03, on.second)
    return Places(artist=0.945)


def stairs(on: Canvas) -> Places:
    """Steps that go up into the light."""
    on.disc(0.72, 0.36, 0.16, on.accent)
    for step in range(7):
        left, top = step / 7, 0.84 - step * 0.075
        on.box(left, top, 1, 0.86, on.second if step % 2 else on.ink)
    return Places(artist=0.945)


def arches(on: Canvas) -> Places:
    """A gate within a gate."""
    for size, fill in (
        (0.4, on.accent), (0.32, on.second), (0.24, on.ink), (0.16, on.accent), (0.08, on.paper),
    ):  # fmt: skip  # short values, several to a line
        on.pie(0.5, 0.62, size, 180, 360, fill)
        on.box(0.5 - size, 0.615, 0.5 + size, 0.84, fill)
    return Places(artist=0.945)


def glass(on: Canvas) -> Places:
    """Panes that overlap."""
    on.disc(0.38, 0.5, 0.24, on.accent)
    on.disc(0.64, 0.5, 0.24, on.second)
    overlap = [
        (0.51 + 0.131 * math.sin(angle) * 0.84, 0.5 + 0.2 * math.cos(angle))
        for angle in (step * math.tau / 60 for step in range(60))
    ]
    on.shape(overlap, on.ink)
    for y in (0.26, 0.5, 0.74):
        on.box(0.06, y - 0.003, 0.94, y + 0.003, on.paper)
    return Places(artist=0.94)


def windows(on: Canvas) -> Places:
    """A house at night, three people awake."""
    for row in range(6):
        for column in range(5):
            lit = (row, column) in {(1, 3), (3, 1), (4, 4)}
            left, top = 0.09 + column * 0.17, 0.23 + row * 0.11
            on.box(left, top, left + 0.12, top + 0.075, on.accent if lit else on.second)
    return Places(artist=0.96)


def stripes(on: Canvas) -> Places:
    """Three lanes in a bend."""
    for place, fill in enumerate((on.accent, on.ink, on.second, on.accent, on.ink)):
        on.ring(0, 0.84, 0.62 - place * 0.1, 0.062, fill)
    on.box(0, 0.84, 1, 1, on.paper)
    return Places(artist=0.94)


def hills(on: Canvas) -> Places:
    """Fields behind fields."""
    on.disc(0.7, 0.36, 0.11, on.accent)
    for y, fill, length in ((0.5, on.second, 1.3), (0.6, on.accent, 0.9), (0.72, on.ink, 1.6)):
        points = [
            (x / 60, y + 0.05 * math.sin(x / 60 * math.tau / length + y * 9)) for x in range(61)
        ]
        on.shape([*points, (1, 1), (0, 1)], fill)
    return Places(artist=0.94, artist_colour=on.paper)


def leaf(on: Canvas) -> Places:
    """One leaf, with its veins."""
    for side in (-1, 1):
        edge = [
            (0.5 + side * 0.21 * math.sin(step * math.pi / 40) ** 0.9, 0.22 + step * 0.016)
            for step in range(41)
        ]
        on.shape([*edge, (0.5, 0.86)], on.accent if side < 0 else on.ink)
    for step in range(5):
        y = 0.38 + step * 0.09
        on.line([(0.5, y + 0.06), (0.36, y - 0.02)], 0.008, on.second)
        on.line([(0.5, y + 0.06), (0.64, y - 0.02)], 0.008, on.accent)
    on.box(0.495, 0.24, 0.505, 0.9, on.second)
    return Places(artist=0.96)


def fish(on: Canvas) -> Places:
    """A shoal, and one who swims the other way."""
    for row in range(4):
        for column in range(3):
            other = (row, column) == (2, 1)
            x, y = 0.2 + column * 0.29 + (row % 2) * 0.05, 0.3 + row * 0.15
            way = -1 if other else 1
            fill = on.accent if other else (on.ink if row % 2 else on.second)
            body = [
                (x + 0.1 * math.cos(angle), y + 0.042 * math.sin(angle))
                for angle in (step * math.tau / 40 for step in range(40))
            ]
            on.shape(body, fill)
            tail = x - way * 0.08
            on.shape(
                [(tail, y), (tail - way * 0.06, y - 0.04), (tail - way * 0.06, y + 0.04)], fill
            )
            on.disc(x + way * 0.06, y - 0.01, 0.008, on.paper)
    return Places(artist=0.96)


MOTIFS: Mapping[str, Callable[[Canvas], Places]] = {**SCENES, **GOODS} | {
    each.__name__: each
    for each in (
        tram, rings, leaves, citrus, waves, moons, rain, noise, boat, stairs, arches, glass, windows, stripes,
        hills, leaf, fish,
    )
}  # fmt: skip  # short values, several to a line

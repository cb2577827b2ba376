"""Motifs of the demo's covers that are scenes and things; `motifs` has the others."""

import math
from collections.abc import Callable

from api_service.importer.canvas import Canvas, Places


def sunset(on: Canvas) -> Places:
    """A sun that goes down in slices."""
    on.disc(0.5, 0.52, 0.3, on.accent)
    for step in range(6):
        on.box(0.15, 0.5 + step * 0.055, 0.85, 0.5 + step * 0.055 + 0.008 + step * 0.005, on.paper)
    on.box(0, 0.82, 1, 1, on.second)
    return Places(artist=0.93)


def road(on: Canvas) -> Places:
    """A straight road to far mountains."""
    on.shape(
        [
            (0, 0.56),
            (0.2, 0.36),
            (0.38, 0.52),
            (0.6, 0.3),
            (0.85, 0.5),
            (1, 0.42),
            (1, 0.6),
            (0, 0.6),
        ],
        on.second,
    )
    on.box(0, 0.56, 1, 0.84, on.accent)
    on.shape([(0.48, 0.56), (0.52, 0.56), (0.8, 0.84), (0.2, 0.84)], on.ink)
    for step in range(4):
        y, half = 0.6 + step * 0.062, 0.003 + step * 0.003
        on.box(0.5 - half, y, 0.5 + half, y + 0.02 + step * 0.006, on.paper)
    return Places(artist=0.94)


def blocks(on: Canvas) -> Places:
    """A chair of three planes."""
    on.box(0.28, 0.24, 0.36, 0.84, on.ink)
    on.box(0.36, 0.27, 0.4, 0.58, on.accent)
    on.box(0.28, 0.58, 0.74, 0.65, on.second)
    on.box(0.68, 0.65, 0.74, 0.84, on.ink)
    on.box(0.4, 0.5, 0.72, 0.58, on.accent)
    on.box(0, 0.84, 1, 0.848, on.ink)
    return Places(artist=0.94)


def torn(on: Canvas) -> Places:
    """Paper torn off a wall."""
    edge = [(step / 14, 0.5 + (0.05, -0.04, 0.09, 0.0, -0.07)[step * 3 % 5]) for step in range(15)]
    on.shape([(0, 0.22), (1, 0.22), *reversed(edge)], on.ink)
    on.shape([*[(x, y + 0.05) for x, y in edge], (1, 0.84), (0, 0.84)], on.second)
    on.disc(0.68, 0.5, 0.15, on.accent)
    on.box(0.05, 0.492, 0.95, 0.508, on.paper)
    return Places(artist=0.94)


def grid(on: Canvas) -> Places:
    """Lit signs over a counter."""
    fills = (on.accent, on.second, on.ink)
    for row in range(4):
        for column in range(6):
            fill = fills[(row * 5 + column * 7) % 3]
            left, top = 0.07 + column * 0.146, 0.24 + row * 0.125
            if (row + column) % 3:
                on.box(left, top, left + 0.125, top + 0.1, fill)
            else:
                on.pie(left + 0.0625, top + 0.1, 0.0625, 180, 360, fill)
    on.box(0.07, 0.76, 0.93, 0.8, on.ink)
    return Places(artist=0.94)


def keys(on: Canvas) -> Places:
    """A keyboard, and one key held."""
    on.box(0, 0.26, 1, 0.8, on.ink)
    for place in range(8):
        left = 0.006 + place * 0.125
        on.box(left, 0.275, left + 0.113, 0.785, on.accent if place == 4 else on.second)
    for place in (0, 1, 3, 4, 5):
        left = 0.09 + place * 0.125
        on.box(left, 0.275, left + 0.07, 0.58, on.ink)
    return Places(artist=0.93)


def trees(on: Canvas) -> Places:
    """A wood in snow."""
    for x, top, size, fill in (
        (0.2, 0.34, 0.15, on.accent), (0.52, 0.28, 0.18, on.accent), (0.84, 0.36, 0.14, on.accent),
        (0.34, 0.44, 0.15, on.ink), (0.68, 0.42, 0.16, on.ink),
    ):  # fmt: skip  # short values, several to a line
        on.shape([(x, top), (x + size, top + 0.36), (x - size, top + 0.36)], fill)
        on.box(x - 0.012, top + 0.36, x + 0.012, 0.84, fill)
    on.box(0, 0.82, 1, 1, on.second)
    return Places(artist=0.94)


def ripple(on: Canvas) -> Places:
    """Half of a bell, and its image in water."""
    on.pie(0.5, 0.5, 0.24, 180, 360, on.accent)
    on.box(0.22, 0.495, 0.78, 0.52, on.ink)
    for step in range(6):
        half = 0.3 - step * 0.035
        on.box(0.5 - half, 0.56 + step * 0.045, 0.5 + half, 0.575 + step * 0.045, on.second)
    on.disc(0.5, 0.235, 0.03, on.accent)
    return Places(artist=0.94)


def crown(on: Canvas) -> Places:
    """A crown cut with scissors."""
    on.shape(
        [
            (0.2, 0.74),
            (0.16, 0.38),
            (0.33, 0.54),
            (0.5, 0.3),
            (0.67, 0.54),
            (0.84, 0.38),
            (0.8, 0.74),
        ],
        on.accent,
    )
    on.box(0.2, 0.68, 0.8, 0.78, on.ink)
    for x, y in ((0.16, 0.37), (0.5, 0.29), (0.84, 0.37)):
        on.disc(x, y, 0.035, on.ink)
    for x in (0.32, 0.5, 0.68):
        on.disc(x, 0.73, 0.022, on.second)
    return Places(artist=0.94)


def pool(on: Canvas) -> Places:
    """A pool from above, with one swimmer."""
    on.box(0.1, 0.24, 0.9, 0.82, on.accent)
    for x in (0.3, 0.5, 0.7):
        for step in range(12):
            on.box(x - 0.004, 0.26 + step * 0.047, x + 0.004, 0.285 + step * 0.047, on.paper)
    on.disc(0.6, 0.42, 0.035, on.second)
    on.line([(0.6, 0.47), (0.6, 0.62)], 0.05, on.ink)
    on.line([(0.6, 0.62), (0.57, 0.72)], 0.02, on.ink)
    on.line([(0.6, 0.62), (0.63, 0.72)], 0.02, on.ink)
    on.line([(0.6, 0.49), (0.53, 0.4)], 0.02, on.ink)
    return Places(artist=0.94)


def dial(on: Canvas) -> Places:
    """The dial of a telephone."""
    on.disc(0.5, 0.53, 0.33, on.accent)
    on.disc(0.5, 0.53, 0.14, on.second)
    for hole in range(10):
        angle = math.radians(-60 - hole * 30)
        on.disc(0.5 + 0.235 * math.cos(angle), 0.53 + 0.235 * math.sin(angle), 0.046, on.ink)
    on.disc(0.5, 0.53, 0.03, on.ink)
    return Places(artist=0.955)


def radio(on: Canvas) -> Places:
    """A radio that stands on a table."""
    on.line([(0.3, 0.36), (0.62, 0.22)], 0.012, on.ink)
    on.box(0.14, 0.36, 0.86, 0.78, on.ink)
    on.box(0.17, 0.39, 0.83, 0.75, on.accent)
    on.disc(0.35, 0.57, 0.13, on.ink)
    for size in (0.1, 0.065, 0.03):
        on.ring(0.35, 0.57, size, 0.012, on.paper)
    on.box(0.54, 0.44, 0.79, 0.52, on.second)
    on.box(0.66, 0.44, 0.67, 0.52, on.accent)
    for x in (0.59, 0.74):
        on.disc(x, 0.64, 0.05, on.ink)
    on.box(0, 0.78, 1, 0.79, on.ink)
    return Places(artist=0.92)


SCENES: dict[str, Callable[[Canvas], Places]] = {each.__name__: each for each in (
    sunset, road, blocks, torn, grid, keys, trees, ripple, crown, pool, dial, radio,
)}  # fmt: skip  # short values, several to a line

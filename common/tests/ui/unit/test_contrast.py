"""The colours that must be told apart, computed from the tokens as WCAG 2 has it, light and dark."""

import math
import re
from itertools import product
from pathlib import Path

import pytest

from common import ui

TOKENS = (Path(ui.__file__).parent / "static/css/tokens.css").read_text(encoding="utf-8")
LIGHT_DARK = re.compile(r"--([\w-]+): light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)")
SAME = re.compile(r"--([\w-]+): (oklch\([^)/]+\));")

SURFACES = ("paper", "sheet", "sunk")
TINTS = ("basil-tint", "tomato-tint", "saffron-tint", "plum-tint")

BODY = [
    *product(("ink", "ink-2"), SURFACES),
    *product(("ink",), TINTS),
    ("paper", "ink"),  # what is current, and the toast, with the ring inside them
    ("on-awning", "awning"),
    ("on-saffron", "saffron-fill"),
]
TEXT = [
    *product(("ink-3", "basil", "tomato", "saffron", "plum"), SURFACES),
    ("ink-3", "basil-tint"),
    *((name, f"{name}-tint") for name in ("basil", "tomato", "saffron", "plum")),
    ("saffron", "basil-tint"),  # an offer under a line that is new
    ("plum", "tomato-tint"),  # a link in a notice
    ("plum", "saffron-tint"),
    ("plum", "basil-tint"),
    ("ink-2", "basil-tint"),
    ("ink-3", "tomato-tint"),
    ("on-fill", "basil-fill"),
    ("on-fill", "basil-hover"),
    ("on-fill", "plum"),
    ("on-awning", "basil-deep"),
    ("tomato", "tomato-tint"),
]
MARKS = [
    *product(("edge", "basil-mark", "ghost", "plum"), SURFACES),
    ("saffron-fill", "awning"),  # the ring on the awning
    ("saffron-fill", "basil-deep"),  # and beside the change due
    ("basil-fill", "paper"),
    ("on-fill", "basil-mark"),  # the ghost where it crosses a bar
]


def light_and_dark():
    colours = {name: (light, dark) for name, light, dark in LIGHT_DARK.findall(TOKENS)}
    return colours | {name: (value, value) for name, value in SAME.findall(TOKENS)}


COLOURS = light_and_dark()


def luminance(colour):
    """Relative luminance of an oklch() value, clipped to sRGB as browsers do."""
    lightness, chroma, hue = re.findall(r"[\d.]+", colour)
    a = float(chroma) * math.cos(math.radians(float(hue)))
    b = float(chroma) * math.sin(math.radians(float(hue)))
    perceived = float(lightness) / 100
    long = (perceived + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (perceived - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (perceived - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert contrast("oklch(0% 0 0)", "oklch(100% 0 0)") == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(BODY, 7), (TEXT, 4.5), (MARKS, 3)], ids=["body", "text", "marks"]
)
def test_every_documented_pair_is_told_apart(pairs, least, mode):
    faint = {
        f"{front} on {back}": round(ratio, 2)
        for front, back in pairs
        if (ratio := contrast(COLOURS[front][mode], COLOURS[back][mode])) < least
    }

    assert faint == {}

"""Draws the demo's pictures: paper and one motif, on covers of records title and artist too; always the same pixels."""

from PIL import Image, ImageDraw, ImageFont

from api_service.importer.canvas import Canvas
from api_service.importer.models import CoverPlan
from api_service.importer.motifs import MOTIFS
from common.images import Picture, picture

#: Drawn at twice the largest width that a page shows, because shapes get their smooth edges by being made smaller.
_SIDE = 1280
_WIDTHS = (320, 640)
_MARGIN = 0.06

#: Letters that Pillow's own font lacks: their plain form, and the mark that is drawn over it.
_LETTERS = {
    "é": ("e", "'"),
    "É": ("E", "'"),
    "á": ("a", "'"),
    "í": ("i", "'"),
    "ø": ("o", "/"),
}


def draw(plan: CoverPlan, title: str = "", artist: str = "") -> Picture:
    """One picture in its widths.

    Raises:
        KeyError: there is no such motif.
    """
    image = Image.new("RGB", (_SIDE, _SIDE), plan.paper)
    shapes = ImageDraw.Draw(image)
    canvas = Canvas(shapes, _SIDE, plan.paper, plan.ink, plan.accent, plan.second)
    places = MOTIFS[plan.motif](canvas)
    _write(shapes, title, places.title, places.colour or plan.ink, size=0.105)
    _write(shapes, artist, places.artist, places.artist_colour or plan.ink, size=0.052)
    return picture(image, _WIDTHS)


def _write(
    shapes: ImageDraw.ImageDraw, words: str, top: float, colour: str, *, size: float
) -> None:
    """Words at a height of the cover, smaller where they would not fit beside its margins."""
    room = _SIDE * (1 - 2 * _MARGIN)
    pixels = size * _SIDE
    plain = "".join(_LETTERS[letter][0] if letter in _LETTERS else letter for letter in words)
    font = ImageFont.load_default(pixels)
    if (width := font.getlength(plain)) > room:
        pixels *= room / width
        font = ImageFont.load_default(pixels)
    left, base = _SIDE * _MARGIN, _SIDE * top
    # the font has one weight: a stroke makes it the one of a title
    shapes.text(
        (left, base), plain, fill=colour, font=font, stroke_width=int(pixels * 0.03), anchor="ls"
    )
    for place, letter in enumerate(words):
        if letter in _LETTERS:
            before = font.getlength(plain[:place])
            middle = left + before + font.getlength(plain[place]) / 2
            _mark(shapes, _LETTERS[letter], middle, base, pixels, colour)


def _mark(
    shapes: ImageDraw.ImageDraw,
    letter: tuple[str, str],
    middle: float,
    base: float,
    pixels: float,
    colour: str,
) -> None:
    """What the letter has beyond its plain form."""
    plain, mark = letter
    height = (0.74 if plain.isupper() else 0.58) * pixels
    width = max(2, int(pixels * 0.09))
    if mark == "/":
        ends = [
            (middle - pixels * 0.24, base + pixels * 0.03),
            (middle + pixels * 0.24, base - height),
        ]
    else:
        ends = [
            (middle - pixels * 0.02, base - height - pixels * 0.06),
            (middle + pixels * 0.1, base - height - pixels * 0.17),
        ]
    if plain == "i":  # the accent stands where the dot is
        ends = [(x, y - pixels * 0.1) for x, y in ends]
    shapes.line(ends, fill=colour, width=width)

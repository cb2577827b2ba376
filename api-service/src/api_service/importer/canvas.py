"""The square that the demo's covers are drawn on; its sides are 1 long."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PIL.ImageDraw import ImageDraw


@dataclass(frozen=True, slots=True)
class Places:
    """At which height the words stand, and in which colours where not in ink."""

    title: float = 0.155
    artist: float = 0.94
    colour: str = ""
    artist_colour: str = ""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Shapes in a square from 0 to 1, and the cover's four colours."""

    shapes: ImageDraw
    side: int
    paper: str
    ink: str
    accent: str
    second: str

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """A rectangle."""
        self.shapes.rectangle(self._scaled(left, top, right, bottom), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A circle, full."""
        self.shapes.ellipse(self._scaled(x - radius, y - radius, x + radius, y + radius), fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: str) -> None:
        """A circle, as a line of some width."""
        self.shapes.ellipse(
            self._scaled(x - radius, y - radius, x + radius, y + radius),
            outline=fill,
            width=int(width * self.side),
        )

    def pie(self, x: float, y: float, radius: float, start: float, end: float, fill: str) -> None:
        """A part of a disc, in degrees clockwise from the right."""
        box = self._scaled(x - radius, y - radius, x + radius, y + radius)
        self.shapes.pieslice(box, start, end, fill=fill)

    def shape(self, points: Iterable[tuple[float, float]], fill: str) -> None:
        """A polygon."""
        self.shapes.polygon([(x * self.side, y * self.side) for x, y in points], fill=fill)

    def line(self, points: Iterable[tuple[float, float]], width: float, fill: str) -> None:
        """A line through points, with round corners."""
        scaled = [(x * self.side, y * self.side) for x, y in points]
        self.shapes.line(scaled, fill=fill, width=int(width * self.side), joint="curve")

    def wave(self, y: float, height: float, length: float, width: float, fill: str) -> None:
        """A wave from edge to edge."""
        steps = [step / 80 for step in range(-4, 85)]
        self.line([(x, y + height * math.sin(x * math.tau / length)) for x in steps], width, fill)

    def _scaled(self, *values: float) -> tuple[float, float, float, float]:
        left, top, right, bottom = (value * self.side for value in values)
        return left, top, right, bottom

"""A window on the scene in pixels, drawn at twice its size and then halved.

Positions in block units are scaled by `scale` and moved by whole pixels. At tile zooms the scale is
a power of two, so both steps are exact and neighbouring tiles agree to the last pixel. Pillow cuts
fractions off towards zero, hence the flooring here.
"""

from collections.abc import Sequence
from math import floor, log2
from typing import TYPE_CHECKING

from mapflow.sandbox.world.grid import Point

if TYPE_CHECKING:
    from PIL.Image import Image

FACTOR = 2
"""Drawn pixels per pixel of the result."""

TILE = 256


class Canvas:
    """Where a window lies, how large its pixels are, and the image being drawn."""

    def __init__(self, scale: float, left: int, top: int, width: int, height: int) -> None:
        """Make a window.

        Args:
            scale: Pixels of the result per block unit.
            left: First column, in pixels from the west edge of the world.
            top: First row, in pixels from the north edge of the world.
            width: Columns.
            height: Rows.
        """
        from PIL import Image, ImageDraw

        self.scale = scale * FACTOR
        self.left, self.top = left * FACTOR, top * FACTOR
        self.size = (width * FACTOR, height * FACTOR)
        self.level = log2(scale / TILE) + 17
        self.image: Image = Image.new("RGB", self.size)
        self.draw: ImageDraw = ImageDraw.Draw(self.image)
        self._shades: Image = Image.new("L", self.size)
        self._shader: ImageDraw = ImageDraw.Draw(self._shades)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return the window in block units: least u and v, greatest u and v."""
        return (
            self.left / self.scale,
            self.top / self.scale,
            (self.left + self.size[0]) / self.scale,
            (self.top + self.size[1]) / self.scale,
        )

    def pixels(self, ring: Sequence[Point]) -> list[tuple[int, int]]:
        """Return positions in whole pixels of the drawing."""
        scale, left, top = self.scale, self.left, self.top
        return [(floor(u * scale) - left, floor(v * scale) - top) for u, v in ring]

    def shows(self, ring: Sequence[Point], margin: float = 0.0) -> bool:
        """Tell whether the box of a ring, grown by units, meets the window."""
        u0, v0, u1, v1 = self.bounds()
        us = [p[0] for p in ring]
        vs = [p[1] for p in ring]
        return (
            min(us) - margin < u1
            and max(us) + margin > u0
            and min(vs) - margin < v1
            and max(vs) + margin > v0
        )

    def fill(self, ring: Sequence[Point], colour: tuple[int, int, int]) -> None:
        """Fill a ring."""
        self.draw.polygon(self.pixels(ring), fill=colour)

    def line(self, points: Sequence[Point], colour: tuple[int, int, int], width: float) -> None:
        """Draw a line, its width in units."""
        self.draw.line(self.pixels(points), fill=colour, width=max(1, round(width * self.scale)))

    def darken(self, ring: Sequence[Point], strength: int) -> None:
        """Add a ring to the shadows, which `cast` lays over the image."""
        self._shader.polygon(self.pixels(ring), fill=strength)

    def shade_disc(self, u: float, v: float, radius: float, strength: int) -> None:
        """Add a disc to the shadows."""
        corners = self.pixels(((u - radius, v - radius), (u + radius, v + radius)))
        self._shader.ellipse((*corners[0], *corners[1]), fill=strength)

    def cast(self, colour: tuple[int, int, int]) -> None:
        """Lay the shadows that were added over the image, and start anew."""
        self.image.paste(colour, (0, 0, *self.size), self._shades)
        self._shades.paste(0, (0, 0, *self.size))

    def stamp(self, sprite: "Image", mask: "Image", u: float, v: float) -> None:
        """Put a small image down, centred on a position."""
        x = floor(u * self.scale) - self.left - sprite.width // 2
        y = floor(v * self.scale) - self.top - sprite.height // 2
        self.image.paste(sprite, (x, y), mask)

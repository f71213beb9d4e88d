"""A window on the scene in pixels, drawn at twice its size and then halved.

Positions in block units are scaled by `scale` and moved by whole pixels. At tile zooms the scale is
a power of two, so both steps are exact and neighbouring tiles agree to the last pixel. Pillow cuts
fractions off towards zero, hence the flooring here.
"""

from collections.abc import Sequence
from math import floor, log2
from typing import Final

from PIL import Image, ImageDraw

from mapflow.sandbox.scene.convex import Box
from mapflow.sandbox.scene.grid import Point

FACTOR: Final = 2
"""Drawn pixels per pixel of the result."""

PAD: Final = 2
"""Drawn pixels around the window: Pillow rounds positions left of an image the other way."""

TILE: Final = 256

Colour = tuple[int, int, int]


class Canvas:
    """Where a window lies, how large its pixels are, and the image being drawn."""

    scale: float
    level: float
    left: int
    top: int
    size: tuple[int, int]
    u0: float
    v0: float
    u1: float
    v1: float
    image: Image.Image
    rough: Image.Image

    def __init__(self, scale: float, left: int, top: int, width: int, height: int) -> None:
        """Make a window.

        Args:
            scale: Pixels of the result per block unit.
            left: First column, in pixels from the west edge of the world.
            top: First row, in pixels from the north edge of the world.
            width: Columns.
            height: Rows.
        """
        self.scale = scale * FACTOR
        self.level = log2(scale / TILE) + 17
        self.left, self.top = left * FACTOR - PAD, top * FACTOR - PAD
        self.size = (width * FACTOR + 2 * PAD, height * FACTOR + 2 * PAD)
        self.u0, self.v0 = self.left / self.scale, self.top / self.scale
        self.u1, self.v1 = self.u0 + self.size[0] / self.scale, self.v0 + self.size[1] / self.scale
        self.image = Image.new("RGB", self.size)
        self.rough = Image.new("L", self.size)
        """Where the grain of the picture is to be coarse: woods seen from far."""

        self._shades = Image.new("L", self.size)
        self._draw = ImageDraw.Draw(self.image)
        self._shader = ImageDraw.Draw(self._shades)
        self._rougher = ImageDraw.Draw(self.rough)

    def shows(self, box: Box, margin: float = 0.0) -> bool:
        """Tell whether a box, grown by a margin in units, meets the window."""
        return (
            box[0] - margin < self.u1
            and box[2] + margin > self.u0
            and box[1] - margin < self.v1
            and box[3] + margin > self.v0
        )

    def near(self, u: float, v: float, margin: float) -> bool:
        """Tell whether a position is in the window or within a margin of it."""
        return self.u0 - margin < u < self.u1 + margin and self.v0 - margin < v < self.v1 + margin

    def pixels(self, ring: Sequence[Point]) -> list[tuple[int, int]]:
        """Return positions in whole pixels of the drawing."""
        scale, left, top = self.scale, self.left, self.top
        return [(floor(u * scale) - left, floor(v * scale) - top) for u, v in ring]

    def halved(self) -> tuple[Image.Image, Image.Image]:
        """Return the picture and the mask of coarse grain at the size that was asked for."""
        box = (PAD, PAD, self.size[0] - PAD, self.size[1] - PAD)
        return self.image.reduce(FACTOR, box), self.rough.reduce(FACTOR, box)

    def clear(self, colour: Colour) -> None:
        """Fill the window."""
        self.image.paste(colour, (0, 0, *self.size))

    def fill(self, ring: Sequence[Point], colour: Colour) -> None:
        """Fill a ring."""
        self._draw.polygon(self.pixels(ring), fill=colour)

    def dot(self, u: float, v: float, radius_px: int, colour: Colour) -> None:
        """Fill a disc, its radius in pixels of the drawing."""
        x, y = floor(u * self.scale) - self.left, floor(v * self.scale) - self.top
        box = (x - radius_px, y - radius_px, x + radius_px, y + radius_px)
        self._draw.ellipse(box, fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line, its width in units."""
        self._draw.line(self.pixels(points), fill=colour, width=max(1, round(width * self.scale)))

    def roughen(self, ring: Sequence[Point]) -> None:
        """Make the grain of the picture coarse in a ring."""
        self._rougher.polygon(self.pixels(ring), fill=255)

    def shade(self, ring: Sequence[Point], strength: int) -> None:
        """Add a ring to the shadows, which `cast` lays over the image."""
        self._shader.polygon(self.pixels(ring), fill=strength)

    def shade_disc(self, u: float, v: float, radius: float, strength: int) -> None:
        """Add a disc to the shadows."""
        corners = self.pixels(((u - radius, v - radius), (u + radius, v + radius)))
        self._shader.ellipse((*corners[0], *corners[1]), fill=strength)

    def cast(self, colour: Colour) -> None:
        """Lay the shadows that were added over the image."""
        self.image.paste(colour, (0, 0, *self.size), self._shades)

    def stamp(self, sprite: Image.Image, mask: Image.Image, u: float, v: float) -> None:
        """Put a small image down, centred on a position."""
        x = floor(u * self.scale) - self.left - sprite.width // 2
        y = floor(v * self.scale) - self.top - sprite.height // 2
        self.image.paste(sprite, (x, y), mask)

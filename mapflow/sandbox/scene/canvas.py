"""A window on the scene in pixels, drawn at twice its size and then halved.

Positions in block units are scaled by `scale` and moved by whole pixels. At tile zooms the scale is
a power of two, so both steps are exact and neighbouring tiles agree to the last pixel. Pillow cuts
fractions off towards zero, hence the flooring here.
"""

from collections.abc import Sequence
from math import floor, log2
from typing import Final

from PIL import Image, ImageDraw

from mapflow.sandbox.scene.grid import Point
from mapflow.sandbox.scene.layout import Box
from mapflow.sandbox.scene.palette import Colour

FACTOR: Final = 2
"""Drawn pixels per pixel of the result."""

PAD: Final = 2
"""Drawn pixels around the window: Pillow rounds positions left of an image the other way."""

TILE: Final = 256


class Canvas:
    """Where a window lies, how large its pixels are, and the image being drawn."""

    def __init__(self, scale: float, left: int, top: int, width: int, height: int) -> None:
        """Make a window.

        Args:
            scale: Pixels of the result per block unit.
            left: First column, in pixels from the west edge of the map.
            top: First row, in pixels from the north edge of the map.
            width: Columns.
            height: Rows.
        """
        self.scale: float = scale * FACTOR
        self.zoom: float = log2(scale / TILE) + 17
        self._left, self._top = left * FACTOR - PAD, top * FACTOR - PAD
        size = (width * FACTOR + 2 * PAD, height * FACTOR + 2 * PAD)
        u0, v0 = self._left / self.scale, self._top / self.scale
        self.box: Box = Box(u0, v0, u0 + size[0] / self.scale, v0 + size[1] / self.scale)
        self._image = Image.new("RGB", size)
        self._rough = Image.new("L", size)
        self._draw = ImageDraw.Draw(self._image)
        self._draw_rough = ImageDraw.Draw(self._rough)

    def _pixels(self, ring: Sequence[Point]) -> list[tuple[int, int]]:
        """Return positions in whole pixels of the drawing."""
        scale, left, top = self.scale, self._left, self._top
        return [(floor(u * scale) - left, floor(v * scale) - top) for u, v in ring]

    def fill(self, ring: Sequence[Point], colour: Colour, *, rough: bool = False) -> None:
        """Fill a ring. `rough` gives the picture coarse grain there."""
        pixels = self._pixels(ring)
        self._draw.polygon(pixels, fill=colour)
        self._draw_rough.polygon(pixels, fill=255 * rough)

    def line(self, start: Point, end: Point, colour: Colour, width: float) -> None:
        """Draw a line, its width in units."""
        pixels = self._pixels((start, end))
        self._draw.line(pixels, fill=colour, width=max(1, round(width * self.scale)))

    def finished(self) -> tuple[Image.Image, Image.Image]:
        """Return the picture and the mask of coarse grain at the size that was asked for."""
        width, height = self._image.size
        box = (PAD, PAD, width - PAD, height - PAD)
        return self._image.reduce(FACTOR, box), self._rough.reduce(FACTOR, box)

"""From pixels to coordinates and back: the six numbers of a file's transform."""

from typing import NamedTuple

from mapflow.sandbox.rasters.untyped import Affine, Dataset, transforms
from mapflow.sandbox.scene.grid import Point


class Placement(NamedTuple):
    """x = a*column + b*row + c and y = d*column + e*row + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def of(cls, file: Dataset) -> "Placement":
        """Return the placement of an open file."""
        return cls(*tuple(file.transform)[:6])

    def coordinates(self, column: float, row: float) -> Point:
        """Return the coordinates of a position in pixels."""
        x = self.a * column + self.b * row + self.c
        return x, self.d * column + self.e * row + self.f

    def pixel(self, x: float, y: float) -> Point:
        """Return the position in pixels of coordinates."""
        x, y = x - self.c, y - self.f
        whole = self.a * self.e - self.b * self.d
        return (self.e * x - self.b * y) / whole, (self.a * y - self.d * x) / whole

    def coarser(self, factor: float) -> "Placement":
        """Return the placement for pixels that are larger by a factor."""
        a, b, c, d, e, f = self
        return Placement(a * factor, b * factor, c, d * factor, e * factor, f)

    def moved(self, columns: float, rows: float) -> "Placement":
        """Return the placement for pixels counted from another corner."""
        x, y = self.coordinates(columns, rows)
        return self._replace(c=x, f=y)

    def affine(self) -> Affine:
        """Return it as the libraries want it."""
        return transforms.Affine(*self)

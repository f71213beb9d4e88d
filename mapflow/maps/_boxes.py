"""Boxes on a web map: in degrees, and in the unit square of Web Mercator."""

from __future__ import annotations

import math
from typing import NamedTuple

from mapflow.errors import InvalidInput
from mapflow.geometry import Bounds
from mapflow.geometry._measures.web_mercator import EQUATOR_M, ground_scale, project, unproject


class Box(NamedTuple):
    """A bounding box in the unit square of web Mercator; ``top`` is north, so top < bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width as a share of the world."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height as a share of the world."""
        return self.bottom - self.top


def to_box(bounds: Bounds) -> Box:
    """The part of the unit square that shows ``bounds``.

    Raises:
        InvalidInput: They are not finite.
    """
    try:
        edges = Bounds(*bounds)
        is_finite = all(math.isfinite(edge) for edge in edges)
    except (TypeError, OverflowError):
        raise InvalidInput(
            f"{type(bounds).__name__} is not a Bounds.",
            hint="Pass maps.Bounds(west, south, east, north), in degrees.",
        ) from None
    bounds = edges
    if not is_finite:
        raise InvalidInput(
            f"The bounds {tuple(bounds)} are not finite.", hint="Pass degrees of lon/lat."
        )
    left, top = project(bounds.west, bounds.north)
    # Across the antimeridian, the east of it follows on the right.
    right, bottom = project(bounds.east + 360 * (bounds.west > bounds.east), bounds.south)
    return Box(left, top, right, bottom)


def to_bounds(box: Box) -> Bounds:
    """The places that a part of the unit square shows."""
    west, north = unproject(box.left, box.top)
    east, south = unproject(box.right, box.bottom)
    return Bounds(west, south, east, north)


def metres_across(box: Box) -> float:
    """The width of ``box`` on the ground, in metres, measured at its middle latitude."""
    return box.width * EQUATOR_M * ground_scale((box.top + box.bottom) / 2)

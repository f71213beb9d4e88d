"""Buildings: what stands on a parcel, in block units.

Every building belongs to one parcel and lies inside it, so it is found once wherever an area is
cut.
"""

from functools import lru_cache
from math import hypot
from typing import NamedTuple

from mapflow.sandbox.world.convex import centroid
from mapflow.sandbox.world.drafts import Roof, draw_up
from mapflow.sandbox.world.grid import Point, shoelace
from mapflow.sandbox.world.parcels import layout

SMALLEST_M2 = 20.0
"""The service drops smaller objects."""


class Building(NamedTuple):
    """One building."""

    number: int
    ring: tuple[Point, ...]
    yard: tuple[Point, ...]
    centre: Point
    reach: float
    """Distance from the centre to the farthest corner."""

    shape: str
    class_id: str
    roof: Roof
    height_m: float
    tone: int


@lru_cache(maxsize=1024)
def of_parcel(seed: int, i: int, j: int, number: int) -> tuple[Building, ...]:
    """Return the buildings of one parcel of a district, by its number in the layout."""
    parcel = layout(seed, i, j).parcels[number]
    to_units, metres = parcel.district.to_units, parcel.district.metres
    out: list[Building] = []
    for index, draft in enumerate(draw_up(parcel)):
        if abs(shoelace(draft.ring)) < SMALLEST_M2:
            continue
        cx, cy = centroid(draft.ring)
        reach = max([hypot(x - cx, y - cy) for x, y in draft.ring]) / metres
        out.append(
            Building(
                index,
                tuple([to_units(p) for p in draft.ring]),
                tuple([to_units(p) for p in draft.yard]),
                to_units((cx, cy)),
                reach,
                draft.shape,
                draft.class_id,
                draft.roof,
                draft.height_m,
                draft.tone,
            )
        )
    return tuple(out)

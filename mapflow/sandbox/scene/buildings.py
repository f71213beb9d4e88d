"""Buildings: what stands on a parcel, in block units.

Every building belongs to one parcel and lies inside it, so it is found once wherever an area is
cut.
"""

from functools import lru_cache
from math import hypot
from typing import NamedTuple

from mapflow.sandbox.scene.convex import centroid
from mapflow.sandbox.scene.drafts import BUILT, draw_up
from mapflow.sandbox.scene.grid import Point, metres_per_unit, shoelace, squash
from mapflow.sandbox.scene.parcels import layout
from mapflow.sandbox.scene.plot import Roof

SMALLEST_M2 = 20.0
"""The service drops smaller objects."""


class Building(NamedTuple):
    """One building."""

    number: int
    ring: tuple[Point, ...]
    """Turns from u to v."""

    yard: tuple[Point, ...]
    """What it stands around, turning the same way; empty for most."""

    centre: Point
    reach: float
    """Distance from the centre to the farthest corner."""

    area_m2: float
    shape: str
    class_id: str
    roof: Roof
    height_m: float
    tone: int


@lru_cache(maxsize=1024)
def of_parcel(seed: int, i: int, j: int, number: int) -> tuple[Building, ...]:
    """Return the buildings of one parcel of a district, by its number in the layout."""
    parcel = layout(seed, i, j).parcels[number]
    if parcel.cover not in BUILT:
        return ()
    u0, v0 = parcel.district.origin
    metres = parcel.district.metres
    middle = (parcel.box[1] + parcel.box[3]) / 2
    # From the flat metres of the district to those of the ellipsoid at the parcel.
    true = squash(middle) * (metres_per_unit(middle) / metres) ** 2
    out: list[Building] = []
    for index, draft in enumerate(draw_up(parcel)):
        area_m2 = shoelace(draft.ring) - (shoelace(draft.yard) if draft.yard else 0.0)
        if area_m2 * true < SMALLEST_M2:
            continue
        cx, cy = centroid(draft.ring)
        out.append(
            Building(
                index,
                tuple([(u0 + x / metres, v0 + y / metres) for x, y in draft.ring]),
                tuple([(u0 + x / metres, v0 + y / metres) for x, y in draft.yard]),
                (u0 + cx / metres, v0 + cy / metres),
                max([hypot(x - cx, y - cy) for x, y in draft.ring]) / metres,
                area_m2 * true,
                draft.shape,
                draft.class_id,
                draft.roof,
                draft.height_m,
                draft.tone,
            )
        )
    return tuple(out)

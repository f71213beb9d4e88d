"""Outlines of woods, fields and construction sites within their parcels."""

from functools import lru_cache
from math import hypot

from mapflow.sandbox.scene.layout import Cover, Parcel, Ring

_EDGE_M = 15.0
"""Metres from one corner of a wood's outline to the next, about."""


@lru_cache(maxsize=2048)
def outline(parcel: Parcel) -> Ring:
    """Return the outline of what covers a parcel; it may be empty."""
    random = parcel.random("outline")
    match parcel.cover:
        case Cover.FOREST:
            margin_m = 2.0
        case Cover.FIELD:
            margin_m = random.uniform(2.0, 4.5)
        case Cover.SITE:
            margin_m = 3.0
        case _:
            return ()
    box = parcel.box.inset(margin_m / parcel.metres)
    if box is None:
        return ()
    if parcel.cover is not Cover.FOREST:
        return box.ring
    # Corners move towards the middle only, which keeps the ring free of crossings.
    middle_u, middle_v = (box.u0 + box.u1) / 2, (box.v0 + box.v1) / 2
    points = list[tuple[float, float]]()
    for (au, av), (bu, bv) in zip(box.ring, (*box.ring[1:], box.ring[0]), strict=True):
        pieces = max(1, round(hypot(bu - au, bv - av) * parcel.metres / _EDGE_M))
        for piece in range(pieces):
            u, v = au + (bu - au) * piece / pieces, av + (bv - av) * piece / pieces
            pull = random.uniform(0, 9) / parcel.metres
            keep = max(0.5, 1 - pull / (hypot(u - middle_u, v - middle_v) or 1.0))
            points.append((middle_u + (u - middle_u) * keep, middle_v + (v - middle_v) * keep))
    return tuple(points)


def height_of(parcel: Parcel) -> tuple[str, float]:
    """Return the height class of a wood and the height of its tallest tree in metres."""
    share = parcel.random("height").random()
    if share < 0.15:
        return "00m-04m", round(2.0 + 13 * share, 1)
    if share < 0.45:
        return "04m-10m", round(4.5 + (share - 0.15) * 18, 1)
    return "10m-99m", round(11 + (share - 0.45) * 28, 1)

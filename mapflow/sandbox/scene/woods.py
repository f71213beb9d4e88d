"""The crowns of a wood."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mapflow.sandbox.scene import greens, sprites
from mapflow.sandbox.scene.arrays import Floats, Hashes, mix_grid
from mapflow.sandbox.scene.canvas import Canvas
from mapflow.sandbox.scene.convex import box
from mapflow.sandbox.scene.parcels import Parcel, layout
from mapflow.sandbox.scene.untyped import shapely

CROWNS_FROM = 16
"""Further out, a wood is a rough surface."""

_SPACING_M = 5.2
_REACH_M = 4.0
_LOOK = 601


class _Crowns(NamedTuple):
    """Crowns in block units, row by row from the north, and a number for the look of each."""

    u: Floats
    v: Floats
    look: Hashes


def draw(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    """Draw the crowns of a wood."""
    place = parcel.district
    ring = greens.outline(seed, place.i, place.j, number)
    if canvas.level < CROWNS_FROM or not ring:
        return
    crowns = _crowns(seed, place.i, place.j, number)
    margin = _REACH_M / place.metres
    keep = (crowns.u > canvas.u0 - margin) & (crowns.u < canvas.u1 + margin)
    keep &= (crowns.v > canvas.v0 - margin) & (crowns.v < canvas.v1 + margin)
    per_metre = canvas.scale / place.metres
    us, vs, looks = (values[keep].tolist() for values in crowns)
    for u, v, look in zip(us, vs, looks, strict=True):
        radius = 2.3 + 1.3 * ((look >> 8) & 255) / 255
        sprite, mask = sprites.crown(round(radius * per_metre), look % sprites.VARIANTS)
        canvas.stamp(sprite, mask, u, v)


@lru_cache(maxsize=64)
def _crowns(seed: int, i: int, j: int, number: int) -> _Crowns:
    """Return the crowns of a wood that has an outline."""
    parcel = layout(seed, i, j).parcels[number]
    ring = greens.outline(seed, i, j, number)
    metres = parcel.district.metres
    u0, v0, u1, v1 = box(ring)
    step = _SPACING_M / metres
    columns = np.arange(int((u1 - u0) / step) + 1)[None, :]
    rows = np.arange(int((v1 - v0) / step) + 1)[:, None]
    look = mix_grid(parcel.key, _LOOK, columns, rows)
    aside = ((look & np.uint32(0xFFFF)) / 65536.0 - 0.5) * 0.8
    down = ((look >> np.uint32(16)) / 65536.0 - 0.5) * 0.8
    us = (u0 + (columns + 0.5 + aside) * step).ravel()
    vs = (v0 + (rows + 0.5 + down) * step).ravel()
    # Crowns stay clear of the edge, so that few leaves show beyond the outline.
    inner = shapely.Polygon(ring).buffer(-1.6 / metres)
    inside = np.asarray(shapely.contains_xy(inner, us, vs), dtype=bool)
    return _Crowns(us[inside], vs[inside], look.ravel()[inside])

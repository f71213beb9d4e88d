"""The picture of the scene: the same rectangles and outlines that `vectors` returns, in colour."""

import io
from collections.abc import Iterator
from functools import lru_cache
from math import floor
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from mapflow.sandbox.scene import palette
from mapflow.sandbox.scene.buildings import Building
from mapflow.sandbox.scene.canvas import TILE, Canvas
from mapflow.sandbox.scene.grid import Point, metres_per_unit
from mapflow.sandbox.scene.land_use import CELL, USES, use_grid
from mapflow.sandbox.scene.layout import Cover, Layout, Parcel, Ring, Road, layout, main_roads
from mapflow.sandbox.scene.noise import mix, value_noise
from mapflow.sandbox.scene.outlines import outline
from mapflow.sandbox.scene.terraces import built
from mapflow.sandbox.scene.untyped import shapely

PARCELS_FROM: Final = 12
"""First zoom that shows parcels and main roads. Below, cells have one colour each."""

BUILDINGS_FROM: Final = 14
"""First zoom that shows streets and buildings."""

DETAILS_FROM: Final = 16
"""First zoom that shows shadows, the ridges of roofs and the lines on main roads."""

DEEPEST: Final = 24
SUN: Final[Point] = (-0.45, -0.62)
"""The shadow of a metre of height, in metres to the east and to the south."""

_LIGHT, _GRAIN, _LOOK = 401, 402, 403


def tile(z: int, x: int, y: int, seed: int, *, row_houses: bool = False) -> bytes:
    """Draw one tile; see `mapflow.sandbox.scene.tile_png`."""
    if not 0 <= z <= DEEPEST or not 0 <= x < 1 << z or not 0 <= y < 1 << z:
        raise ValueError(f"there is no tile {z}/{x}/{y}")
    return _tile(z, x, y, seed, row_houses)


@lru_cache(maxsize=128)
def _tile(z: int, x: int, y: int, seed: int, row_houses: bool, /) -> bytes:
    scale = TILE * 2.0 ** (z - 17)
    image = render(seed, scale, x * TILE, y * TILE, TILE, TILE, row_houses=row_houses)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def render(
    seed: int,
    scale: float,
    left: int,
    top: int,
    width: int,
    height: int,
    *,
    row_houses: bool = False,
) -> Image.Image:
    """Draw a window of the scene.

    Args:
        seed: The scene.
        scale: Pixels per block unit.
        left: First column, in pixels from the west edge of the map.
        top: First row, in pixels from the north edge of the map.
        width: Columns.
        height: Rows.
        row_houses: Whether houses stand in rows and share walls.

    Returns:
        An RGB image.
    """
    if scale < TILE * 2.0 ** (PARCELS_FROM - 17):
        return Image.fromarray(_overview(seed, scale, left, top, width, height))
    canvas = Canvas(scale, left, top, width, height)
    cells = list(_cells(canvas))
    plans = [layout(seed, i, j) for i, j in cells]
    for plan in plans:
        _draw_ground(canvas, plan)
    for i, j in cells:
        for road in main_roads(seed, i, j):
            _draw_road(canvas, road)
    if canvas.zoom >= BUILDINGS_FROM:
        _draw_buildings(canvas, plans, row_houses=row_houses)
    return _grained(canvas, seed, left, top)


def _cells(canvas: Canvas) -> Iterator[tuple[int, int]]:
    """Yield the cells that may show, those to the east and south for their main roads."""
    u0, v0, u1, v1 = canvas.box
    for j in range(floor(v0 / CELL), floor(v1 / CELL) + 2):
        for i in range(floor(u0 / CELL), floor(u1 / CELL) + 2):
            yield i, j


def _draw_ground(canvas: Canvas, plan: Layout) -> None:
    """Draw parcels and streets."""
    far = canvas.zoom < BUILDINGS_FROM
    for parcel in plan.parcels:
        if parcel.box.meets(canvas.box):
            colours = palette.FAR if far else palette.GROUND
            canvas.fill(parcel.box.ring, colours[parcel.cover])
            ring = parcel.box.ring if far else outline(parcel)
            colour = _cover_colour(parcel)
            if ring and colour:
                canvas.fill(ring, colour, rough=parcel.cover is Cover.FOREST)
    for street in plan.streets:
        _draw_road(canvas, street)


def _cover_colour(parcel: Parcel) -> palette.Colour | None:
    """Return the colour of what has an outline within its parcel."""
    crop = palette.CROPS[(7 * parcel.i + 3 * parcel.j + parcel.number) % len(palette.CROPS)]
    return {Cover.FOREST: palette.CANOPY, Cover.FIELD: crop, Cover.SITE: palette.SAND}.get(
        parcel.cover
    )


def _draw_road(canvas: Canvas, road: Road) -> None:
    canvas.fill(road.ring, palette.ASPHALT if road.paved else palette.TRACK)
    if len(road.ring) == 6 and road.paved and canvas.zoom >= DETAILS_FROM:
        canvas.line(
            road.ring[0], road.ring[3], palette.PAINT, 0.3 / metres_per_unit(road.ring[0][1])
        )


def _draw_buildings(canvas: Canvas, plans: list[Layout], *, row_houses: bool) -> None:
    """Draw all shadows, then all roofs, so that no shadow falls on a roof."""
    shown: list[Building] = []
    for plan in plans:
        for parcel in plan.parcels:
            if parcel.box.meets(canvas.box.inset(-40 / parcel.metres) or canvas.box):
                here = built(parcel, row_houses=row_houses)
                shown += here
                if canvas.zoom >= DETAILS_FROM:
                    for building in here:
                        canvas.fill(shadow(building, parcel.metres), palette.SHADOW)
    for building in shown:
        colour = palette.roof(building)
        canvas.fill(building.ring, colour)
        if canvas.zoom >= DETAILS_FROM and building.class_id == "102":
            a, b, *_, last = building.ring
            depth = ((last[0] - a[0]) * 0.5, (last[1] - a[1]) * 0.5)
            if len(building.ring) == 4:
                ridge = [(u + depth[0], v + depth[1]) for u, v in (b, a)]
                canvas.fill((a, b, *ridge), palette.shade(colour, 0.86))
        if building.yard:
            canvas.fill(building.yard, palette.shade(palette.GROUND[Cover.COURTYARDS], 0.8))


def shadow(building: Building, metres: float) -> Ring:
    """Return the ground that a building darkens: its outline swept away from the sun."""
    du, dv = (share * building.height_m / metres for share in SUN)
    swept = [*building.ring, *[(u + du, v + dv) for u, v in building.ring]]
    return tuple(shapely.MultiPoint(swept).convex_hull.exterior.coords[:-1])


def _overview(
    seed: int, scale: float, left: int, top: int, width: int, height: int
) -> npt.NDArray[np.uint8]:
    """Return the pixels of a window seen from far, all computed at once."""
    x = (np.arange(left, left + width) + 0.5) / scale / CELL
    y = (np.arange(top, top + height) + 0.5) / scale / CELL
    # Pixels smaller than a cell show the cells; larger ones show what lies at their middle.
    at = (np.floor(x) + 0.5, np.floor(y) + 0.5) if scale * CELL >= 1 else (x, y)
    use = use_grid(seed, *at)
    out = np.array([palette.USE[name] for name in USES], dtype=np.float32)[use]
    # Fields are about as large as a third of a cell.
    columns, rows = np.floor(x * 3).astype(np.int64), np.floor(y * 3).astype(np.int64)
    look = mix(seed, _LOOK, columns[None, :], rows[:, None])
    out += ((look & np.uint32(255)).astype(np.float32) / 255.0 - 0.5)[:, :, None] * 24
    return np.clip(out, 0, 255).astype(np.uint8)


def _grained(canvas: Canvas, seed: int, left: int, top: int) -> Image.Image:
    """Return the picture with slow changes of light and fine grain, both fixed to the place."""
    image, rough = canvas.finished()
    columns, rows = np.arange(image.width) + left, np.arange(image.height) + top
    light = value_noise(seed, _LIGHT, columns / 61.0, rows / 61.0, 1 << 30).astype(np.float32)
    look = mix(seed, _GRAIN, (columns % TILE)[None, :], (rows % TILE)[:, None])
    pair = (look & np.uint32(255)).astype(np.float32) + ((look >> np.uint32(8)) & np.uint32(255))
    grain = (pair / 510.0 - 0.5) * 11.0 * (1 + 2.4 * np.asarray(rough, np.float32) / 255.0)
    out = np.array(image, dtype=np.float32) * (0.955 + 0.09 * light)[:, :, None]
    return Image.fromarray(np.clip(out + grain[:, :, None], 0, 255).astype(np.uint8))

"""The picture of the scene: which parts are drawn at which zoom, in which order."""

import io
from collections.abc import Iterator
from functools import lru_cache
from math import floor

import numpy as np
import numpy.typing as npt
from PIL import Image

from mapflow.sandbox.scene import overview, surface, terrain
from mapflow.sandbox.scene.area import REACH
from mapflow.sandbox.scene.arrays import mix_grid, value_noise_grid
from mapflow.sandbox.scene.canvas import TILE, Canvas
from mapflow.sandbox.scene.convex import box
from mapflow.sandbox.scene.districts import PITCH, MainRoad, district, inner_ring, main_road
from mapflow.sandbox.scene.palette import GRASS
from mapflow.sandbox.scene.parcels import Layout, layout

OVERVIEW_TO = 12
"""Zooms below show the use of the land alone."""

DETAILS_FROM = 14
"""First zoom that shows buildings."""

DEEPEST = 24
_LIGHT, _GRAIN = 401, 402


def tile(z: int, x: int, y: int, seed: int) -> bytes:
    """Draw one tile; see `mapflow.sandbox.scene.tile_png`."""
    if not 0 <= z <= DEEPEST or not 0 <= x < 1 << z or not 0 <= y < 1 << z:
        raise ValueError(f"there is no tile {z}/{x}/{y}")
    return _tile(z, x, y, seed)


@lru_cache(maxsize=128)
def _tile(z: int, x: int, y: int, seed: int) -> bytes:
    image = render(seed, TILE * 2.0 ** (z - 17), x * TILE, y * TILE, TILE, TILE)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def render(seed: int, scale: float, left: int, top: int, width: int, height: int) -> Image.Image:
    """Draw a window of the scene.

    Args:
        seed: The scene.
        scale: Pixels per block unit.
        left: First column, in pixels from the west edge of the world.
        top: First row, in pixels from the north edge of the world.
        width: Columns.
        height: Rows.

    Returns:
        An RGB image.
    """
    if scale < TILE * 2.0 ** (OVERVIEW_TO - 17):
        return Image.fromarray(overview.pixels(seed, scale, left, top, width, height))
    canvas = Canvas(scale, left, top, width, height)
    canvas.clear(GRASS)
    cells = list(_cells(canvas))
    roads = list(_main_roads(canvas, seed, cells))
    if canvas.level < DETAILS_FROM:
        terrain.draw_far(canvas, seed, [c for c in cells if _is_near(canvas, seed, *c, 0.0)], roads)
    else:
        plans = list(_plans(canvas, seed, cells))
        terrain.draw(canvas, seed, plans, roads)
        surface.draw(canvas, seed, plans)
    return _grained(canvas, seed, left, top)


def _cells(canvas: Canvas) -> Iterator[tuple[int, int]]:
    """Yield the cells of the mesh that may show."""
    for j in range(floor(canvas.v0 / PITCH) - REACH, floor(canvas.v1 / PITCH) + REACH + 1):
        for i in range(floor(canvas.u0 / PITCH) - REACH, floor(canvas.u1 / PITCH) + REACH + 1):
            yield i, j


def _is_near(canvas: Canvas, seed: int, i: int, j: int, margin: float) -> bool:
    """Tell whether a district shows, or what it casts."""
    return canvas.shows(box(inner_ring(seed, i, j)), margin)


def _plans(canvas: Canvas, seed: int, cells: list[tuple[int, int]]) -> Iterator[Layout]:
    """Yield the districts that show."""
    for i, j in cells:
        margin = surface.LONGEST_SHADOW_M / district(seed, i, j).metres
        if _is_near(canvas, seed, i, j, margin):
            yield layout(seed, i, j)


def _main_roads(canvas: Canvas, seed: int, cells: list[tuple[int, int]]) -> Iterator[MainRoad]:
    """Yield the main roads that show."""
    for i, j in cells:
        for down in (False, True):
            road = main_road(seed, i, j, down=down)
            if road is not None and canvas.shows(box(road.ring)):
                yield road


def _grained(canvas: Canvas, seed: int, left: int, top: int) -> Image.Image:
    """Return the picture with slow changes of light and fine grain, both fixed to the place."""
    image, rough = canvas.halved()
    width, height = image.size
    columns = np.arange(width) + left
    rows = np.arange(height) + top
    slow = value_noise_grid(seed, _LIGHT, columns / 61.0, rows / 61.0, 1 << 30)
    grain = _grain(seed)[np.ix_(rows % TILE, columns % TILE)]
    if rough.getextrema() != (0, 0):
        grain = grain * (1 + 2.4 * (np.asarray(rough, dtype=np.float32) / 255.0))
    out = np.array(image, dtype=np.float32)
    out *= (0.955 + 0.09 * slow.astype(np.float32))[:, :, None]
    out += grain[:, :, None]
    np.clip(out, 0, 255, out=out)
    return Image.fromarray(out.astype(np.uint8))


@lru_cache(maxsize=8)
def _grain(seed: int) -> npt.NDArray[np.float32]:
    """Return a square of grain that repeats with every tile."""
    axis = np.arange(TILE)
    raw = mix_grid(seed, _GRAIN, axis[None, :], axis[:, None])
    pair = (raw & np.uint32(255)).astype(np.float32) + ((raw >> np.uint32(8)) & np.uint32(255))
    return ((pair / 510.0 - 0.5) * 11.0).astype(np.float32)

"""The picture of the scene: which parts are drawn at which zoom, in which order."""

import io
from collections.abc import Iterator
from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING, Any

from mapflow.sandbox.world import overview, surface, terrain
from mapflow.sandbox.world.canvas import FACTOR, TILE, Canvas
from mapflow.sandbox.world.districts import PITCH, MainRoad, main_road
from mapflow.sandbox.world.palette import GRASS
from mapflow.sandbox.world.parcels import Layout, layout

if TYPE_CHECKING:
    from PIL.Image import Image

PARCELS_FROM = 12
"""First zoom that shows parcels; the overview is drawn further out."""

DETAILS_FROM = 14
"""First zoom that shows buildings."""

DEEPEST = 24


def tile_png(z: int, x: int, y: int, seed: int) -> bytes:
    """Draw one tile; see `mapflow.sandbox.world.tile_png`."""
    if not 0 <= z <= DEEPEST or not 0 <= x < 1 << z or not 0 <= y < 1 << z:
        raise ValueError(f"there is no tile {z}/{x}/{y}")
    return _tile_png(z, x, y, seed)


@lru_cache(maxsize=256)
def _tile_png(z: int, x: int, y: int, seed: int) -> bytes:
    image = render(seed, TILE * 2.0 ** (z - 17), x * TILE, y * TILE, TILE, TILE)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=2)
    return out.getvalue()


def render(seed: int, scale: float, left: int, top: int, width: int, height: int) -> "Image":
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
    from PIL import Image

    canvas = Canvas(scale, left, top, width, height)
    if canvas.level < PARCELS_FROM:
        return Image.fromarray(overview.pixels(seed, scale, left, top, width, height))
    plans, roads = list(_plans(canvas, seed)), list(_main_roads(canvas, seed))
    canvas.draw.rectangle((0, 0, *canvas.size), fill=GRASS)
    terrain.draw(canvas, seed, plans, roads)
    if canvas.level >= DETAILS_FROM:
        surface.draw(canvas, seed, plans)
    small = canvas.image.reduce(FACTOR)
    return Image.fromarray(_grain(small, seed, left, top))


def _near(canvas: Canvas) -> Iterator[tuple[int, int]]:
    """Yield the cells of the mesh that may show."""
    u0, v0, u1, v1 = canvas.bounds()
    for j in range(floor(v0 / PITCH) - 2, floor(v1 / PITCH) + 3):
        for i in range(floor(u0 / PITCH) - 2, floor(u1 / PITCH) + 3):
            yield i, j


def _plans(canvas: Canvas, seed: int) -> Iterator[Layout]:
    """Yield the districts that show."""
    from mapflow.sandbox.world.districts import inner_ring

    margin = 80.0 / 100  # the longest shadow, in units
    for i, j in _near(canvas):
        if canvas.shows(inner_ring(seed, i, j), margin):
            yield layout(seed, i, j)


def _main_roads(canvas: Canvas, seed: int) -> Iterator[MainRoad]:
    """Yield the main roads that show."""
    for i, j in _near(canvas):
        for down in (False, True):
            road = main_road(seed, i, j, down=down)
            if road and canvas.shows(road.ring):
                yield road


def _grain(image: "Image", seed: int, left: int, top: int) -> Any:
    """Return pixels with slow changes of light and fine grain, both fixed to the place."""
    import numpy as np

    from mapflow.sandbox.world.noise import mix_grid, value_noise_grid

    width, height = image.size
    columns, rows = np.arange(left, left + width), np.arange(top, top + height)
    slow = value_noise_grid(seed, 401, columns / 61.0, rows / 61.0, 1 << 30)
    fine = _fine(seed)[np.ix_(rows % 256, columns % 256)]
    pixels = np.asarray(image, dtype=np.float32)
    out = pixels * (0.955 + 0.09 * slow[:, :, None].astype(np.float32)) + fine[:, :, None]
    del mix_grid
    return np.clip(out, 0, 255).astype(np.uint8)


@lru_cache(maxsize=8)
def _fine(seed: int) -> Any:
    """Return a square of grain that repeats with every tile."""
    import numpy as np

    from mapflow.sandbox.world.noise import mix_grid

    axis = np.arange(256)
    raw = mix_grid(seed, 402, axis[None, :], axis[:, None])
    grain = (raw & 255).astype(np.float32) + ((raw >> np.uint32(8)) & 255).astype(np.float32)
    return (grain / 510.0 - 0.5) * 11.0

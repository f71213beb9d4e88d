"""The scene from far away: the use of the land alone, computed for all pixels at once."""

import numpy as np
import numpy.typing as npt

from mapflow.sandbox.scene import districts
from mapflow.sandbox.scene.arrays import Floats, mix_grid, value_noise_grid
from mapflow.sandbox.scene.districts import (
    COUNT,
    PITCH,
    WAVE,
    WAVE_CELLS,
    WAVE_X,
    WAVE_Y,
    Layer,
    Use,
)
from mapflow.sandbox.scene.palette import CROPS, USE

_LOOK = 403


def use_grid(seed: int, x: Floats, y: Floats) -> npt.NDArray[np.intp]:
    """Return `use_of` over a grid of positions in cells, as numbers in the order of `Use`."""

    def noise(layers: tuple[Layer, ...]) -> Floats:
        total = np.zeros((len(y), len(x)))
        for salt, cells, weight in layers:
            total += weight * value_noise_grid(seed, salt, x / cells, y / cells, COUNT // cells)
        return total

    order = list(Use)
    town = noise(districts.TOWN_LAYERS)
    suburb_from, town_from = districts.TOWN_FROM
    wooded = noise(districts.WILD_LAYERS) > districts.WOODLAND_FROM
    out = np.where(wooded, order.index(Use.WOODLAND), order.index(Use.FARMLAND))
    out[town > suburb_from] = order.index(Use.SUBURB)
    out[town > town_from] = order.index(Use.TOWN)
    industry = noise(districts.INDUSTRY_LAYERS) > districts.INDUSTRY_FROM
    out[(town > suburb_from) & industry] = order.index(Use.INDUSTRY)
    return out


def pixels(
    seed: int, scale: float, left: int, top: int, width: int, height: int
) -> npt.NDArray[np.uint8]:
    """Return the pixels of a window; see `picture.render`."""
    x = (np.arange(left, left + width) + 0.5) / scale / PITCH
    y = (np.arange(top, top + height) + 0.5) / scale / PITCH
    if scale * PITCH < 1:
        use = use_grid(seed, x, y)
        columns, rows = x[None, :], y[:, None]
    else:
        columns, rows = _unbent(seed, x, y)
        use = _of_cells(seed, columns, rows)
    out = np.array([USE[name] for name in Use], dtype=np.float32)[use]
    look = mix_grid(
        seed, _LOOK, np.floor(columns * 3).astype(np.int64), np.floor(rows * 3).astype(np.int64)
    )
    # Fields and clearings are as large as a third of a cell: give each a colour of its own.
    crops = np.array(CROPS, dtype=np.float32)[(look >> np.uint32(8)) % np.uint32(len(CROPS))]
    share = np.zeros(len(Use), dtype=np.float32)
    share[list(Use).index(Use.FARMLAND)], share[list(Use).index(Use.WOODLAND)] = 0.55, 0.06
    out += (crops - out) * share[use][:, :, None]
    out += ((look & np.uint32(255)).astype(np.float32) / 255.0 - 0.5)[:, :, None] * 12
    return np.clip(out, 0, 255).astype(np.uint8)


def _unbent(seed: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return where the positions of a grid lie in the mesh before it is bent, nearly."""
    at, period = (x / WAVE_CELLS, y / WAVE_CELLS), COUNT // WAVE_CELLS
    columns = x[None, :] - WAVE * (value_noise_grid(seed, WAVE_X, *at, period) - 0.5)
    rows = y[:, None] - WAVE * (value_noise_grid(seed, WAVE_Y, *at, period) - 0.5)
    return columns, rows


def _of_cells(seed: int, columns: Floats, rows: Floats) -> npt.NDArray[np.intp]:
    """Return the use of the cells that positions lie in."""
    i, j = np.floor(columns).astype(np.int64), np.floor(rows).astype(np.int64)
    west, north = int(i.min()), int(j.min())
    x = np.arange(west, int(i.max()) + 1, dtype=np.float64) + 0.5
    y = np.arange(north, int(j.max()) + 1, dtype=np.float64) + 0.5
    return use_grid(seed, x, y)[j - north, i - west]

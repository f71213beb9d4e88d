"""Land use: what each cell of the mesh is mostly used for."""

from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from mapflow.sandbox.scene.grid import BLOCKS
from mapflow.sandbox.scene.noise import Floats, value_noise

CELL: Final = 4
"""Blocks along the side of a cell."""

COUNT: Final = BLOCKS // CELL
"""Cells around the Earth."""


class Use(StrEnum):
    """What a cell is mostly used for."""

    TOWN = "town"
    SUBURB = "suburb"
    INDUSTRY = "industry"
    FARMLAND = "farmland"
    WOODLAND = "woodland"


URBAN: Final = frozenset({Use.TOWN, Use.SUBURB, Use.INDUSTRY})
USES: Final = tuple(Use)


_SHIFT = 1.0
"""Cells by which land use is moved to the west. With seed 0 the area of the service's documentation
then shows a suburb beside woods."""


class _Layer(NamedTuple):
    """One layer of noise: its salt, its size in cells, its weight."""

    salt: int
    cells: int
    weight: float


_TOWN = (_Layer(104, 8, 0.62), _Layer(105, 2, 0.38))
_WILD = (_Layer(106, 4, 1.0),)
_INDUSTRY = (_Layer(107, 2, 1.0),)


def use_grid(seed: int, x: Floats, y: Floats) -> npt.NDArray[np.intp]:
    """Return the land use over a grid of positions in cells, as indexes into `USES`."""

    def noise(layers: tuple[_Layer, ...]) -> Floats:
        total = np.zeros((len(y), len(x)))
        for salt, cells, weight in layers:
            at = ((x + _SHIFT) / cells, y / cells)
            total += weight * value_noise(seed, salt, *at, COUNT // cells)
        return total

    town = noise(_TOWN)
    wild = np.where(noise(_WILD) > 0.55, USES.index(Use.WOODLAND), USES.index(Use.FARMLAND))
    urban = np.where(town > 0.6, USES.index(Use.TOWN), USES.index(Use.SUBURB))
    urban = np.where(noise(_INDUSTRY) > 0.76, USES.index(Use.INDUSTRY), urban)
    return np.where(town > 0.46, urban, wild)


@lru_cache(maxsize=16384)
def use_of(seed: int, i: int, j: int) -> Use:
    """Return the land use of a cell."""
    use = use_grid(seed, np.array([i % COUNT + 0.5]), np.array([j + 0.5]))
    return USES[int(use[0, 0])]

"""Places along a curve that stays near where it is: what lies near along it lies near on a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

#: Forty metres along the equator.
_BITS: Final = 20
_SIDE: Final = (1 << _BITS) - 1
Keys = npt.NDArray[np.uint64]


def by_place(boxes: Sequence[tuple[float, float, float, float]]) -> list[int]:
    """The numbers of boxes in the order in which they lie along the curve."""
    keys = hilbert(np.array(boxes, np.float64).reshape(-1, 4))
    found: list[int] = np.argsort(keys, kind="stable").tolist()
    return found


def hilbert(bounds: npt.NDArray[np.float64]) -> Keys:
    """How far along a Hilbert curve over the Earth the middle of each box lies.

    Args:
        bounds: West, south, east and north of each in degrees. NaN lies at the end.
    """
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    is_nowhere = np.isnan(middle).any(axis=1)
    share = np.clip(np.nan_to_num(middle) / (360, 180) + 0.5, 0, 1)
    x, y = (np.floor(share[:, axis] * _SIDE).astype(np.int64) for axis in (0, 1))
    found = np.zeros(len(bounds), np.uint64)
    for bit in range(_BITS - 1, -1, -1):
        right, upper = (x >> bit) & 1, (y >> bit) & 1
        found = (found << np.uint64(2)) | ((3 * right) ^ upper).astype(np.uint64)
        # Each quarter has the curve turned such that it enters and leaves beside its neighbours.
        turned = upper == 0
        flipped = turned & (right == 1)
        x, y = np.where(flipped, _SIDE - x, x), np.where(flipped, _SIDE - y, y)
        x, y = np.where(turned, y, x), np.where(turned, x, y)
    found[is_nowhere] = np.iinfo(np.uint64).max
    return found

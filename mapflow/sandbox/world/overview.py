"""The scene from far away: the use of the land alone, computed for all pixels at once."""

from typing import Any

from mapflow.sandbox.world import districts
from mapflow.sandbox.world.districts import PITCH, Use
from mapflow.sandbox.world.noise import mix_grid
from mapflow.sandbox.world.palette import USE

_SPECK = 403


def pixels(seed: int, scale: float, left: int, top: int, width: int, height: int) -> Any:
    """Return the pixels of a window as an array of uint8; see `picture.render`."""
    import numpy as np

    x = (np.arange(left, left + width) + 0.5) / scale / PITCH
    y = (np.arange(top, top + height) + 0.5) / scale / PITCH
    use = districts.use_grid(seed, x, y)
    out = np.array([USE[name] for name in Use], dtype=np.float32)[use]
    columns, rows = np.floor(x * 3).astype(np.int64), np.floor(y * 3).astype(np.int64)
    speck = mix_grid(seed, _SPECK, columns[None, :], rows[:, None]) & 255
    out += (speck.astype(np.float32) / 255.0 - 0.5)[:, :, None] * 16
    return np.clip(out, 0, 255).astype(np.uint8)

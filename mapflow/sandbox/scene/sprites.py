"""Small images of tree crowns, lit from the side of the sun."""

from functools import lru_cache

import numpy as np
from PIL import Image

from mapflow.sandbox.scene.arrays import unit_grid
from mapflow.sandbox.scene.noise import unit
from mapflow.sandbox.scene.palette import CROWNS

VARIANTS = 24
LARGEST_PX = 96


@lru_cache(maxsize=512)
def crown(radius_px: int, variant: int) -> tuple[Image.Image, Image.Image]:
    """Return a crown and its mask.

    Args:
        radius_px: Radius in pixels of the drawing.
        variant: Which of the looks, 0 to `VARIANTS`.
    """
    radius = max(1, min(radius_px, LARGEST_PX))
    side = 2 * radius + 1
    axis = (np.arange(side) - radius) / (radius + 0.5)
    x, y = axis[None, :], axis[:, None]
    angle, wave = np.arctan2(y, x), variant * 1.7
    edge = 0.86 + 0.08 * np.sin(3 * angle + wave) + 0.06 * np.sin(7 * angle + 2.3 * wave)
    away = np.sqrt(x * x + y * y) / edge
    light = 1.0 + 0.3 * (0.6 * x + 0.8 * y) - 0.32 * np.clip(away, 0, 1) ** 3
    cells = max(3, min(side // 3, 12))
    speck = unit_grid(variant, 7, np.arange(cells)[None, :], np.arange(cells)[:, None])
    where = np.arange(side) * cells // side
    light = light + 0.24 * (speck[where][:, where] - 0.5)
    tint = np.array(CROWNS[variant % len(CROWNS)]) * (0.9 + 0.2 * unit(variant, 11))
    pixels = np.clip(light[:, :, None] * tint, 0, 255).astype(np.uint8)
    alpha = np.where(away <= 1.0, 255, 0).astype(np.uint8)
    return Image.fromarray(pixels), Image.fromarray(alpha)

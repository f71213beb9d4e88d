"""Small images of tree crowns, lit from the side of the sun."""

from functools import lru_cache
from typing import TYPE_CHECKING

from mapflow.sandbox.world.noise import mix, mix_grid
from mapflow.sandbox.world.palette import CROWNS, Colour

if TYPE_CHECKING:
    from PIL.Image import Image

VARIANTS = 24
LARGEST_PX = 160


@lru_cache(maxsize=1024)
def crown(radius_px: int, variant: int) -> "tuple[Image, Image]":
    """Return a crown and its mask.

    Args:
        radius_px: Radius in pixels of the drawing.
        variant: Which of the looks, 0 to `VARIANTS`.
    """
    import numpy as np
    from PIL import Image

    radius = max(1, min(radius_px, LARGEST_PX))
    side = 2 * radius + 1
    axis = (np.arange(side) - radius) / (radius + 0.5)
    x, y = axis[None, :], axis[:, None]
    angle = np.arctan2(y, x)
    wave = variant * 1.7
    edge = 0.86 + 0.08 * np.sin(3 * angle + wave) + 0.06 * np.sin(7 * angle + 2.3 * wave)
    away = np.sqrt(x * x + y * y) / edge
    light = 1.0 + 0.3 * (0.6 * x + 0.8 * y) - 0.32 * np.clip(away, 0, 1) ** 3
    cells = max(3, side // 5)
    speck = mix_grid(variant, 7, np.arange(cells), np.arange(cells)[:, None]) / 4294967296.0
    where = (np.arange(side) * cells // side).astype(int)
    light = light + 0.2 * (speck[where][:, where] - 0.5)
    colour: Colour = CROWNS[variant % len(CROWNS)]
    tint = 0.92 + 0.16 * (mix(variant, 11) & 255) / 255
    pixels = np.clip(light[:, :, None] * np.array(colour) * tint, 0, 255).astype(np.uint8)
    alpha = np.where(away <= 1.0, 255, 0).astype(np.uint8)
    return Image.fromarray(pixels), Image.fromarray(alpha)

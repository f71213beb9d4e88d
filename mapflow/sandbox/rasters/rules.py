"""Rules of colour by which pixels are taken for something: fixed numbers, nothing learnt."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bands = npt.NDArray[np.float32]
"""Red, green and blue from 0 to 255, in planes."""

Mask = npt.NDArray[np.bool_]


class Rule(NamedTuple):
    """How one kind of object is found."""

    object_type: str
    method: str
    pixel_m: float
    """Pixels finer than this are averaged first."""

    blur_px: float
    """Radius of the filter that closes gaps and drops single pixels."""

    narrow_px: int
    """Strips of up to twice this many pixels are dropped."""

    least_m2: float
    whole: bool
    """Whether objects are small and kept whole, or large and cut at the borders of windows."""

    choose: Callable[[Bands], Mask]


def _brightness(rgb: Bands) -> Bands:
    light: Bands = (rgb[0] + rgb[1] + rgb[2]) / np.float32(3)
    return light


def _greenness(rgb: Bands) -> Bands:
    """Return the excess of green as a share of all light."""
    excess: Bands = (2 * rgb[1] - rgb[0] - rgb[2]) / (rgb[0] + rgb[1] + rgb[2] + np.float32(1))
    return excess


def _spread(rgb: Bands) -> Bands:
    """Return how far a colour is from grey, 0 to 1."""
    highest = np.maximum(np.maximum(rgb[0], rgb[1]), rgb[2])
    lowest = np.minimum(np.minimum(rgb[0], rgb[1]), rgb[2])
    spread: Bands = (highest - lowest) / np.maximum(highest, np.float32(1))
    return spread


def _forest(rgb: Bands) -> Mask:
    return (_greenness(rgb) > 0.12) & (_brightness(rgb) < 105)


def _buildings(rgb: Bands) -> Mask:
    light = _brightness(rgb)
    pale = (light > 158) & (_spread(rgb) < 0.2)
    reddish: Mask = (rgb[0] - rgb[1] > 0.28 * light) & (rgb[0] - rgb[2] > 0.3 * light)
    return (pale | reddish) & (_greenness(rgb) < 0.05)


def _roads(rgb: Bands) -> Mask:
    light = _brightness(rgb)
    return (light > 80) & (light < 135) & (_spread(rgb) < 0.09)


def _fields(rgb: Bands) -> Mask:
    return (_brightness(rgb) > 118) & (_spread(rgb) > 0.28)


def _construction(rgb: Bands) -> Mask:
    light = _brightness(rgb)
    sandy: Mask = (rgb[0] > rgb[1]) & (rgb[1] > rgb[2]) & (rgb[0] - rgb[2] > 0.25 * light)
    even: Mask = rgb[0] - rgb[1] < 0.25 * light
    return sandy & even & (light > 125) & (light < 215)


RULES: dict[str, Rule] = {
    "buildings": Rule(
        "buildings", "pale or reddish pixels, not green", 0.5, 1.0, 3, 20, True, _buildings
    ),
    "roads": Rule("roads", "grey pixels of middling brightness", 1.0, 1.5, 0, 150, False, _roads),
    "forest": Rule("forest", "excess green, dark", 1.5, 2.0, 0, 150, False, _forest),
    "fields": Rule("fields", "bright coloured pixels", 2.0, 2.0, 1, 2500, False, _fields),
    "construction": Rule(
        "construction", "sand-coloured pixels", 1.5, 2.0, 1, 600, False, _construction
    ),
}

"""Rules of colour by which pixels are taken for something: fixed numbers, nothing learnt."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Rule(NamedTuple):
    """How one kind of object is looked for."""

    object_type: str
    method: str
    pixel_m: float
    """Pixels finer than this are averaged first."""
    blur_px: float
    """Radius of the filter that closes gaps and drops single pixels."""
    least_m2: float
    whole: bool
    """Whether objects are small and kept whole, or large and cut at the borders of windows."""
    choose: Callable[[Any], Any]
    """From float32 bands (3, rows, columns) to a mask of booleans."""


def _brightness(rgb: Any) -> Any:
    return (rgb[0] + rgb[1] + rgb[2]) / 3.0


def _greenness(rgb: Any) -> Any:
    """Return the excess of green as a share of all light."""
    return (2 * rgb[1] - rgb[0] - rgb[2]) / (rgb[0] + rgb[1] + rgb[2] + 1.0)


def _spread(rgb: Any) -> Any:
    """Return how far a colour is from grey, 0 to 1."""
    import numpy as np

    return (rgb.max(axis=0) - rgb.min(axis=0)) / np.maximum(rgb.max(axis=0), 1.0)


def _forest(rgb: Any) -> Any:
    return (_greenness(rgb) > 0.12) & (_brightness(rgb) < 105)


def _buildings(rgb: Any) -> Any:
    light = _brightness(rgb)
    pale = (light > 158) & (_spread(rgb) < 0.2)
    reddish = (rgb[0] - rgb[1] > 0.28 * light) & (rgb[0] - rgb[2] > 0.3 * light)
    return (pale | reddish) & (_greenness(rgb) < 0.05)


def _roads(rgb: Any) -> Any:
    light = _brightness(rgb)
    return (light > 80) & (light < 135) & (_spread(rgb) < 0.09)


def _fields(rgb: Any) -> Any:
    return (_brightness(rgb) > 118) & (_spread(rgb) > 0.28)


def _construction(rgb: Any) -> Any:
    light = _brightness(rgb)
    sandy = (rgb[0] > rgb[1]) & (rgb[1] > rgb[2]) & (rgb[0] - rgb[2] > 0.25 * light)
    return sandy & (light > 125) & (light < 215) & (rgb[0] - rgb[1] < 0.25 * light)


RULES: dict[str, Rule] = {
    "buildings": Rule(
        "buildings", "pale or reddish pixels, not green", 0.5, 1.0, 20, True, _buildings
    ),
    "roads": Rule("roads", "grey pixels of middling brightness", 1.0, 1.5, 150, False, _roads),
    "forest": Rule("forest", "excess green, dark", 1.5, 2.0, 150, False, _forest),
    "fields": Rule("fields", "bright coloured pixels", 2.0, 2.0, 2500, False, _fields),
    "construction": Rule(
        "construction", "sand-coloured pixels", 1.5, 2.0, 600, False, _construction
    ),
}

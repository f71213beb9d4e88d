"""Checks of the zoom of tile imagery."""

import re
from typing import Final

from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.models import Model

LARGEST: Final = 22
# Python alone would also read 1_8, and digits of other scripts.
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")


def read_zoom(value: str | int | None) -> int | None:
    """Return the zoom that was asked for; None when none was, or when it is not a whole number."""
    if value is None or (isinstance(value, str) and not _WHOLE.fullmatch(value)):
        return None
    return int(value)


def check_zoom(value: str | int | None, model: Model) -> Failure | None:
    """Return what is wrong with a zoom for a model, or None."""
    if value is None or value == "":
        return None
    zoom = read_zoom(value)
    if zoom is None:
        return Failure.of("source-validator.ZoomMustBeInteger", actual_zoom=value)
    if not 0 <= zoom <= LARGEST:
        return Failure.of("source-validator.InvalidZoomValue", actual_zoom=zoom)
    allowed = model.requirements
    if zoom > allowed.max_zoom:
        return Failure.of(
            "source-validator.TooHighZoom", max_zoom=allowed.max_zoom, actual_zoom=zoom
        )
    if zoom < allowed.min_zoom:
        return Failure.of(
            "source-validator.TooLowZoom", min_zoom=allowed.min_zoom, actual_zoom=zoom
        )
    return None

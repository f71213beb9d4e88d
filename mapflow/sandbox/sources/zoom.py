"""Checks of the zoom of tile imagery."""

from typing import Final

from mapflow.sandbox.failures.failure import Failure
from mapflow.sandbox.models import Model

LARGEST: Final = 22


def read_zoom(value: str | int | None) -> int | None:
    """Return the zoom that was asked for; None when none was, or when it is not a whole number."""
    try:
        return int(value) if value not in (None, "") else None
    except ValueError:
        return None


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

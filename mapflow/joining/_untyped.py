"""The library of geometries, which has no types."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mapflow.errors import ConfigurationError

#: A geometry of shapely, or an array of them.
Shape = Any


def _library() -> Any:  # noqa: ANN401  # the library has no types
    try:
        return import_module("shapely")
    except ImportError as error:
        raise ConfigurationError(
            "Joining results needs shapely, which is not installed.",
            hint='Install it with `pip install "mapflow-client[geo]"`, or collect results with'
            " `join` set to none.",
        ) from error


shapely: Any = _library()

"""The library of geometries, which has no types."""

from __future__ import annotations

from typing import Any

from mapflow.geometry._extra import require

#: A geometry of shapely, or an array of them.
Shape = Any
shapely: Any = require("shapely", "Joining results")

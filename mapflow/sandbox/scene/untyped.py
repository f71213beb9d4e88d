"""Libraries without type information, imported by name so that their types are `Any` throughout."""

import importlib
from typing import Any, TypeAlias

Shape: TypeAlias = Any
"""A shapely geometry."""

shapely: Any = importlib.import_module("shapely")
shapes: Any = importlib.import_module("shapely.geometry")

"""Rasterio, imported by name: it ships no types, so its own are `Any` throughout."""

import importlib
import warnings
from typing import Any, TypeAlias

Dataset: TypeAlias = Any
"""An open file of rasterio."""

Affine: TypeAlias = Any
"""A transform from pixels to coordinates."""

rasterio: Any = importlib.import_module("rasterio")
enums: Any = importlib.import_module("rasterio.enums")
features: Any = importlib.import_module("rasterio.features")
transforms: Any = importlib.import_module("rasterio.transform")
vrt: Any = importlib.import_module("rasterio.vrt")
warp: Any = importlib.import_module("rasterio.warp")
windows: Any = importlib.import_module("rasterio.windows")

# A file without a position is refused with a code of the API; nothing is left to warn about.
warnings.filterwarnings("ignore", category=rasterio.errors.NotGeoreferencedWarning)

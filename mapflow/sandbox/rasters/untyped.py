"""Rasterio, imported by name: it ships no types, so everything in it is `Any`."""

import importlib
import os
import warnings
from typing import Any, Final, TypeAlias

# A progressive JPEG may have hundreds of scans, each as much work as the whole picture.
os.environ.setdefault("LIBTIFF_JPEG_MAX_ALLOWED_SCAN_NUMBER", "20")

Dataset: TypeAlias = Any
"""An open file of rasterio."""

Affine: TypeAlias = Any
"""A transform from pixels to coordinates."""

ALONE: Final = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}
"""Uploads are files by themselves: nothing that lies beside them is read."""

rasterio: Any = importlib.import_module("rasterio")
enums: Any = importlib.import_module("rasterio.enums")
features: Any = importlib.import_module("rasterio.features")
transforms: Any = importlib.import_module("rasterio.transform")
warp: Any = importlib.import_module("rasterio.warp")
windows: Any = importlib.import_module("rasterio.windows")

# A file without a position is refused with a code of the API; nothing is left to warn about.
warnings.filterwarnings("ignore", category=rasterio.errors.NotGeoreferencedWarning)

"""A check of a GeoTIFF before it is uploaded; needs the extra ``raster``."""

from mapflow.rasters._header import Header, is_available, read_header
from mapflow.rasters._sets import check, check_all

__all__ = ["Header", "check", "check_all", "is_available", "read_header"]

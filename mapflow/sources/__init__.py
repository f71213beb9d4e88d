"""Where the imagery of a processing comes from: small values, checked when they are made.

One set of values serves both versions of the API; a source that only version 2 can carry makes the
client use that version by itself.
"""

from mapflow.sources._base import Source
from mapflow.sources._images import GeoTIFF, MyImagery, Sentinel
from mapflow.sources._providers import ImagerySearch, Provider
from mapflow.sources._spelling import FORMS, parse
from mapflow.sources._tiles import TMS, WMS, XYZ, Quadkey

__all__ = [
    "FORMS",
    "TMS",
    "WMS",
    "XYZ",
    "GeoTIFF",
    "ImagerySearch",
    "MyImagery",
    "Provider",
    "Quadkey",
    "Sentinel",
    "Source",
    "parse",
]

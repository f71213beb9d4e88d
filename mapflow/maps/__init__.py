"""Maps of results: one self-contained web page, or one picture.

Nothing here needs a network. Imagery comes from the caller, tile by tile, through ``stitch``;
pictures and stitching need Pillow (``pip install "mapflow-client[maps]"``), web pages do not.
"""

from mapflow.geometry import Bounds
from mapflow.maps._backdrop import (
    Backdrop,
    FetchTile,
    TileRange,
    choose_zoom,
    frame,
    stitch,
    tile_range,
)
from mapflow.maps._html import html, save_html
from mapflow.maps._map import Map, draw
from mapflow.maps._png import png, save_png

__all__ = [
    "Backdrop",
    "Bounds",
    "FetchTile",
    "Map",
    "TileRange",
    "choose_zoom",
    "draw",
    "frame",
    "html",
    "png",
    "save_html",
    "save_png",
    "stitch",
    "tile_range",
]

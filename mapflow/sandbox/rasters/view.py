"""Pictures of an upload: a preview and map tiles."""

import io
from math import ceil, floor, isfinite
from os import PathLike

import numpy as np
from PIL import Image

from mapflow.sandbox.rasters.pixels import Source, Values, opened
from mapflow.sandbox.rasters.placement import Placement
from mapflow.sandbox.rasters.untyped import enums, warp, windows
from mapflow.sandbox.scene.grid import EQUATOR_M

TILE_PX = 256
DEEPEST = 24
_BACKGROUND = (240, 240, 240)
_FINER = 2
"""How much finer than a tile an image is read, at most: enough for drawing it in between pixels."""
_LONGEST_PX = 4096
_MARGIN_PX = 2
_EDGE = 8


def preview_jpeg(path: str | PathLike[str], size_px: int) -> bytes:
    """Draw a preview; see `mapflow.sandbox.rasters.preview_jpeg`."""
    if size_px < 1:
        raise ValueError("a preview is at least one pixel wide")
    with opened(path) as source:
        file = source.file
        shrink = max(file.width, file.height) / size_px
        width, height = max(1, round(file.width / shrink)), max(1, round(file.height / shrink))
        values = file.read(
            source.bands,
            out_shape=(len(source.bands), height, width),
            resampling=enums.Resampling.average,
        )
        seen = file.dataset_mask(out_shape=(height, width))
        image = _image(source, values)
    square = Image.new("RGB", (size_px, size_px), _BACKGROUND)
    corner = ((size_px - width) // 2, (size_px - height) // 2)
    square.paste(image, corner, Image.fromarray(seen))
    out = io.BytesIO()
    square.save(out, "JPEG", quality=85)
    return out.getvalue()


def tile_png(path: str | PathLike[str], z: int, x: int, y: int) -> bytes:
    """Draw a tile; see `mapflow.sandbox.rasters.tile_png`."""
    if not 0 <= z <= DEEPEST or not 0 <= x < 1 << z or not 0 <= y < 1 << z:
        raise ValueError(f"there is no tile {z}/{x}/{y}")
    side = EQUATOR_M / (1 << z)
    pixel = side / TILE_PX
    west, north = x * side - EQUATOR_M / 2, EQUATOR_M / 2 - y * side
    target = Placement(pixel, 0, west, 0, -pixel, north)
    with opened(path) as source:
        image = _warped(source, target) or Image.new("RGBA", (TILE_PX, TILE_PX))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=2)
    return out.getvalue()


def _warped(source: Source, target: Placement) -> Image.Image | None:
    """Return what an image shows of a square in Web Mercator, or None if that is nothing.

    Read are about as many pixels as are shown, whatever the size of the image: warping right from
    the file would load all of it if the tile shows all of it.
    """
    file = source.file
    box = _seen_by(source, target)
    if box is None:
        return None
    left, top, right, bottom = box
    factor = max(1.0, min(right - left, bottom - top) / (_FINER * TILE_PX))
    # Of a long strip, which is many times as long as it is wide.
    factor = max(factor, max(right - left, bottom - top) / _LONGEST_PX)
    shape = (ceil((bottom - top) / factor), ceil((right - left) / factor))
    where = windows.Window(left, top, right - left, bottom - top)
    resampling = enums.Resampling.average if factor > 1 else enums.Resampling.nearest
    values = file.read(
        source.bands, window=where, out_shape=(len(source.bands), *shape), resampling=resampling
    )
    seen = file.dataset_mask(window=where, out_shape=shape)
    across, down = (right - left) / shape[1], (bottom - top) / shape[0]
    a, b, c, d, e, f = Placement.of(file).moved(left, top)
    small = Placement(a * across, b * down, c, d * across, e * down, f)
    size = (TILE_PX, TILE_PX)
    common = {
        "src_transform": small.affine(),
        "src_crs": file.crs,
        "dst_transform": target.affine(),
        "dst_crs": "EPSG:3857",
    }
    colours = np.zeros((len(source.bands), *size), np.uint8)
    shown = np.zeros(size, np.uint8)
    warp.reproject(source.colours(values), colours, resampling=enums.Resampling.bilinear, **common)
    warp.reproject(seen, shown, resampling=enums.Resampling.nearest, **common)
    image = _image(source, colours)
    image.putalpha(Image.fromarray(shown))
    return image


def _seen_by(source: Source, target: Placement) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of what a square shows, in pixels of the file."""
    file, steps = source.file, range(_EDGE + 1)
    # Points all over the square, as its edges are curves in the file.
    places = [(x * TILE_PX / _EDGE, y * TILE_PX / _EDGE) for x in steps for y in steps]
    points = [target.coordinates(*place) for place in places]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    grid = Placement.of(file)
    pixels = [
        grid.pixel(x, y)
        for x, y in zip(*warp.transform("EPSG:3857", file.crs, xs, ys), strict=True)
        if isfinite(x) and isfinite(y)
    ]
    # A tile of half the world may know no point of a system whose image lies within it.
    if len(pixels) < len(points):
        return 0, 0, file.width, file.height
    columns, rows = [p[0] for p in pixels], [p[1] for p in pixels]
    left, top = max(0, floor(min(columns)) - _MARGIN_PX), max(0, floor(min(rows)) - _MARGIN_PX)
    right = min(file.width, ceil(max(columns)) + _MARGIN_PX)
    bottom = min(file.height, ceil(max(rows)) + _MARGIN_PX)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _image(source: Source, values: Values) -> Image.Image:
    """Return values of one or three bands as an RGB image."""
    colours = source.colours(values)
    if len(colours) == 1:
        colours = np.repeat(colours, 3, axis=0)
    return Image.fromarray(np.ascontiguousarray(np.moveaxis(colours, 0, 2)))

"""Pictures of an upload: a preview and map tiles."""

import io
from os import PathLike

import numpy as np
from PIL import Image

from mapflow.sandbox.rasters.pixels import Source, Values, opened
from mapflow.sandbox.rasters.placement import Placement
from mapflow.sandbox.rasters.untyped import enums, vrt
from mapflow.sandbox.world.grid import EQUATOR_M

TILE_PX = 256
DEEPEST = 24
_BACKGROUND = (240, 240, 240)


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
    with opened(path) as source:
        file = source.file
        masked = file.nodata is not None or enums.ColorInterp.alpha in file.colorinterp
        with vrt.WarpedVRT(
            file,
            crs="EPSG:3857",
            transform=Placement(pixel, 0, west, 0, -pixel, north).affine(),
            width=TILE_PX,
            height=TILE_PX,
            resampling=enums.Resampling.bilinear,
            add_alpha=not masked,
        ) as warped:
            image = _image(source, warped.read(source.bands))
            image.putalpha(Image.fromarray(warped.dataset_mask()))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=2)
    return out.getvalue()


def _image(source: Source, values: Values) -> Image.Image:
    """Return values of one or three bands as an RGB image."""
    colours = source.colours(values)
    if len(colours) == 1:
        colours = np.repeat(colours, 3, axis=0)
    return Image.fromarray(np.ascontiguousarray(np.moveaxis(colours, 0, 2)))

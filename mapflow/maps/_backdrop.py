"""The picture behind a map, put together from web map tiles."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from mapflow._arguments import figure, function, shown, text, whole
from mapflow.errors import InvalidInput
from mapflow.formats._features import FeaturesLike
from mapflow.geometry import Bounds
from mapflow.maps._boxes import Box, to_bounds, to_box
from mapflow.maps._collect import outline_of
from mapflow.maps._pillow import need_pillow, reading

TILE_PX: Final = 256
_MAX_ZOOM: Final = 18
# This many fill a picture of 16,384 pixels a side.
_MOST_TILES: Final = 4096
# A small file may hold a picture that takes gigabytes once it is opened.
_MOST_TILE_PX: Final = 4096
# No service has tiles that are finer: these are a centimetre wide.
_DEEPEST_ZOOM: Final = 31
_MOST_SHARE: Final = 1000
_MARGIN: Final = 0.07
# A strip of a picture has no room for a title and a legend.
_MAX_ASPECT: Final = 1.9
# About 40 m: what is left to see around a single point.
_MIN_SIDE: Final = 1e-6


FetchTile: TypeAlias = Callable[[int, int, int], bytes | None]
"""What `maps.stitch` calls for each tile, with its zoom, its column and its row.

It returns the bytes of a PNG, JPEG or WebP picture, or None if there is none. Rows are counted
from the north, as XYZ services do. Several threads may call it.
"""


@dataclass(frozen=True)
class Backdrop:
    """A picture of a piece of the ground in web Mercator, to draw features on.

    Attributes:
        image: The picture, as the bytes of a PNG, JPEG or WebP file.
        bounds: Its edges in degrees: west, south, east, north.
        attribution: Whom or what to name as its origin.
    """

    image: bytes = field(repr=False)
    bounds: Bounds
    attribution: str = ""

    @property
    def media_type(self) -> str:
        """The media type of ``image``, told from its first bytes."""
        if self.image.startswith(b"\x89PNG"):
            return "image/png"
        if self.image.startswith(b"\xff\xd8"):
            return "image/jpeg"
        if self.image[:4] == b"RIFF" and self.image[8:12] == b"WEBP":
            return "image/webp"
        raise InvalidInput(
            "The image of a Backdrop must be a PNG, JPEG or WebP file.",
            hint="Pass its bytes as they are in the file.",
        )


def check_backdrop(value: Backdrop) -> None:
    """Refuse what is not a backdrop with a picture and its edges."""
    if not isinstance(value, Backdrop):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"`backdrop` must be a Backdrop, got {type(value).__name__}.",
            hint="maps.stitch makes one.",
        )
    if not isinstance(value.image, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"The image of a Backdrop is bytes, not {type(value.image).__name__}.")
    text(value.attribution, "attribution")
    to_box(value.bounds)


class TileRange(NamedTuple):
    """The tiles of one zoom that cover a box.

    Attributes:
        zoom: The zoom of the tiles.
        left: Column of the tiles at the west, counted from the antimeridian.
        top: Row of the tiles at the north, counted from the north.
        right: Column behind the tiles at the east.
        bottom: Row behind the tiles at the south.
    """

    zoom: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> int:
        """How many tiles there are."""
        return (self.right - self.left) * (self.bottom - self.top)

    def tiles(self) -> Iterator[tuple[int, int, int]]:
        """Go through the tiles, row by row; east of the antimeridian follow those west of it.

        Yields:
            Zoom, x and y of each.

        Example:
            ```python
            from mapflow import maps

            tiles = maps.tile_range(maps.Bounds(37.298, 55.636, 37.308, 55.641), zoom=15)
            print(list(tiles.tiles()))
            ```
        """
        for y in range(self.top, self.bottom):
            for x in range(self.left, self.right):
                yield self.zoom, x % 2**self.zoom, y


def frame(
    area: FeaturesLike | Bounds, *, margin: float = _MARGIN, min_aspect: float = 0.0
) -> Bounds:
    """The part of the ground a picture of an area shows: the area, a margin, no thin strips.

    Args:
        area: A GeoJSON geometry, whatever a run takes as its area, or a bounding box in degrees.
        margin: The width of the margin as a share of the width or height of the area.
        min_aspect: The least ratio of width to height; a wide screen shows more to both sides.

    Returns:
        The edges in degrees.

    Raises:
        InvalidInput: The geometry holds no position, or is not a geometry.

    Example:
        ```python
        from mapflow import maps

        edges = maps.frame({"type": "Point", "coordinates": [37.3, 55.6]})
        assert edges.west < 37.3 < edges.east
        ```
    """
    for name, share in (("margin", margin), ("min_aspect", min_aspect)):
        if not 0 <= figure(share, name) <= _MOST_SHARE:
            raise InvalidInput(f"`{name}` must be 0 to {_MOST_SHARE}, got {shown(share)}.")
    box = to_box(area) if isinstance(area, Bounds) else outline_of(area).box()
    if box is None:
        raise InvalidInput(
            "The geometry holds no position, so there is nothing to frame.",
            hint="Pass an area that is not empty.",
        )
    return to_bounds(framed(box, margin=margin, min_aspect=min_aspect))


def framed(box: Box, *, margin: float = _MARGIN, min_aspect: float = 0.0) -> Box:
    """A box with a margin and no thin strip; beyond the edges of the world if it is there."""
    width, height = max(box.width, _MIN_SIDE), max(box.height, _MIN_SIDE)
    width, height = max(width, height / _MAX_ASPECT), max(height, width / _MAX_ASPECT)
    width = max(width, height * min_aspect)
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    half_w, half_h = width * (0.5 + margin), height * (0.5 + margin)
    left, right = min(0.0, box.left), max(1.0, box.right)
    return Box(
        max(left, x - half_w), max(0.0, y - half_h), min(right, x + half_w), min(1.0, y + half_h)
    )


def tile_range(bounds: Bounds, zoom: int) -> TileRange:
    """The XYZ tiles of one zoom that cover a bounding box.

    Args:
        bounds: Edges in degrees.
        zoom: Zoom of the tiles, 0 for the whole world in one tile.

    Returns:
        The range of columns and rows.

    Example:
        ```python
        from mapflow import maps

        tiles = maps.tile_range(maps.Bounds(37.298, 55.636, 37.308, 55.641), zoom=15)
        print(tiles.size, next(tiles.tiles()))
        ```
    """
    box = to_box(bounds)
    side = 2 ** whole(zoom, "zoom", most=_DEEPEST_ZOOM)
    left, top = math.floor(box.left * side), math.floor(box.top * side)
    most = side if box.right <= 1 else 2 * side
    return TileRange(
        zoom,
        min(max(left, 0), side - 1),
        min(max(top, 0), side - 1),
        max(min(math.ceil(box.right * side), most), left + 1),
        max(min(math.ceil(box.bottom * side), side), top + 1),
    )


def choose_zoom(bounds: Bounds, *, max_tiles: int = 80, max_zoom: int = _MAX_ZOOM) -> int:
    """The finest zoom at which a bounding box takes no more than ``max_tiles`` tiles.

    Args:
        bounds: Edges in degrees.
        max_tiles: How many tiles may be fetched.
        max_zoom: The finest zoom the imagery has.

    Returns:
        A zoom between 0 and ``max_zoom``.

    Example:
        ```python
        from mapflow import maps

        assert maps.choose_zoom(maps.Bounds(37.298, 55.636, 37.308, 55.641)) == 18
        ```
    """
    whole(max_tiles, "max_tiles")
    finest = min(whole(max_zoom, "max_zoom"), _DEEPEST_ZOOM)
    return next((z for z in range(finest, 0, -1) if tile_range(bounds, z).size <= max_tiles), 0)


def stitch(
    area: FeaturesLike | Bounds,
    fetch: FetchTile,
    *,
    zoom: int | None = None,
    max_tiles: int = 80,
    max_zoom: int = _MAX_ZOOM,
    workers: int = 4,
    attribution: str = "",
) -> Backdrop:
    """Fetch the tiles around an area and join them into one picture, cut to the frame.

    Args:
        area: A GeoJSON geometry, or whatever a run takes as its area, which gets the margin of
            ``frame``; or exact bounds in degrees.
        fetch: Called with zoom, x and y from several threads; returns the bytes of a tile image,
            or None without imagery.
        zoom: Zoom of the tiles; Default: chosen by ``choose_zoom``.
        max_tiles: How many tiles may be fetched when the zoom is chosen.
        max_zoom: The finest zoom the imagery has.
        workers: How many tiles are fetched at once.
        attribution: Whom or what to name as the origin of the imagery.

    Returns:
        The picture with its bounds.

    Raises:
        ConfigurationError: Pillow is missing; the text names the command that installs it.
        InvalidInput: A tile is not a picture, or the area cannot be drawn.

    Example:
        ```python
        import io

        from PIL import Image

        from mapflow import maps

        def grey(zoom: int, x: int, y: int) -> bytes:
            tile = io.BytesIO()
            Image.new("RGB", (256, 256), "grey").save(tile, "PNG")
            return tile.getvalue()

        backdrop = maps.stitch(maps.Bounds(37.298, 55.636, 37.308, 55.641), grey)
        assert backdrop.media_type == "image/jpeg"
        ```
    """
    need_pillow()
    from PIL import Image

    whole(workers, "workers", least=1)
    function(fetch, "fetch", or_none=False)
    bounds = area if isinstance(area, Bounds) else frame(area)
    if zoom is None:
        zoom = choose_zoom(bounds, max_tiles=max_tiles, max_zoom=max_zoom)
    tiles = tile_range(bounds, zoom)
    if tiles.size > _MOST_TILES:
        raise InvalidInput(
            f"At zoom {zoom} the area takes {tiles.size:,} tiles; the maximum is {_MOST_TILES:,}.",
            hint="Choose a smaller zoom or a smaller area.",
        )
    sheet = Image.new(
        "RGB",
        ((tiles.right - tiles.left) * TILE_PX, (tiles.bottom - tiles.top) * TILE_PX),
        "#d8dad6",
    )
    places = list(tiles.tiles())
    with ThreadPoolExecutor(max_workers=workers) as pool:
        pictures = pool.map(fetch, *zip(*places, strict=True))
        columns = tiles.right - tiles.left
        for number, ((_, x, y), data) in enumerate(zip(places, pictures, strict=True)):
            if data is None:
                continue
            name = f"Tile {zoom}/{x}/{y}"
            with reading(name), Image.open(io.BytesIO(data)) as tile:
                if max(tile.size) > _MOST_TILE_PX:
                    raise InvalidInput(
                        f"{name} is {tile.width:,} × {tile.height:,} pixels;"
                        f" the maximum is {_MOST_TILE_PX:,} × {_MOST_TILE_PX:,}.",
                        hint="Tiles are usually 256 pixels wide; fetch a smaller picture.",
                    )
                picture = tile.convert("RGBA").resize((TILE_PX, TILE_PX))
            place = (number % columns * TILE_PX, number // columns * TILE_PX)
            # Imagery that ends inside a tile is transparent outside its edge.
            sheet.paste(picture, place, picture)
    scale, box = 2**zoom * TILE_PX, to_box(bounds)
    origin_x, origin_y = tiles.left * TILE_PX, tiles.top * TILE_PX
    cut = (
        round(box.left * scale) - origin_x,
        round(box.top * scale) - origin_y,
        round(box.right * scale) - origin_x,
        round(box.bottom * scale) - origin_y,
    )
    cut = (cut[0], cut[1], max(cut[2], cut[0] + 1), max(cut[3], cut[1] + 1))
    out = io.BytesIO()
    sheet.crop(cut).save(out, "JPEG", quality=86, optimize=True)
    # The edges fall on whole pixels, so say where those pixels really lie.
    exact = Box(
        (cut[0] + origin_x) / scale,
        (cut[1] + origin_y) / scale,
        (cut[2] + origin_x) / scale,
        (cut[3] + origin_y) / scale,
    )
    return Backdrop(out.getvalue(), to_bounds(exact), attribution)

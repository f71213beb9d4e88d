"""A map as a picture."""

from __future__ import annotations

import io
import pathlib
from collections.abc import Iterator, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Final, cast

from mapflow._arguments import shown
from mapflow._drafts import replace_file
from mapflow._files import as_path, check_suffix, check_target
from mapflow._text.unicode import clean_text
from mapflow.errors import InvalidInput
from mapflow.formats._features import FeaturesLike
from mapflow.maps._backdrop import Backdrop, framed
from mapflow.maps._boxes import Box, metres_across, to_box
from mapflow.maps._collect import Drawing, around, collect
from mapflow.maps._furniture import with_furniture, words
from mapflow.maps._look import Look, as_backdrops
from mapflow.maps._pillow import need_pillow, reading
from mapflow.maps._shapes import WORLD, Path, Pixel, Shapes

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw

# Pillow's lines are jagged; drawing larger and shrinking smooths them.
_SMOOTH: Final = 2
# Smaller has no room for a map; larger takes gigabytes.
_LEAST_PX: Final = 320
_MOST_PX: Final = 8192
_FILL_ALPHA: Final = 104
# How much darker the ground outside of the area is, for each amount of "outside".
_SHADE: Final = [value * 84 // 255 for value in range(256)]
_GROUND: Final = "#dfe4dd"


def png(
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | None = None,
    size_px: int = 1600,
    max_features: int | None = None,
) -> bytes:
    r"""Draw features as a picture: imagery, translucent shapes, outline, legend and scale.

    Args:
        features: A FeatureCollection, GeoJSON features, a geometry, a GeoDataFrame, the path of a
            file, a result, or whatever a run takes as its area.
        area: The area of interest in any of these forms; the picture shows it with a margin. Left
            out, the picture shows all the features.
        title: The heading.
        subtitle: A line below the heading.
        backdrop: Imagery to draw below the features, from ``stitch``.
        size_px: The longer side of the map, in pixels, 320 to 8192; the
            heading and the legend come on top.
        max_features: Draw no more than this many, the largest ones; the picture says so. Default:
            all of them.

    Returns:
        The bytes of a PNG file.

    Raises:
        InvalidInput: These are not features, there is nothing to show, ``size_px`` is out of range,
            or the backdrop is not a picture.
        ConfigurationError: Pillow is missing; the text names the command that installs it.

    Example:
        ```python
        from mapflow import maps

        here = {"type": "Point", "coordinates": [37.3, 55.6]}
        picture = maps.png([{"type": "Feature", "geometry": here, "properties": {}}], size_px=400)
        assert picture.startswith(b"\x89PNG")
        ```
    """
    need_pillow()
    drawing = collect(features, area=area, limit=max_features)
    return picture_of(drawing, Look(title, subtitle, as_backdrops(backdrop or ())), size_px)


def picture_of(drawing: Drawing, look: Look, size_px: int) -> bytes:
    """The bytes of a PNG file that shows a drawing.

    Raises:
        InvalidInput: ``size_px`` is out of range, there is nothing to show, or the imagery is not a
            picture.
        ConfigurationError: Pillow is missing.
    """
    need_pillow()
    from PIL import Image

    if not isinstance(cast("object", size_px), int) or not _LEAST_PX <= size_px <= _MOST_PX:
        raise InvalidInput(
            f"`size_px` must be {_LEAST_PX} to {_MOST_PX} pixels, got {shown(size_px)}.",
            hint=f"Use {_LEAST_PX} or more.",
        )
    box = _extent(drawing, look.backdrops)
    scale = size_px / max(box.width, box.height)
    width, height = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
    picture = Image.new("RGBA", (width, height), _GROUND)
    for backdrop in look.backdrops:
        _paste_backdrop(picture, backdrop, box, scale)
    _draw_features(picture, drawing, box, scale)
    if len(drawing.area):
        _draw_area(picture, drawing.area, box, scale)
    sheet = with_furniture(
        picture,
        drawing,
        title=clean_text(str(look.title)),
        subtitle=clean_text(str(look.subtitle)),
        notices=[*drawing.notices, *look.notices],
        attribution=clean_text(look.attribution),
        metres_per_px=metres_across(box) / width,
    )
    out = io.BytesIO()
    # Imagery hardly gets smaller with more effort, only later.
    sheet.save(out, "PNG", compress_level=3)
    return out.getvalue()


def save_png(
    path: str | PathLike[str],
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | None = None,
    size_px: int = 1600,
    max_features: int | None = None,
) -> pathlib.Path:
    """Write the picture of ``png`` to a file; an existing file is replaced only at the end.

    Args:
        path: Where to write, for example ``map.png``.
        features: As for ``png``.
        area: As for ``png``.
        title: As for ``png``.
        subtitle: As for ``png``.
        backdrop: As for ``png``.
        size_px: As for ``png``.
        max_features: As for ``png``.

    Returns:
        The path that was written.

    Raises:
        InvalidInput: These are not features, there is nothing to show, ``size_px`` is out of range,
            or the backdrop is not a picture.
        ConfigurationError: Pillow is missing; the text names the command that installs it.
        InvalidFile: The file cannot be written, or is named for another format.

    Example:
        ```python
        from mapflow import maps

        here = {"type": "Point", "coordinates": [37.3, 55.6]}
        maps.save_png("map.png", {"type": "FeatureCollection", "features": []}, area=here)
        ```
    """
    target = as_path(path)
    check_suffix(target, (".png",), "A picture")
    check_target(target, overwrite=True)
    picture = png(
        features,
        area=area,
        title=title,
        subtitle=subtitle,
        backdrop=backdrop,
        size_px=size_px,
        max_features=max_features,
    )
    return replace_file(target, picture)


def _extent(drawing: Drawing, backdrops: Sequence[Backdrop]) -> Box:
    box = drawing.area.box() or drawing.box()
    if box is not None:
        return framed(box)
    found = around(to_box(backdrop.bounds) for backdrop in backdrops)
    if found is not None:
        return found
    raise InvalidInput(
        "Nothing to show: no feature, no area and no backdrop was given.",
        hint="Pass area=...",
    )


def _paste_backdrop(picture: Picture, backdrop: Backdrop, box: Box, scale: float) -> None:
    from PIL import Image

    place = to_box(backdrop.bounds)
    with reading("The backdrop"), Image.open(io.BytesIO(backdrop.image)) as image:
        shown = image.convert("RGB")
    # Map every pixel of the picture to one of the backdrop, so that they agree to the pixel.
    ratio_x, ratio_y = shown.width / place.width / scale, shown.height / place.height / scale
    source = (
        (box.left - place.left) * scale * ratio_x,
        (box.top - place.top) * scale * ratio_y,
        (box.right - place.left) * scale * ratio_x,
        (box.bottom - place.top) * scale * ratio_y,
    )
    inside = (0, 0, shown.width, shown.height)
    cut = (
        max(source[0], inside[0]),
        max(source[1], inside[1]),
        min(source[2], inside[2]),
        min(source[3], inside[3]),
    )
    if cut[0] >= cut[2] or cut[1] >= cut[3]:
        return
    left, top = (cut[0] - source[0]) / ratio_x, (cut[1] - source[1]) / ratio_y
    size = (
        max(1, round((cut[2] - cut[0]) / ratio_x)),
        max(1, round((cut[3] - cut[1]) / ratio_y)),
    )
    resized = shown.resize(size, Image.Resampling.LANCZOS, box=cut)
    picture.paste(resized, (round(left), round(top)))


def _draw_features(picture: Picture, drawing: Drawing, box: Box, scale: float) -> None:
    from PIL import Image, ImageColor, ImageDraw

    large = (picture.width * _SMOOTH, picture.height * _SMOOTH)
    layer = Image.new("RGBA", large, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    line = max(2, round(_SMOOTH * max(picture.size) / 700))
    for number in drawing.order:
        group = drawing.groups[number]
        colour = ImageColor.getrgb(group.style.colour)[:3]
        for paths in group.shapes.pixels(box, scale * _SMOOTH):
            for kind, rows in _parts(paths):
                if kind is Path.OUTER:
                    _fill(layer, pen, rows, (*colour, _FILL_ALPHA))
                    for ring in rows:
                        pen.line([*ring, ring[0]], fill=(*colour, 255), width=line, joint="curve")
                elif kind is Path.LINE:
                    pen.line(rows[0], fill=(*colour, 255), width=line + 2, joint="curve")
                else:
                    for x, y in rows[0]:
                        r = line * 2
                        pen.ellipse((x - r, y - r, x + r, y + r), fill=(*colour, 220))
    picture.alpha_composite(layer.resize(picture.size, Image.Resampling.BOX))
    if drawing.label:
        _write_labels(picture, drawing, box, scale)


def _write_labels(picture: Picture, drawing: Drawing, box: Box, scale: float) -> None:
    """Write the name of each feature on it, if it has room."""
    from PIL import ImageDraw

    size = max(12, picture.width // 80)
    pen = ImageDraw.Draw(picture)
    for group in drawing.groups:
        names = group.facts.column(drawing.label)
        for extent, name in zip(group.shapes.extents(), names, strict=True):
            place = Box(*(edge / WORLD for edge in extent))
            text = words(clean_text(str(name)), size)
            if text.width > place.width * scale or size > place.height * scale:
                continue
            x = ((place.left + place.right) / 2 - box.left) * scale
            y = ((place.top + place.bottom) / 2 - box.top) * scale
            pen.text(
                (x, y), text.text, "#10201c", text.font, "mm", stroke_width=2, stroke_fill="#ffffff"
            )


def _fill(
    layer: Picture, pen: ImageDraw, rings: list[list[Pixel]], colour: tuple[int, ...]
) -> None:
    """Fill a polygon; one with holes goes through a mask, so that the holes stay as they were."""
    if len(rings) == 1:
        pen.polygon(rings[0], fill=colour)
        return
    _paste(layer, rings, colour)


def _paste(layer: Picture, rings: list[list[Pixel]], colour: int | tuple[int, ...]) -> None:
    """Give what a polygon covers a colour, through a mask of the size of the polygon."""
    from PIL import Image, ImageDraw

    xs, ys = zip(*rings[0], strict=True)
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    right, bottom = min(layer.width, int(max(xs)) + 2), min(layer.height, int(max(ys)) + 2)
    if left >= right or top >= bottom:
        return
    mask = Image.new("1", (right - left, bottom - top))
    stencil = ImageDraw.Draw(mask)
    for number, ring in enumerate(rings):
        stencil.polygon([(x - left, y - top) for x, y in ring], fill=0 if number else 1)
    layer.paste(colour, (left, top), mask)


def _draw_area(picture: Picture, area: Shapes, box: Box, scale: float) -> None:
    from PIL import Image, ImageDraw

    large = (picture.width * _SMOOTH, picture.height * _SMOOTH)
    parts = [part for paths in area.pixels(box, scale * _SMOOTH) for part in _parts(paths)]
    outside = Image.new("L", large, 255)
    for kind, rows in parts:
        if kind is Path.OUTER:
            _paste(outside, rows, 0)
    shade = Image.new("RGBA", picture.size, (12, 24, 20, 0))
    shade.putalpha(outside.resize(picture.size, Image.Resampling.BOX).point(_SHADE))
    picture.alpha_composite(shade)

    lines = Image.new("RGBA", large, (0, 0, 0, 0))
    stencil = ImageDraw.Draw(lines)
    width = max(2, round(_SMOOTH * max(picture.size) / 550))
    for kind, rows in parts:
        for row in rows:
            drawn = row if kind is Path.LINE else [*row, row[0]]
            stencil.line(drawn, fill=(12, 24, 20, 150), width=width * 2, joint="curve")
            stencil.line(drawn, fill=(255, 255, 255, 255), width=width, joint="curve")
    picture.alpha_composite(lines.resize(picture.size, Image.Resampling.BOX))


def _parts(paths: list[tuple[Path, list[Pixel]]]) -> Iterator[tuple[Path, list[list[Pixel]]]]:
    """The paths of a feature, holes together with the ring that they are in."""
    polygon: list[list[Pixel]] = []
    for kind, row in paths:
        if kind is Path.HOLE:
            polygon.append(row)
            continue
        if polygon:
            yield Path.OUTER, polygon
        polygon = [row] if kind is Path.OUTER else []
        if kind is not Path.OUTER:
            yield kind, [row]
    if polygon:
        yield Path.OUTER, polygon

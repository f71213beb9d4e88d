"""A map as a picture."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from mapflow._arguments import shown
from mapflow._drafts import replace_file
from mapflow._files import as_path, check_suffix, check_target
from mapflow._text.unicode import clean_text
from mapflow.errors import InvalidInput
from mapflow.formats._features import FeaturesLike
from mapflow.geometry._measures.web_mercator import project
from mapflow.maps._backdrop import Backdrop, check_backdrop, frame
from mapflow.maps._boxes import Box, bounds_of, metres_across, to_box
from mapflow.maps._collect import Drawing, collect, outline_of
from mapflow.maps._furniture import with_furniture
from mapflow.maps._pillow import need_pillow, reading

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw

# Beyond this a picture shows a texture, not features.
MAX_FEATURES: Final = 200_000
# Pillow's lines are jagged; drawing larger and shrinking smooths them.
_SMOOTH: Final = 2
# Smaller has no room for a map; larger takes gigabytes.
_LEAST_PX: Final = 320
_MOST_PX: Final = 8192
_FILL_ALPHA: Final = 104
# How much darker the ground outside of the area is, for each amount of "outside".
_SHADE: Final = [value * 84 // 255 for value in range(256)]
_GROUND: Final = "#dfe4dd"

Pixels = list[tuple[float, float]]


def png(
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | None = None,
    size_px: int = 1600,
    max_features: int = MAX_FEATURES,
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
        max_features: Draw no more than this many, the largest first; the picture says so.

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
    from PIL import Image

    if not isinstance(cast("object", size_px), int) or not _LEAST_PX <= size_px <= _MOST_PX:
        raise InvalidInput(
            f"`size_px` must be {_LEAST_PX} to {_MOST_PX} pixels, got {shown(size_px)}.",
            hint=f"Use {_LEAST_PX} or more.",
        )
    if backdrop is not None:
        check_backdrop(backdrop)
    drawing, outline = collect(features, limit=max_features), outline_of(area)
    box = _extent(drawing, outline, backdrop)
    scale = size_px / max(box.width, box.height)
    width, height = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
    picture = Image.new("RGBA", (width, height), _GROUND)
    if backdrop:
        _paste_backdrop(picture, backdrop, box, scale)
    _draw_features(picture, drawing, box, scale)
    if outline:
        _draw_area(picture, outline, box, scale)
    sheet = with_furniture(
        picture,
        drawing,
        title=clean_text(str(title)),
        subtitle=clean_text(str(subtitle)),
        attribution=clean_text(backdrop.attribution) if backdrop else "",
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
    max_features: int = MAX_FEATURES,
) -> Path:
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


def _extent(drawing: Drawing, area: Mapping[str, object] | None, backdrop: Backdrop | None) -> Box:
    if area:
        return to_box(frame(area))
    geometries = (feature.get("geometry") for _, feature in drawing.features)
    found = bounds_of(*cast("Iterator[Mapping[str, object] | None]", geometries))
    if found:
        return to_box(frame(found))
    if backdrop:
        return to_box(backdrop.bounds)
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
    for number, feature in drawing.features:
        colour = ImageColor.getrgb(drawing.groups[number].style.colour)[:3]
        geometry = cast("Mapping[str, object]", feature["geometry"])
        for kind, parts in _parts(geometry, box, scale * _SMOOTH):
            if kind == "Polygon":
                _fill(layer, pen, parts, (*colour, _FILL_ALPHA))
                for ring in parts:
                    pen.line([*ring, ring[0]], fill=(*colour, 255), width=line, joint="curve")
            elif kind == "LineString":
                for path in parts:
                    pen.line(path, fill=(*colour, 255), width=line + 2, joint="curve")
            else:
                for x, y in parts[0]:
                    r = line * 2
                    pen.ellipse((x - r, y - r, x + r, y + r), fill=(*colour, 220))
    picture.alpha_composite(layer.resize(picture.size, Image.Resampling.BOX))


def _fill(layer: Picture, pen: ImageDraw, rings: list[Pixels], colour: tuple[int, ...]) -> None:
    """Fill a polygon; one with holes goes through a mask, so that the holes stay as they were."""
    if len(rings) == 1:
        pen.polygon(rings[0], fill=colour)
        return
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


def _draw_area(picture: Picture, area: Mapping[str, object], box: Box, scale: float) -> None:
    from PIL import Image, ImageChops, ImageDraw

    large = (picture.width * _SMOOTH, picture.height * _SMOOTH)
    parts = list(_parts(area, box, scale * _SMOOTH))
    outside = Image.new("L", large, 255)
    stencil = ImageDraw.Draw(outside)
    for kind, rings in parts:
        if kind == "Polygon":
            inside = Image.new("L", large, 255)
            cutter = ImageDraw.Draw(inside)
            for number, ring in enumerate(rings):
                cutter.polygon(ring, fill=255 if number else 0)
            outside = ImageChops.darker(outside, inside)
    shade = Image.new("RGBA", picture.size, (12, 24, 20, 0))
    shade.putalpha(outside.resize(picture.size, Image.Resampling.BOX).point(_SHADE))
    picture.alpha_composite(shade)

    lines = Image.new("RGBA", large, (0, 0, 0, 0))
    stencil = ImageDraw.Draw(lines)
    width = max(2, round(_SMOOTH * max(picture.size) / 550))
    for _, rings in parts:
        for ring in rings:
            closed = [*ring, ring[0]]
            stencil.line(closed, fill=(12, 24, 20, 150), width=width * 2, joint="curve")
            stencil.line(closed, fill=(255, 255, 255, 255), width=width, joint="curve")
    picture.alpha_composite(lines.resize(picture.size, Image.Resampling.BOX))


def _parts(
    geometry: Mapping[str, object], box: Box, scale: float
) -> Iterator[tuple[str, list[Pixels]]]:
    """The simple parts of a geometry, as Polygon, LineString or Point, in pixels."""

    def pixels(items: object) -> Pixels:
        found: Pixels = []
        for lon, lat, *_ in cast("Sequence[Sequence[float]]", items):
            x, y = project(lon, lat)
            found.append(((x - box.left) * scale, (y - box.top) * scale))
        return found

    kind = str(geometry.get("type"))
    for member in cast("Sequence[Mapping[str, object]]", geometry.get("geometries") or ()):
        yield from _parts(member, box, scale)
    coordinates = cast("Sequence[object]", geometry.get("coordinates") or ())
    simple = kind.removeprefix("Multi")
    if simple == "Polygon":
        for polygon in [coordinates] if kind == simple else coordinates:
            rings = [pixels(ring) for ring in cast("Sequence[object]", polygon)]
            rings = [ring for ring in rings if len(ring) > 1]
            if rings:
                yield simple, rings
    elif simple == "LineString" and coordinates:
        paths = [coordinates] if kind == simple else coordinates
        yield simple, [pixels(path) for path in paths]
    elif simple == "Point" and coordinates:
        yield simple, [pixels([coordinates] if kind == simple else coordinates)]

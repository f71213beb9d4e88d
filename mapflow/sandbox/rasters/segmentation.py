"""Shapes from pixels: a rule of colour, a filter, outlines; window by window."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from math import hypot
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from mapflow.sandbox.rasters.info import RasterProblem
from mapflow.sandbox.rasters.pixels import Bytes, Source, Values, opened
from mapflow.sandbox.rasters.placement import Placement
from mapflow.sandbox.rasters.rules import RULES, Rule
from mapflow.sandbox.rasters.untyped import Dataset, enums, features, warp, windows
from mapflow.sandbox.rasters.upload_checks import inspect
from mapflow.sandbox.scene.grid import Point, area_m2, closed_ring
from mapflow.sandbox.scene.untyped import Shape, shapely, shapes

CORE_PX = 1024
"""Side of a window after averaging; what is held in memory depends on it alone."""

MARGIN_PX = 128
"""Margin around the core of a window, so that it shows small objects completely."""

FILTER_PX = 8
"""The same for large objects: enough for the filter alone."""

NOTE = "fixed thresholds on pixel values (not a trained model): "

_HALF = [0] * 128 + [255] * 128
_FULL = [0] * 253 + [255] * 3
_ANY = [0] * 3 + [255] * 253
"""From the mean of a box, 0 to 255, to whether half of it is set, all of it, or any."""

Feature = dict[str, Any]


class _Window(NamedTuple):
    """A core and what surrounds it, in averaged pixels from the corner of the image."""

    left: int
    top: int
    right: int
    bottom: int


class _Job(NamedTuple):
    """One image being searched."""

    source: Source
    rule: Rule
    factor: int
    """Pixels of the file along the side of an averaged one."""

    pixel_m: float
    """Side of an averaged pixel on the ground."""

    area: Shape
    """Area to search, in the coordinates of the file; None for the whole image."""

    grid: Placement
    """From averaged pixels to coordinates of the file."""


def segment(
    path: str | PathLike[str], geometry: Mapping[str, Any] | None, kind: str
) -> Iterator[Feature]:
    """Yield shapes; see `mapflow.sandbox.rasters.segment`."""
    return _segment(path, geometry, _rule(kind))


def can_read(path: str | PathLike[str], geometry: Mapping[str, Any], kind: str) -> bool:
    """Say whether pixels can be decoded; see `mapflow.sandbox.rasters.can_read`."""
    try:
        with _job(path, geometry, _rule(kind)) as job:
            for core in _cores(job):
                _read(job, _around(job, core))
    except RasterProblem:
        return False
    return True


def _rule(kind: str) -> Rule:
    if kind not in RULES:
        raise ValueError(f"unknown kind {kind!r}; there are {', '.join(RULES)}")
    return RULES[kind]


def _segment(
    path: str | PathLike[str], geometry: Mapping[str, Any] | None, rule: Rule
) -> Iterator[Feature]:
    number = 0
    with _job(path, geometry, rule) as job:
        for core in _cores(job):
            for feature in _search(job, core):
                number += 1
                feature["properties"]["id"] = number
                yield feature


@contextmanager
def _job(
    path: str | PathLike[str], geometry: Mapping[str, Any] | None, rule: Rule
) -> Generator[_Job]:
    """Open an image to be searched."""
    gsd_m = inspect(path).gsd_m
    factor = max(1, round(rule.pixel_m / gsd_m))
    with opened(path) as source:
        area = None if geometry is None else _in_file(source.file, geometry)
        grid = Placement.of(source.file).coarser(factor)
        yield _Job(source, rule, factor, gsd_m * factor, area, grid)


def _in_file(file: Dataset, geometry: Mapping[str, Any]) -> Shape:
    """Return an area in the coordinates of the file."""
    shape = shapes.shape(warp.transform_geom("EPSG:4326", file.crs, dict(geometry)))
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    shapely.prepare(shape)
    return shape


def _cores(job: _Job) -> Iterator[_Window]:
    """Yield the cores of the windows that meet the area, row by row."""
    file = job.source.file
    width, height = -(-file.width // job.factor), -(-file.height // job.factor)
    for top in range(0, height, CORE_PX):
        for left in range(0, width, CORE_PX):
            core = _Window(left, top, min(left + CORE_PX, width), min(top + CORE_PX, height))
            if job.area is None or job.area.intersects(shapes.Polygon(_corners(job, core))):
                yield core


def _corners(job: _Job, window: _Window) -> list[Point]:
    """Return the corners of a window in coordinates of the file."""
    left, top, right, bottom = window
    pixels = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [job.grid.coordinates(*pixel) for pixel in pixels]


def _search(job: _Job, core: _Window) -> Iterator[Feature]:
    """Yield what one window shows."""
    polygons = [
        part
        for shape in _shapes(job, core)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    if not polygons:
        return
    # All at once: making a transformation takes longer than using it.
    corners = shapely.get_coordinates(polygons)
    lonlat = warp.transform(job.source.file.crs, "EPSG:4326", corners[:, 0], corners[:, 1])
    for polygon in shapely.set_coordinates(polygons, np.round(np.transpose(lonlat), 8)):
        rings = [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]
        area = area_m2(rings)
        if area >= job.rule.least_m2 / 2:
            yield _feature(job.rule, rings, area)


def _shapes(job: _Job, core: _Window) -> Iterator[Shape]:
    """Yield the shapes of one window in coordinates of the file."""
    window = _around(job, core)
    mask = _mask(job, window)
    if not mask.any():
        return
    mask = features.sieve(mask, max(2, int(job.rule.least_m2 / job.pixel_m**2)))
    transform = job.grid.moved(window.left, window.top).affine()
    border = shapes.Polygon(_corners(job, core))
    step = hypot(job.grid.a, job.grid.d)
    for outline, _ in features.shapes(mask, mask=mask.astype(bool), transform=transform):
        shape: Shape = shapes.shape(outline)
        if not job.rule.whole:
            yield _within(job.area, shape.intersection(border).simplify(step))
        elif _owns(job, core, shape) and (job.area is None or job.area.contains(shape.centroid)):
            yield shape.simplify(step)


def _around(job: _Job, core: _Window) -> _Window:
    """Return what is read of the image for a core."""
    margin = MARGIN_PX if job.rule.whole else FILTER_PX
    left, top = max(0, core.left - margin), max(0, core.top - margin)
    return _Window(left, top, core.right + margin, core.bottom + margin)


def _owns(job: _Job, core: _Window, shape: Shape) -> bool:
    """Return whether an object belongs to a core: that of the middle of its box, so to one only."""
    left, bottom, right, top = shape.bounds
    column, row = job.grid.pixel((left + right) / 2, (bottom + top) / 2)
    return core.left <= column < core.right and core.top <= row < core.bottom


def _within(area: Shape, shape: Shape) -> Shape:
    """Return what an area holds of a shape."""
    if area is None or area.contains(shape):
        return shape
    return area.intersection(shape if shape.is_valid else shapely.make_valid(shape))


def _read(job: _Job, window: _Window) -> tuple[Values, Values]:
    """Return the values of a window, and which of them are there."""
    source, factor, file = job.source, job.factor, job.source.file
    right, bottom = min(window.right * factor, file.width), min(window.bottom * factor, file.height)
    left, top = window.left * factor, window.top * factor
    shape = (-(-(bottom - top) // factor), -(-(right - left) // factor))
    where = windows.Window(left, top, right - left, bottom - top)
    values = file.read(
        source.bands,
        window=where,
        out_shape=(len(source.bands), *shape),
        resampling=enums.Resampling.average,
    )
    return values, file.dataset_mask(window=where, out_shape=shape) > 0


def _mask(job: _Job, window: _Window) -> Bytes:
    """Return 1 where the rule of a kind holds, after the filter."""
    values, seen = _read(job, window)
    rgb = job.source.colours(values).astype(np.float32)
    if len(rgb) == 1:
        rgb = np.repeat(rgb, 3, axis=0)
    chosen = job.rule.choose(rgb) & seen
    picture = Image.fromarray((chosen * 255).astype(np.uint8))
    picture = picture.filter(ImageFilter.BoxBlur(job.rule.blur_px)).point(_HALF)
    if narrow := job.rule.narrow_px:
        # A box that is full shrinks what is there, and one that is not empty grows it back.
        picture = picture.filter(ImageFilter.BoxBlur(narrow)).point(_FULL)
        picture = picture.filter(ImageFilter.BoxBlur(narrow)).point(_ANY)
    return (np.asarray(picture) > 0).astype(np.uint8)


def _ring(ring: Shape) -> list[Point]:
    """Return the positions of a ring, not closed."""
    return [(float(x), float(y)) for x, y in ring.coords][:-1]


def _feature(rule: Rule, rings: list[list[Point]], area: float) -> Feature:
    """Return a polygon in lon/lat as a feature; its id comes later."""
    return {
        "type": "Feature",
        "geometry": {
            "type": "Polygon",
            "coordinates": [closed_ring(ring, hole=k > 0) for k, ring in enumerate(rings)],
        },
        "properties": {
            "id": 0,
            "object_type": rule.object_type,
            "area": round(area),
            "sandbox_method": NOTE + rule.method,
        },
    }

"""Shapes from pixels: a rule of colour, a filter, outlines; window by window."""

import importlib
from collections.abc import Iterator, Mapping
from os import PathLike
from typing import Any, NamedTuple

from mapflow.sandbox.rasters.pixels import Source, opened
from mapflow.sandbox.rasters.rules import RULES, Rule

CORE_PX = 1024
"""Side of a window after averaging; what is held in memory depends on it alone."""

MARGIN_PX = 128
"""How far a window looks beyond its core, so that small objects are seen whole."""

NOTE = "fixed thresholds on pixel values (not a trained model): "


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
    area: Any
    """Area to stay in, as a shapely geometry in the coordinates of the file; None for everything."""

    @property
    def transform(self) -> Any:
        """From averaged pixels to coordinates of the file."""
        return self.source.file.transform @ self.source.file.transform.scale(self.factor)


def segment(
    path: str | PathLike[str], geometry: Mapping[str, Any] | None, kind: str
) -> Iterator[dict[str, Any]]:
    """Yield shapes; see `mapflow.sandbox.rasters.segment`."""
    if kind not in RULES:
        raise ValueError(f"unknown kind {kind!r}; there are {', '.join(RULES)}")
    return _segment(path, geometry, RULES[kind])


def _segment(
    path: str | PathLike[str], geometry: Mapping[str, Any] | None, rule: Rule
) -> Iterator[dict[str, Any]]:
    from mapflow.sandbox.rasters.header import inspect

    gsd_m = inspect(path).gsd_m
    number = 0
    with opened(path) as source:
        factor = max(1, round(rule.pixel_m / gsd_m))
        area = None if geometry is None else _in_file(source.file, geometry)
        job = _Job(source, rule, factor, area)
        for core in _cores(job):
            for feature in _search(job, core, gsd_m * factor):
                number += 1
                feature["properties"]["id"] = number
                yield feature


def _in_file(file: Any, geometry: Mapping[str, Any]) -> Any:
    """Return an area in the coordinates of the file."""
    warp: Any = importlib.import_module("rasterio.warp")
    shapely: Any = importlib.import_module("shapely")
    shapes: Any = importlib.import_module("shapely.geometry")
    shape = shapes.shape(warp.transform_geom("EPSG:4326", file.crs, dict(geometry)))
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    shapely.prepare(shape)
    return shape


def _cores(job: _Job) -> Iterator[_Window]:
    """Yield the cores of the windows that meet the area, row by row."""
    shapes: Any = importlib.import_module("shapely.geometry")
    file = job.source.file
    width, height = -(-file.width // job.factor), -(-file.height // job.factor)
    for top in range(0, height, CORE_PX):
        for left in range(0, width, CORE_PX):
            core = _Window(left, top, min(left + CORE_PX, width), min(top + CORE_PX, height))
            if job.area is None or job.area.intersects(shapes.Polygon(_corners(job, core))):
                yield core


def _corners(job: _Job, window: _Window) -> list[tuple[float, float]]:
    """Return the corners of a window in coordinates of the file."""
    left, top, right, bottom = window
    pixels = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [job.transform @ pixel for pixel in pixels]


def _search(job: _Job, core: _Window, pixel_m: float) -> Iterator[dict[str, Any]]:
    """Yield what one window shows."""
    features: Any = importlib.import_module("rasterio.features")
    shapes: Any = importlib.import_module("shapely.geometry")
    margin = MARGIN_PX if job.rule.whole else 8
    window = _Window(
        max(0, core.left - margin),
        max(0, core.top - margin),
        core.right + margin,
        core.bottom + margin,
    )
    mask = _mask(job, window)
    least_px = max(2, int(job.rule.least_m2 / pixel_m**2))
    if not mask.any():
        return
    mask = features.sieve(mask, least_px)
    transform = job.transform @ job.transform.translation(window.left, window.top)
    border = shapes.Polygon(_corners(job, core))
    step = (job.transform.a**2 + job.transform.d**2) ** 0.5
    for outline, _ in features.shapes(mask, mask=mask.astype(bool), transform=transform):
        shape = shapes.shape(outline)
        if job.rule.whole:
            if not _owns(job, core, shape):
                continue
        else:
            shape = shape.intersection(border)
        yield from _features(job, shape.simplify(step * 1.1), shape)


def _owns(job: _Job, core: _Window, shape: Any) -> bool:
    """Tell whether an object belongs to a core: the middle of its box decides, so one core does."""
    left, bottom, right, top = shape.bounds
    column, row = ~job.transform @ ((left + right) / 2, (bottom + top) / 2)
    return core.left <= column < core.right and core.top <= row < core.bottom


def _mask(job: _Job, window: _Window) -> Any:
    """Return 1 where the rule of a kind holds, after the filter."""
    import numpy as np
    from PIL import Image, ImageFilter

    windows: Any = importlib.import_module("rasterio.windows")
    enums: Any = importlib.import_module("rasterio.enums")
    source, factor = job.source, job.factor
    file = source.file
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
    seen = file.dataset_mask(window=where, out_shape=shape)
    rgb = source.colours(values).astype(np.float32)
    if len(rgb) == 1:
        rgb = np.repeat(rgb, 3, axis=0)
    chosen = job.rule.choose(rgb) & (seen > 0)
    picture = Image.fromarray((chosen * 255).astype(np.uint8))
    smooth = np.asarray(picture.filter(ImageFilter.BoxBlur(job.rule.blur_px)))
    return (smooth > 127).astype(np.uint8)


def _features(job: _Job, shape: Any, exact: Any) -> Iterator[dict[str, Any]]:
    """Yield the parts of a shape that lie in the area and are large enough."""
    shapely: Any = importlib.import_module("shapely")
    warp: Any = importlib.import_module("rasterio.warp")
    from mapflow.sandbox.world.grid import area_m2

    if job.area is not None:
        if job.rule.whole:
            if not job.area.contains(exact.centroid):
                return
        elif not job.area.contains(shape):
            shape = shape.intersection(job.area)
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        rings: list[list[tuple[float, float]]] = []
        for ring in (part.exterior, *part.interiors):
            xs, ys = [c[0] for c in ring.coords], [c[1] for c in ring.coords]
            lons, lats = warp.transform(job.source.file.crs, "EPSG:4326", xs, ys)
            rings.append([(round(x, 8), round(y, 8)) for x, y in zip(lons, lats, strict=True)])
        area = area_m2([ring[:-1] for ring in rings])
        if area < job.rule.least_m2 / 2:
            continue
        yield {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": _turned(rings)},
            "properties": {
                "id": 0,
                "object_type": job.rule.object_type,
                "area": round(area),
                "sandbox_method": NOTE + job.rule.method,
            },
        }


def _turned(rings: list[list[tuple[float, float]]]) -> list[list[list[float]]]:
    """Return closed rings in the turn that GeoJSON asks for."""
    from mapflow.sandbox.world.grid import shoelace

    return [
        [list(p) for p in (ring if (shoelace(ring[:-1]) > 0) == (k == 0) else ring[::-1])]
        for k, ring in enumerate(rings)
    ]

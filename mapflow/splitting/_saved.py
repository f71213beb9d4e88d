"""Reads saved plans: GeoJSON, with the figures of the plan in a foreign member."""

from __future__ import annotations

from os import PathLike
from typing import Literal, cast

import msgspec

from mapflow._files import as_path, unreadable
from mapflow.errors import InvalidArea, InvalidFile
from mapflow.geometry import Geometry, area_m2
from mapflow.splitting._limits import SplitLimits
from mapflow.splitting._parts import Group, SplitCell, SplitPart
from mapflow.splitting._plan import SplitPlan


class _Properties(msgspec.Struct):
    name: str
    cells: list[tuple[str, float, float, float, float] | None]
    ground: dict[str, object] | None = None


class _Feature(msgspec.Struct):
    properties: _Properties
    geometry: dict[str, object]


class _Limits(msgspec.Struct):
    aoi_area_limit_m2: float | None
    max_areas: int | None
    min_area_m2: float | None
    remaining_area_m2: float | None


class _Figures(msgspec.Struct):
    version: Literal[1]
    area_m2: float
    lower_bound: int
    seam_m: float
    overlap_m: float
    spread_deg: float | None
    group: Group
    limits: _Limits
    notes: list[str]


class _File(msgspec.Struct):
    features: list[_Feature]
    mapflow_split: _Figures


def load_split(path: str | PathLike[str]) -> SplitPlan:
    """Read a plan that `SplitPlan.save` or ``mapflow split`` wrote.

    Args:
        path: The file.

    Returns:
        The plan, as it was.

    Raises:
        InvalidFile: The file cannot be read, or holds no plan. Split the area again.

    Example:
        ```python
        import mapflow

        plan = mapflow.split(area, mapflow.SplitLimits(aoi_area_limit_m2=100_000))
        plan.save("plan.geojson", overwrite=True)
        print(mapflow.load_split("plan.geojson"))
        ```
    """
    source = as_path(path)
    try:
        content = source.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(source, error) from error
    try:
        read = msgspec.json.decode(content, type=_File)
        return _plan(read)
    except (msgspec.MsgspecError, InvalidArea, TypeError) as error:
        raise InvalidFile(
            f"{source} is not a saved plan: {error}",
            hint="Split the area again, or pass the file on as areas.",
        ) from error


def _plan(read: _File) -> SplitPlan:
    figures = read.mapflow_split
    return SplitPlan(
        tuple(_part(feature) for feature in read.features),
        figures.area_m2,
        figures.lower_bound,
        figures.seam_m,
        SplitLimits(*msgspec.structs.astuple(figures.limits)),
        figures.overlap_m,
        figures.spread_deg,
        figures.group,
        tuple(figures.notes),
    )


def _part(feature: _Feature) -> SplitPart:
    geometry = cast("Geometry", feature.geometry)
    cells = [None if cell is None else SplitCell(*cell) for cell in feature.properties.cells]
    ground = feature.properties.ground
    return SplitPart(
        feature.properties.name,
        geometry,
        area_m2(geometry),
        tuple(cells),
        None if ground is None else cast("Geometry", ground),
    )

"""Reads saved plans: GeoJSON, with the figures of the plan in a foreign member."""

from __future__ import annotations

from os import PathLike
from typing import Final, Literal, cast

import msgspec

from mapflow._files import as_path, unreadable
from mapflow.errors import InvalidArea, InvalidFile, InvalidInput
from mapflow.geometry import Geometry, area_m2
from mapflow.splitting._limits import SplitLimits, as_limits
from mapflow.splitting._parts import Group, SplitCell, SplitParcel, SplitPart
from mapflow.splitting._plan import SplitPlan

VERSION: Final = 1
#: Areas are written down to a tenth of a square metre.
_ROUNDED_M2: Final = 0.1
_RELATIVE: Final = 1e-6


class _Properties(msgspec.Struct):
    name: str
    area_m2: float
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


class _Version(msgspec.Struct):
    version: int


class _Head(msgspec.Struct):
    mapflow_split: _Version


class _Figures(msgspec.Struct):
    version: Literal[1]
    processings: int
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
    parcels: list[tuple[str, dict[str, object]]] | None = None


def load_split(path: str | PathLike[str]) -> SplitPlan:
    """Read a plan that `SplitPlan.save` or ``mapflow split`` wrote.

    Args:
        path: The file.

    Returns:
        The plan, as it was.

    Raises:
        InvalidFile: The file cannot be read, holds no plan, was changed, or is of a newer version.
            Split the area again, or update the package.

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
        version = msgspec.json.decode(content, type=_Head).mapflow_split.version
        if version > VERSION:
            raise InvalidFile(
                f"{source} was made by a newer version of mapflow-client: it is a plan of version"
                f" {version}, and this one reads {VERSION}.",
                hint="Update the package, or split the area again.",
            )
        return _plan(msgspec.json.decode(content, type=_File))
    except (msgspec.MsgspecError, _ChangedPlan) as error:
        raise InvalidFile(
            f"{source} is not a saved plan: {error}.", hint="Split the area again."
        ) from error


class _ChangedPlan(Exception):
    """What a plan says of itself is not what it holds."""


def _plan(read: _File) -> SplitPlan:
    figures = read.mapflow_split
    names = {feature.properties.name for feature in read.features}
    if not figures.processings == len(read.features) == len(names):
        raise _ChangedPlan(
            f"it was saved with {figures.processings} parts, and holds {len(read.features)} with"
            f" {len(names)} names"
        )
    try:
        limits = as_limits(SplitLimits(*msgspec.structs.astuple(figures.limits)))
    except InvalidInput as error:
        raise _ChangedPlan("its limits are not numbers from 0 on") from error
    return SplitPlan(
        tuple(_part(feature) for feature in read.features),
        figures.area_m2,
        figures.lower_bound,
        figures.seam_m,
        limits,
        figures.overlap_m,
        figures.spread_deg,
        figures.group,
        tuple(figures.notes),
        None
        if read.parcels is None
        else tuple(SplitParcel(name, _measured(area, name)[0]) for name, area in read.parcels),
    )


def _part(feature: _Feature) -> SplitPart:
    saved = feature.properties
    geometry, found_m2 = _measured(feature.geometry, saved.name)
    if abs(found_m2 - saved.area_m2) > _ROUNDED_M2 + _RELATIVE * found_m2:
        raise _ChangedPlan(
            f"part {saved.name!r} was saved with {saved.area_m2:,.0f} m², and covers"
            f" {found_m2:,.0f} m²"
        )
    polygons = 1 if geometry["type"] == "Polygon" else len(geometry["coordinates"])
    if polygons != len(saved.cells):
        raise _ChangedPlan(
            f"part {saved.name!r} has {polygons} polygons, and cells for {len(saved.cells)}"
        )
    return SplitPart(
        saved.name,
        geometry,
        found_m2,
        tuple(None if cell is None else SplitCell(*cell) for cell in saved.cells),
        None if saved.ground is None else _measured(saved.ground, saved.name)[0],
    )


def _measured(given: dict[str, object], name: str) -> tuple[Geometry, float]:
    geometry = cast("Geometry", given)
    try:
        return geometry, area_m2(geometry)
    except (InvalidArea, TypeError) as error:
        raise _ChangedPlan(f"the area of part {name!r} is not a polygon") from error

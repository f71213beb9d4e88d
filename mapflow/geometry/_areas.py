"""The front door: anything in, checked geometries out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from mapflow._arguments import text
from mapflow._base_errors import InvalidArea
from mapflow.geometry._checks.checker import Checker
from mapflow.geometry._checks.overlap import overlapping_pair
from mapflow.geometry._readers.anything import read
from mapflow.geometry._readers.found import Found, Row
from mapflow.geometry._readers.names import names_of
from mapflow.geometry._refusals import refuse
from mapflow.geometry._types import AreaLike, AreasLike, CrsLike, Geometry, NamedArea, Polygon
from mapflow.geometry._warn import warn

_GEOJSON_KEYS = frozenset({"coordinates", "geometries", "features", "geometry", "rings"})


def as_geometry(
    area: AreaLike,
    *,
    crs: CrsLike | None = None,
    layer: str | None = None,
    repair: bool = False,
) -> Geometry:
    """Turn an area of interest into the geometry that the service takes.

    Several polygons, from however many features, become one MultiPolygon. What has one meaning
    only is put right silently: open rings, winding, repeated positions, heights, a polygon drawn
    wholly outside ±180 degrees. Rings that touch themselves are taken apart, with a warning.
    Everything else is refused before anything is sent.

    Args:
        area: GeoJSON (a geometry, a Feature, a FeatureCollection, or one of these a line; as a
            dict, as text, as bytes, or as the path of a file), a bounding box (west, south, east,
            north) in degrees, well-known text or binary, the content or the path of a file of any
            format that the guide lists, any object with ``__geo_interface__`` or with a
            ``geometry``, what `read_areas` returned, or a list of these. Some formats need the
            ``geo`` extra. A box with west > east crosses the antimeridian.
        crs: Reference system of the coordinates, such as ``"EPSG:32637"``; it outranks what the
            input says of itself. Default: the input's own, else longitude and latitude.
            Converting needs the ``geo`` extra.
        layer: Name of the layer to read, of a file that has several. Default: the only one that
            can hold areas.
        repair: Whether to repair what is broken, such as a ring that crosses itself; a warning
            gives the area before and after. It needs the ``geo`` extra. Default: False.

    Returns:
        A GeoJSON Polygon or MultiPolygon: longitude and latitude on WGS84, two numbers a position,
        rings closed, outer rings counterclockwise and holes clockwise.

    Raises:
        InvalidArea: The area cannot be used. The message says what is wrong and where (features,
            rings and positions are counted from 0); ``reason`` is one word for a program to look
            at. Correct the area.

    Warns:
        AreaWarning: Features without a geometry, or pins, were omitted; a ring was repaired; or
            polygons overlap (known only if shapely is installed), so that shared ground counts
            twice.

    Example:
        ```python
        from mapflow.geometry import as_geometry

        geometry = as_geometry((37.298, 55.636, 37.308, 55.640))
        print(geometry["type"], len(geometry["coordinates"][0]))
        ```
    """
    found = read_one(area, crs=crs, layer=layer, repair=repair)
    for remark in found.warnings:
        warn(remark)
    return found.geometry


class OneArea(NamedTuple):
    """A geometry, and what is to be told about how it was read."""

    geometry: Geometry
    warnings: list[str]
    remarks: list[str]


def read_one(
    area: object, *, crs: CrsLike | None = None, layer: str | None = None, repair: bool = False
) -> OneArea:
    """Read an area as `as_geometry` does, and return the warnings instead of raising them."""
    found = Found(crs, layer)
    _read(area, found)
    checker = Checker(repair=repair)
    polygons: list[Polygon] = []
    places: list[str] = []
    read_before: list[str] = []
    missing = 0
    for row in found.rows:
        pieces, there = checker.check(row)
        polygons += pieces
        places += there
        read_before += row.notes
        missing += row.null_count + row.empty_count
    if not polygons:
        raise nothing_found(found)
    if missing:
        of_all = f"{missing} of {missing + len(found.parts)} features"
        found.warnings.append(f"{of_all} have no geometry and are omitted.")
    found.warnings += [*pins_left_out(found), *checker.notes, *read_before]
    if len(polygons) > 1:
        found.warnings += _overlap(polygons, places)
    return OneArea(polygons_as_geometry(polygons), found.warnings, found.remarks)


def read_areas(
    area: AreasLike,
    *,
    layer: str | None = None,
    name_field: str | None = None,
    crs: CrsLike | None = None,
    repair: bool = False,
) -> list[NamedArea]:
    """Read areas that stay apart: one for each feature of a collection or a file, with its name.

    It takes whatever `as_geometry` takes. A collection, a file, a data frame and a list give one
    area for each of their members; a MultiPolygon is one area.

    Args:
        area: As for `as_geometry`; also a mapping from names to areas, or any iterable of areas.
        layer: Name of the layer to read, of a file that has several. Default: the only one that
            can hold areas.
        name_field: Property that names the areas. Default: ``name`` in whatever case, else the
            feature's id, else a number from 1, where each is tried for all areas together.
        crs: Reference system of the coordinates. Default: the input's own.
        repair: Whether to repair what is broken, as in `as_geometry`. Default: False.

    Returns:
        The areas in the order of the input. One that cannot be used has an ``error`` in the place
        of its geometry, and does not stop the others.

    Raises:
        InvalidArea: Nothing can be read, or no area has the field that is to name it. Correct the
            input, or name another field.

    Warns:
        AreaWarning: Pins or lines of a file were omitted.

    Example:
        ```python
        from mapflow.geometry import read_areas

        for each in read_areas({"North": (37.30, 55.63, 37.31, 55.64)}):
            print(each.name, each.error or each.geometry["type"])
        ```
    """
    found, areas = read_named(area, layer=layer, name_field=name_field, crs=crs, repair=repair)
    for remark in found.warnings:
        warn(remark)
    return areas


def read_named(
    area: object,
    *,
    layer: str | None = None,
    name_field: str | None = None,
    crs: CrsLike | None = None,
    repair: bool = False,
) -> tuple[Found, list[NamedArea]]:
    """Read areas as `read_areas` does, and return the warnings instead of raising them."""
    if name_field is not None:
        text(name_field, "name_field")
    found = Found(crs, layer, name_field, apart=True)
    _read(area, found)
    if not found.rows:
        raise nothing_found(found)
    checker = Checker(repair=repair)
    areas = [
        _named(name, row, checker) for name, row in zip(names_of(found), found.rows, strict=True)
    ]
    found.warnings += pins_left_out(found)
    return found, areas


def _read(area: object, found: Found) -> None:
    if found.layer is not None:
        text(found.layer, "layer")
    if found.apart and (named := by_name(area)) is not None:
        for name, each in named.items():
            with found.row(name=str(name)) as row:
                row.where = f"area {name}"
                read(each, found)
    elif found.apart and _is_loose(area):
        read(list(cast("Iterable[object]", area)), found)
    else:
        read(area, found)
    if found.layer is not None and not found.layer_used:
        raise refuse(
            "no_layers",
            f"there is no layer {found.layer!r} to choose: the area has no layers.",
            hint="Leave the layer out.",
        )


def by_name(area: object) -> Mapping[object, object] | None:
    """Tell a mapping from names to areas from a GeoJSON object, also from a broken one."""
    if not isinstance(area, Mapping):
        return None
    given = cast("Mapping[object, object]", area)
    is_geojson = isinstance(given.get("type"), str) or "objects" in given
    return None if is_geojson or not given or _GEOJSON_KEYS.intersection(given) else given


def _is_loose(area: object) -> bool:
    """Return whether this is only a series of areas: an iterator, a set, a view of a dict.

    An open file is not a list of areas, although it is iterable: its lines are not areas.
    """
    return (
        isinstance(area, Iterable)
        and not isinstance(area, str | bytes | bytearray | memoryview | Mapping | list | tuple)
        and not any(
            hasattr(cast("object", area), name)
            for name in ("__geo_interface__", "geometry", "tolist", "to_dict", "to_crs", "read")
        )
    )


def _named(name: str, row: Row, checker: Checker) -> NamedArea:
    try:
        if row.fault is not None:
            raise row.fault
        if row.null_count and not row.parts:
            raise refuse("null_geometry", "the feature has no geometry.", where=row.where)
        if not row.parts:
            raise refuse("empty", "the area holds no polygon.", where=row.where)
        polygons, places = checker.check(row)
    except InvalidArea as error:
        checker.take_notes()
        return NamedArea(name, None, error, ())
    notes = row.notes + checker.take_notes()
    if len(polygons) > 1 and not row.notes:  # what was read before has been searched for overlaps
        notes += _overlap(polygons, places)
    return NamedArea(name, polygons_as_geometry(polygons), None, tuple(notes))


def polygons_as_geometry(polygons: list[Polygon]) -> Geometry:
    """One geometry of polygons that were checked."""
    coordinates: list[list[list[list[float]]]] = []
    for rings in polygons:
        coordinates.append([])
        for ring in rings:
            coordinates[-1].append(list(map(list, (*ring, ring[0]))))
    if len(coordinates) == 1:
        return {"type": "Polygon", "coordinates": coordinates[0]}
    return {"type": "MultiPolygon", "coordinates": coordinates}


def nothing_found(found: Found) -> InvalidArea:
    """The error for an input without a polygon."""
    null_count = sum(row.null_count for row in found.rows)
    if null_count:
        none = f"none of the {null_count} features has a geometry."
        what = none if null_count > 1 else "the feature has no geometry."
        return refuse("null_geometry", what, hint="Draw the area, or pass other features.")
    if found.left_out:
        return refuse(
            "not_polygon",
            f"it has no polygon, only {_listed(found)}, which cover no area.",
            hint="Draw the outline as a polygon.",
        )
    return refuse("empty", "the area holds no polygon.", hint="Pass at least one polygon.")


def pins_left_out(found: Found) -> list[str]:
    """The warning about points and lines that were omitted."""
    if not found.left_out:
        return []
    verb = "is" if found.left_out.total() == 1 else "are"
    told = f"{_listed(found)} {verb} omitted, because only polygons cover an area."
    return [told[:1].upper() + told[1:]]


def _listed(found: Found) -> str:
    return " and ".join(
        f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in found.left_out.items()
    )


def _overlap(polygons: list[Polygon], places: list[str]) -> list[str]:
    """The warning about polygons that overlap."""
    pair = overlapping_pair(polygons)
    if pair is None:
        return []
    one, other = (places[i] or f"polygon {i}" for i in pair)
    told = f"{one} and {other} overlap; ground that they share counts (and costs) twice."
    return [told[:1].upper() + told[1:]]

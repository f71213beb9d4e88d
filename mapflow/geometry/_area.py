"""The front door: anything in, one checked geometry out."""

from __future__ import annotations

import warnings

from mapflow.errors import AreaWarning
from mapflow.geometry._check import Checker
from mapflow.geometry._found import Found, refuse
from mapflow.geometry._overlap import overlapping_pair
from mapflow.geometry._read import read
from mapflow.geometry._types import AreaLike, CrsLike, Geometry, Position


def as_geometry(area: AreaLike, *, crs: CrsLike | None = None) -> Geometry:
    """Turn an area of interest into the geometry that the service takes.

    Several polygons, from however many features, become one MultiPolygon. What has one meaning
    only is put right silently: open rings, winding, repeated positions, heights, a polygon drawn
    wholly beyond ±180 degrees. Everything else is refused before anything is sent.

    Args:
        area: GeoJSON (a geometry, a Feature or a FeatureCollection; as a dict, as text, or as the
            path of a ``.geojson`` or ``.json`` file), a bounding box (west, south, east, north) in
            degrees, well-known text, any object with ``__geo_interface__`` or with a ``geometry``,
            or a list of these. With the ``geo`` extra also the path of a GeoPackage, Shapefile,
            KML, FlatGeobuf or GeoParquet file. A box with west > east crosses the antimeridian.
        crs: Reference system of the coordinates, such as ``"EPSG:32637"``; it outranks what the
            input says of itself. Left out, the input's own is used, else longitude and latitude.
            Converting needs the ``geo`` extra.

    Returns:
        A GeoJSON Polygon or MultiPolygon: longitude and latitude on WGS84, two numbers a position,
        rings closed, outer rings counterclockwise and holes clockwise.

    Raises:
        InvalidArea: The area cannot be used. The message says what is wrong and where (features,
            rings and positions are counted from 0); ``reason`` is one word for a program to look
            at. Correct the area.

    Warns:
        AreaWarning: Features without a geometry were left out, or polygons overlap (known only
            where shapely is installed); shared ground counts twice.

    Example:
        ```python
        from mapflow.geometry import as_geometry

        geometry = as_geometry((37.298, 55.636, 37.308, 55.640))
        print(geometry["type"], len(geometry["coordinates"][0]))
        ```
    """
    found = Found(crs)
    read(area, found)
    if not found.parts:
        raise _nothing_found(found)
    checker = Checker()
    polygons = [checker.check(part) for part in found.parts]
    _warn_of_missing(found)
    _warn_of_overlaps(polygons, [part.where for part in found.parts])
    coordinates = [[_closed(ring) for ring in rings] for rings in polygons]
    if len(coordinates) == 1:
        return {"type": "Polygon", "coordinates": coordinates[0]}
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _closed(ring: list[Position]) -> list[list[float]]:
    return [[x, y] for x, y in [*ring, ring[0]]]


def _nothing_found(found: Found) -> Exception:
    if found.null_count:
        count = f"none of the {found.null_count} features has" if found.null_count > 1 else "the"
        what = f"{count} a geometry." if found.null_count > 1 else "the feature has no geometry."
        return refuse("null_geometry", what, hint="Draw the area, or pass other features.")
    return refuse("empty", "the area holds no polygon.", hint="Pass at least one polygon.")


def _warn_of_missing(found: Found) -> None:
    count = found.null_count + found.empty_count
    if count:
        text = f"{count} of {count + len(found.parts)} features have no geometry and are left out."
        warnings.warn(AreaWarning(text), stacklevel=3)


def _warn_of_overlaps(polygons: list[list[list[Position]]], places: list[str]) -> None:
    pair = overlapping_pair(polygons) if len(polygons) > 1 else None
    if pair:
        one, other = (places[i] or f"polygon {i}" for i in pair)
        text = f"{one} and {other} overlap; ground that they share counts (and costs) twice."
        warnings.warn(AreaWarning(text[:1].upper() + text[1:]), stacklevel=3)

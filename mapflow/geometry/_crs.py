"""Coordinate reference systems: recognise longitude and latitude, convert the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from mapflow.geometry._extra import require
from mapflow.geometry._found import refuse
from mapflow.geometry._types import CrsLike, Position, SupportsToWkt

_LON_LAT = {"4326", "EPSG:4326", "CRS84", "OGC:CRS84", "OGC:CRS84H", "WGS84", "WGS 84"}


def is_lon_lat(crs: CrsLike | None) -> bool:
    """Tell whether coordinates are longitude and latitude on WGS84 as they stand.

    An unnamed system counts: plain GeoJSON says nothing and means exactly this. The axis order
    that an authority gives ``EPSG:4326`` is not honoured, as in every program that writes GeoJSON.
    """
    return crs is None or _short_name(crs) in _LON_LAT


def crs_of_member(member: object, *, where: str) -> CrsLike | None:
    """Read the ``crs`` member that GeoJSON had until 2016 and that GDAL still writes."""
    name = member
    if isinstance(member, Mapping):
        properties = cast("Mapping[str, object]", member).get("properties")
        name = (
            cast("Mapping[str, object]", properties).get("name")
            if isinstance(properties, Mapping)
            else None
        )
    if isinstance(name, str) and name.strip():
        return name
    raise refuse(
        "unknown_crs",
        'the "crs" member does not name a coordinate reference system.',
        where=where,
        hint="Write it in longitude and latitude, or use"
        ' mapflow.geometry.as_geometry(area, crs="EPSG:...").',
    )


class Reprojector:
    """Turns positions of one reference system into longitude and latitude."""

    def __init__(self, crs: CrsLike, *, where: str) -> None:
        name = _short_name(crs)
        pyproj = require("pyproj", f"reprojecting from {name[:60]}", where=where)
        definition = crs.to_wkt() if isinstance(crs, SupportsToWkt) else crs
        try:
            self._transformer = pyproj.Transformer.from_crs(definition, "OGC:CRS84", always_xy=True)
        except pyproj.exceptions.ProjError as error:
            raise refuse(
                "unknown_crs",
                f"{name[:60]} is not a coordinate reference system that pyproj can convert.",
                where=where,
                hint='Name it like "EPSG:32637".',
            ) from error

    def __call__(self, positions: list[Position]) -> list[Position]:
        """Convert one ring; what cannot be converted comes back infinite."""
        xs, ys = self._transformer.transform([x for x, _ in positions], [y for _, y in positions])
        return list(zip(xs, ys, strict=True))


def _short_name(crs: CrsLike) -> str:
    """Bring ``urn:ogc:def:crs:EPSG::4326``, its URL form and ``EPSG:4326`` to one spelling."""
    name = str(crs).strip().upper()
    for prefix, mark in (("URN:OGC:DEF:CRS:", ":"), ("HTTP", "/")):
        if name.startswith(prefix):
            pieces = name.removeprefix("URN:OGC:DEF:CRS:").split(mark)
            return f"{pieces[-3] if len(pieces) > 2 else pieces[0]}:{pieces[-1]}"
    return name

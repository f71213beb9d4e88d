"""Coordinate reference systems: recognise longitude and latitude, convert the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from mapflow._base_errors import InvalidArea
from mapflow._hints import Hint, joined
from mapflow.geometry._extra import require
from mapflow.geometry._refusals import crs_hint, refuse
from mapflow.geometry._types import CrsLike, Position, SupportsToWkt

_LON_LAT = {"EPSG:4326", "OGC:CRS84", "WGS84", "WGS 84"}
#: Names of web maps' own projection from before it had a number.
_ALIASES: dict[str, str] = dict.fromkeys(
    ("EPSG:900913", "EPSG:102100", "EPSG:102113", "ESRI:102100", "ESRI:102113"), "EPSG:3857"
)
_AUTHORITY = re.compile(
    r"^(?:URN:.*|HTTPS?:.*|INIT=|\+INIT=)?\b(EPSG|ESRI|OGC|IAU_?\d*)\b.*[:/#](\w+)/?$"
)
#: Longer than this it is a definition, not a name.
_LONGEST_NAME = 80


def is_lon_lat(crs: CrsLike | None) -> bool:
    """Return whether coordinates are longitude and latitude on WGS84 as they stand.

    An unnamed system counts: plain GeoJSON says nothing and means exactly this. The axis order
    that an authority gives ``EPSG:4326`` is not honoured, as in every program that writes GeoJSON.
    """
    return crs is None or _short_name(crs) in _LON_LAT


def crs_of_member(member: object, *, where: str) -> CrsLike | None:
    """Read the ``crs`` member that GeoJSON had until 2016 and that GDAL still writes."""
    name = member
    if isinstance(member, Mapping):
        given = cast("Mapping[str, object]", member)
        properties = given.get("properties")
        held: Mapping[str, object] = {}
        if isinstance(properties, Mapping):
            held = cast("Mapping[str, object]", properties)
        # The form of 2008 names the authority in the type, and its number in the code.
        kind, code = given.get("type"), held.get("code")
        if isinstance(kind, str) and isinstance(code, int | str) and not isinstance(code, bool):
            name = f"{kind}:{code}"
        else:
            name = held.get("name", held.get("href"))
    if isinstance(name, int) and not isinstance(name, bool):
        return name
    if isinstance(name, str) and name.strip():
        return name
    raise refuse(
        "unknown_crs",
        'the "crs" member does not name a coordinate reference system.',
        where=where,
        hint=joined(
            "Write it in longitude and latitude, or use ",
            Hint(
                python='mapflow.geometry.as_geometry(area, crs="EPSG:...")',
                command="--crs EPSG:...",
                tool='crs: "EPSG:..."',
            ),
            ".",
        ),
    )


class Reprojector:
    """Turns positions of one reference system into longitude and latitude."""

    def __init__(self, crs: CrsLike, *, where: str) -> None:
        name = _short_name(crs)
        pyproj = require("pyproj", f"reprojecting from {name[:60]}", where=where)
        definitions: list[object] = [crs.to_wkt() if isinstance(crs, SupportsToWkt) else name]
        if name.startswith("EPSG:"):
            # Esri's numbers are often written as if they were EPSG's; no number means both.
            definitions.append(name.replace("EPSG:", "ESRI:"))
        cause: Exception | None = None
        for definition in definitions:
            try:
                system = pyproj.CRS.from_user_input(definition)
                self._transformer = pyproj.Transformer.from_crs(system, "OGC:CRS84", always_xy=True)
            except (pyproj.exceptions.ProjError, TypeError, ValueError) as error:
                cause = error
            else:
                if not (system.is_geographic or system.is_projected):
                    # Of heights, or from the middle of the earth: pyproj takes the numbers anyway.
                    raise _no_map(name, system.type_name, where)
                #: Whether its coordinates are lengths, and not degrees.
                self.is_projected = bool(system.is_projected)
                return
        raise refuse(
            "unknown_crs",
            f"{name[:60]} is not a coordinate reference system that pyproj can convert.",
            where=where,
            hint='Name it like "EPSG:32637".',
        ) from cause

    def __call__(self, positions: list[Position]) -> list[Position]:
        """Convert one ring; what cannot be converted comes back infinite."""
        xs, ys = self._transformer.transform([x for x, _ in positions], [y for _, y in positions])
        return list(zip(xs, ys, strict=True))


def _no_map(name: str, kind: str, where: str) -> InvalidArea:
    return refuse(
        "unknown_crs",
        f"{name[:60]} ({kind}) does not say where a place on a map is.",
        where=where,
        hint=joined(
            "Name the system of the map coordinates, such as ", crs_hint("EPSG:32637"), "."
        ),
    )


def _short_name(crs: CrsLike) -> str:
    """Bring ``urn:ogc:def:crs:EPSG::4326``, its URL form and ``EPSG:4326`` to one spelling."""
    text = str(crs).strip()
    name = text.upper()
    if name.isdecimal():
        name = f"EPSG:{name}"
    elif "CRS84" in name and len(name) < _LONGEST_NAME:
        name = "OGC:CRS84"
    elif found := _AUTHORITY.search(name):
        name = f"{found.group(1)}:{found.group(2)}"
    else:
        return name if name in _LON_LAT else text
    return _ALIASES.get(name, name)

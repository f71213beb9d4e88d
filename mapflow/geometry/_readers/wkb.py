"""Well-known binary: as databases, GeoPackage and GeoParquet store geometries."""

from __future__ import annotations

import re
import struct
from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.found import MAX_DEPTH, Found
from mapflow.geometry._readers.geojson import read_geojson

_HEX: Final = re.compile(r"\s*(?:\\x|0x)?(0[01][0-9A-Fa-f]{8,})\s*")
_KINDS: Final = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
    17: "Polygon",
}
_CURVES: Final = frozenset(range(8, 17))
#: How deep positions are nested in what is not a collection of other geometries.
_NESTING: Final = {1: 0, 2: 1, 3: 2, 17: 2}
_HAS_Z, _HAS_M, _HAS_SRID = 0x80000000, 0x40000000, 0x20000000
_GEOPACKAGE_ENVELOPES: Final = (0, 32, 48, 48, 64)


def is_hex_wkb(text: str) -> bool:
    """Return whether a text looks like well-known binary in hexadecimal."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return _HEX.fullmatch(first) is not None


def is_wkb(content: bytes) -> bool:
    """Return whether bytes look like well-known binary, also as a GeoPackage wraps it."""
    if content[:3] == b"GP\x00":
        return True
    if len(content) < 9 or content[0] not in (0, 1):
        return False
    (code,) = struct.unpack_from("<I" if content[0] else ">I", content, 1)
    plain = code & 0x1FFFFFFF
    return plain % 1000 in _KINDS.keys() | _CURVES and plain < 4000


def read_hex_wkb(text: str, found: Found) -> None:
    """Collect the polygons of well-known binary in hexadecimal, one a line."""
    words = text.split()
    for number, word in enumerate(words):
        with found.inside(f"text {number}" if len(words) > 1 else "", is_member=True):
            match = _HEX.fullmatch(word)
            if match is None or len(match.group(1)) % 2:
                raise _broken(found, "it has a digit too few, or what is not a digit")
            read_wkb(bytes.fromhex(match.group(1)), found)


def read_wkb(content: bytes, found: Found) -> None:
    """Collect the polygons of one geometry in well-known binary."""
    if content[:3] == b"GP\x00" and len(content) > 8:
        envelope = (content[3] >> 1) & 7
        if envelope >= len(_GEOPACKAGE_ENVELOPES):
            raise _broken(found, "its header is unknown")
        if content[3] & 16:
            found.add([])
            return
        content = content[8 + _GEOPACKAGE_ENVELOPES[envelope] :]
    reader = _Reader(content, found)
    geometry = reader.geometry(0)
    with found.row(crs=reader.srid):
        read_geojson(geometry, found)


class _Reader:
    """A place in the bytes, which moves on as they are read."""

    def __init__(self, content: bytes, found: Found) -> None:
        self._content = content
        self._found = found
        self._at = 0
        self.srid: int | None = None

    def geometry(self, depth: int) -> dict[str, object]:
        """Read one geometry as GeoJSON."""
        if depth > MAX_DEPTH:
            raise _broken(self._found, "it is nested too deep")
        (mark,) = self._read("B", 1)
        if mark not in (0, 1):
            raise _broken(self._found, "its byte order is unknown")
        order = "<" if mark else ">"
        (code,) = self._read(f"{order}I", 4)
        if code & _HAS_SRID:
            (srid,) = self._read(f"{order}I", 4)
            self.srid = self.srid or srid or None
        # There are two ways to say that positions have heights or measures.
        thousands, kind = divmod(code & 0x0FFFFFFF, 1000)
        has_z = bool(code & _HAS_Z) or thousands in (1, 3)
        has_m = bool(code & _HAS_M) or thousands in (2, 3)
        if kind in _CURVES:
            raise self._found.refuse(
                "not_polygon",
                "the geometry has curves or surfaces, which are not polygons.",
                "Convert it to polygons first.",
            )
        if kind not in _KINDS:
            raise _broken(self._found, f"{kind} is not the number of a geometry")
        if kind in _NESTING:
            coordinates = self._positions(order, 2 + has_z + has_m, _NESTING[kind])
            return {"type": _KINDS[kind], "coordinates": coordinates}
        parts = [self.geometry(depth + 1) for _ in range(self._count(order, 9))]
        if _KINDS[kind] == "GeometryCollection":
            return {"type": "GeometryCollection", "geometries": parts}
        return {"type": _KINDS[kind], "coordinates": [part.get("coordinates") for part in parts]}

    def _positions(self, order: str, dimensions: int, nesting: int) -> object:
        if nesting == 0:
            return list(self._read(f"{order}{dimensions}d", 8 * dimensions)[:2])
        if nesting == 2:
            return [self._positions(order, dimensions, 1) for _ in range(self._count(order, 4))]
        size = self._count(order, 8 * dimensions) * dimensions
        numbers = self._read(f"{order}{size}d", 8 * size)
        return list(zip(numbers[0::dimensions], numbers[1::dimensions], strict=True))

    def _count(self, order: str, fewest_bytes: int) -> int:
        """Read how many follow; so many must fit into what is left."""
        (count,) = self._read(f"{order}I", 4)
        if count * fewest_bytes > len(self._content) - self._at:
            raise _broken(self._found, "it ends early")
        return count

    def _read(self, form: str, size: int) -> tuple[int, ...]:
        try:
            values = struct.unpack_from(form, self._content, self._at)
        except struct.error as error:
            raise _broken(self._found, "it ends early") from error
        self._at += size
        return values


def _broken(found: Found, what: str) -> InvalidArea:
    return found.refuse(
        "bad_wkb",
        f"the well-known binary cannot be read: {what}.",
        "Check that it is complete; shapely.to_wkb(shape) writes it.",
    )

"""Well-known text: the POLYGON and MULTIPOLYGON that databases and the image store hand out."""

from __future__ import annotations

import re
from json import JSONDecodeError, dumps, loads

from mapflow.errors import InvalidArea
from mapflow.geometry._found import Found, refuse
from mapflow.geometry._geojson import read_mapping
from mapflow.geometry._types import CrsLike

_HEAD = re.compile(
    r"\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*"
    r"(POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|LINEARRING|POLYGON|MULTIPOLYGON"
    r"|GEOMETRYCOLLECTION|TRIANGLE|TIN|CURVEPOLYGON|MULTISURFACE)"
    r"(?:\s*(?:ZM|Z|M)(?![A-Z]))?\s*(EMPTY|\()",
    re.IGNORECASE,
)
_READABLE = {"POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}


def is_wkt(text: str) -> bool:
    """Tell whether a text begins like well-known text."""
    return _HEAD.match(text) is not None


def read_wkt(text: str, found: Found, *, where: str = "", crs: CrsLike | None = None) -> None:
    """Collect the polygons of a well-known text, with or without ``SRID=...;`` in front."""
    head = _HEAD.match(text)
    if head is None:
        raise _broken("it does not begin with the name of a geometry", where)
    srid, kind, opening = head.group(1), head.group(2).upper(), head.group(3).upper()
    if kind not in _READABLE:
        raise refuse(
            "not_polygon",
            f"a {kind} is not a polygon.",
            where=where,
            hint="Pass a POLYGON or a MULTIPOLYGON; a collection can be read with"
            " shapely.from_wkt first.",
        )
    coordinates: object = []
    if opening == "(":
        # Well-known text is JSON in other clothes once each position has its brackets.
        try:
            body = re.sub(r"[^(),]+", _bracketed, text[head.end() - 1 :])
            coordinates = loads(body.translate({ord("("): "[", ord(")"): "]"}))
        except ValueError as error:
            what = "its parentheses or commas do not match"
            raise _broken(
                what if isinstance(error, JSONDecodeError) else str(error), where
            ) from None
        except RecursionError:
            raise _broken("it is nested too deep", where) from None
    read_mapping(
        {"type": _READABLE[kind], "coordinates": coordinates},
        found,
        where=where,
        crs=int(srid) if srid else crs,
    )


def _bracketed(position: re.Match[str]) -> str:
    numbers = [float(word) for word in position.group().split()]
    return dumps(numbers) if numbers else ""


def _broken(what: str, where: str) -> InvalidArea:
    return refuse(
        "bad_wkt",
        f"the well-known text cannot be read: {what}.",
        where=where,
        hint='It looks like "POLYGON ((37.1 55.1, 37.2 55.1, 37.2 55.2, 37.1 55.1))".',
    )

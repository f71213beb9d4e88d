"""Well-known text: the form in which databases and the image store return geometries."""

from __future__ import annotations

import re
from json import JSONDecodeError, dumps, loads
from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import NOT_POLYGONS, read_geojson

_HEAD: Final = re.compile(
    r"\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*"
    r"(POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|LINEARRING|POLYGON|MULTIPOLYGON"
    r"|GEOMETRYCOLLECTION|TRIANGLE|TIN|POLYHEDRALSURFACE|CIRCULARSTRING|COMPOUNDCURVE"
    r"|CURVEPOLYGON|MULTICURVE|MULTISURFACE)"
    r"(?:\s*(?:ZM|Z|M)(?![A-Z]))?\s*(EMPTY|\()",
    re.IGNORECASE,
)
_READABLE: Final = {"POLYGON": "Polygon", "TRIANGLE": "Polygon", "MULTIPOLYGON": "MultiPolygon"}
_LEFT_OUT: Final = {kind.upper(): what for kind, what in NOT_POLYGONS.items()}
#: Longitude, latitude, height and measure.
_MOST_NUMBERS: Final = 4
_BETWEEN: Final = re.compile(r"[\s,;]*")
_BRACKET: Final = re.compile(r"[()]")
_AS_JSON: Final = {ord("("): "[", ord(")"): "]"}
_UNMATCHED: Final = "its parentheses or commas do not match"


def is_wkt(text: str) -> bool:
    """Return whether a text begins like well-known text."""
    return _HEAD.match(text) is not None


def read_wkts(text: str, found: Found) -> None:
    """Collect the polygons of one well-known text, or of several, a line each."""
    place, number = 0, 0
    while place < len(text):
        end = _end_of(text, place, found)
        after = _after(text, end, "\n", found)
        several = number > 0 or after < len(text)
        with found.inside(f"text {number}" if several else "", is_member=True):
            read_wkt(text[place:end], found)
        place, number = after, number + 1


def read_wkt(text: str, found: Found, *, is_part: bool = False) -> None:
    """Collect the polygons of one well-known text, with or without ``SRID=...;`` in front."""
    head, end = _HEAD.match(text), _end_of(text, 0, found)
    if head is None or text[end:].strip():
        raise _broken(found, _UNMATCHED)
    srid, kind = head.group(1), head.group(2).upper()
    inner = text[head.end() : end - 1] if head.group(3) == "(" else ""
    if kind == "GEOMETRYCOLLECTION":
        with found.inside(crs=int(srid) if srid else None, leaves_out=True):
            _read_collection(inner, found)
    elif kind in _READABLE:
        with found.row(crs=int(srid) if srid else None):
            read_geojson(
                {"type": _READABLE[kind], "coordinates": _coordinates(inner, found)}, found
            )
    elif found.leaves_out and kind in _LEFT_OUT:
        found.left_out[_LEFT_OUT[kind]] += 1
    else:
        a_kind = f"the GEOMETRYCOLLECTION holds a {kind}, which" if is_part else f"a {kind}"
        raise found.refuse(
            "not_polygon",
            f"{a_kind} is not a polygon.",
            "Pass a POLYGON, a MULTIPOLYGON or a collection of these.",
        )


def _read_collection(inner: str, found: Found) -> None:
    if not inner.strip():
        found.add([])
    place = 0
    while place < len(inner.rstrip()):
        end = _end_of(inner, place, found)
        read_wkt(inner[place:end], found, is_part=True)
        place = _after(inner, end, ",", found)


def _end_of(text: str, place: int, found: Found) -> int:
    """Find the end of the geometry that begins at a place."""
    head = _HEAD.match(text, place)
    if head is None:
        raise _broken(found, "it does not begin with the name of a geometry")
    if head.group(3) != "(":
        return head.end()
    open_brackets = 1
    for bracket in _BRACKET.finditer(text, head.end()):
        open_brackets += 1 if bracket.group() == "(" else -1
        if not open_brackets:
            return bracket.end()
    raise _broken(found, _UNMATCHED)


def _after(text: str, end: int, separator: str, found: Found) -> int:
    """Find where the next geometry begins, which must be set off from the one before."""
    between = _BETWEEN.match(text, end)
    place = end if between is None else between.end()
    if place < len(text) and (
        separator not in text[end:place] or not is_wkt(text[place : place + 99])
    ):
        raise _broken(found, _UNMATCHED)
    return place


def _coordinates(inner: str, found: Found) -> object:
    """Turn positions into lists: well-known text is JSON in other clothes."""
    if not inner.strip():
        return []
    sizes: set[int] = set()

    def bracketed(position: re.Match[str]) -> str:
        words = position.group().split()
        if [word.upper() for word in words] == ["EMPTY"]:
            return "[]"
        if words:
            sizes.add(len(words))
        return dumps([_number(word, found) for word in words]) if words else ""

    try:
        body = re.sub(r"[^(),]+", bracketed, f"({inner})")
        parsed: object = loads(body.translate(_AS_JSON))
    except JSONDecodeError:
        raise _broken(found, _UNMATCHED) from None
    except RecursionError:
        raise _broken(found, "it is nested too deep") from None
    if min(sizes, default=2) > 1 and (len(sizes) > 1 or max(sizes, default=2) > _MOST_NUMBERS):
        # A comma that is missing makes two positions one, and the second would be lost.
        raise _broken(found, "its positions differ in how many numbers they have")
    return parsed


def _number(word: str, found: Found) -> float:
    try:
        return float(word)
    except ValueError:
        raise _broken(found, f"{word[:40]!r} is not a number") from None


def _broken(found: Found, what: str) -> InvalidArea:
    return found.refuse(
        "bad_wkt",
        f"the well-known text cannot be read: {what}.",
        'It looks like "POLYGON ((37.1 55.1, 37.2 55.1, 37.2 55.2, 37.1 55.1))".',
    )

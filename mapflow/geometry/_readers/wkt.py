"""Well-known text: the form in which databases and the image store hand out geometries."""

from __future__ import annotations

import re
from json import JSONDecodeError, dumps, loads

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import NOT_POLYGONS, read_mapping
from mapflow.geometry._refusals import check_depth, inside, refuse
from mapflow.geometry._types import CrsLike

_HEAD = re.compile(
    r"\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*"
    r"(POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|LINEARRING|POLYGON|MULTIPOLYGON"
    r"|GEOMETRYCOLLECTION|TRIANGLE|TIN|POLYHEDRALSURFACE|CIRCULARSTRING|COMPOUNDCURVE"
    r"|CURVEPOLYGON|MULTICURVE|MULTISURFACE)"
    r"(?:\s*(?:ZM|Z|M)(?![A-Z]))?\s*(EMPTY|\()",
    re.IGNORECASE,
)
_READABLE = {"POLYGON": "Polygon", "TRIANGLE": "Polygon", "MULTIPOLYGON": "MultiPolygon"}
_PLAIN = {kind.upper(): kind for kind in NOT_POLYGONS}
#: Longitude, latitude, height and measure.
_MOST_NUMBERS = 4
_BETWEEN = re.compile(r"[\s,;]*")
_BRACKET = re.compile(r"[()]")


def is_wkt(text: str) -> bool:
    """Tell whether a text begins like well-known text."""
    return _HEAD.match(text) is not None


def read_wkts(text: str, found: Found, *, where: str = "") -> None:
    """Collect the polygons of one well-known text, or of several, a line each."""
    place, number = 0, 0
    while place < len(text):
        head, end = _extent(text, place, where)
        after = _after(text, end, "\n", where)
        several = number > 0 or after < len(text)
        there = inside(where, f"text {number}") if several else where
        with found.item(there):
            read_wkt(text[head.start() : end], found, where=there)
        place, number = after, number + 1


def read_wkt(
    text: str, found: Found, *, where: str = "", crs: CrsLike | None = None, depth: int = 0
) -> None:
    """Collect the polygons of one well-known text, with or without ``SRID=...;`` in front."""
    check_depth(depth)
    head, end = _extent(text, 0, where)
    srid, kind = head.group(1), head.group(2).upper()
    if text[end:].strip():
        raise _broken("its parentheses or commas do not match", where)
    crs = int(srid) if srid else crs
    inner = "" if head.group(3).upper() == "EMPTY" else text[head.end() : end - 1]
    if kind == "GEOMETRYCOLLECTION":
        _read_collection(inner, found, where, crs, depth)
    elif kind not in _READABLE:
        if found.leaves_out and kind in _PLAIN:
            found.left_out[NOT_POLYGONS[_PLAIN[kind]]] += 1
            return
        within = "the GEOMETRYCOLLECTION holds a" if depth else "a"
        raise refuse(
            "not_polygon",
            f"{within} {kind}, which is not a polygon." if depth else f"a {kind} is not a polygon.",
            where=where,
            hint="Pass a POLYGON, a MULTIPOLYGON or a collection of these.",
        )
    else:
        coordinates = _coordinates(inner, where)
        polygon = {"type": _READABLE[kind], "coordinates": coordinates}
        read_mapping(polygon, found, where=where, crs=crs)


def _read_collection(inner: str, found: Found, where: str, crs: CrsLike | None, depth: int) -> None:
    if not inner.strip():
        found.add_empty(where)
        return
    place = 0
    while place < len(inner):
        head, end = _extent(inner, place, where)
        with found.leaving_out():
            read_wkt(inner[head.start() : end], found, where=where, crs=crs, depth=depth + 1)
        place = _after(inner, end, ",", where)


def _extent(text: str, place: int, where: str) -> tuple[re.Match[str], int]:
    """Find the end of the geometry that begins at a place."""
    head = _HEAD.match(text, place)
    if head is None:
        raise _broken("it does not begin with the name of a geometry", where)
    if head.group(3).upper() == "EMPTY":
        return head, head.end()
    open_brackets = 1
    for bracket in _BRACKET.finditer(text, head.end()):
        open_brackets += 1 if bracket.group() == "(" else -1
        if not open_brackets:
            return head, bracket.end()
    raise _broken("its parentheses or commas do not match", where)


def _after(text: str, end: int, separator: str, where: str) -> int:
    """Find where the next geometry begins, which must be set off from the one before."""
    between = _BETWEEN.match(text, end)
    place = end if between is None else between.end()
    if place < len(text) and (
        separator not in text[end:place] or not is_wkt(text[place : place + 99])
    ):
        raise _broken("its parentheses or commas do not match", where)
    return place


def _coordinates(inner: str, where: str) -> object:
    if not inner.strip():
        return []
    # Well-known text is JSON in other clothes once each position has its brackets.
    sizes: set[int] = set()

    def bracketed(position: re.Match[str]) -> str:
        words = position.group().split()
        if words and words[0].upper() != "EMPTY":
            sizes.add(len(words))
        return _bracketed(words)

    try:
        body = re.sub(r"[^(),]+", bracketed, f"({inner})")
        parsed: object = loads(body.translate({ord("("): "[", ord(")"): "]"}))
    except ValueError as error:
        what = "its parentheses or commas do not match"
        raise _broken(what if isinstance(error, JSONDecodeError) else str(error), where) from None
    except RecursionError:
        raise _broken("it is nested too deep", where) from None
    if min(sizes, default=2) > 1 and (len(sizes) > 1 or max(sizes, default=2) > _MOST_NUMBERS):
        # A comma that is missing makes two positions one, and the second would be lost.
        raise _broken("its positions differ in how many numbers they have", where)
    return parsed


def _bracketed(words: list[str]) -> str:
    if [word.upper() for word in words] == ["EMPTY"]:
        return "[]"
    numbers: list[float] = []
    for word in words:
        try:
            numbers.append(float(word))
        except ValueError:
            raise ValueError(f"{word[:40]!r} is not a number") from None
    return dumps(numbers) if numbers else ""


def _broken(what: str, where: str) -> InvalidArea:
    return refuse(
        "bad_wkt",
        f"the well-known text cannot be read: {what}.",
        where=where,
        hint='It looks like "POLYGON ((37.1 55.1, 37.2 55.1, 37.2 55.2, 37.1 55.1))".',
    )

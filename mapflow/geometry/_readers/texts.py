"""Texts: how they are encoded, and which of the formats that are text they hold."""

from __future__ import annotations

import codecs
import re
from json import JSONDecodeError, JSONDecoder
from typing import cast

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.bounding_box import read_box_text
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.plain import read_plain
from mapflow.geometry._readers.wkb import is_hex_wkb, read_hex_wkb
from mapflow.geometry._readers.wkt import is_wkt, read_wkts
from mapflow.geometry._refusals import inside, refuse

_RECORD_SEPARATOR = "\x1e"
# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What a text says of its bytes, which it no longer has.
_XML_ENCODING = re.compile(r"(<\?xml[^>]{0,80}?)\sencoding=[\"'][^\"'>]{0,40}[\"']")
_SPACE = re.compile(r"[ \t\r\n\x1e]*")
_DECODER = JSONDecoder()


def decode(content: bytes, *, where: str) -> str:
    """Decode a text in UTF-8, UTF-16 or UTF-32, byte order mark or not."""
    encoding = encoding_of(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise refuse(
            "bad_json",
            f"byte {error.start} is not {name}, so this is not GeoJSON or another text.",
            where=where,
            hint="Save it as UTF-8 text.",
        ) from error


def encoding_of(content: bytes) -> str:
    """Detect the encoding by the mark at the beginning, else by the positions of zeros."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:4]
    if len(head) == 4 and head[0] and not head[1] and head[2] and not head[3]:
        return "utf-16-le"
    if len(head) == 4 and not head[0] and head[1] and not head[2] and head[3]:
        return "utf-16-be"
    return "utf-8"


def read_text(text: str, found: Found, where: str, depth: int) -> bool:
    """Read the polygons of a text; tell whether it was in one of the formats that are text."""
    from mapflow.geometry._readers import csv_tables, kml  # each once it is needed

    plain = text.lstrip("\ufeff \t\r\n")
    if plain[:1] in ("{", "[", _RECORD_SEPARATOR):
        read_json(plain, found, where=where, depth=depth)
    elif is_wkt(plain):
        read_wkts(plain, found, where=where)
    elif is_hex_wkb(plain):
        read_hex_wkb(plain, found, where=where)
    elif plain[:1] == "<" and kml.is_kml(plain):
        kml.read_kml(plain, found, where=where)
    elif plain[:1] == "<" and "opengis.net/gml" in plain[:4000]:
        from mapflow.geometry._readers import shapefile_geopackage

        shapefile_geopackage.read_gml(
            _XML_ENCODING.sub(r"\1", plain, count=1).encode("utf-8", "replace"), found, where=where
        )
    elif not read_box_text(plain, found, where):
        if not csv_tables.has_geometry(plain):
            return False
        csv_tables.read_csv(plain, found, where=where)
    return True


def read_json(text: str, found: Found, *, where: str, depth: int) -> None:
    """Read GeoJSON: one document, or one after the other, as lines or as a text sequence."""
    values = parse_json(text, where=where)
    if len(values) == 1:
        if not isinstance(values[0], dict | list):
            raise refuse(
                "bad_geojson",
                "the JSON is neither an object nor a list.",
                where=where,
                hint="Pass a GeoJSON geometry, feature or collection.",
            )
        read_plain(cast("object", values[0]), found, where=where, depth=depth + 1)
        return
    for number, value in enumerate(values):
        place = inside(where, f"document {number}")
        with found.leaving_out(), found.item(place):
            read_plain(value, found, where=place, depth=depth + 1)


def parse_json(text: str, *, where: str) -> list[object]:
    """Parse JSON documents; a mistake is shown with its line and column."""
    values: list[object] = []
    place = _end_of_space(text, 0)
    try:
        # Text without a document is a mistake, which the decoder words.
        while place < len(text) or not values:
            value, place = _DECODER.raw_decode(text, place)
            values.append(value)
            following = _end_of_space(text, place)
            if following < len(text) and text[following] not in "{[":
                raise JSONDecodeError("Extra data", text, following)
            place = following
    except JSONDecodeError as error:
        raise _broken(error, where) from error
    except RecursionError as error:
        raise refuse(
            "bad_json",
            "the JSON cannot be read: it is nested too deep.",
            where=where,
            hint="Pass the polygons themselves.",
        ) from error
    except ValueError as error:
        raise refuse(
            "bad_json", f"the JSON cannot be read: {error}.", where=where, hint="Is it GeoJSON?"
        ) from error
    return values


def _broken(error: JSONDecodeError, where: str) -> InvalidArea:
    return refuse(
        "bad_json",
        f"the JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}.",
        where=where,
        hint="Check that it was written completely.",
    )


def _end_of_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return place if match is None else match.end()

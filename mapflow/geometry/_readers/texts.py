"""Texts: how they are encoded, and which of the formats that are text they hold."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder, detect_encoding
from typing import Final, cast

from mapflow.geometry._readers.bounding_box import read_box_text
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.plain import read_plain
from mapflow.geometry._readers.wkb import is_hex_wkb, read_hex_wkb
from mapflow.geometry._readers.wkt import is_wkt, read_wkts
from mapflow.geometry._refusals import refuse

_RECORD_SEPARATOR: Final = "\x1e"
#: What a text says of its bytes, which it no longer has.
_XML_ENCODING: Final = re.compile(r"(<\?xml[^>]{0,80}?)\sencoding=[\"'][^\"'>]{0,40}[\"']")
_SPACE: Final = re.compile(r"[ \t\r\n\x1e]*")
_DECODER: Final = JSONDecoder()


def head_of(content: bytes) -> bytes:
    """The beginning of a text in bytes, without a mark and white space."""
    return content[:400].lstrip(b"\xef\xbb\xbf \t\r\n")


def decode(content: bytes, *, where: str) -> str:
    """Decode a text in UTF-8, UTF-16 or UTF-32, byte order mark or not."""
    encoding = detect_encoding(content)
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


def read_text(text: str, found: Found) -> bool:
    """Read the polygons of a text; tell whether it was in one of the formats that are text."""
    from mapflow.geometry._readers import csv_tables, kml  # each once it is needed

    plain = text.lstrip("\ufeff \t\r\n")
    if plain[:1] in ("{", "[", _RECORD_SEPARATOR):
        read_json(plain, found)
    elif is_wkt(plain):
        read_wkts(plain, found)
    elif is_hex_wkb(plain):
        read_hex_wkb(plain, found)
    elif plain[:1] == "<" and kml.is_kml(plain):
        kml.read_kml(plain, found)
    elif plain[:1] == "<" and "opengis.net/gml" in plain[:4000]:
        from mapflow.geometry._readers.shapefile_geopackage import read_gml

        read_gml(_XML_ENCODING.sub(r"\1", plain, count=1).encode("utf-8", "replace"), found)
    elif not read_box_text(plain, found):
        if not csv_tables.has_geometry(plain):
            return False
        csv_tables.read_csv(plain, found)
    return True


def read_json(text: str, found: Found) -> None:
    """Read GeoJSON: one document, or one after the other, as lines or as a text sequence."""
    values = parse_json(text, where=found.where)
    if len(values) > 1:
        for number, value in enumerate(values):
            with found.inside(f"document {number}", is_member=True, leaves_out=True):
                read_plain(value, found)
        return
    if not isinstance(values[0], dict | list):
        raise found.refuse(
            "bad_geojson",
            "the JSON is neither an object nor a list.",
            "Pass a GeoJSON geometry, feature or collection.",
        )
    with found.inside():
        read_plain(cast("object", values[0]), found)


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
        what = f"the JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}."
        hint = "Check that it was written completely."
        raise refuse("bad_json", what, where=where, hint=hint) from error
    except (RecursionError, ValueError) as error:
        is_deep = isinstance(error, RecursionError)
        why = "it is nested too deep" if is_deep else error
        hint = "Pass the polygons themselves." if is_deep else "Is it GeoJSON?"
        what = f"the JSON cannot be read: {why}."
        raise refuse("bad_json", what, where=where, hint=hint) from error
    return values


def _end_of_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return place if match is None else match.end()

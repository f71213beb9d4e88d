"""The content of a file of any format, known by how it begins, else by what it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.formats import NAMES
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.texts import decode, read_json, read_text
from mapflow.geometry._readers.wkb import is_wkb, read_wkb
from mapflow.geometry._refusals import check_depth, refuse

_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"SQLite format 3\x00", "gpkg"),
    (b"fgb\x03", "fgb"),
    (b"PAR1", "parquet"),
    (b"\x00\x00\x27\x0a", "shp"),
)
#: Formats of which the beginning must be right, or GDAL would take the file for another.
_MARKED: Final = frozenset(kind for _, kind in _MAGIC)
#: Formats that people also have and that are not read.
_OTHERS: Final = (
    (b"\x42\x5a\x68", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"%PDF", "a PDF document"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)


def kind_by_content(content: bytes) -> str | None:
    """Tell a format by its first bytes."""
    return next((kind for mark, kind in _MAGIC if content.startswith(mark)), None)


def is_text(content: bytes) -> bool:
    """Tell whether bytes are a text, which may also be the path of a file."""
    if kind_by_content(content) is not None or is_wkb(content):
        return False
    head = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return not head.startswith(b"<") and all(not content.startswith(m) for m, _ in _OTHERS)


def read_content(
    content: bytes,
    found: Found,
    *,
    where: str,
    depth: int,
    kind: str | None = None,
    path: Path | None = None,
) -> None:
    """Collect the polygons of the content of a file.

    Args:
        content: The bytes, or of a large file with a ``path`` only its beginning.
        found: Where to collect.
        where: The place for messages.
        depth: How deep this is in other content.
        kind: The format that its name promises; None if it has no name.
        path: The file itself, for the libraries that read files.
    """
    check_depth(depth)
    if kind == "gdb" and path is not None:
        from mapflow.geometry._readers import shapefile_geopackage

        shapefile_geopackage.read_vector(path, NAMES[kind], found, where=where)
        return
    kind = kind_by_content(content) or kind
    if kind in _MARKED:
        _read_binary(content, path, kind, found, where, depth)
    elif kind == "wkb" or (kind is None and is_wkb(content)):
        _read_wkb(content, found, where)
    else:
        _read_text(content, kind, found, where, depth)


def needs_path(kind: str | None) -> bool:
    """Tell whether a file of a format is opened by its library, so that its beginning will do."""
    return kind in _MARKED and kind != "gz"


def _read_binary(
    content: bytes, path: Path | None, kind: str, found: Found, where: str, depth: int
) -> None:
    if kind in ("zip", "gz"):
        from mapflow.geometry._readers import zip_archives

        _check_magic(content, kind, where)
        if kind == "zip":
            zip_archives.read_zip(path or content, found, where, depth, read_content)
        else:
            name = None if path is None else path.stem
            zip_archives.read_gz(content, name, found, where, depth, read_content)
        return
    if kind == "parquet":
        from mapflow.geometry._readers import geoparquet

        geoparquet.require_arrow(where)
        _check_magic(content, kind, where)
        geoparquet.read_parquet(path or content, found, where=where)
        return
    from mapflow.geometry._readers import shapefile_geopackage

    shapefile_geopackage.require_gdal(NAMES[kind], where)
    _check_magic(content, kind, where)
    if kind == "shp" and path is None:
        raise refuse(
            "bad_file",
            "a shapefile is several files, and this is only the one with the shapes.",
            where=where,
            hint="Pass the path of the .shp file, or zip its files together.",
        )
    shapefile_geopackage.read_vector(path or content, NAMES[kind], found, where=where)


def _check_magic(content: bytes, kind: str, where: str) -> None:
    if kind_by_content(content) != kind:
        what = "it is empty" if not content else "it begins with other bytes"
        raise refuse(
            "bad_file",
            f"the file cannot be read as {NAMES[kind]}: {what}.",
            where=where,
            hint="Check that it is complete and that it is of this format.",
        )


def _read_wkb(content: bytes, found: Found, where: str) -> None:
    if is_wkb(content):
        read_wkb(content, found, where=where)
    else:
        # In hexadecimal, as databases print it.
        _read_text(content, None, found, where, 0)


def _read_text(content: bytes, kind: str | None, found: Found, where: str, depth: int) -> None:
    from mapflow.geometry._readers import csv_tables, kml, shapefile_geopackage

    head = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind in ("kml", "gml") or (head.startswith(b"<") and kind != "csv"):
        if kind == "gml" or (kind is None and not kml.begins_as_kml(_loosely(content))):
            shapefile_geopackage.read_gml(content, found, where=where)
        else:
            kml.read_kml(content, found, where=where)
        return
    _refuse_others(content, where)
    text = decode(content, where=where)
    if kind == "json":
        read_json(text, found, where=where, depth=depth)
    elif kind == "csv":
        csv_tables.read_csv(text, found, where=where)
    elif not text.strip() or not read_text(text, found, where, depth):
        name = NAMES.get(kind or "", "an area")
        raise refuse(
            "bad_text",
            f"the text is not {name} and no other format that is read.",
            where=where,
            hint="Pass GeoJSON, KML, CSV with a column of well-known text, or well-known text.",
        )


def _refuse_others(content: bytes, where: str) -> None:
    for mark, name in _OTHERS:
        if content.startswith(mark):
            raise other_format(name, where)
    if content[257:262] == b"ustar":
        raise other_format("a tar archive", where)


def other_format(name: str, where: str) -> InvalidArea:
    """Say that a format is known, but not read."""
    hint = "Unpack it first." if "archive" in name else "Pass a file of areas, such as GeoJSON."
    return refuse("unsupported_file", f"the file is {name}.", where=where, hint=hint)


def _loosely(content: bytes) -> str:
    """What can be read of XML in whichever encoding, to see what it is about."""
    return content.replace(b"\x00", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd")

"""Texts, bytes and files of any format, known by how they begin, else by what they are called."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.formats import (
    KINDS,
    MARKED,
    NAMES,
    kind_by_content,
    other_format,
)
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.plain import ACCEPTED
from mapflow.geometry._readers.texts import decode, head_of, read_json, read_text
from mapflow.geometry._readers.wkb import is_wkb, read_wkb

#: A longer text is not a path.
_LONGEST_PATH: Final = 4096
_SHAPEFILE_PARTS: Final = (".dbf", ".shx", ".prj", ".cpg")
_SHOWN: Final = 120
_HEAD: Final = 4096


def read_text_or_file(area: str | bytes | os.PathLike[str], found: Found) -> None:
    """Read a text, the content of a file, or a path."""
    if isinstance(area, str):
        _read_text_or_path(area, found)
    elif isinstance(area, os.PathLike):
        _read_path(os.fsdecode(os.fspath(area)), found)
    elif _may_be_path(content := bytes(area)):
        _read_text_or_path(decode(content, where=found.where), found)
    else:
        read_content(content, found)


def _read_text_or_path(text: str, found: Found) -> None:
    """Read GeoJSON, well-known text, four numbers or a path."""
    plain = text.lstrip("\ufeff \t\r\n")
    if not plain:
        raise found.refuse("missing", "the text is empty.", ACCEPTED)
    if (plain[0] not in "{[\x1e" or len(text) < _LONGEST_PATH) and _exists(text):
        _read_path(text, found)
    elif not read_text(plain, found):
        raise _nothing_there(text, found)


def _may_be_path(content: bytes) -> bool:
    """Return whether bytes are a text that is not XML, and may be the path of a file."""
    is_binary = kind_by_content(content) or is_wkb(content) or other_format(content)
    return not is_binary and not head_of(content).startswith(b"<")


def _read_path(path: str, found: Found) -> None:
    """Collect the polygons of a file."""
    if not _exists(path):
        raise _nothing_there(path, found)
    file = Path(path)
    suffix = file.suffix.lower()
    kind = KINDS.get(suffix)
    with found.inside(f"file {_short(path)}"):
        if kind is None:
            why = "the file has no suffix."
            hint = f"Known are {', '.join(sorted(KINDS))}."
            if suffix:
                why = f"files of the kind {suffix!r} cannot be read."
            elif file.is_dir():
                why, hint = "it is a folder.", "Pass a file that is in it."
            if suffix in _SHAPEFILE_PARTS:
                hint = "Pass the .shp file beside it."
            raise found.refuse("unsupported_file", why, hint)
        inner = sorted(file.glob("*.shp")) if kind in ("kml", "shp") and file.is_dir() else []
        if len(inner) == 1:
            # Programs that do not know an ending write a folder of that name, with a shapefile.
            file, kind = inner[0], "shp"
        content = b"" if kind == "gdb" else _content_of(file, kind, found)
        read_content(content, found, kind, file)


def _content_of(file: Path, kind: str, found: Found) -> bytes:
    """Read a file, or its beginning if its library opens it by itself."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
            by_library = (kind_by_content(head) or kind) in MARKED - {"gz"}
            return head if by_library else head + stream.read()
    except OSError as error:
        raise found.refuse(
            "bad_file",
            f"the file cannot be read: {error.strerror or error}.",
            "Check that it is a file and that you may read it.",
        ) from error


def read_content(
    content: bytes, found: Found, kind: str | None = None, path: Path | None = None
) -> None:
    """Collect the polygons of the content of a file.

    Args:
        content: The bytes, or of a large file with a ``path`` only its beginning.
        found: Where to collect.
        kind: The format that its name promises; None if it has no name.
        path: The file itself, for the libraries that read files.
    """
    kind = kind_by_content(content) or kind
    with found.inside():
        if kind in ("zip", "gz"):
            _read_archive(content, path, kind, found)
        elif kind in MARKED or kind == "gdb":
            _read_by_library(content, path, kind, found)
        elif kind in ("wkb", None) and is_wkb(content):
            read_wkb(content, found)
        else:
            # Well-known binary in hexadecimal, as databases print it, is a text too.
            _read_text(content, None if kind == "wkb" else kind, found)


def _read_archive(content: bytes, path: Path | None, kind: str, found: Found) -> None:
    from mapflow.geometry._readers.zip_archives import read_gz, read_zip  # once it is needed

    _check_magic(content, kind, found)
    if kind == "zip":
        read_zip(path or content, found, read_content)
    else:
        name = "" if path is None else path.stem
        read_content(read_gz(content, found), found, KINDS.get(Path(name).suffix.lower()))


def _read_by_library(content: bytes, path: Path | None, kind: str, found: Found) -> None:
    if kind == "parquet":
        from mapflow.geometry._readers import geoparquet

        geoparquet.require_arrow(found)
        _check_magic(content, kind, found)
        geoparquet.read_parquet(path or content, found)
        return
    from mapflow.geometry._readers import shapefile_geopackage as gdal

    gdal.require_gdal(NAMES[kind], found)
    if kind != "gdb":
        _check_magic(content, kind, found)
    if kind == "shp" and path is None:
        raise found.refuse(
            "bad_file",
            "a shapefile is several files, and this is only the one with the shapes.",
            "Pass the path of the .shp file, or zip its files together.",
        )
    gdal.read_vector(path or content, NAMES[kind], found)


def _check_magic(content: bytes, kind: str, found: Found) -> None:
    if kind_by_content(content) != kind:
        what = "it begins with other bytes" if content else "it is empty"
        raise found.refuse(
            "bad_file",
            f"the file cannot be read as {NAMES[kind]}: {what}.",
            "Check that it is complete and that it is of this format.",
        )


def _read_text(content: bytes, kind: str | None, found: Found) -> None:
    from mapflow.geometry._readers import csv_tables, kml, shapefile_geopackage

    if kind in ("kml", "gml") or (head_of(content).startswith(b"<") and kind != "csv"):
        # Whatever the encoding, enough of it can be read to see what it is about.
        loosely = content.replace(b"\x00", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd")
        if kind == "gml" or (kind is None and not kml.begins_as_kml(loosely)):
            shapefile_geopackage.read_gml(content, found)
        else:
            kml.read_kml(content, found)
        return
    if other := other_format(content):
        hint = (
            "Unpack it first." if "archive" in other else "Pass a file of areas, such as GeoJSON."
        )
        raise found.refuse("unsupported_file", f"the file is {other}.", hint)
    text = decode(content, where=found.where)
    if kind == "json":
        read_json(text, found)
    elif kind == "csv":
        csv_tables.read_csv(text, found)
    elif not text.strip() or not read_text(text, found):
        raise found.refuse(
            "bad_text",
            f"the text is not {NAMES.get(kind or '', 'an area')} and no other format that is read.",
            "Pass GeoJSON, KML, CSV with a column of well-known text, or well-known text.",
        )


def _exists(path: str) -> bool:
    """Return whether a text is the path of something; any text may be asked about."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _nothing_there(text: str, found: Found) -> InvalidArea:
    """Say that a text is neither data nor the path of a file."""
    if "\n" in text or len(text) > _SHOWN or text.lstrip()[:1] in '<"':
        return found.refuse(
            "bad_text",
            f"the text {_short(text)} is neither GeoJSON nor well-known text nor a path.",
            "Pass GeoJSON, or the path of a file.",
        )
    return found.refuse(
        "no_such_file",
        f"file {_short(text)} does not exist.",
        "Check the path; a text may also be GeoJSON, well-known text, or west,south,east,north.",
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")

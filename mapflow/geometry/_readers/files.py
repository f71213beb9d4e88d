"""Files: which format a path promises, and the error if there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.content import kind_by_content, needs_path, read_content
from mapflow.geometry._readers.formats import KINDS
from mapflow.geometry._readers.found import Found
from mapflow.geometry._refusals import inside, refuse

_NAMES: Final = ", ".join(sorted(KINDS))
_SHAPEFILE_PARTS: Final = (".dbf", ".shx", ".prj", ".cpg")
_SHOWN: Final = 120
_HEAD: Final = 4096


def read_file(path: str, found: Found, *, where: str, depth: int) -> None:
    """Collect the polygons of a file."""
    if not exists(path):
        raise nothing_there(path, where="")
    file = Path(path)
    where = inside(where, f"file {_short(path)}")
    suffix = file.suffix.lower()
    kind = KINDS.get(suffix)
    if kind is None:
        raise _unsupported(suffix, where)
    inner = sorted(file.glob("*.shp")) if kind in ("kml", "shp") and file.is_dir() else []
    if len(inner) == 1:
        # Programs that do not know an ending write a folder of that name, with a shapefile in it.
        file, kind = inner[0], "shp"
    content = b"" if kind == "gdb" else _content_of(file, kind, where)
    read_content(content, found, where=where, depth=depth, kind=kind, path=file)


def _content_of(file: Path, kind: str, where: str) -> bytes:
    """Read a file, or its beginning if its library opens it by itself."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
            if needs_path(kind_by_content(head) or kind):
                return head
            return head + stream.read()
    except OSError as error:
        raise refuse(
            "bad_file",
            f"the file cannot be read: {error.strerror or error}.",
            where=where,
            hint="Check that it is a file and that you may read it.",
        ) from error


def exists(path: str) -> bool:
    """Tell whether a text is the path of something; any text may be asked about."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def nothing_there(text: str, *, where: str) -> InvalidArea:
    """Say that a text is neither data nor the path of a file."""
    if "\n" in text or len(text) > _SHOWN or text.lstrip()[:1] in '<"':
        return refuse(
            "bad_text",
            f"the text {_short(text)} is neither GeoJSON nor well-known text nor a path.",
            where=where,
            hint="Pass GeoJSON, or the path of a file.",
        )
    return refuse(
        "no_such_file",
        f"file {_short(text)} does not exist.",
        where=where,
        hint="Check the path; a text may also be GeoJSON, well-known text, or"
        " west,south,east,north.",
    )


def _unsupported(suffix: str, where: str) -> InvalidArea:
    part = suffix in _SHAPEFILE_PARTS
    hint = "Pass the .shp file beside it." if part else f"Known are {_NAMES}."
    return refuse(
        "unsupported_file",
        f"files of the kind {suffix!r} cannot be read." if suffix else "the file has no suffix.",
        where=where,
        hint=hint,
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")

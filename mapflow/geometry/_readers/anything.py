"""Whatever a user passes as an area: find out what it is, and collect its polygons."""

from __future__ import annotations

import os
from typing import Final, cast

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.objects import read_object
from mapflow.geometry._readers.plain import ACCEPTED, not_an_area, read_plain
from mapflow.geometry._refusals import check_depth, refuse
from mapflow.geometry._types import CrsLike

#: A longer text is not a path.
_LONGEST_PATH: Final = 4096


def read(
    area: object,
    found: Found,
    *,
    where: str = "",
    crs: CrsLike | None = None,
    depth: int = 0,
) -> None:
    """Collect the polygons of anything."""
    read_plain(area, found, where=where, crs=crs, depth=depth, other=_read_other)


def _read_other(area: object, found: Found, where: str, crs: CrsLike | None, depth: int) -> None:
    """Read what is not plain data: texts, files and objects."""
    check_depth(depth)
    if isinstance(area, str):
        _read_text(area, found, where, depth)
    elif isinstance(area, bytes | bytearray | memoryview):
        _read_bytes(bytes(cast("bytes", area)), found, where, depth)
    elif isinstance(area, os.PathLike):
        path = os.fspath(cast("os.PathLike[str] | os.PathLike[bytes]", area))
        _read_path(os.fsdecode(path), found, where, depth)
    elif not read_object(area, found, where, crs, depth, _read_other):
        to_list = getattr(area, "tolist", None)
        items = to_list() if callable(to_list) and not isinstance(area, type) else area
        if not isinstance(items, list | tuple):
            raise not_an_area(area, where)
        members = list(cast("list[object] | tuple[object, ...]", items))
        read_plain(members, found, where=where, crs=crs, depth=depth, other=_read_other)


def _read_text(text: str, found: Found, where: str, depth: int) -> None:
    """Read GeoJSON, well-known text, four numbers or a path."""
    from mapflow.geometry._readers import files, texts  # and their parsers, once they are needed

    plain = text.lstrip("\ufeff \t\r\n")
    if not plain:
        raise refuse("missing", "the text is empty.", where=where, hint=ACCEPTED)
    if (plain[0] not in "{[\x1e" or len(text) < _LONGEST_PATH) and files.exists(text):
        _read_path(text, found, where, depth)
    elif not texts.read_text(plain, found, where, depth):
        raise files.nothing_there(text, where=where)


def _read_bytes(content: bytes, found: Found, where: str, depth: int) -> None:
    """Read the content of a file of any format, or a text in bytes."""
    from mapflow.geometry._readers.content import is_text, read_content
    from mapflow.geometry._readers.texts import decode

    if is_text(content):
        _read_text(decode(content, where=where), found, where, depth)
    else:
        read_content(content, found, where=where, depth=depth + 1)


def _read_path(path: str, found: Found, where: str, depth: int) -> None:
    from mapflow.geometry._readers import files

    files.read_file(path, found, where=where, depth=depth + 1)

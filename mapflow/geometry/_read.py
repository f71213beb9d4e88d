"""Whatever a user passes as an area: find out what it is, and collect its polygons."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import cast

from mapflow.geometry._boxes import as_numbers, read_box, read_box_text
from mapflow.geometry._found import Found, check_depth, inside, refuse
from mapflow.geometry._geojson import read_mapping
from mapflow.geometry._types import CrsLike
from mapflow.geometry._values import describe

_ACCEPTED = (
    "Pass GeoJSON (a geometry, a feature or a collection; as a dict, as text or as a path), a"
    " bounding box (west, south, east, north), well-known text, an object with"
    " __geo_interface__ or a geometry, or a list of these."
)

_MISSING = object()


def read(
    area: object,
    found: Found,
    *,
    where: str = "",
    crs: CrsLike | None = None,
    depth: int = 0,
    trusted: bool = True,
) -> None:
    """Collect the polygons of anything.

    ``trusted`` is False within a text or a file: what stands there must not name other files.
    """
    check_depth(depth)
    if area is None:
        raise refuse("missing", "no area was given.", where=where, hint=_ACCEPTED)
    if isinstance(area, Mapping):
        mapping = cast("Mapping[str, object]", area)
        read_mapping(mapping, found, where=where, crs=crs, depth=depth)
    elif isinstance(area, str | bytes | bytearray) and trusted:
        _read_text(area, found, where, depth)
    elif isinstance(area, os.PathLike):
        _read_path(os.fspath(cast("os.PathLike[str]", area)), found, where, depth)
    elif not _read_object(area, found, where, crs, depth) and not _read_list(
        area, found, where, crs, depth, trusted
    ):
        raise refuse(
            "unsupported_type",
            f"{describe(area)} is not an area.",
            where=where,
            hint=_ACCEPTED,
        )


def _read_text(text: str | bytes | bytearray, found: Found, where: str, depth: int) -> None:
    """Read GeoJSON, well-known text, four numbers or a path."""
    from mapflow.geometry import _files  # files and their parsers, once they are needed

    if isinstance(text, bytes | bytearray):
        text = _files.decode(bytes(text), where=where)
    plain = text.lstrip("\ufeff \t\r\n")
    if not plain:
        raise refuse("missing", "the text is empty.", where=where, hint=_ACCEPTED)
    if plain[0] in "{[":
        parsed = _files.parse_json(plain, where=where)
        read(parsed, found, where=where, depth=depth + 1, trusted=False)
    elif _files.exists(text):
        _read_path(text, found, where, depth)
    elif not (_files.read_if_wkt(plain, found, where=where) or read_box_text(plain, found, where)):
        raise _files.nothing_there(text, where=where)


def _read_path(path: str, found: Found, where: str, depth: int) -> None:
    from mapflow.geometry import _files

    content = _files.load(path, where=where)
    # A frame that a library made of the file is an object; parsed GeoJSON is plain data.
    read(content, found, where=where, depth=depth + 1, trusted=False)


def _read_object(area: object, found: Found, where: str, crs: CrsLike | None, depth: int) -> bool:
    """Read an object that describes itself; tell whether this one did."""
    if hasattr(area, "to_crs"):
        # A GeoDataFrame: its geometry is enough, whatever the other columns hold.
        area = cast("object", getattr(area, "geometry", area))
    interface = getattr(area, "__geo_interface__", None)
    if isinstance(interface, Mapping):
        # The interface of a GeoDataFrame keeps the numbers of a projected system and does not
        # name it: only the object can tell.
        own = cast("CrsLike | None", getattr(area, "crs", None)) or crs
        mapping = cast("Mapping[str, object]", interface)
        read_mapping(mapping, found, where=where, crs=own, depth=depth + 1)
        return True
    # Not isinstance(area, SupportsGeometry): that does not see the columns of a pandas row.
    geometry = getattr(area, "geometry", _MISSING)
    if geometry is _MISSING or isinstance(area, type):
        return False
    if geometry is None:
        found.null_count += 1
    else:
        read(geometry, found, where=where, crs=crs, depth=depth + 1)
    return True


def _read_list(
    area: object, found: Found, where: str, crs: CrsLike | None, depth: int, trusted: bool
) -> bool:
    """Read a bounding box or a list of areas; tell whether this was one."""
    to_list = getattr(area, "tolist", None)
    items = to_list() if callable(to_list) and not isinstance(area, type) else area
    if not isinstance(items, list | tuple):
        return False
    members = cast("list[object] | tuple[object, ...]", items)
    if not members:
        raise refuse("empty", "the list is empty.", where=where, hint=_ACCEPTED)
    numbers = as_numbers(members)
    if numbers is not None:
        read_box(numbers, found, where=where, crs=crs)
        return True
    for index, item in enumerate(members):
        place = inside(where, f"item {index}")
        read(item, found, where=place, crs=crs, depth=depth + 1, trusted=trusted)
    return True

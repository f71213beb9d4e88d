"""Plain data in: GeoJSON objects, bounding boxes, and lists of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias, cast

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.bounding_box import as_numbers, read_box
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_mapping
from mapflow.geometry._refusals import check_depth, inside, refuse
from mapflow.geometry._types import CrsLike
from mapflow.geometry._values import describe

ACCEPTED = (
    "Pass GeoJSON (a geometry, a feature or a collection; as a dict, as text or as a path), a"
    " bounding box (west, south, east, north), well-known text, an object with"
    " __geo_interface__ or a geometry, or a list of these."
)

Other: TypeAlias = Callable[[object, Found, str, CrsLike | None, int], None]


def read_plain(
    value: object,
    found: Found,
    *,
    where: str = "",
    crs: CrsLike | None = None,
    depth: int = 0,
    other: Other | None = None,
) -> None:
    """Collect the polygons of plain data.

    What is not plain goes to ``other``. Without it everything else is refused, because what stands
    in a text or in a file must not name other files.
    """
    check_depth(depth)
    if isinstance(value, Mapping):
        mapping = cast("Mapping[str, object]", value)
        read_mapping(mapping, found, where=where, crs=crs, depth=depth)
    elif type(value) is list or type(value) is tuple:
        members = cast("list[object] | tuple[object, ...]", value)
        if not members:
            raise refuse("empty", "the list is empty.", where=where, hint=ACCEPTED)
        numbers = as_numbers(members)
        if numbers is not None:
            read_box(numbers, found, where=where, crs=crs)
            return
        for index, item in enumerate(members):
            place = inside(where, f"item {index}")
            with found.item(place):
                read_plain(item, found, where=place, crs=crs, depth=depth + 1, other=other)
    elif other is not None:
        other(value, found, where, crs, depth)
    else:
        raise not_an_area(value, where)


def not_an_area(value: object, where: str) -> InvalidArea:
    """Say that something is not an area, and what is one."""
    if value is None:
        return refuse("missing", "no area was given.", where=where, hint=ACCEPTED)
    if hasattr(value, "read"):
        return refuse(
            "unsupported_type",
            f"{describe(value)} is an open file, not an area.",
            where=where,
            hint="Pass its path, or what read() gives.",
        )
    return refuse(
        "unsupported_type", f"{describe(value)} is not an area.", where=where, hint=ACCEPTED
    )

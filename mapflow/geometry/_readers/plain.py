"""Plain data in: GeoJSON objects, bounding boxes, and lists of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, cast

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.bounding_box import as_numbers, read_box
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_geojson
from mapflow.geometry._values import describe

ACCEPTED: Final = (
    "Pass GeoJSON (a geometry, a feature or a collection; as a dict, as text or as a path), a"
    " bounding box (west, south, east, north), well-known text, an object with"
    " __geo_interface__ or a geometry, or a list of these."
)

Read: TypeAlias = Callable[[object, Found], None]


def read_plain(value: object, found: Found, other: Read | None = None) -> None:
    """Collect the polygons of plain data.

    What is not plain goes to ``other``. Without it everything else is refused, because what stands
    in a text or in a file must not name other files.
    """
    if isinstance(value, Mapping):
        read_geojson(cast("Mapping[str, object]", value), found)
    elif isinstance(value, list) or type(value) is tuple:
        members = cast("list[object] | tuple[object, ...]", value)
        if not members:
            raise found.refuse("empty", "the list is empty.", ACCEPTED)
        numbers = as_numbers(members)
        if numbers is not None:
            read_box(numbers, found)
            return
        for index, item in enumerate(members):
            with found.inside(f"item {index}", is_member=True):
                read_plain(item, found, other)
    elif other is not None:
        other(value, found)
    else:
        raise not_an_area(value, found)


def not_an_area(value: object, found: Found) -> InvalidArea:
    """Say that something is not an area, and what is one."""
    if value is None:
        return found.refuse("missing", "no area was given.", ACCEPTED)
    if hasattr(value, "read"):
        what = f"{describe(value)} is an open file, not an area."
        return found.refuse("unsupported_type", what, "Pass its path, or what read() gives.")
    return found.refuse("unsupported_type", f"{describe(value)} is not an area.", ACCEPTED)

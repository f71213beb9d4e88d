"""The rows of an area as features, with everything that stands beside their polygons."""

from __future__ import annotations

from collections.abc import Iterator

from mapflow.geometry._areas import nothing_found, pins_left_out, polygons_as_geometry
from mapflow.geometry._checks.checker import Checker
from mapflow.geometry._readers.anything import read
from mapflow.geometry._readers.found import Found
from mapflow.geometry._warn import warn


def read_rows(area: object) -> Iterator[dict[str, object]]:
    """Read whatever is taken as an area, and give one feature for each of its rows.

    Raises:
        InvalidArea: Nothing of it can be read, or one row cannot; the text says which.

    Warns:
        AreaWarning: Pins or lines were omitted, or a ring was repaired.
    """
    found = Found(apart=True, every_field=True)
    read(area, found)
    if not found.rows:
        raise nothing_found(found)
    checker = Checker(repair=False)
    for row in found.rows:
        if row.fault is not None:
            raise row.fault
        polygons, _ = checker.check(row)
        feature: dict[str, object] = {
            "type": "Feature",
            "properties": row.properties or {},
            "geometry": polygons_as_geometry(polygons) if polygons else None,
        }
        yield feature if row.id is None else {**feature, "id": row.id}
    for text in (*found.warnings, *pins_left_out(found), *checker.take_notes()):
        warn(text)

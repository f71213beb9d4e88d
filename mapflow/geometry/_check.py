"""From polygons as they were found to the one geometry that is sent."""

from __future__ import annotations

from mapflow.errors import InvalidArea
from mapflow.geometry._crs import Reprojector, is_lon_lat
from mapflow.geometry._exact import is_counterclockwise
from mapflow.geometry._extra import available
from mapflow.geometry._found import Part, inside, refuse
from mapflow.geometry._rings import Ring, place_on_globe, read_rings, tidy
from mapflow.geometry._sweep import Fault, Segment, find_fault
from mapflow.geometry._types import Position

# From here on it pays to import shapely, where it is installed, for a yes or no.
_LARGE = 10_000


class Checker:
    """Checks polygons one by one; remembers the reference systems they came in."""

    def __init__(self) -> None:
        self._reprojectors: dict[str, Reprojector] = {}

    def check(self, part: Part) -> list[list[Position]]:
        """Return the rings of a polygon: WGS84, open, simple, and wound by the right hand."""
        rings = read_rings(part)
        if not is_lon_lat(part.crs):
            rings = self._reproject(rings, part)
        rings = place_on_globe(rings, part.where)
        tidied = [tidy(ring, _ring(part.where, i)) for i, ring in enumerate(rings)]
        _check_validity(tidied, part.where)
        return [
            ring.positions
            if is_counterclockwise(ring.positions) == (number == 0)
            else ring.positions[::-1]
            for number, ring in enumerate(tidied)
        ]

    def _reproject(self, rings: list[list[Position]], part: Part) -> list[list[Position]]:
        if part.crs is None:
            return rings
        key = str(part.crs)
        if key not in self._reprojectors:
            self._reprojectors[key] = Reprojector(part.crs, where=part.where)
        result = [self._reprojectors[key](ring) for ring in rings]
        for number, ring in enumerate(result):
            for index, (x, y) in enumerate(ring):
                if abs(x) > 360 or abs(y) > 90 or x != x or y != y:
                    before = rings[number][index]
                    raise refuse(
                        "outside_crs",
                        f"({before[0]:.10g}, {before[1]:.10g}) has no longitude and latitude"
                        f" in {key[:60]}.",
                        where=inside(_ring(part.where, number), f"position {index}"),
                        hint="Check that the coordinates are in the reference system named.",
                    )
        return result


def _ring(where: str, number: int) -> str:
    return inside(where, f"ring {number}")


def _check_validity(rings: list[Ring], where: str) -> None:
    plain = [ring.positions for ring in rings]
    if sum(len(ring) for ring in plain) >= _LARGE:
        shapely = available("shapely")
        if shapely is not None and shapely.Polygon(plain[0], plain[1:]).is_valid:
            return
    fault = find_fault(plain)
    if fault is not None:
        raise _explain(fault, rings, where)


def _explain(fault: Fault, rings: list[Ring], where: str) -> InvalidArea:
    """Put a fault into a sentence that leads to the place."""
    ring, other = f"ring {fault.ring}", f"ring {fault.other}"
    itself = "itself" if fault.ring == fault.other else other
    place = f"longitude {fault.at[0]:.10g}, latitude {fault.at[1]:.10g}"
    edges = " and ".join(sorted(_edge(segment, rings) for segment in fault.segments))
    if fault.ring == fault.other:
        edges = edges.replace(f"{ring}, ", "")
    near = f"near {place}" + (f" ({edges})" if edges else "")
    reason = "self_intersection"
    hint = "Repair it, for example with shapely.make_valid, or redraw that part."
    if fault.kind == "crosses":
        what = f"the ring crosses {itself} {near}."
    elif fault.kind == "covers":
        what = f"an edge of the ring runs along {itself} {near}."
    elif fault.kind == "touches":
        what = f"the ring touches itself at {place}."
    elif fault.kind == "cuts":
        what = f"the ring meets {other} at {place} and elsewhere, which cuts the polygon apart."
    elif fault.kind == "outside":
        reason = "hole_outside"
        what = f"this hole lies outside the outer ring; it begins at {place}."
        hint = "If it is a polygon of its own, make the area a MultiPolygon."
    else:
        reason = "nested_holes"
        what = f"this hole lies within the hole of {other}; it begins at {place}."
        hint = "Remove it, or make it a polygon of its own."
    return refuse(reason, what, where=inside(where, ring), hint=hint)


def _edge(segment: Segment, rings: list[Ring]) -> str:
    """Name an edge by the positions it joins, numbered as in the input."""
    positions, order = rings[segment[4]]
    ends = {segment[:2], segment[2:4]}
    for index, position in enumerate(positions):
        following = (index + 1) % len(positions)
        if {position, positions[following]} == ends:
            return f"ring {segment[4]}, positions {order[index]} to {order[following]}"
    return f"ring {segment[4]}"

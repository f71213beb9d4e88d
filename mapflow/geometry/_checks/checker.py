"""From polygons as they were found to the one geometry that is sent."""

from __future__ import annotations

from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow._hints import Hint, joined
from mapflow.geometry._checks.exact import is_counterclockwise
from mapflow.geometry._checks.repair import repaired, split_at_antimeridian
from mapflow.geometry._checks.rings import Ring, place_in, place_on_globe, read_rings, tidy
from mapflow.geometry._checks.sweep import Fault, Segment, find_fault
from mapflow.geometry._checks.touching_rings import take_apart
from mapflow.geometry._crs import Reprojector, is_lon_lat
from mapflow.geometry._extra import available
from mapflow.geometry._measures.measure import rings_area_m2
from mapflow.geometry._readers.found import Part, Row
from mapflow.geometry._refusals import crs_hint, refuse
from mapflow.geometry._types import Polygon

# From this size, importing shapely pays if it is installed.
_LARGE: Final = 10_000
#: Faults that have a repair: the positions are right, what they enclose is not.
_REPAIRABLE: Final = frozenset(
    {
        "antimeridian",
        "hole_outside",
        "nested_holes",
        "self_intersection",
        "too_few_positions",
        "zero_area",
    }
)


class Checker:
    """Checks polygons one by one; remembers the reference systems they came in.

    Args:
        repair: Whether to repair what is broken.
    """

    def __init__(self, *, repair: bool = False) -> None:
        self._repair = repair
        self._reprojectors: dict[str, Reprojector] = {}
        #: What was put right since they were taken.
        self.notes: list[str] = []

    def take_notes(self) -> list[str]:
        """Hand over what was put right since the last time."""
        notes, self.notes = self.notes, []
        return notes

    def check(self, row: Row) -> tuple[list[Polygon], list[str]]:
        """The polygons of a row, and the place of each.

        They are on WGS84, their rings open, simple and right-handed. A part of the row is one
        polygon, unless it had to be taken apart.
        """
        polygons: list[Polygon] = []
        places: list[str] = []
        for part in row.parts:
            rings = read_rings(part)
            if part.crs is not None and not is_lon_lat(part.crs):
                rings = self._reproject(rings, str(part.crs), part)
            try:
                pieces = self._on_globe(rings, part.where)
            except InvalidArea as error:
                if not self._repair or error.reason not in _REPAIRABLE:
                    raise
                pieces = self._mend(rings, part.where, error)
            polygons += pieces
            places += [part.where] * len(pieces)
        return polygons, places

    def _on_globe(self, rings: Polygon, where: str) -> list[Polygon]:
        tidied: list[Ring] = []
        plain: Polygon = []
        for number, positions in enumerate(place_on_globe(rings, where)):
            tidied.append(tidy(positions, where, number))
            plain.append(tidied[-1].positions)
        fault = _fault_of(plain)
        if fault is None:
            return [_wound(plain)]
        if fault.kind in ("touches", "covers") and fault.ring == fault.other:
            pieces = take_apart(plain)
            if pieces is not None:
                self._tell(
                    where,
                    f"a ring that touches itself at {_place(fault)} was taken apart"
                    " there; the area is the same.",
                )
                return [_wound(piece) for piece in pieces]
        raise _explain(fault, tidied, where)

    def _mend(self, rings: Polygon, where: str, error: InvalidArea) -> list[Polygon]:
        if error.reason == "antimeridian":
            split = split_at_antimeridian(rings, where)
            pieces, before = split.pieces, split.unrolled
            done = "the polygon crosses the antimeridian and was cut there"
            done += ", and closed over the pole" if split.has_pole else ""
            done += "" if split.was_valid else ", and was repaired, because it was not valid"
        else:
            pieces, before = repaired(place_on_globe(rings, where), where), rings
            done = f"the polygon was repaired: {error.reason.replace('_', ' ')}"
        after_m2 = sum(rings_area_m2(piece) for piece in pieces)
        self._tell(
            where,
            f"{done}; it covered {abs(rings_area_m2(before)):,.0f} m² before"
            f" and covers {after_m2:,.0f} m² now.",
        )
        return [found for piece in pieces for found in self._on_globe(piece, where)]

    def _tell(self, where: str, what: str) -> None:
        text = f"{where}: {what}" if where else what
        self.notes.append(text[:1].upper() + text[1:])

    def _reproject(self, rings: Polygon, key: str, part: Part) -> Polygon:
        if key not in self._reprojectors and part.crs is not None:
            self._reprojectors[key] = Reprojector(part.crs, where=part.where)
        reproject = self._reprojectors[key]
        if reproject.is_projected:
            _check_lengths(rings, key, part.where)
        result = [reproject(ring) for ring in rings]
        for number, ring in enumerate(result):
            for index, (x, y) in enumerate(ring):
                if abs(x) > 360 or abs(y) > 90 or x != x or y != y:
                    before = rings[number][index]
                    raise refuse(
                        "outside_crs",
                        f"({before[0]:.10g}, {before[1]:.10g}) has no longitude and latitude"
                        f" in {key[:60]}.",
                        where=place_in(part.where, number, index),
                        hint="Check that the coordinates are in the reference system named.",
                    )
        return result


def _check_lengths(rings: Polygon, crs: str, where: str) -> None:
    """Refuse degrees that are said to be lengths: they would become a speck somewhere else."""
    positions = [position for ring in rings for position in ring]
    if positions and all(abs(x) <= 180 and abs(y) <= 90 for x, y in positions):
        x, y = positions[0]
        hint = ("If they are longitude and latitude, say so with ", crs_hint("EPSG:4326"), ".")
        raise refuse(
            "outside_crs",
            f"({x:.10g}, {y:.10g}) and the other positions look like degrees, but they are said to"
            f" be in {crs[:60]}, whose coordinates are lengths, such as metres.",
            where=where,
            hint=joined(*hint),
        )


def _wound(rings: Polygon) -> Polygon:
    """Wind the outer ring counterclockwise and the holes clockwise."""
    for number, ring in enumerate(rings):
        if is_counterclockwise(ring) != (number == 0):
            ring.reverse()
    return rings


def _fault_of(plain: Polygon) -> Fault | None:
    if sum(map(len, plain)) >= _LARGE:
        shapely = available("shapely")
        if shapely is not None and shapely.Polygon(plain[0], plain[1:]).is_valid:
            return None
    return find_fault(plain)


def _place(fault: Fault) -> str:
    return f"longitude {fault.at[0]:.10g}, latitude {fault.at[1]:.10g}"


def _explain(fault: Fault, rings: list[Ring], where: str) -> InvalidArea:
    """Put a fault into a sentence that leads to the place."""
    ring, other = f"ring {fault.ring}", f"ring {fault.other}"
    itself = "itself" if fault.ring == fault.other else other
    place = _place(fault)
    edges = " and ".join(sorted(_edge(segment, rings) for segment in fault.segments))
    if fault.ring == fault.other:
        edges = edges.replace(f"{ring}, ", "")
    near = f"near {place}" + (f" ({edges})" if edges else "")
    mended = Hint(
        python=": as_geometry(area, repair=True)",
        command=" with --repair",
        tool=" with repair=true",
    )
    redraw = joined("Redraw that part, or have it repaired", mended, ".")
    reason, what, hint = {
        "crosses": ("self_intersection", f"the ring crosses {itself} {near}.", redraw),
        "covers": ("self_intersection", f"an edge of the ring runs along {itself} {near}.", redraw),
        "touches": ("self_intersection", f"the ring touches itself at {place}.", redraw),
        "cuts": (
            "self_intersection",
            f"the ring meets {other} at {place} and elsewhere, which cuts the polygon apart.",
            redraw,
        ),
        "outside": (
            "hole_outside",
            f"this hole lies outside the outer ring; it begins at {place}.",
            "If it is a separate polygon, make the area a MultiPolygon.",
        ),
        "nested": (
            "nested_holes",
            f"this hole lies within the hole of {other}; it begins at {place}.",
            "Remove it, or make it a separate polygon.",
        ),
    }[fault.kind]
    return refuse(reason, what, where=place_in(where, fault.ring), hint=hint)


def _edge(segment: Segment, rings: list[Ring]) -> str:
    """Name an edge by the positions it joins, numbered as in the input."""
    positions, order = rings[segment[4]]
    ends = {segment[:2], segment[2:4]}
    for index, position in enumerate(positions):
        following = (index + 1) % len(positions)
        if {position, positions[following]} == ends:
            return f"ring {segment[4]}, positions {order[index]} to {order[following]}"
    return f"ring {segment[4]}"

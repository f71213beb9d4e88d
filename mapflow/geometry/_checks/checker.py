"""From polygons as they were found to the one geometry that is sent."""

from __future__ import annotations

from mapflow._base_errors import InvalidArea
from mapflow._hints import Hint, joined
from mapflow.geometry._checks.exact import is_counterclockwise
from mapflow.geometry._checks.repair import repaired, split_at_antimeridian
from mapflow.geometry._checks.rings import Ring, place_on_globe, read_rings, tidy
from mapflow.geometry._checks.sweep import Fault, Segment, find_fault
from mapflow.geometry._checks.touching_rings import take_apart
from mapflow.geometry._crs import Reprojector, is_lon_lat
from mapflow.geometry._extra import available
from mapflow.geometry._measures.measure import rings_area_m2
from mapflow.geometry._readers.found import Part
from mapflow.geometry._refusals import crs_hint, inside, refuse
from mapflow.geometry._types import Position

# From this size, importing shapely pays if it is installed.
_LARGE = 10_000
#: Faults that have a repair: the positions are right, what they enclose is not.
_REPAIRABLE = frozenset(
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
        repair: Whether to mend what is broken.
    """

    def __init__(self, *, repair: bool = False) -> None:
        self._repair = repair
        self._reprojectors: dict[str, Reprojector] = {}
        self._notes: list[str] = []

    def take_notes(self) -> list[str]:
        """Hand over what was put right since the last time."""
        notes, self._notes = self._notes, []
        return notes

    def check(self, part: Part) -> list[list[list[Position]]]:
        """Return polygons for one that was found: WGS84, rings open, simple and right-handed.

        There is one, unless the polygon had to be taken apart.
        """
        rings = read_rings(part)
        if not is_lon_lat(part.crs):
            rings = self._reproject(rings, part)
        try:
            return self._on_globe(rings, part.where)
        except InvalidArea as error:
            if not self._repair or error.reason not in _REPAIRABLE:
                raise
            return self._mend(rings, part.where, error)

    def _on_globe(self, rings: list[list[Position]], where: str) -> list[list[list[Position]]]:
        rings = place_on_globe(rings, where)
        tidied = [tidy(ring, _ring(where, i)) for i, ring in enumerate(rings)]
        plain = [ring.positions for ring in tidied]
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

    def _mend(
        self, rings: list[list[Position]], where: str, error: InvalidArea
    ) -> list[list[list[Position]]]:
        if error.reason == "antimeridian":
            split = split_at_antimeridian(rings, where)
            if split is None:
                raise error
            pieces = split.pieces
            before = abs(rings_area_m2(split.unrolled))
            after = sum(rings_area_m2(piece) for piece in pieces)
            self._tell(
                where,
                "the polygon crosses the antimeridian and was cut there"
                + ("" if split.was_valid else ", and was repaired, because it was not valid")
                + f"; it covered {before:,.0f} m² before and covers {after:,.0f} m² now.",
            )
        else:
            before = abs(rings_area_m2(rings))
            pieces = repaired(place_on_globe(rings, where), where)
            after = sum(rings_area_m2(piece) for piece in pieces)
            self._tell(
                where,
                "the polygon was repaired: "
                f"{error.reason.replace('_', ' ')}; it covered {before:,.0f} m² before"
                f" and covers {after:,.0f} m² now.",
            )
        done: list[list[list[Position]]] = []
        for piece in pieces:
            done.extend(self._on_globe(piece, where))
        return done

    def _tell(self, where: str, what: str) -> None:
        text = f"{where}: {what}" if where else what
        self._notes.append(text[:1].upper() + text[1:])

    def _reproject(self, rings: list[list[Position]], part: Part) -> list[list[Position]]:
        if part.crs is None:
            return rings
        key = str(part.crs)
        if key not in self._reprojectors:
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
                        where=inside(_ring(part.where, number), f"position {index}"),
                        hint="Check that the coordinates are in the reference system named.",
                    )
        return result


def _check_lengths(rings: list[list[Position]], crs: str, where: str) -> None:
    """Refuse degrees that are said to be lengths: they would become a speck somewhere else."""
    positions = [position for ring in rings for position in ring]
    if positions and all(abs(x) <= 180 and abs(y) <= 90 for x, y in positions):
        x, y = positions[0]
        raise refuse(
            "outside_crs",
            f"({x:.10g}, {y:.10g}) and the other positions look like degrees, but they are said to"
            f" be in {crs[:60]}, whose coordinates are lengths, such as metres.",
            where=where,
            hint=joined(
                "If they are longitude and latitude, say so with ", crs_hint("EPSG:4326"), "."
            ),
        )


def _ring(where: str, number: int) -> str:
    return inside(where, f"ring {number}")


def _wound(rings: list[list[Position]]) -> list[list[Position]]:
    """Wind the outer ring counterclockwise and the holes clockwise."""
    return [
        ring if is_counterclockwise(ring) == (number == 0) else ring[::-1]
        for number, ring in enumerate(rings)
    ]


def _fault_of(plain: list[list[Position]]) -> Fault | None:
    if sum(len(ring) for ring in plain) >= _LARGE:
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
    reason = "self_intersection"
    hint = joined(
        "Redraw that part, or have it repaired",
        Hint(python=": as_geometry(area, repair=True)", command=" with --repair"),
        ".",
    )
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
        hint = "If it is a separate polygon, make the area a MultiPolygon."
    else:
        reason = "nested_holes"
        what = f"this hole lies within the hole of {other}; it begins at {place}."
        hint = "Remove it, or make it a separate polygon."
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

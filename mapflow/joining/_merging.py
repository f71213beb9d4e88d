"""Makes one feature of the pieces of an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import numpy as np

from mapflow.geometry._measures.measure import area_m2
from mapflow.joining._clusters import Cluster
from mapflow.joining._frame import Frame
from mapflow.joining._lines import connected
from mapflow.joining._parts import Feature
from mapflow.joining._pieces import Numbers, Piece, closeness
from mapflow.joining._tiles import DEGREE_M
from mapflow.joining._untyped import Shape, shapely

_HALF: Final = 0.5
_AREA: Final = "area"
_DECIMALS: Final = 9


def leader_of(pieces: Sequence[Piece]) -> Piece:
    """The piece whose properties stand for the object, and its outline if that is complete."""
    return min(
        pieces,
        key=lambda piece: (
            piece.is_cut,
            not piece.is_own,
            -piece.size,
        ),
    )


def merged(cluster: Cluster, leader: Piece, frame: Frame, tolerance_m: float) -> Feature:
    """The feature of an object; as it came, if one of its pieces is all of it.

    Args:
        cluster: The object.
        leader: Its leader.
        frame: The longitudes of the shapes.
        tolerance_m: How far the outlines of one object may differ, in metres.
    """
    needed = _needed(cluster.pieces, leader, tolerance_m)
    if len(needed) == 1:
        return leader.feature
    if leader.line is not None:
        line = frame.back(connected(needed, tolerance_m))
        return {**leader.feature, "geometry": shapely.geometry.mapping(line)}
    shape = _united(needed, tolerance_m)
    geometry = _geometry(frame.back(shape))
    feature = {**leader.feature, "geometry": geometry}
    properties = feature.get("properties")
    if isinstance(properties, Mapping):
        held = cast("Mapping[str, object]", properties)
        if isinstance(held.get(_AREA), int | float):
            feature["properties"] = {**held, _AREA: round(area_m2(cast("Any", geometry)))}
    return feature


def _needed(pieces: Sequence[Piece], leader: Piece, tolerance_m: float) -> list[Piece]:
    """The pieces without which something would be missing."""
    if leader.is_cut:
        return list(pieces)
    # The leader is an object that nothing cut: what it covers is the same one, found again.
    return [piece for piece in pieces if piece is leader or not _covers(leader, piece, tolerance_m)]


def _covers(leader: Piece, piece: Piece, tolerance_m: float) -> bool:
    if leader.line is not None and piece.line is not None:
        along = leader.line.buffer(tolerance_m / DEGREE_M)
        return bool(piece.line.intersection(along).length > _HALF * piece.line.length)
    if leader.shape is None or piece.shape is None or not piece.shape.area:
        return True
    common = shapely.intersection(leader.shape, piece.shape).area
    return bool(common > _HALF * piece.shape.area)


def _united(pieces: Sequence[Piece], tolerance_m: float) -> Shape:
    step = max(piece.step for piece in pieces)
    close = closeness(step)
    shapes = [piece.shape for piece in pieces]
    edges = np.concatenate([piece.edges for piece in pieces])
    shape = shapely.union_all(shapes, grid_size=step)
    if len(shapely.get_parts(shape)) > 1 or _has_gaps(shape, shapes):
        # Roundings left a gap along the seam: the width of that closes it.
        lines = shapely.linestrings(edges.reshape(-1, 2, 2))
        bridges = shapely.buffer(lines, close, cap_style="flat")
        shape = shapely.union_all([*shapes, *bridges])
    if len(shapely.get_parts(shape)) > 1:
        reach = tolerance_m / DEGREE_M
        closed = shapely.buffer(
            shapely.buffer(shape, reach, join_style="mitre"), -reach, join_style="mitre"
        )
        shape = closed if len(shapely.get_parts(closed)) == 1 else shape
    ends = np.unique(edges.reshape(-1, 2), axis=0)
    decimals = min(_DECIMALS, round(-np.log10(step)))
    return _without_cuts(shape, ends, close, 2 * step, decimals)


def _has_gaps(shape: Shape, shapes: Sequence[Shape]) -> bool:
    """Whether a union has more holes than what was united."""
    return _holes(shape) > sum(_holes(each) for each in shapes)


def _holes(shape: Shape) -> int:
    return int(shapely.get_num_interior_rings(shapely.get_parts(shape)).sum())


def _without_cuts(
    shape: Shape, ends: Numbers, close: float, straight: float, decimals: int
) -> Shape:
    """The shape without the positions that only a cut put on its straight sides."""
    polygons = [
        shapely.Polygon(
            _plain(polygon.exterior, ends, close, straight, decimals),
            [_plain(ring, ends, close, straight, decimals) for ring in polygon.interiors],
        )
        for polygon in shapely.get_parts(shape)
    ]
    plain = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    return shapely.orient_polygons(plain if plain.is_valid else shape)


def _plain(ring: Shape, ends: Numbers, close: float, straight: float, decimals: int) -> Numbers:
    """The positions of a ring, closed, less those of cuts."""
    places: list[tuple[float, float]] = [(x, y) for x, y, *_ in ring.coords[:-1]]
    near = {
        place
        for place in places
        if np.abs(ends - place).max(axis=1).min(initial=np.inf) <= 2 * close
    }
    at = 0
    while near and at < len(places) and len(places) > 3:
        before, place, after = places[at - 1], places[at], places[(at + 1) % len(places)]
        if place in near and _is_straight(before, place, after, straight):
            del places[at]
            at = max(at - 1, 0)
        else:
            at += 1
    closed: Numbers = np.array([*places, places[0]], dtype=np.float64)
    return closed.round(decimals)


def _is_straight(
    before: tuple[float, float], place: tuple[float, float], after: tuple[float, float], by: float
) -> bool:
    """Whether a position lies on the line between its neighbours."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = float(np.hypot(dx, dy))
    ahead = (place[0] - before[0]) * dx + (place[1] - before[1]) * dy
    aside = abs((place[0] - before[0]) * dy - (place[1] - before[1]) * dx)
    return length > 0 and 0 <= ahead <= length * length and aside <= by * length


def _geometry(shape: Shape) -> dict[str, object]:
    """A polygon or several as GeoJSON."""
    polygons = [
        [[[x, y] for x, y, *_ in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}

"""Parcels and streets: how a district is divided.

A district is cut in two by a street, each half again, until the pieces are as small as its use
asks for. Every piece stays convex, every cut is a street or a field path, and streets meet in
T-junctions as they do in places that grew. The path of cuts names a piece, which gives objects
their ids.
"""

from enum import StrEnum
from functools import lru_cache
from math import cos, sin
from typing import NamedTuple

from mapflow.sandbox.scene.convex import Box, Ring, box, centroid, clip, extent
from mapflow.sandbox.scene.districts import District, Use, district
from mapflow.sandbox.scene.grid import Point, shoelace
from mapflow.sandbox.scene.noise import mix, unit

_DEEPEST = 11
"""Cuts above a parcel: a path has to fit into twelve bits."""


class Cover(StrEnum):
    """What stands or grows on a parcel."""

    HOUSES = "houses"
    FLATS = "flats"
    OLD_TOWN = "old_town"
    SHOPS = "shops"
    WORKS = "works"
    FARM = "farm"
    PARK = "park"
    SITE = "site"
    FIELD = "field"
    FOREST = "forest"
    MEADOW = "meadow"
    LAKE = "lake"


class Street(NamedTuple):
    """A strip between two parcels, in block units."""

    path: int
    ring: tuple[Point, ...]
    start: Point
    end: Point
    width_m: float
    paved: bool
    metres: float
    """Metres to a block unit."""

    key: int


class Parcel(NamedTuple):
    """A convex piece of a district."""

    district: District
    path: int
    cover: Cover
    ring: tuple[Point, ...]
    """In metres from the origin of the district."""

    key: int
    outline: tuple[Point, ...]
    """The same ring in block units."""

    box: Box
    """The box around the outline."""


class Layout(NamedTuple):
    """Everything that a district is divided into."""

    district: District
    parcels: tuple[Parcel, ...]
    streets: tuple[Street, ...]


class _Rule(NamedTuple):
    """How a use is divided: size of parcels in metres, widths of streets, jitter of cuts."""

    long_m: float
    deep_m: float
    widths_m: tuple[float, ...]
    skew: float
    paved: bool


_RULES = {
    Use.TOWN: _Rule(150, 92, (13, 13, 11, 9), 0.05, True),
    Use.SUBURB: _Rule(165, 70, (10, 9, 7.5, 6.5), 0.09, True),
    Use.INDUSTRY: _Rule(230, 150, (13, 12, 11), 0.04, True),
    Use.FARMLAND: _Rule(330, 190, (5, 4.5, 0), 0.22, False),
    Use.WOODLAND: _Rule(520, 380, (4.5, 0), 0.35, False),
}

_SHARES: dict[Use, tuple[tuple[Cover, float], ...]] = {
    Use.TOWN: (
        (Cover.FLATS, 0.44),
        (Cover.OLD_TOWN, 0.25),
        (Cover.SHOPS, 0.11),
        (Cover.PARK, 0.09),
        (Cover.HOUSES, 0.06),
        (Cover.SITE, 0.05),
    ),
    Use.SUBURB: (
        (Cover.HOUSES, 0.79),
        (Cover.PARK, 0.06),
        (Cover.FOREST, 0.05),
        (Cover.FLATS, 0.04),
        (Cover.SHOPS, 0.03),
        (Cover.SITE, 0.03),
    ),
    Use.INDUSTRY: (
        (Cover.WORKS, 0.72),
        (Cover.SHOPS, 0.12),
        (Cover.MEADOW, 0.08),
        (Cover.SITE, 0.08),
    ),
    Use.FARMLAND: (
        (Cover.FIELD, 0.68),
        (Cover.FOREST, 0.12),
        (Cover.FARM, 0.10),
        (Cover.MEADOW, 0.07),
        (Cover.LAKE, 0.02),
        (Cover.SITE, 0.01),
    ),
    Use.WOODLAND: (
        (Cover.FOREST, 0.80),
        (Cover.MEADOW, 0.08),
        (Cover.FARM, 0.07),
        (Cover.LAKE, 0.05),
    ),
}


def _cover(use: Use, share: float, area_m2: float) -> Cover:
    """Choose what a parcel carries."""
    cover = _SHARES[use][0][0]
    for candidate, width in _SHARES[use]:
        share -= width
        if share < 0:
            cover = candidate
            break
    if area_m2 < 1500 and cover in (Cover.FLATS, Cover.OLD_TOWN, Cover.SITE, Cover.LAKE):
        return Cover.PARK
    return cover


def _cut(
    place: District,
    rule: _Rule,
    ring: Ring,
    path: int,
    depth: int,
    parcels: list[Parcel],
    streets: list[Street],
) -> None:
    """Divide a ring until its pieces are small enough; fill the two lists."""
    key = mix(place.key, path)
    tx, ty = cos(place.angle), sin(place.angle)
    low, high = extent(ring, tx, ty)
    low2, high2 = extent(ring, -ty, tx)
    along, deep = (high - low) / rule.long_m, (high2 - low2) / rule.deep_m
    if depth >= _DEEPEST or max(along, deep) < 1.0 + 0.45 * unit(key, 1):
        if area := abs(shoelace(ring)):
            cover = _cover(place.use, unit(key, 2), area)
            outline = tuple([place.to_units(p) for p in ring])
            parcels.append(Parcel(place, path, cover, tuple(ring), key, outline, box(outline)))
        return
    turn = rule.skew * (unit(key, 3) - 0.5) * 2
    if along < deep:
        tx, ty, low, high = -ty, tx, low2, high2
    nx, ny = tx * cos(turn) - ty * sin(turn), tx * sin(turn) + ty * cos(turn)
    if turn:
        cx, cy = centroid(ring)
        shift = cx * nx + cy * ny - (cx * tx + cy * ty)
        low, high = low + shift, high + shift
    at = low + (high - low) * (0.5 + 0.2 * (unit(key, 4) - 0.5))
    width = rule.widths_m[min(depth, len(rule.widths_m) - 1)]
    half = width / 2
    first = clip(ring, nx, ny, at - half)
    second = clip(ring, -nx, -ny, -at - half)
    if width:
        strip = clip(clip(ring, nx, ny, at + half), -nx, -ny, -at + half)
        if strip:
            streets.append(_street(place, path, strip, (nx, ny), at, width, rule.paved))
    for number, piece in enumerate((first, second)):
        if piece:
            _cut(place, rule, piece, path * 2 + number, depth + 1, parcels, streets)


def _street(
    place: District,
    path: int,
    strip: Ring,
    normal: Point,
    at: float,
    width: float,
    paved: bool,
) -> Street:
    """Return a street with the two ends of its centre line."""
    nx, ny = normal
    low, high = extent(strip, -ny, nx)
    start = (nx * at - ny * low, ny * at + nx * low)
    end = (nx * at - ny * high, ny * at + nx * high)
    ring = tuple([place.to_units(p) for p in strip])
    ends = place.to_units(start), place.to_units(end)
    return Street(path, ring, *ends, width, paved, place.metres, mix(place.key, path, 1))


@lru_cache(maxsize=320)
def layout(seed: int, i: int, j: int) -> Layout:
    """Return the parcels and streets of a district."""
    place = district(seed, i, j)
    parcels: list[Parcel] = []
    streets: list[Street] = []
    ring = [place.to_local(p) for p in place.ring]
    _cut(place, _RULES[place.use], ring, 1, 0, parcels, streets)
    return Layout(place, tuple(parcels), tuple(streets))

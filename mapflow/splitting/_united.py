"""The polygons of an area, each ground once."""

from __future__ import annotations

from typing import Final

from mapflow.errors import InvalidArea
from mapflow.geometry import AreasLike, CrsLike, Geometry, read_areas
from mapflow.geometry._warn import warn
from mapflow.splitting._parts import SplitParcel
from mapflow.splitting._pieces import Shape, polygons_of, shapely

#: Neighbours share slivers by rounding, which do not count as an overlap.
_NEGLIGIBLE: Final = 1e-6
_EMPTY: Final = frozenset({"null_geometry", "empty"})


def shapes_in(
    area: AreasLike, *, crs: CrsLike | None, layer: str | None, repair: bool
) -> tuple[list[Shape], list[SplitParcel]]:
    """Read an area: its polygons, where those that overlap are one, and its parcels as they are."""
    lib = shapely()
    found: list[Shape] = []
    parcels: list[SplitParcel] = []
    missing = 0
    read = read_areas(area, crs=crs, layer=layer, repair=repair)
    for each in read:
        if each.error is not None:
            if each.error.reason not in _EMPTY:
                raise each.error
            missing += 1
            continue
        assert each.geometry is not None  # noqa: S101 - it has no error
        parcels.append(SplitParcel(each.name, each.geometry))
        found += [lib.Polygon(rings[0], rings[1:]) for rings in _polygons(each.geometry)]
    if not found:
        raise InvalidArea("The area holds no polygon.", reason="empty", hint="Pass at least one.")
    if missing:
        warn(f"{missing} of {len(read)} features have no geometry and are omitted.")
    return _united(found), parcels


def _polygons(geometry: Geometry) -> list[list[list[list[float]]]]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"]


def _united(shapes: list[Shape]) -> list[Shape]:
    """Unite what overlaps: ground that is shared would be paid twice."""
    lib = shapely()
    tree = lib.STRtree(shapes)
    ones, others = tree.query(shapes, predicate="intersects").tolist()
    pairs = [(one, other) for one, other in zip(ones, others, strict=True) if one < other]
    if not pairs:
        return shapes
    sizes = lib.area(shapes).tolist()
    shared = lib.area(
        lib.intersection([shapes[one] for one, _ in pairs], [shapes[other] for _, other in pairs])
    ).tolist()
    owner = list(range(len(shapes)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for (one, other), size in zip(pairs, shared, strict=True):
        if size > _NEGLIGIBLE * min(sizes[one], sizes[other]):
            owner[root(other)] = root(one)
    groups: dict[int, list[Shape]] = {}
    for index, shape in enumerate(shapes):
        groups.setdefault(root(index), []).append(shape)
    united: list[Shape] = []
    for group in groups.values():
        united += group if len(group) == 1 else polygons_of(lib.union_all(group))
    return united

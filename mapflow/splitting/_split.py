"""Splits an area: reads it, tries ways to cut it, and keeps the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, inf
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from mapflow._arguments import figure, figure_or_none
from mapflow._hints import argument, joined
from mapflow._text.numbers import amount
from mapflow.errors import InvalidInput
from mapflow.geometry import AreasLike, CrsLike
from mapflow.splitting._cuts import Way, ways
from mapflow.splitting._grid import by_grid, side_m
from mapflow.splitting._hulls import outlined
from mapflow.splitting._limits import (
    LEAST_BILLED_M2,
    SplitLimits,
    SupportsLimits,
    check_size,
    read_limits,
    with_margin,
)
from mapflow.splitting._names import named
from mapflow.splitting._packing import Bin, Packer
from mapflow.splitting._parts import Group
from mapflow.splitting._pieces import (
    CRUMB_M2,
    Box,
    Piece,
    Shape,
    as_pieces,
    box_area_m2,
    exactly,
    outline_of,
    seam_m,
)
from mapflow.splitting._plan import SplitPlan
from mapflow.splitting._refill import raise_to, refill
from mapflow.splitting._united import shapes_in

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow

#: From so many parts on, the cells are those of one grid, whose names stay as an area grows.
_GRID_PARTS: Final = 1000
_SPREAD_DEG: Final = 2.0
#: More do not fit into memory.
_MOST_PARTS: Final = 1_000_000
#: The share of an area that may get lost by rounding.
_LOST: Final = 1e-6


def split(
    area: AreasLike,
    limits: SupportsLimits | Mapflow | None = None,
    *,
    overlap_m: float = 0.0,
    spread_deg: float | None = _SPREAD_DEG,
    group: Group = "pack",
    crs: CrsLike | None = None,
    layer: str | None = None,
    repair: bool = False,
) -> SplitPlan:
    """Split an area into processings that keep the limits of an account. Nothing is ordered.

    Each processing keeps the largest total area, the largest box around each polygon, the largest
    number of polygons and the smallest area, with 0.2 % to spare, because the service measures in
    another way. Polygons that fit stay whole. What does not fit is cut in several ways; the fewest
    processings win, then the shortest seams. Areas of more than 1,000 processings are cut by one
    grid over the globe, so a larger area later has the same cells. It needs the ``geo`` extra.

    Args:
        area: Whatever `as_geometry` or `read_areas` takes. Polygons that overlap are united, so
            that no ground is paid twice.
        limits: The limits: a `SplitLimits`, an `Estimate`, or a `Mapflow` client, whose default
            project and account are read. Default: as for a client with the settings of
            ``Mapflow()``.
        overlap_m: How far a polygon that was cut reaches over its seam, in metres. Ground in an
            overlap is paid twice. Default: 0.
        spread_deg: How far apart the middles of polygons in one processing may lie, in degrees of a
            great circle (1 degree is 111 km). None: any distance. Default: 2.
        group: ``"pack"`` puts small polygons together in processings. ``"hull"`` also puts near
            ones under one outline, where the ground between them costs less than a processing;
            of the results only what lies in one of the areas is collected. Default: ``"pack"``.
        crs: As for `as_geometry`.
        layer: As for `as_geometry`.
        repair: As for `as_geometry`.

    Returns:
        The plan: processings, bound, areas. Save it, show it, ask its price, or pass it to
        `batch.run` as the areas.

    Raises:
        InvalidArea: The area cannot be used, or the ``geo`` extra is missing. Correct the area, or
            install the extra.
        InvalidInput: The limits or another argument cannot be used. Correct it.
        ConfigurationError: There are no limits and no token to read them with. Pass `SplitLimits`.
        ApiError: The service refused to tell the limits.

    Warns:
        AreaWarning: Features without a geometry were omitted.

    Example:
        ```python
        import mapflow

        limits = mapflow.SplitLimits(aoi_area_limit_m2=25_000_000, max_areas=10)
        plan = mapflow.split((37.3, 55.6, 37.5, 55.7), limits)
        print(plan)
        ```
    """
    overlap_m = figure(overlap_m, "overlap_m")
    if not 0 <= overlap_m < inf:
        raise _below_0("overlap_m", overlap_m)
    spread_deg = figure_or_none(spread_deg, "spread_deg")
    if spread_deg is not None and not spread_deg >= 0:
        raise _below_0("spread_deg", spread_deg)
    spread_deg = None if spread_deg == inf else spread_deg
    if group not in get_args(Group):
        raise InvalidInput(f'`group` must be "pack" or "hull", got {group!r:.40}.')
    known = read_limits(limits)
    check_size(known)
    shapes, parcels = shapes_in(area, crs=crs, layer=layer, repair=repair)
    plan = _Splitter(known, overlap_m, spread_deg, group).plan(shapes)
    return replace(plan, parcels=tuple(parcels)) if group == "hull" else plan


def _below_0(name: str, value: float) -> InvalidInput:
    return InvalidInput(joined("`", argument(name), f"` must be 0 or more, got {value!r}."))


class _Attempt(NamedTuple):
    bins: list[Bin]
    seam_m: float

    @property
    def score(self) -> tuple[int, float]:
        return len(self.bins), self.seam_m


class _Splitter:
    def __init__(
        self, limits: SplitLimits, overlap_m: float, spread_deg: float | None, group: Group
    ) -> None:
        self._limits = limits
        self._bounds = with_margin(limits)
        self._overlap_m = overlap_m
        self._spread_deg = spread_deg
        self._group: Group = group
        self._packer = Packer(self._bounds, spread_deg, apart=overlap_m > 0 or group == "hull")
        if overlap_m and self._bounds.area_m2 < inf:
            side_m(self._bounds.area_m2, overlap_m)

    def plan(self, shapes: Sequence[Shape]) -> SplitPlan:
        """Split the polygons of an area."""
        whole = as_pieces(shapes, [("", Box(*shape.bounds)) for shape in shapes], is_whole=True)
        fitting: list[Piece] = []
        large: list[Shape] = []
        outline_m = 0.0
        for shape, piece in zip(shapes, whole, strict=True):
            if box_area_m2(piece.box) <= self._bounds.area_m2:
                fitting.append(piece)
            else:
                large.append(shape)
                outline_m += outline_of(piece.rings)
        area_m2 = sum(each.area_m2 for each in whole)
        if area_m2 > _MOST_PARTS * self._bounds.area_m2:
            raise InvalidInput(
                f"The area of {amount(round(area_m2 / 1e6))} km² would need more than"
                f" {_MOST_PARTS:,} processings of {amount(self._bounds.area_m2 / 1e6)} km².",
                hint="Split one region at a time, or pass the limit of the account.",
            )
        grounds: dict[int, list[Piece]] = {}
        if self._group == "hull":
            outlines = outlined(fitting, self._bounds)
            grounds = {id(each.piece): each.ground for each in outlines}
            fitting = [each.piece for each in outlines]
        best = self._best(fitting, large, area_m2, outline_m)
        can_be_billed = LEAST_BILLED_M2 if self._bounds.area_m2 > LEAST_BILLED_M2 else 0.0
        least_m2 = max(self._bounds.min_area_m2, can_be_billed)
        raise_to(best.bins, self._packer, least_m2, may_cut=not self._overlap_m)
        return SplitPlan(
            tuple(named(best.bins, grounds if self._group == "hull" else None)),
            area_m2,
            self._lower_bound(area_m2, len(whole)),
            best.seam_m,
            self._limits,
            self._overlap_m,
            self._spread_deg,
            self._group,
            tuple(self._notes(best.bins)),
        )

    def _best(
        self, fitting: list[Piece], large: list[Shape], area_m2: float, outline_m: float
    ) -> _Attempt:
        attempts = (
            self._attempt(fitting, large, way, outline_m) for way in self._ways(large, area_m2)
        )
        return min(attempts, key=lambda each: each.score)

    def _attempt(
        self, fitting: list[Piece], large: list[Shape], way: Way, outline_m: float
    ) -> _Attempt:
        cut = [piece for shape in large for piece in self._cut(shape, way)]
        bins = self._packer.pack([*fitting, *cut])
        bins = refill(bins, self._packer, may_cut=not self._overlap_m)
        pieces = (piece for found in bins for piece in found.pieces if not piece.is_whole)
        return _Attempt(bins, seam_m(pieces, outline_m))

    def _cut(self, shape: Shape, way: Way) -> list[Piece]:
        pieces = way(shape, self._bounds.area_m2)
        if self._overlap_m:
            return pieces
        (whole,) = as_pieces([shape], [("", Box(*shape.bounds))], is_whole=True)
        found_m2 = sum(piece.area_m2 for piece in pieces)
        if abs(found_m2 - whole.area_m2) <= _LOST * whole.area_m2 + len(pieces) * CRUMB_M2:
            return pieces
        # Ground must neither get lost nor be paid twice.
        with exactly():
            return way(shape, self._bounds.area_m2)

    def _ways(self, large: list[Shape], area_m2: float) -> Iterator[Way]:
        if large:
            cells = area_m2 / self._bounds.area_m2
            if cells <= _GRID_PARTS:
                yield from ways(cells, self._overlap_m)
        yield lambda shape, limit_m2: by_grid(shape, limit_m2, self._overlap_m)

    def _lower_bound(self, area_m2: float, polygons: int) -> int:
        largest = self._limits.aoi_area_limit_m2
        by_area = ceil(area_m2 / largest) if largest else 1
        by_count = 1 if self._group == "hull" else ceil(polygons / self._bounds.polygons)
        return max(by_area, by_count)

    def _notes(self, bins: Sequence[Bin]) -> Iterator[str]:
        if not self._limits.aoi_area_limit_m2:
            yield "The largest area of one processing is unknown, so nothing was cut."
        least = self._limits.min_area_m2 or 0
        below = sum(each.area_m2 < least for each in bins)
        if below:
            count = "1 processing covers" if below == 1 else f"{below} processings cover"
            yield f"{count} less than the smallest area of {amount(least / 1e6)} km²."
        left = self._limits.remaining_area_m2
        billed = sum(max(each.area_m2, LEAST_BILLED_M2) for each in bins)
        if left is not None and billed > left:
            yield (
                f"{amount(round(billed / 1e6, 2))} km² would be billed, and"
                f" {amount(round(left / 1e6, 2))} km² remain of the account's quota."
            )

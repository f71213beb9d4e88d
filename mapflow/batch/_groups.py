"""Areas put together, so that several share one processing: by a property, or by what fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from mapflow._arguments import amount, text
from mapflow.batch._grouping import GAP_DEG, SPREAD_DEG
from mapflow.geometry import AreaLike, AreasLike, NamedArea, read_areas, summarise

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow
    from mapflow.splitting import SupportsLimits
    from mapflow.splitting._limits import Kept
    from mapflow.splitting._pieces import Piece


def grouped(areas: AreasLike, by: str, *, name_field: str | None = None) -> dict[str, AreaLike]:
    """Put areas together that have the same value of a property, as rows of a batch.

    Args:
        areas: As for ``run``.
        by: The property; its values name the rows.
        name_field: Property that names the areas within their row. Default: as for ``run``.

    Returns:
        The areas of each row, for ``run``: each row is one processing.

    Raises:
        InvalidInput: The areas cannot be read, or some do not have the property.

    Example:
        ```python
        from mapflow import batch

        fields = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"name": name, "farm": "Hill"}, "geometry": each}
                for name, each in (("North", area), ("South", area))
            ],
        }
        print(list(batch.grouped(fields, "farm")))
        ```
    """
    text(by, "by")
    if isinstance(areas, Iterable) and iter(areas) is areas:
        # It is read twice.
        areas = list(cast("Iterable[AreaLike]", areas))
    rows = read_areas(areas, name_field=by)
    named = read_areas(areas, name_field=name_field)
    return together([row.name for row in rows], named)


def packed(
    areas: AreasLike,
    limits: SupportsLimits | Mapflow,
    *,
    name_field: str | None = None,
    spread_deg: float = SPREAD_DEG,
) -> dict[str, AreaLike]:
    """Put small areas together within the limits of one processing, as rows of a batch.

    A processing has a minimum price, so small areas cost less together. Areas that touch or
    overlap never share a processing. One that cannot be used, has several polygons or is too large,
    by itself or by the box around it, is a row by itself. It needs the extra ``geo``.

    Args:
        areas: As for ``run``.
        limits: The client, whose account and default project are read; or the limits of one
            processing, see ``mapflow.splitting.limits_of``. One that is unknown is not kept.
        name_field: Property that names the areas. Default: as for ``run``.
        spread_deg: How far apart the middles of the areas of a row may lie, in degrees of a great
            circle. Default: 2.

    Returns:
        The areas of each row, for ``run``: each row is one processing, named after its first area
        and how many more it holds. Rows that would have the same name are numbered.

    Raises:
        InvalidInput: The areas cannot be read, or the limits are none.
        ConfigurationError: An extra is not installed; the text names the command.

    Example:
        ```python
        from mapflow import SplitLimits, batch

        rows = batch.packed({"North": area}, SplitLimits(25e6, 10))
        print(list(rows))
        ```
    """
    from mapflow.splitting._limits import check_size, read_limits, with_margin
    from mapflow.splitting._packing import Packer

    amount(spread_deg, "spread_deg", "degrees")
    known = read_limits(limits)
    check_size(known)
    kept = with_margin(known)
    found = read_areas(areas, name_field=name_field)
    packer = Packer(kept, spread_deg, apart=True)
    pieces = [_piece(str(place), each, kept) for place, each in enumerate(found)]
    bins = packer.pack([piece for piece in pieces if piece is not None])
    groups = [sorted(int(piece.name) for piece in each.pieces) for each in bins]
    groups += [[place] for place, piece in enumerate(pieces) if piece is None]
    rows = [[found[place] for place in group] for group in sorted(groups)]
    return dict(zip(_names(rows, {each.name for each in found}), rows, strict=True))


def _names(rows: Sequence[Sequence[NamedArea]], areas: Iterable[str]) -> Iterator[str]:
    """A name of its own for each row: areas of several files, or of one field, may share theirs."""
    taken = {name.casefold() for name in areas}
    used: Counter[str] = Counter()
    for first, *others in rows:
        plain = name = f"{first.name} and {len(others)} more" if others else first.name
        is_free = not others and not used[plain.casefold()]
        while not is_free:
            used[plain.casefold()] += 1
            count = used[plain.casefold()]
            name = plain if count == 1 else f"{plain} ({count})"
            is_free = name.casefold() not in taken
        used[plain.casefold()] = max(used[plain.casefold()], 1)
        taken.add(name.casefold())
        yield name


def together(rows: Iterable[str], areas: Iterable[NamedArea]) -> dict[str, AreaLike]:
    """The areas of each row.

    Args:
        rows: The name of the row of each area.
        areas: The areas.
    """
    members: dict[str, list[NamedArea]] = {}
    for row, area in zip(rows, areas, strict=True):
        members.setdefault(row, []).append(area)
    return dict(members)


def _piece(name: str, area: NamedArea, limits: Kept) -> Piece | None:
    """An area as the packer takes it; None for one that stays by itself."""
    from mapflow.splitting._pieces import Box, Piece

    if area.geometry is None or area.geometry["type"] != "Polygon":
        return None
    summary = summarise(area.geometry)
    if any(box.area_m2 > limits.area_m2 for box in summary.bounding_boxes):
        # The limit holds for the box too, and one that is refused would take others with it.
        return None
    rings = area.geometry["coordinates"]
    across, along = [each[0] for each in rings[0]], [each[1] for each in rings[0]]
    box = Box(
        min(across) - GAP_DEG, min(along) - GAP_DEG, max(across) + GAP_DEG, max(along) + GAP_DEG
    )
    return Piece(rings, summary.area_m2, box, box, name, True)

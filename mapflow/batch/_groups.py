"""Areas put together, so that several share one processing: by a property, or by what fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, cast

from mapflow._arguments import amount, text
from mapflow.geometry import AreaLike, AreasLike, NamedArea, read_areas, summarise

if TYPE_CHECKING:
    from mapflow.splitting import SupportsLimits
    from mapflow.splitting._pieces import Piece


#: How near boxes of areas may come that share a processing, in degrees: about a metre.
_GAP_DEG: Final = 1e-5


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
    limits: SupportsLimits,
    *,
    name_field: str | None = None,
    spread_deg: float = 2.0,
) -> dict[str, AreaLike]:
    """Put small areas together within the limits of one processing, as rows of a batch.

    A processing has a minimum price, so small areas cost less together. Areas that touch or
    overlap never share a processing. One that cannot be used, has several polygons or is too large
    is a row by itself. It needs the extra ``geo``.

    Args:
        areas: As for ``run``.
        limits: The limits of one processing, see ``mapflow.splitting.limits_of``.
        name_field: Property that names the areas. Default: as for ``run``.
        spread_deg: How far apart the middles of the areas of a row may lie, in degrees of a great
            circle. Default: 2.

    Returns:
        The areas of each row, for ``run``: each row is one processing, named after its first area
        and how many more it holds.

    Raises:
        InvalidInput: The areas cannot be read, or the limits do not say how large a processing
            may be.
        ConfigurationError: An extra is not installed; the text names the command.

    Example:
        ```python
        from mapflow import SplitLimits, batch

        rows = batch.packed({"North": area}, SplitLimits(25e6, 10))
        print(list(rows))
        ```
    """
    from mapflow.splitting._limits import as_limits, with_margin
    from mapflow.splitting._packing import Packer

    amount(spread_deg, "spread_deg", "degrees")
    found = read_areas(areas, name_field=name_field)
    packer = Packer(with_margin(as_limits(limits)), spread_deg, apart=True)
    pieces = [_piece(str(place), each) for place, each in enumerate(found)]
    bins = packer.pack([piece for piece in pieces if piece is not None])
    groups = [sorted(int(piece.name) for piece in each.pieces) for each in bins]
    groups += [[place] for place, piece in enumerate(pieces) if piece is None]
    taken = {each.name.casefold() for each in found}
    names = [""] * len(found)
    for group in sorted(groups):
        name = found[group[0]].name
        if len(group) > 1:
            name = f"{name} and {len(group) - 1} more"
            while name.casefold() in taken:
                name += "_"
        for place in group:
            names[place] = name
    return together(names, found)


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


def _piece(name: str, area: NamedArea) -> Piece | None:
    """An area as the packer takes it; None for one that stays by itself."""
    from mapflow.splitting._pieces import Box, Piece

    if area.geometry is None or area.geometry["type"] != "Polygon":
        return None
    rings = area.geometry["coordinates"]
    across, along = [each[0] for each in rings[0]], [each[1] for each in rings[0]]
    box = Box(
        min(across) - _GAP_DEG, min(along) - _GAP_DEG, max(across) + _GAP_DEG, max(along) + _GAP_DEG
    )
    return Piece(rings, summarise(area.geometry).area_m2, box, box, name, True)

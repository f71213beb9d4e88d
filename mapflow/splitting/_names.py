"""Names for the parts of a plan and for their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mapflow.geometry import Geometry, area_m2
from mapflow.splitting._hulls import along_curve
from mapflow.splitting._packing import Bin
from mapflow.splitting._parts import SplitCell, SplitPart
from mapflow.splitting._pieces import Piece


def named(bins: Sequence[Bin], grounds: Mapping[int, list[Piece]] | None) -> Iterator[SplitPart]:
    """The parts, near ones one after the other.

    A part that begins with a cell of the grid is called like it, because those names stay as the
    area grows; others are numbered.

    Args:
        bins: The polygons of each processing.
        grounds: What the hulls among them stand for, by the identity of the piece.
    """
    for found in bins:
        found.pieces.sort(key=lambda each: (-each.area_m2, each.box))
    ordered = sorted(bins, key=lambda each: along_curve(*each.pieces[0].centre))
    digits = max(len(str(len(bins))), 3)
    taken: dict[str, int] = {}
    for number, found in enumerate(ordered, 1):
        own = next((each.name for each in found.pieces if each.name), "")
        part_id = own or f"{number:0{digits}}"
        taken[part_id] = count = taken.get(part_id, 0) + 1
        if count > 1:
            part_id = f"{part_id}-{count}"
        cells = [_cell(each, part_id, at) for at, each in enumerate(found.pieces, 1)]
        ground = None
        if grounds is not None:
            under = [each for piece in found.pieces for each in grounds.get(id(piece), [piece])]
            ground = _geometry(under)
        geometry = _geometry(found.pieces)
        # Not the sum of what was cut: sums of differences are off from the ninth digit on.
        yield SplitPart(part_id, geometry, area_m2(geometry), tuple(cells), ground)


def _cell(piece: Piece, part_id: str, number: int) -> SplitCell | None:
    if piece.is_whole:
        return None
    return SplitCell(piece.name or f"{part_id}.{number}", *piece.cell)


def _geometry(pieces: Sequence[Piece]) -> Geometry:
    if len(pieces) == 1:
        return {"type": "Polygon", "coordinates": pieces[0].rings}
    return {"type": "MultiPolygon", "coordinates": [piece.rings for piece in pieces]}

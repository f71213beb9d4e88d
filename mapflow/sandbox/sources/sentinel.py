"""Sentinel-2 granules: their names and their grid cells."""

import re
from typing import Final

from mapflow.sandbox.areas.geometry import Polygon, bounds

_GRANULE: Final = re.compile(
    r"(?:S2[A-D]|L[12][AC])_(?=.*\d{8})(?:.*_)?T?(\d{2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])(?:[_.].*)?"
)
_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M: Final = 100_000
_ROW_CYCLE_M: Final = 2_000_000
# Granules are 109.8 km wide and overlap their neighbours by the difference.
_OVERLAP_M: Final = 9_800


def cell_of(granule: str) -> str | None:
    """Return the grid cell (``37UDB``) of a granule's name, or None when it is not one."""
    found = _GRANULE.fullmatch(granule.strip())
    return found.group(1) if found and 1 <= int(found.group(1)[:2]) <= 60 else None


def touches(cell: str, polygon: Polygon) -> bool:
    """Say whether the bounding box of an area touches a grid cell."""
    zone, band, column, row = int(cell[:2]), cell[2], cell[3], cell[4]
    west, south, east, north = bounds(polygon)
    if abs((west + east) / 2 - (zone * 6 - 183)) > 9 or (south + north >= 0) != (band >= "N"):
        return False
    letters = _COLUMNS[zone % 3]
    if column not in letters:
        return False
    left = (letters.index(column) + 1) * _SQUARE_M
    bottom = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % 20 * _SQUARE_M
    x0, y0, x1, y1 = _project(zone, band >= "N", (west, south, east, north))
    if x1 < left or x0 > left + _SQUARE_M + _OVERLAP_M:
        return False
    # Row letters repeat every 2,000 km; the band tells the repeats apart well enough for a box of a
    # few kilometres.
    y0, y1 = y0 % _ROW_CYCLE_M, y1 % _ROW_CYCLE_M
    return y1 >= bottom - _OVERLAP_M and y0 <= bottom + _SQUARE_M


def _project(
    zone: int, northern: bool, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    from mapflow.sandbox.areas.measure import transformer

    west, south, east, north = box
    xs, ys = transformer((32600 if northern else 32700) + zone)(
        [west, east, west, east], [south, south, north, north]
    )
    return min(xs), min(ys), max(xs), max(ys)

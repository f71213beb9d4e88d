"""Synthetic captures: a pure function of place, time and seed.

The world is cut into cells of a quarter of a degree. Each series of captures visits each cell once
a period, at a moment, under an angle and beneath clouds that follow from the seed. So the catalog
needs no storage, grows as the clock advances, and an identifier is enough to find a capture again.
"""

import dataclasses
import datetime
import hashlib
import math
import re
from collections.abc import Iterator
from typing import Final

Box = tuple[float, float, float, float]

CELL_DEGREES: Final = 0.25
_COLUMNS: Final = round(360 / CELL_DEGREES)
_ROWS: Final = round(180 / CELL_DEGREES)
_OVERHANG: Final = 0.1
_DAY_S: Final = 86_400
_BEGINNING: Final = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC).timestamp()
_ID: Final = re.compile(r"SBX([A-Z])_(\d{4})_(\d{3})_(\d{5})", re.ASCII | re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class _Series:
    """A satellite, or a yearly mosaic, of one provider."""

    code: str
    provider: str
    satellite: str
    period_days: int
    finest_pixel_m: float
    coarsest_pixel_m: float
    zoom: int
    is_mosaic: bool = False


_SERIES: Final = (
    _Series("A", "sandbox_half_metre", "SBX-1", 6, 0.45, 0.75, 18),
    _Series("B", "sandbox_third_metre", "SBX-2", 11, 0.3, 0.35, 19),
    _Series("C", "sandbox_closed", "SBX-3", 9, 0.5, 0.6, 18),
    _Series("M", "sandbox_mosaic", "", 365, 0.6, 0.6, 18, is_mosaic=True),
)
_BY_CODE: Final = {series.code: series for series in _SERIES}


@dataclasses.dataclass(frozen=True, slots=True)
class Capture:
    """A capture, or a mosaic of captures.

    Attributes:
        provider: Name of the provider.
        satellite: Name of the satellite; None for a mosaic.
        acquired: Seconds since 1970.
        ring: Outline, closed, longitude and latitude.
        pixel_m: Metres a pixel.
        cloud_percent: None if unknown.
        off_nadir_degrees: Negative to the left of the track; None for a mosaic.
        zoom: Zoom of the tiles that fit its pixels.
    """

    id: str
    provider: str
    satellite: str | None
    acquired: float
    ring: tuple[tuple[float, float], ...]
    pixel_m: float
    cloud_percent: float | None
    off_nadir_degrees: float | None
    zoom: int
    is_mosaic: bool

    @property
    def box(self) -> Box:
        """West, south, east and north."""
        xs = [x for x, _ in self.ring]
        ys = [y for _, y in self.ring]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def footprint_wkt(self) -> str:
        """The outline as text."""
        return f"POLYGON (({', '.join(f'{x} {y}' for x, y in self.ring)}))"


def within(box: Box, since: float | None, until: float, seed: int) -> Iterator[Capture]:
    """Yield the captures whose box touches a box and that were made in a span of time.

    Args:
        box: West, south, east and north.
        since: Seconds since 1970; None for the beginning.
        until: Seconds since 1970; what lies in the future of the clock does not exist yet.
        seed: Of the sandbox.
    """
    west, south, east, north = box
    first = _BEGINNING if since is None else max(since, _BEGINNING)
    columns = _cells(west, east, 180, _COLUMNS)
    rows = _cells(south, north, 90, _ROWS)
    for series in _SERIES:
        period_s = series.period_days * _DAY_S
        numbers = range(
            max(0, math.floor((first - _BEGINNING) / period_s) - 1),
            math.floor((until - _BEGINNING) / period_s) + 1,
        )
        for column in columns:
            for row in rows:
                for number in numbers:
                    capture = _capture(series, column, row, number, seed)
                    left, bottom, right, top = capture.box
                    if first <= capture.acquired <= until and not (
                        right < west or left > east or top < south or bottom > north
                    ):
                        yield capture


def find(capture_id: str, seed: int, now: float) -> Capture | None:
    """Return the capture with this identifier, or None if it does not exist (yet)."""
    match = _ID.fullmatch(capture_id)
    if match is None:
        return None
    series = _BY_CODE.get(match.group(1).upper())
    column, row, number = (int(match.group(index)) for index in (2, 3, 4))
    if series is None or column >= _COLUMNS or row >= _ROWS:
        return None
    capture = _capture(series, column, row, number, seed)
    return capture if capture.acquired <= now else None


def _cells(low: float, high: float, half: int, count: int) -> range:
    """Return the cells along one axis whose captures may reach into a span of degrees."""
    first, last = (
        min(count - 1, max(0, math.floor((degrees + half) / CELL_DEGREES)))
        for degrees in (low - _OVERHANG, high + _OVERHANG)
    )
    return range(first, last + 1)


def _capture(series: _Series, column: int, row: int, number: int, seed: int) -> Capture:
    name = f"SBX{series.code}_{column:04d}_{row:03d}_{number:05d}"
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
    day, hour, clouds, unknown, angle, pixel, shift, lean = (byte / 255 for byte in digest)
    start = _BEGINNING + (number + day * 0.9) * series.period_days * _DAY_S
    spread = series.coarsest_pixel_m - series.finest_pixel_m
    is_single = not series.is_mosaic
    return Capture(
        id=name,
        provider=series.provider,
        satellite=series.satellite or None,
        acquired=start // _DAY_S * _DAY_S + round(9 * 3600 + hour * 3 * 3600),
        ring=_outline(column, row, shift, lean) if is_single else _outline(column, row, 0.5, 0.5),
        pixel_m=round(series.finest_pixel_m + pixel * spread, 2),
        cloud_percent=round(100 * clouds**3, 1) if is_single and unknown > 0.04 else None,
        off_nadir_degrees=round(50 * angle - 25, 1) if is_single else None,
        zoom=series.zoom,
        is_mosaic=series.is_mosaic,
    )


def _outline(column: int, row: int, shift: float, lean: float) -> tuple[tuple[float, float], ...]:
    """Return the outline of a capture: the cell, moved and leaning a little."""
    west = column * CELL_DEGREES - 180 + (shift - 0.5) * 0.1
    east = west + CELL_DEGREES
    south = row * CELL_DEGREES - 90
    north = south + CELL_DEGREES
    slant = (lean - 0.5) * 0.08
    corners = (
        (west + slant, north),
        (east + slant, north),
        (east - slant, south),
        (west - slant, south),
        (west + slant, north),
    )
    return tuple((round(min(180.0, max(-180.0, x)), 6), y) for x, y in corners)

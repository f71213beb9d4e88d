"""Polygons from the JSON of their coordinates to well-known binary, without a loop over them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    import msgspec

Integers = npt.NDArray[np.int64]
_OPEN, _CLOSE, _COMMA = b"[],"
_OF_NUMBERS: Final = b"0123456789.+-eE \t\r\n"
_FEWEST: Final = 4
_HEAD: Final = np.dtype([("order", "u1"), ("kind", "<u4"), ("rings", "<u4")])
_KIND: Final = {2: 3, 3: 1003}
_RING_BYTES: Final = 4


class Polygons(NamedTuple):
    """Polygons as numbers.

    Attributes:
        positions: All positions, with two numbers each or with three.
        rings: Where each ring begins among the positions; one more for the end.
        polygons: Where each polygon begins among the rings; one more for the end.
    """

    positions: npt.NDArray[np.float64]
    rings: Integers
    polygons: Integers

    def bounds(self) -> npt.NDArray[np.float64]:
        """West, south, east and north of each."""
        begins = self.rings[self.polygons[:-1]]
        x = np.ascontiguousarray(self.positions[:, 0])
        y = np.ascontiguousarray(self.positions[:, 1])
        least, most = np.minimum.reduceat, np.maximum.reduceat
        return np.column_stack(
            [least(x, begins), least(y, begins), most(x, begins), most(y, begins)]
        )

    def wkb(self) -> tuple[Integers, npt.NDArray[np.uint8]]:
        """Where each begins in the bytes of all, one more for the end; and these bytes."""
        width = self.positions.shape[1]
        counts, rings = np.diff(self.rings), np.diff(self.polygons)
        ring_bytes = _RING_BYTES + 8 * width * counts
        # Where each ring begins, had the polygons no heads.
        begins = np.concatenate([[0], np.cumsum(ring_bytes)])
        number = np.arange(len(rings) + 1)
        offsets = begins[self.polygons] + _HEAD.itemsize * number
        places = begins[:-1] + _HEAD.itemsize * (np.repeat(number[:-1], rings) + 1)
        made = np.empty(offsets[-1], np.uint8)
        heads = np.empty(len(rings), _HEAD)
        heads["order"], heads["kind"], heads["rings"] = 1, _KIND[width], rings
        _anywhere(made, _HEAD)[offsets[:-1]] = heads
        _anywhere(made, np.dtype("<u4"))[places] = counts
        each = np.dtype(("V", 8 * width))
        along = np.arange(len(self.positions)) - np.repeat(self.rings[:-1], counts)
        into = np.repeat(places + _RING_BYTES, counts) + 8 * width * along
        _anywhere(made, each)[into] = self.positions.view(each).ravel()
        return offsets, made


def _anywhere(made: npt.NDArray[np.uint8], kind: np.dtype[Any]) -> npt.NDArray[Any]:
    """The bytes as items of a type that may begin at each of them."""
    return np.ndarray((len(made) - kind.itemsize + 1,), kind, made, strides=(1,))


def polygons_of(coordinates: Sequence[msgspec.Raw]) -> Polygons | None:
    """Read the JSON of the coordinates of polygons.

    Returns:
        The polygons; None if there is anything about one of them that needs care, such as an open
        ring. Numbers and brackets are read apart, which is many times faster than lists of lists.
    """
    text = b",".join(coordinates)
    numbers = _numbers(text)
    if numbers is None:
        return None
    signs = np.frombuffer(text.translate(None, _OF_NUMBERS), np.uint8)
    opens = signs == _OPEN
    depth = np.cumsum(opens.view(np.int8) - (signs == _CLOSE).view(np.int8), dtype=np.int32)
    begins = np.flatnonzero(opens)
    at = depth[begins]
    positions, rings, polygons = (begins[at == level] for level in (3, 2, 1))
    if not len(positions) or at.max() != 3 or len(polygons) != len(coordinates):
        return None
    width, rest = divmod(len(numbers), len(positions))
    if rest or width not in _KIND or not _are_alike(signs, positions, width):
        return None
    ring_begins = np.append(np.searchsorted(positions, rings), len(positions))
    polygon_begins = np.append(np.searchsorted(rings, polygons), len(rings))
    found = Polygons(numbers.reshape(-1, width), ring_begins, polygon_begins)
    return found if _are_good(found) else None


def _are_alike(signs: npt.NDArray[np.uint8], positions: Integers, width: int) -> bool:
    """Whether each position has as many numbers as the others."""
    commas = all((signs[positions + step] == _COMMA).all() for step in range(1, width))
    return commas and bool((signs[positions + width] == _CLOSE).all())


def _are_good(found: Polygons) -> bool:
    """Whether each polygon has a ring, and each ring is closed and long enough."""
    if (np.diff(found.polygons) < 1).any() or (np.diff(found.rings) < _FEWEST).any():
        return False
    first, last = found.positions[found.rings[:-1]], found.positions[found.rings[1:] - 1]
    return bool((first == last).all())


@cache
def _decoder() -> msgspec.json.Decoder[list[float]]:
    import msgspec

    return msgspec.json.Decoder(list[float])


def _numbers(text: bytes) -> npt.NDArray[np.float64] | None:
    import msgspec

    try:
        found = np.array(_decoder().decode(b"[%b]" % text.translate(None, b"[]")), np.float64)
    except (msgspec.DecodeError, ValueError, OverflowError):
        return None
    return found if np.isfinite(found).all() else None

"""Arrow arrays made from lists of Python.

``pyarrow.array`` does the same, and imports pandas for it where that is installed: a second, and
fifty megabytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from mapflow.formats._arrow.untyped import pa

# The library has no types.
Array: TypeAlias = Any


def whole_numbers(values: Sequence[int | None], *, has_nulls: bool) -> Array:
    """An array of whole numbers that need no more than 64 bits."""
    filled = [value or 0 for value in values] if has_nulls else values
    return _numbers(pa.int64(), np.array(filled, np.int64), values, has_nulls=has_nulls)


def fractions(values: Sequence[float | None], *, has_nulls: bool) -> Array:
    """An array of numbers."""
    filled = [value or 0.0 for value in values] if has_nulls else values
    return _numbers(pa.float64(), np.array(filled, np.float64), values, has_nulls=has_nulls)


def truths(values: Sequence[bool | None]) -> Array:
    """An array of true and false."""
    bits = np.packbits(np.array([bool(value) for value in values], bool), bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [_validity(values), pa.py_buffer(bits)])


def texts(values: Sequence[str | None], *, has_nulls: bool) -> Array:
    """An array of texts."""
    filled = cast("Sequence[str]", [value or "" for value in values] if has_nulls else values)
    joined = "".join(filled)
    if joined.isascii():
        lengths, data = map(len, filled), joined.encode()
    else:
        encoded = [value.encode("utf-8", "replace") for value in filled]
        lengths, data = map(len, encoded), b"".join(encoded)
    validity = _validity(values) if has_nulls else None
    return _of_lengths(pa.string(), np.fromiter(lengths, np.int64, len(filled)), data, validity)


def binaries(values: Sequence[bytes | None]) -> Array:
    """An array of bytes."""
    filled = [value or b"" for value in values]
    lengths = np.fromiter(map(len, filled), np.int64, len(filled))
    return _of_lengths(pa.binary(), lengths, b"".join(filled), _validity(values))


def from_numpy(
    kind: Array, values: npt.NDArray[Any], valid: npt.NDArray[np.bool_] | None = None
) -> Array:
    """An array of numbers of numpy, of which some may be null."""
    bits = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(
        kind, len(values), [bits, pa.py_buffer(np.ascontiguousarray(values))]
    )


def nothing(kind: Array, count: int) -> Array:
    """An array of nulls."""
    return pa.nulls(count, kind)


def _of_lengths(kind: Array, lengths: npt.NDArray[np.int64], data: bytes, validity: Array) -> Array:
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.Array.from_buffers(
        kind, len(lengths), [validity, pa.py_buffer(offsets), pa.py_buffer(data)]
    )


def _numbers(
    kind: Array, filled: npt.NDArray[Any], values: Sequence[object], *, has_nulls: bool
) -> Array:
    return pa.Array.from_buffers(
        kind, len(filled), [_validity(values) if has_nulls else None, pa.py_buffer(filled)]
    )


def _validity(values: Sequence[object]) -> Array:
    valid = np.array([value is not None for value in values], bool)
    return None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))

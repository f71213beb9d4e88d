"""The features in the file of a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from mapflow._results.blocks import BlockReader
from mapflow._results.json_check import ResultCheck

if TYPE_CHECKING:
    from pathlib import Path

    import msgspec

Decoded = TypeVar("Decoded")
_LARGE_BYTES: Final = 1 << 18
# The garbage collector visits all lists of a block, the more often the larger it is.
_SMALL_BYTES: Final = 1 << 15


def features_of(path: Path) -> Iterator[dict[str, object]]:
    """The features in a file, one after the other.

    Raises:
        NotAResult: The file holds something else.
        OSError: It cannot be read.
    """
    return _features(path, BlockReader(_decoded, block_bytes=_SMALL_BYTES))


def read_result(path: Path) -> dict[str, object]:
    """Read the whole collection of a file.

    Raises:
        NotAResult: The file holds something else.
        OSError: It cannot be read.
    """
    reader = BlockReader(_decoded, block_bytes=_SMALL_BYTES)
    features = list(_features(path, reader))
    return {**reader.members, "features": features}


def check_file(path: Path) -> tuple[int, dict[str, object]]:
    """Count the features in a file, and give what it has beside them.

    Raises:
        NotAResult: The file holds something else.
        OSError: It cannot be read.
    """
    check = ResultCheck()
    with path.open("rb") as file:
        while data := file.read(_LARGE_BYTES):
            check.feed(data)
    check.close()
    return check.count, check.members


def blocks_of(
    path: Path,
    decode: Callable[[memoryview], Decoded | None],
    *,
    block_bytes: int,
) -> Iterator[Decoded | list[dict[str, object]]]:
    """The features in a file in blocks: as a decoder gives them, or as they are.

    Args:
        path: The file.
        decode: Decodes the JSON of a list of features, and keeps nothing of it; None for one that
            needs care.
        block_bytes: Size of a block.

    Raises:
        NotAResult: The file holds something else.
        OSError: It cannot be read.
    """
    return _blocks(path, BlockReader(decode, block_bytes=block_bytes), _LARGE_BYTES)


def _blocks(
    path: Path, reader: BlockReader[Decoded], piece_bytes: int
) -> Iterator[Decoded | list[dict[str, object]]]:
    with path.open("rb") as file:
        while data := file.read(piece_bytes):
            yield from reader.feed(data)
    yield from reader.close()


def _features(
    path: Path, reader: BlockReader[list[dict[str, object]]]
) -> Iterator[dict[str, object]]:
    for found in _blocks(path, reader, _SMALL_BYTES):
        yield from found


@cache
def _objects() -> msgspec.json.Decoder[list[dict[str, object]]]:
    import msgspec

    return msgspec.json.Decoder(list[dict[str, object]])


def _decoded(block: memoryview) -> list[dict[str, object]] | None:
    import msgspec

    try:
        return _objects().decode(block)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None

"""Turns a file of features into a file of another format, complete or not at all."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow._files import check_target, copy_mode, taken, writing
from mapflow._results.reader import NotAResult
from mapflow.errors import InvalidArea, InvalidFile, InvalidInput, MapflowError
from mapflow.formats._format import Source

if TYPE_CHECKING:
    from mapflow.formats._format import Format

# What file systems hold, less what the names of unfinished files need besides.
_LONGEST_NAME: Final = 200
_DRAFT: Final = "result"


def check_targets(wanted: Format, path: Path, *, overwrite: bool) -> None:
    """Refuse a place where a file of a format cannot be written, with all that belongs to it.

    Raises:
        InvalidFile: There is another thing, or no folder, or the name is impossible.
    """
    check_target(path, overwrite=overwrite)
    for suffix in wanted.siblings:
        sibling = path.with_suffix(suffix)
        if sibling.exists() and not overwrite:
            raise taken(sibling)


def hidden_beside(path: Path) -> Path:
    """Where the features of a file wait until it is made of them."""
    name = os.fsencode(path.name)
    if len(name) <= _LONGEST_NAME:
        return path.with_name(f".{path.name}.geojson")
    return path.with_name(f".{zlib.crc32(name):08x}.geojson")


def convert(
    wanted: Format, given: Path, target: Path, folder: Path, *, overwrite: bool
) -> Sequence[str]:
    """Write the features of a file in a format.

    Args:
        wanted: The format.
        given: The file, a GeoJSON FeatureCollection.
        target: Where to.
        folder: A folder on the same disk, for files that are not complete.
        overwrite: Whether a file may be replaced.

    Returns:
        What the file cannot hold, as sentences.

    Raises:
        NotAResult: The file holds something else.
        InvalidFile: The file cannot be written.
        InvalidInput: The features cannot be read.
    """
    with writing(target):
        source = Source.of(given, target.stem)
    # A folder of its own, in which there is nothing else, such as what an earlier try left.
    made = folder / "made"
    with writing(target):
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
    # Under a name that means nothing else to any library.
    draft = made / f"{_DRAFT}{target.suffix.lower()}"
    try:
        with writing(target):
            notices = wanted.write(source, draft)
    except InvalidArea as error:
        raise InvalidInput(error.message, hint=error.hint) from error
    except (MapflowError, NotAResult):
        raise
    except Exception as error:  # GDAL's and Arrow's bindings raise what they like
        reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        raise InvalidFile(
            f"{target} cannot be written as {wanted.name}: {reason:.300}.",
            hint="Check the free space; or save the result as GeoJSON, which holds everything.",
        ) from error
    publish(made, draft, wanted, target, overwrite=overwrite)
    return notices


def publish(made: Path, draft: Path, wanted: Format, target: Path, *, overwrite: bool) -> None:
    """Give files their names: those that belong to the file first, then the file itself."""
    others = sorted(path for path in made.iterdir() if path != draft)
    finals = {
        path: target.with_name(target.stem + path.name.removeprefix(_DRAFT)) for path in others
    } | {draft: target}
    if not overwrite:
        for final in finals.values():
            if final.exists():
                raise taken(final)
    with writing(target):
        for name in wanted.leftovers:
            old = target.with_name(name.format(name=target.name, stem=target.stem))
            if old not in finals.values():
                old.unlink(missing_ok=True)
        for path, final in finals.items():
            copy_mode(path, final)
            path.replace(final)

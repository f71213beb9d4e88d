"""Resolves the files and folders that a user names to files."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow import _arguments
from mapflow.errors import InvalidFile, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

_SUFFIXES: Final = (".tif", ".tiff")


def geotiffs(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[Path]:
    """The files that are meant: those named, and for a folder the GeoTIFFs in it."""
    named = [paths] if isinstance(paths, (str, PathLike)) else _arguments.items(paths, "paths")
    found: list[Path] = []
    for each in named:
        try:
            path = Path(each)
            is_folder = path.is_dir()
        except (OSError, TypeError, ValueError) as error:
            raise InvalidFile(
                f"{str(each)[:80]!a} is not a file.", hint="Name a GeoTIFF, or a folder of them."
            ) from error
        if not is_folder:
            found.append(path)
            continue
        inside = sorted(
            file for file in path.iterdir() if file.is_file() and file.suffix.lower() in _SUFFIXES
        )
        if not inside:
            raise InvalidFile(
                f"{path} holds no .tif or .tiff file.", hint="Name a folder of GeoTIFFs."
            )
        found += inside
    if not found:
        raise InvalidInput("No file was named.", hint="Name a GeoTIFF, or a folder of them.")
    # The same file twice is one upload.
    return list(dict.fromkeys(found))

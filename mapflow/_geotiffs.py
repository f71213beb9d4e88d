"""Which files are meant by files and folders that somebody names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias

from mapflow.errors import InvalidFile, InvalidInput

#: A GeoTIFF, a folder of them, or several of either.
Paths: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

_SUFFIXES: Final = (".tif", ".tiff")


def geotiffs(paths: Paths) -> list[Path]:
    """The files meant by paths: files as named, and of a folder the ``.tif`` and ``.tiff`` in it.

    A file that is named twice is meant once.
    """
    named = [Path(paths)] if isinstance(paths, (str, os.PathLike)) else [Path(p) for p in paths]
    if not named:
        raise InvalidInput("No file was named.", hint="Name a GeoTIFF, or a folder of them.")
    found: dict[Path, Path] = {}
    for path in named:
        inside = _inside(path) if path.is_dir() else [path]
        if not inside:
            raise InvalidFile(
                f"There is no .tif or .tiff file in {path}.",
                hint="Folders in a folder are not looked into; name them too.",
            )
        for file in inside:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _inside(folder: Path) -> list[Path]:
    # What begins with a dot is some system's own, such as the ._ files of macOS.
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and file.suffix.lower() in _SUFFIXES and not file.name.startswith(".")
    )


def title_of(paths: Paths, files: list[Path]) -> str:
    """What a mosaic of these files is called when nobody says: like the folder, or the first."""
    if isinstance(paths, (str, os.PathLike)) and Path(paths).is_dir():
        return Path(paths).resolve().name or files[0].stem
    return files[0].stem

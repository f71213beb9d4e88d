"""Files beside a GeoTIFF that programs read along with it, and that an upload leaves behind."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

#: World files by their usual names, those of MapInfo and ESRI, and what GDAL writes.
_INSTEAD_OF_SUFFIX: Final = (
    *(".tfw", ".tifw", ".tiffw", ".tfwx", ".wld"),
    *(".tab", ".prj", ".aux", ".aux.xml", ".xml"),
)
_AFTER_SUFFIX: Final = (".aux.xml", ".xml", ".tfw", ".wld", ".prj", ".ovr", ".msk")


def beside(path: Path) -> list[Path]:
    """Find the files that may say where an image lies."""
    # Asking for each name, because a folder may hold tens of thousands of images.
    names = {path.stem + each(suffix) for suffix in _INSTEAD_OF_SUFFIX for each in (str, str.upper)}
    names |= {path.name + each(suffix) for suffix in _AFTER_SUFFIX for each in (str, str.upper)}
    there: dict[tuple[int, int], Path] = {}
    for name in sorted(names):
        file = path.with_name(name)
        try:
            found = file.stat()
        except (OSError, ValueError):
            continue
        # Where case makes no difference, two names are one file.
        there.setdefault((found.st_dev, found.st_ino or hash(name)), file)
    return list(there.values())


def named(files: list[Path]) -> str:
    """Write the names of a few files, as a sentence has them."""
    names = [file.name for file in files]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def cure(path: Path, *, needs_crs: bool) -> str:
    """Say how to write into an image what stands beside it."""
    name, placed = shlex.quote(path.name), shlex.quote(f"{path.stem}-placed.tif")
    if needs_crs:
        return (
            "Write the position and the reference system into the image: gdal_translate -a_srs"
            f" EPSG:... {name} {placed}. With rasterio alone: rio convert {name} {placed}, then rio"
            f" edit-info --crs EPSG:... {placed}."
        )
    return (
        f"Write the position into the image: gdal_translate {name} {placed}. With rasterio alone:"
        f" rio convert {name} {placed}."
    )

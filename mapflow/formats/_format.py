"""What a format of files is, and what a file in it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from mapflow._results.features import check_file
from mapflow.geometry._crs import Reprojector, crs_of_member, is_lon_lat

#: What formats need that GDAL writes, by the names to import.
GDAL_LIBRARIES: Final = ("numpy", "pyarrow", "pyogrio", "shapely")
_CRS: Final = b'"crs"'
_PIECE_BYTES: Final = 1 << 18


@dataclass(frozen=True)
class Source:
    """A file of features that is to be converted.

    Attributes:
        path: The file, a GeoJSON FeatureCollection.
        name: What the features are called together.
        crs: Its member that names the reference system; None for longitude and latitude.
    """

    path: Path
    name: str
    crs: object = None

    @classmethod
    def of(cls, path: Path, name: str) -> Source:
        """A file; its member for the reference system may stand behind the features.

        Raises:
            NotAResult: The file holds something else; otherwise that is found where it is read.
            OSError: It cannot be read.
        """
        crs = check_file(path)[1].get("crs") if _may_name_crs(path) else None
        return cls(path, name, crs)

    def projector(self) -> Reprojector | None:
        """What turns positions into longitude and latitude; None if they are that.

        Raises:
            InvalidArea: The reference system is unknown, or needs the extra ``geo``.
        """
        crs = None if self.crs is None else crs_of_member(self.crs, where="")
        return None if crs is None or is_lon_lat(crs) else Reprojector(crs, where="")


def _may_name_crs(path: Path) -> bool:
    """Whether the word stands anywhere in a file; as JSON a file takes ten times as long."""
    before = b""
    with path.open("rb") as file:
        while data := file.read(_PIECE_BYTES):
            if _CRS in before + data:
                return True
            before = data[1 - len(_CRS) :]
    return False


class Write(Protocol):
    """Writes the features of a source into a file; returns what the file cannot hold."""

    def __call__(self, source: Source, target: Path, /) -> Sequence[str]:
        """Write a file that is not there yet, and those that belong to it, beside it."""
        ...


@dataclass(frozen=True)
class Format:
    """A format of files. To add one, write a module with a `Format` and enter it in `_registry`.

    Attributes:
        name: What it is called.
        suffixes: How names of such files end, in lower case.
        write: Writes a file.
        extra: The extra that it needs; None for the base install.
        libraries: What that extra brings, by the names to import.
        siblings: Suffixes of the files that are written beside it.
        leftovers: Names of files that belong to an older file of that name, and go with it.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Write
    extra: str | None = None
    libraries: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()

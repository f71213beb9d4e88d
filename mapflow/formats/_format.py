"""What a format of files is, and what a file in it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mapflow.geometry._crs import Reprojector, crs_of_member, is_lon_lat


@dataclass(frozen=True)
class Source:
    """A file of features that is to be converted; it was checked and is complete.

    Attributes:
        path: The file, a GeoJSON FeatureCollection.
        name: What the features are called together.
        count: How many there are.
        members: What the collection has beside its features.
    """

    path: Path
    name: str
    count: int
    members: Mapping[str, object]

    def projector(self) -> Reprojector | None:
        """What turns positions into longitude and latitude; None if they are that.

        Raises:
            InvalidArea: The reference system is unknown, or needs the extra ``geo``.
        """
        member = self.members.get("crs")
        crs = None if member is None else crs_of_member(member, where="")
        return None if crs is None or is_lon_lat(crs) else Reprojector(crs, where="")


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
        siblings: Suffixes of files that belong to one and replace others of the same stem.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Write
    extra: str | None = None
    libraries: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()

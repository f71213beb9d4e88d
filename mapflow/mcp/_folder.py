"""The one folder whose files the server reads and writes."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias, cast

from mapflow.errors import InvalidFile, InvalidInput
from mapflow.geometry import AreaLike

#: An area as assistants write it.
AreaText: TypeAlias = str | dict[str, object] | list[float]

_WKT: Final = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POLYGON|GEOMETRYCOLLECTION)\b[^/\\]*\(", re.IGNORECASE
)
_FORMS: Final = (
    "Give a file of the server's folder, GeoJSON, WKT, or [west, south, east, north] in degrees;"
    " list_files shows the files."
)


class Folder:
    """A folder that no name leads out of.

    Args:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def inside(self, name: str) -> Path:
        """The path of a name in the folder, whether it exists or not."""
        try:
            path = (self.path / name.strip()).resolve()
            shown = path.relative_to(self.path)
        except (OSError, RuntimeError, ValueError):
            raise InvalidFile(
                f"{name!r:.200} is outside {self.path}, the only folder this server may use.",
                hint="Give a name within it, or start the server with another --folder.",
            ) from None
        if any(part.startswith(".") for part in shown.parts):
            raise InvalidFile(
                f"{name!r:.200} is hidden, and this server leaves hidden files alone.",
                hint="Give a name that does not begin with a dot.",
            )
        return path

    def existing(self, name: str) -> Path:
        """A file that is there."""
        path = self.inside(name)
        if not path.is_file():
            raise InvalidFile(f"There is no file {name!r:.200} in {self.path}.", hint=_FORMS)
        return path

    def new(self, name: str) -> Path:
        """A file that is not there yet: the server replaces none."""
        path = self.inside(name)
        if path.exists():
            raise InvalidFile(
                f"{name!r:.200} exists already, and this server replaces no file.",
                hint="Choose another name.",
            )
        return path

    def shown(self, path: Path) -> str:
        """The name of a path in the folder."""
        return path.relative_to(self.path).as_posix()

    def files(self) -> Iterator[tuple[str, int]]:
        """The files that may be used, with their sizes in bytes."""
        for folder, folders, names in os.walk(self.path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(folder, name)
                is_ours = not name.startswith(".") and path.resolve().is_relative_to(self.path)
                if is_ours and path.is_file():
                    yield self.shown(path), path.stat().st_size

    def area(self, area: AreaText) -> AreaLike:
        """An area as the package takes it: a file of the folder, or the area itself."""
        if isinstance(area, dict):
            return area
        if isinstance(area, list):
            return _box(area)
        text = area.strip()
        if text[:1] in ("{", "["):
            return self.area(_parsed(text))
        if _WKT.match(text) and "/" not in text and "\\" not in text:
            return text
        numbers = _numbers(text)
        return self.existing(text) if numbers is None else _box(numbers)


def _parsed(text: str) -> AreaText:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return cast("dict[str, object]", found)
    if isinstance(found, list):
        return [float(str(number)) for number in cast("list[object]", found) if _is_number(number)]
    raise InvalidInput("The area is not JSON that can be read.", hint=_FORMS)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(text: str) -> list[float] | None:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        return None


def _box(numbers: list[float]) -> tuple[float, float, float, float]:
    if len(numbers) != 4:
        raise InvalidInput(
            f"A bounding box has 4 numbers, got {len(numbers)}.",
            hint="Write [west, south, east, north] in degrees.",
        )
    return (numbers[0], numbers[1], numbers[2], numbers[3])

"""What the tools of one session share: the client, the folder of files, the prices shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mapflow import AsyncMapflow
from mapflow.errors import InvalidFile, InvalidInput
from mapflow.mcp._quotes import Quotes

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapflow.geometry import AreaLike


@dataclass
class Session:
    """One assistant's work with one account."""

    make_client: Callable[[], AsyncMapflow]
    folder: Path
    quotes: Quotes = field(default_factory=Quotes)
    _client: AsyncMapflow | None = None

    @property
    def client(self) -> AsyncMapflow:
        """The client, made when it is first needed, so that a missing token is a tool's error."""
        if self._client is None:
            self._client = self.make_client()
        return self._client

    async def close(self) -> None:
        """Close the client's connections."""
        if self._client is not None:
            await self._client.aclose()

    def file(self, name: str) -> Path:
        """A file of the folder; names that lead out of it are refused."""
        path = (self.folder / Path(name).expanduser()).resolve()
        if not path.is_relative_to(self.folder):
            raise InvalidFile(
                f"{name!r} is outside {self.folder}, the only folder this server may use.",
                hint="Give a name within it, or start the server with another --folder.",
            )
        return path

    def area(self, area: str | dict[str, object] | list[float]) -> AreaLike:
        """An area as assistants write it: a file, GeoJSON, WKT, or west, south, east, north."""
        if isinstance(area, dict):
            return area
        if isinstance(area, list):
            if len(area) != 4:
                raise InvalidInput(
                    f"A bounding box has 4 numbers, not {len(area)}.",
                    hint="Write [west, south, east, north] in degrees.",
                )
            return (area[0], area[1], area[2], area[3])
        text = area.strip()
        if text[:1] in "{[" or "(" in text or _is_box(text):
            return text
        path = self.file(text)
        if not path.is_file():
            raise InvalidFile(
                f"There is no file {text!r} in {self.folder}.",
                hint="Give a file of areas, GeoJSON, WKT or [west, south, east, north].",
            )
        return path


def _is_box(text: str) -> bool:
    try:
        return len([float(part) for part in text.split(",")]) == 4
    except ValueError:
        return False

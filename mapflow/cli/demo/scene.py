"""Pictures of the demo's results: the tiles of the sandbox below the features."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from mapflow import maps

if TYPE_CHECKING:
    from mapflow import Processing

_CREDIT = "Mapflow sandbox: synthetic imagery, synthetic results. Not the real place."


def tile_source(address: str) -> maps.FetchTile:
    """Fetch tiles of a layer of the sandbox, each once."""
    # A proxy of the environment has no business with loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @cache
    def fetch(zoom: int, x: int, y: int) -> bytes | None:
        url = address.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
        try:
            with opener.open(url, timeout=30) as response:
                content: bytes = response.read()
        except urllib.error.HTTPError as error:
            error.close()
            return None
        return content or None

    return fetch


class Painter:
    """Draws in the background, so that the sandbox makes tiles while the demo continues."""

    def __init__(self) -> None:
        self._hands = ThreadPoolExecutor(max_workers=2)
        self._works: list[tuple[Future[None], Path, Path | None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hands.shutdown(cancel_futures=True)

    def draw(
        self,
        processing: Processing,
        area: Mapping[str, object],
        features: list[dict[str, object]],
        *,
        subtitle: str,
        png: Path,
        html: Path | None = None,
    ) -> None:
        """Begin to draw a result over the imagery it was found in."""
        layer = processing.raster_layer
        if layer is None:
            raise RuntimeError(f"{processing!r} has no imagery layer, though it is over")
        work = _Work(
            fetch=tile_source(layer.tile_url),
            area=area,
            features=features,
            title=processing.model_name or "Result",
            subtitle=subtitle,
        )
        self._works.append((self._hands.submit(work.draw, png, html), png, html))

    def finished(self) -> Iterator[tuple[Path, str]]:
        """Each file that was drawn, with what it is, as soon as it is there."""
        for work, png, html in self._works:
            work.result()
            yield png, "a picture to view"
            if html:
                yield html, "a page to open in a browser; it needs no network"


@dataclass(frozen=True)
class _Work:
    """A result to be drawn."""

    fetch: maps.FetchTile
    area: Mapping[str, object]
    features: list[dict[str, object]]
    title: str
    subtitle: str

    def draw(self, png: Path, html: Path | None) -> None:
        """Draw it as a picture and, where wanted, as a web page."""
        # A page can be zoomed, so its imagery must be finer than that of a picture.
        max_tiles = 64 if html else 30
        fine = maps.stitch(self.area, self.fetch, max_tiles=max_tiles, attribution=_CREDIT)
        maps.save_png(
            png,
            self.features,
            area=self.area,
            title=self.title,
            subtitle=self.subtitle,
            backdrop=fine,
            size_px=1400 if html else 1000,
        )
        if html is None:
            return
        # A screen is wider than the area; what lies around it need not be sharp.
        around = maps.frame(self.area, margin=0.3, min_aspect=1.6)
        coarse = maps.stitch(around, self.fetch, max_tiles=16, attribution=_CREDIT)
        maps.save_html(
            html,
            self.features,
            area=self.area,
            title=self.title,
            subtitle=self.subtitle,
            backdrop=[coarse, fine],
        )

"""Pictures of the demo's results: the tiles of the sandbox below the features."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapflow import maps

if TYPE_CHECKING:
    from mapflow import Processing

_CREDIT = "Mapflow sandbox: synthetic imagery, synthetic results. Not the real place."


def tile_source(address: str) -> Callable[[int, int, int], bytes | None]:
    """Fetch tiles of a layer of the sandbox, each once."""
    # A proxy of the environment has no business with loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @cache
    def fetch(zoom: int, x: int, y: int) -> bytes | None:
        url = address.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
        try:
            with opener.open(url, timeout=30) as answer:
                content: bytes = answer.read()
        except urllib.error.HTTPError as error:
            error.close()
            return None
        return content or None

    return fetch


def draw(
    processing: Processing,
    area: Mapping[str, object],
    features: list[dict[str, object]],
    *,
    title: str,
    subtitle: str,
    png: Path,
    html: Path | None = None,
) -> None:
    """Draw a result over the imagery it was found in."""
    layer = processing.raster_layer
    if layer is None:
        raise RuntimeError(f"{processing!r} has no imagery layer, though it is over")
    fetch = tile_source(layer.tile_url)
    fine = maps.stitch(area, fetch, max_tiles=64, attribution=_CREDIT)
    maps.save_png(
        png, features, area=area, title=title, subtitle=subtitle, backdrop=fine, size_px=1400
    )
    if html:
        # A screen is wider than the area; what lies around it need not be sharp.
        around = maps.frame(area, margin=0.5, min_aspect=2.2)
        coarse = maps.stitch(around, fetch, max_tiles=24, attribution=_CREDIT)
        maps.save_html(
            html, features, area=area, title=title, subtitle=subtitle, backdrop=[coarse, fine]
        )

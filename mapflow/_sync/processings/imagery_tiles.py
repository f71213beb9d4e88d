# Written by scripts/unasync.py from mapflow/_async/processings/imagery_tiles.py; edit that file instead.
"""The imagery that a processing used, as a picture to lie below its map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mapflow._http import timing
from mapflow._http.concurrent import each, in_thread
from mapflow._http.retries import RetryState
from mapflow.errors import ApiError, ConfigurationError, InvalidInput, MapflowError

if TYPE_CHECKING:
    from mapflow._http._sync.transport import Transport
    from mapflow._views.processing import TileLayer
    from mapflow.geometry import Bounds
    from mapflow.maps import Backdrop

Tile = tuple[int, int, int]
_MOST_TILES: Final = 48
_AT_ONCE: Final = 6
#: How many zooms are tried, from the finest, when imagery is coarser than a map can be.
_ZOOMS: Final = 4
_TILE_BYTES: Final = 8 << 20
# A map without imagery is better than one that comes late.
_TILE_S: Final = 15.0
_PAUSES_S: Final = 5.0
_ALL_S: Final = 60.0
_NO_TILE: Final = (204, 404, 410, 416, 422)
_ATTRIBUTION: Final = "Imagery that the processing used, from Mapflow"


def fetch_imagery(
    transport: Transport, layer: TileLayer | None, bounds: Bounds
) -> tuple[list[Backdrop], list[str]]:
    """Fetch the imagery of a piece of ground, at the finest zoom that takes few tiles.

    The tiles are fetched without the token, and their addresses are kept nowhere.

    Args:
        transport: What fetches.
        layer: The layer of the imagery, if there is one.
        bounds: The piece of ground.

    Returns:
        The picture, or nothing; and why not, in a sentence.
    """
    from mapflow import maps

    if layer is None or not all(f"{{{name}}}" in layer.tile_url for name in "xyz"):
        return [], ["No imagery: the processing has no layer of it."]
    tiles: dict[Tile, bytes | None] = {}
    ends = timing.monotonic() + _ALL_S

    def fetch(tile: Tile) -> None:
        if timing.monotonic() > ends:
            raise InvalidInput(f"it did not arrive within {_ALL_S:g} s.")
        tiles[tile] = _fetch(transport, layer.tile_url, tile)

    try:
        zoom = maps.choose_zoom(bounds, max_tiles=_MOST_TILES)
        for coarser in range(_ZOOMS):
            wanted = list(maps.tile_range(bounds, max(zoom - coarser, 0)).tiles())
            fetch(wanted[len(wanted) // 2])
            if tiles[wanted[len(wanted) // 2]] is not None:
                zoom = wanted[0][0]
                break
        else:
            return [], ["No imagery: the service has no tiles here."]
        each(fetch, [tile for tile in wanted if tile not in tiles], _AT_ONCE)
        backdrop = in_thread(
            lambda: maps.stitch(
                bounds, lambda z, x, y: tiles.get((z, x, y)), zoom=zoom, attribution=_ATTRIBUTION
            )
        )
    except (ConfigurationError, InvalidInput) as error:
        # The hint about a tile is for those who pass their own; these came from the service.
        hint = f" {error.hint}" if error.hint and isinstance(error, ConfigurationError) else ""
        return [], [f"No imagery: {error.message}{hint}"]
    except MapflowError as error:
        return [], [f"No imagery: it could not be fetched ({error.message})"]
    return [backdrop], []


def _fetch(transport: Transport, address: str, tile: Tile) -> bytes | None:
    """One tile; None if there is none."""
    for name, number in zip("zxy", tile, strict=True):
        address = address.replace(f"{{{name}}}", str(number))
    data = bytearray()
    try:
        retries = RetryState(1, repeatable=None, pauses_s=_PAUSES_S)
        with transport.stream(address, {}, retries, timeout_s=_TILE_S) as (
            prepared,
            response,
        ):
            for chunk in transport.pieces(prepared, response):
                data += chunk
                if len(data) > _TILE_BYTES:
                    raise InvalidInput("a tile is larger than a picture can be.")
    except ApiError as error:
        if error.status in _NO_TILE:
            return None
        raise
    return bytes(data) or None

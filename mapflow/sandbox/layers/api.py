"""Serves the layers. Whether the service wants a token here is not documented; this does not."""

from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.layer_urls import raster_layer_urls, vector_layer
from mapflow.sandbox.layers import tiles
from mapflow.sandbox.layers.find import Layer, find
from mapflow.sandbox.results import writer

# Maps in a page of another origin may read tiles; nothing else of the sandbox.
_FOR_MAPS: Final = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=60"}
_NOTICE: Final = "Synthetic, made by the sandbox of mapflow-client"


def layer_routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of layers and of the scene."""
    pages = _Layers(sandbox)
    tile = "{z:int}/{x:int}/{y:int}"
    return [
        Route(f"/imagery/{tile}.png", pages.scene),
        Route("/layers/{layer_id}.json", pages.tile_json),
        Route(f"/layers/{{layer_id}}/tiles/{tile}.vector.pbf", pages.vector_tile),
        Route(f"/layers/{{layer_id}}/tiles/{tile}.png", pages.raster_tile),
    ]


class _Layers:
    """The pages of layers."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def scene(self, request: Request) -> Response:
        z, x, y = _place(request)
        if not tiles.exists(z, x, y):
            return _nothing()
        return await self._scene(z, x, y)

    async def _scene(self, z: int, x: int, y: int) -> Response:
        sandbox = self._sandbox
        return _picture(
            await to_thread.run_sync(
                tiles.scene_tile, z, x, y, sandbox.seed, sandbox.border.row_houses
            )
        )

    async def tile_json(self, request: Request) -> Response:
        layer = self._layer(request)
        if layer is None:
            return _nothing()
        return JSONResponse(_tile_json(layer, self._sandbox.root_url), headers=_FOR_MAPS)

    async def raster_tile(self, request: Request) -> Response:
        z, x, y = _place(request)
        layer = self._layer(request)
        if layer is None or layer.kind is not None or not tiles.exists(z, x, y):
            return _nothing()
        if layer.images:
            shown = await self._sandbox.at_work(tiles.upload_tile, layer.images, z, x, y)
            return _nothing() if shown is None else _picture(shown)
        return await self._scene(z, x, y)

    async def vector_tile(self, request: Request) -> Response:
        z, x, y = _place(request)
        layer = self._layer(request)
        if (
            layer is None
            or layer.processing is None
            or layer.kind is None
            or not tiles.exists(z, x, y)
        ):
            return _nothing()
        if z < tiles.SMALLEST_VECTOR_ZOOM:
            return Response(b"", media_type="application/x-protobuf", headers=_FOR_MAPS)
        result = await to_thread.run_sync(writer.write, self._sandbox, layer.processing)
        tile = await to_thread.run_sync(tiles.vector_tile, result, layer.kind, z, x, y)
        return Response(tile, media_type="application/x-protobuf", headers=_FOR_MAPS)

    def _layer(self, request: Request) -> Layer | None:
        return find(self._sandbox, str(request.path_params["layer_id"]).lower())


def _tile_json(layer: Layer, root_url: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": layer.name,
        "attribution": _NOTICE,
        "bounds": layer.bounds,
        "maxzoom": tiles.LARGEST_ZOOM,
    }
    if layer.kind is None:
        return {
            **described,
            "minzoom": 0,
            "tiles": [raster_layer_urls(root_url, layer.id)["tileUrl"]],
        }
    return {
        **described,
        "minzoom": tiles.SMALLEST_VECTOR_ZOOM,
        "tiles": [vector_layer(root_url, layer.id, layer.name)["tileUrl"]],
        "vector_layers": [{"id": layer.kind, "fields": {}}],
    }


def _place(request: Request) -> tuple[int, int, int]:
    place = request.path_params
    return int(place["z"]), int(place["x"]), int(place["y"])


def _picture(png: bytes) -> Response:
    return Response(png, media_type="image/png", headers=_FOR_MAPS)


def _nothing() -> Response:
    return JSONResponse(
        {"code": "NOT_FOUND", "message": "no such layer or tile", "params": None}, 404
    )

"""The operation on the catalog, and the pictures that it refers to."""

from collections.abc import Mapping
from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mapflow.sandbox import paging
from mapflow.sandbox.areas.geometry import polygons_of
from mapflow.sandbox.areas.measure import ellipsoidal_area_m2
from mapflow.sandbox.areas.shapes import is_valid
from mapflow.sandbox.catalog.filters import Filters
from mapflow.sandbox.catalog.search import Found, find
from mapflow.sandbox.context import ApiCall, ApiHandlers, Sandbox
from mapflow.sandbox.layers import tiles
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.scene.grid import tile_at
from mapflow.sandbox.sources import captures

PAGE: Final = 100
SORT_KEYS: Final[Mapping[str, paging.SortKey[Found]]] = {
    "PROVIDER_NAME": lambda found: found.provider.name,
    "SAT_ID": lambda found: found.capture and found.capture.satellite,
    "CLOUD_COVER": lambda found: found.capture and found.capture.cloud_percent,
    "OFF_NADIR_ANGLE": lambda found: found.capture and found.capture.off_nadir_degrees,
    "ACQUISITION_DATE": lambda found: found.capture and found.capture.acquired,
    "ZOOM": lambda found: (
        found.capture and found.capture.zoom if found.product == "Mosaic" else None
    ),
    "PIXEL_RESOLUTION": lambda found: found.capture and found.capture.pixel_m,
}
NEWEST_FIRST: Final = ("ACQUISITION_DATE", "DESC")
_PREVIEW_ZOOM: Final = 12


def search_catalog(call: ApiCall) -> dict[str, Any]:
    """Return what there is of an area: the newest first, unless another order is asked for."""
    body: dict[str, Any] = call.body
    polygons = polygons_of(body["aoi"])
    if not all(is_valid(polygon) for polygon in polygons):
        raise bad_request("aoi: the geometry crosses itself")
    limit = call.caller.account.settings.searchAreaLimit
    area_m2 = sum(ellipsoidal_area_m2(polygon) for polygon in polygons)
    if limit and area_m2 > limit:
        raise bad_request(f"aoi: {area_m2:.0f} m2 is over the limit of one search, {limit} m2")
    found = paging.ordered(
        find(call.caller, polygons, Filters.read(body)),
        SORT_KEYS,
        body.get("sortBy"),
        body.get("sortOrder"),
        default=NEWEST_FIRST,
    )
    limit, offset = paging.window(body, PAGE)
    return {
        "images": [each.view() for each in paging.cut(found, body, PAGE)],
        "total": len(found),
        "limit": limit,
        "offset": offset,
    }


def preview_routes(sandbox: Sandbox) -> list[Route]:
    """Return the route of the pictures of captures: a tile of the scene they show."""

    async def preview(request: Request) -> Response:
        capture_id = str(request.path_params["capture_id"])
        capture = captures.find(capture_id, sandbox.seed, sandbox.clock.now())
        if capture is None:
            return JSONResponse({"message": f"image {capture_id} does not exist"}, 404)
        west, south, east, north = capture.box
        x, y = tile_at((west + east) / 2, (south + north) / 2, _PREVIEW_ZOOM)
        png = await to_thread.run_sync(
            tiles.scene_tile, _PREVIEW_ZOOM, x, y, sandbox.seed, sandbox.border.row_houses
        )
        return Response(png, media_type="image/png")

    return [Route("/catalog/previews/{capture_id}.png", preview)]


HANDLERS: ApiHandlers = {"searchCatalog": search_catalog}

"""Searches captures and the caller's own imagery."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mapflow.sandbox.areas.geometry import Polygon, bounds
from mapflow.sandbox.areas.shapes import covered_percent, outline
from mapflow.sandbox.catalog.filters import Filters
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import Caller
from mapflow.sandbox.imagery import rows, storage
from mapflow.sandbox.imagery.view import together
from mapflow.sandbox.layer_urls import raster_layer_urls, scene_tile_url
from mapflow.sandbox.providers import (
    OWN_IMAGES,
    OWN_MOSAICS,
    Provider,
    find_searched,
    searchable,
)
from mapflow.sandbox.sources import captures

IMAGE: Final = "Image"
MOSAIC: Final = "Mosaic"


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Something to run on, and how much of the searched area it covers."""

    id: str
    provider: Provider
    product: str
    footprint_wkt: str
    preview_type: str
    preview_url: str
    covered_percent: float = 0.0
    capture: captures.Capture | None = None

    def view(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        capture = self.capture
        geometry = outline(self.footprint_wkt)
        return {
            "id": self.id,
            "footprint": geometry,
            "pixelResolution": capture.pixel_m if capture else None,
            "acquisitionDate": timestamp(capture.acquired) if capture else None,
            "productType": self.product,
            "sensor": "Sandbox" if capture and capture.satellite else None,
            "satId": capture.satellite if capture else None,
            "colorBandOrder": "RGB",
            "cloudCover": capture.cloud_percent if capture else None,
            "offNadirAngle": capture.off_nadir_degrees if capture else None,
            "previewType": self.preview_type,
            "previewUrl": self.preview_url,
            "previews": [{"url": self.preview_url, "geometry": geometry}]
            if self.preview_type != "xyz"
            else [],
            "providerName": self.provider.name,
            "zoom": capture.zoom if capture and capture.is_mosaic else None,
            "minAreaSqkm": self.provider.min_area_km2,
            "aoiIntersectionPercent": self.covered_percent,
        }


def find(caller: Caller, polygons: Sequence[Polygon], filters: Filters) -> list[Found]:
    """Return what can be found of some polygons, in no order.

    Own imagery has no metadata to be filtered by, and what is not known passes every filter.

    Args:
        caller: Who searches.
        polygons: Where.
        filters: Which.
    """
    allowed = {each.name for each in searchable(caller.account.settings.searchProviders)}
    found: list[Found] = []
    for each in (*_captures(caller, polygons, filters), *_own(caller)):
        name = each.provider.name
        if (
            (filters.providers is not None and name not in filters.providers)
            or (filters.products is not None and each.product.casefold() not in filters.products)
            or (filters.hide_unavailable and name not in allowed)
        ):
            continue
        percent = covered_percent(each.footprint_wkt, polygons)
        if percent > 0 and percent >= filters.min_intersection_percent:
            found.append(dataclasses.replace(each, covered_percent=percent))
    return found


def _captures(caller: Caller, polygons: Sequence[Polygon], filters: Filters) -> Iterator[Found]:
    sandbox = caller.sandbox
    now = sandbox.clock.now()
    until = now if filters.acquired.high is None else min(now, filters.acquired.high)
    boxes = [bounds(polygon) for polygon in polygons]
    around = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    for capture in captures.within(around, filters.acquired.low, until, sandbox.seed):
        provider = find_searched(capture.provider)
        if (
            provider is not None
            and filters.pixel_m.holds(capture.pixel_m)
            and filters.cloud_percent.holds(capture.cloud_percent)
            and filters.off_nadir_degrees.holds(capture.off_nadir_degrees)
        ):
            tiles = scene_tile_url(sandbox.root_url)
            yield Found(
                id=capture.id,
                provider=provider,
                product=MOSAIC if capture.is_mosaic else IMAGE,
                footprint_wkt=capture.footprint_wkt,
                preview_type="xyz" if capture.is_mosaic else "png",
                preview_url=tiles
                if capture.is_mosaic
                else f"{sandbox.root_url}/catalog/previews/{capture.id}.png",
                capture=capture,
            )


def _own(caller: Caller) -> Iterator[Found]:
    sandbox = caller.sandbox
    now = sandbox.clock.now()
    for mosaic in rows.mosaics_of(sandbox.database, caller.account):
        ready = rows.images_of(sandbox.database, mosaic["id"], now)
        footprints = [json.loads(row["header"])["footprint_wkt"] for row in ready]
        for row, footprint in zip(ready, footprints, strict=True):
            yield Found(
                id=row["id"],
                provider=OWN_IMAGES,
                product=IMAGE,
                footprint_wkt=footprint,
                preview_type="jpg",
                preview_url=storage.preview_link(sandbox, row),
            )
        if footprints:
            yield Found(
                id=mosaic["id"],
                provider=OWN_MOSAICS,
                product=MOSAIC,
                footprint_wkt=together(footprints),
                preview_type="xyz",
                preview_url=raster_layer_urls(sandbox.root_url, mosaic["id"])["tileUrl"],
            )

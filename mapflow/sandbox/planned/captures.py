"""Captures as the catalog shows them."""

from typing import Any

from mapflow.sandbox.catalog.search import IMAGE, MOSAIC, Found
from mapflow.sandbox.layer_urls import scene_tile_url
from mapflow.sandbox.providers import find_searched
from mapflow.sandbox.sources.captures import Capture


def footprint_of(capture: Capture) -> dict[str, Any]:
    """Return what a capture covers, as GeoJSON."""
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in capture.ring]]}


def as_found(capture: Capture, root_url: str, covered_percent: float) -> Found:
    """Return a capture in the form of the catalog."""
    provider = find_searched(capture.provider)
    if provider is None:
        raise LookupError(f"provider {capture.provider} does not exist")
    preview = f"{root_url}/catalog/previews/{capture.id}.png"
    return Found(
        id=capture.id,
        provider=provider,
        product=MOSAIC if capture.is_mosaic else IMAGE,
        footprint_wkt=capture.footprint_wkt,
        preview_type="xyz" if capture.is_mosaic else "png",
        preview_url=scene_tile_url(root_url) if capture.is_mosaic else preview,
        covered_percent=covered_percent,
        capture=capture,
    )

"""Captures as the catalogue shows them."""

from typing import Any

from mapflow.sandbox.addresses import scene_address
from mapflow.sandbox.catalog.search import IMAGE, MOSAIC, Found
from mapflow.sandbox.providers import find_searched
from mapflow.sandbox.sources.scenes import Scene


def footprint_of(scene: Scene) -> dict[str, Any]:
    """Return what a capture covers, as GeoJSON."""
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in scene.ring]]}


def as_found(scene: Scene, root_url: str, covered_percent: float) -> Found:
    """Return a capture in the form of the catalogue."""
    provider = find_searched(scene.provider)
    if provider is None:
        raise LookupError(f"there is no provider {scene.provider}")
    preview = f"{root_url}/catalog/previews/{scene.id}.png"
    return Found(
        id=scene.id,
        provider=provider,
        product=MOSAIC if scene.is_mosaic else IMAGE,
        footprint_wkt=scene.footprint_wkt,
        preview_type="xyz" if scene.is_mosaic else "png",
        preview_url=scene_address(root_url) if scene.is_mosaic else preview,
        covered_percent=covered_percent,
        scene=scene,
    )

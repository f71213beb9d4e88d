"""Where the layers are."""

from typing import Any


def vector_layer(root_url: str, layer_id: str, name: str) -> dict[str, Any]:
    """Return the layer of a result."""
    return {
        "id": layer_id,
        "name": name,
        "tileJsonUrl": f"{root_url}/layers/{layer_id}.json",
        "tileUrl": f"{root_url}/layers/{layer_id}/tiles/{{z}}/{{x}}/{{y}}.vector.pbf",
    }


def raster_layer(root_url: str, layer_id: str) -> dict[str, Any]:
    """Return the layer of the imagery of a processing."""
    return {"id": layer_id, **raster_layer_urls(root_url, layer_id)}


def raster_layer_urls(root_url: str, layer_id: str) -> dict[str, str]:
    """Return the addresses of a raster layer."""
    return {
        "tileJsonUrl": f"{root_url}/layers/{layer_id}.json",
        "tileUrl": f"{root_url}/layers/{layer_id}/tiles/{{z}}/{{x}}/{{y}}.png",
    }


def scene_tile_url(root_url: str) -> str:
    """Return the tile address of the synthetic scene."""
    return f"{root_url}/imagery/{{z}}/{{x}}/{{y}}.png"

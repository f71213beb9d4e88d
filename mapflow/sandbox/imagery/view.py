"""Mosaics and images as the API shows them."""

import json
from typing import Any

from mapflow.sandbox.areas.shapes import united
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.layer_urls import raster_layer_urls
from mapflow.sandbox.store import Row

_HEADER = ("crs", "count", "width", "height", "dtypes", "nodata", "pixel_size")


def short_mosaic_view(row: Row) -> dict[str, Any]:
    """Return a mosaic as creating and updating return it."""
    return {
        "id": row["id"],
        "name": row["name"],
        "tags": json.loads(row["tags"]),
        "created_at": timestamp(row["created"]),
    }


def mosaic_view(row: Row, images: list[Row], root_url: str) -> dict[str, Any]:
    """Return a mosaic with its layer, outline and size."""
    return {
        **short_mosaic_view(row),
        "rasterLayer": raster_layer_urls(root_url, row["id"]),
        "footprint": together([json.loads(image["header"])["footprint_wkt"] for image in images]),
        "sizeInBytes": sum(image["size_bytes"] for image in images),
    }


def image_view(row: Row, root_url: str) -> dict[str, Any]:
    """Return an image."""
    header = json.loads(row["header"])
    preview = f"{root_url}/rest/rasters/image/{row['id']}/preview"
    return {
        "id": row["id"],
        "mosaic_id": row["mosaic_id"],
        "image_url": row["url"],
        "preview_url_l": f"{preview}/l",
        "preview_url_s": f"{preview}/s",
        "uploaded_at": timestamp(row["uploaded"]),
        "file_size": row["size_bytes"],
        "footprint": header["footprint_wkt"],
        "filename": row["filename"],
        "checksum": row["sha1"],
        "meta_data": {name: header[name] for name in _HEADER},
        "cog_link": None,
        "available_for_download": bool(row["is_downloadable"]),
    }


def together(footprints: list[str]) -> str:
    """Return the ground that the images cover as one MULTIPOLYGON, whose parts never overlap.

    Published clients run on this outline, and parts that overlap would be paid for twice. Without
    images it is an empty one: those clients cannot do without an outline.
    """
    if len(footprints) > 1:
        return united(footprints)
    polygons = [wkt.upper().removeprefix("POLYGON").strip() for wkt in footprints]
    return f"MULTIPOLYGON ({', '.join(polygons)})" if polygons else "MULTIPOLYGON EMPTY"

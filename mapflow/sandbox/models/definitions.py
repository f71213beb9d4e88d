"""The default models, with the names, steps and prices that the version 1 page shows.

Where that page gives no price (fields, construction) the price is the sandbox's own. The limits of
zoom and pixel size are the widest that any revision of the documentation gives, so that everything
that was ever documented to work does.
"""

import dataclasses
from typing import Final

from mapflow.sandbox.openapi.schema_conversion import JsonObject

TILE_SOURCES: Final = ("xyz", "tms", "quadkey", "wms", "tif", "tiff", "local")
SENTINEL_SOURCES: Final = ("sentinel_l2a",)
_CREATED: Final = "2023-02-01T08:17:03.871690Z"
_UPDATED: Final = "2023-09-01T13:03:20.905987Z"


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One step of a model."""

    name: str
    label: str
    optional: bool
    price_per_km2: float

    def view(self) -> JsonObject:
        """Return the step as user status shows it."""
        return {
            "name": self.name,
            "displayName": self.label,
            "optional": self.optional,
            "price": self.price_per_km2,
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Requirements:
    """What imagery a model takes. Zooms and metres a pixel are inclusive."""

    min_zoom: int
    max_zoom: int
    best_zoom: int
    min_pixel_m: float
    max_pixel_m: float
    bands: tuple[int, ...] = (3, 4)
    dtypes: tuple[str, ...] = ("uint8",)
    source_types: tuple[str, ...] = TILE_SOURCES


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """A model; ``kind`` is what it finds in the synthetic scene."""

    id: str
    name: str
    description: str
    kind: str
    price_per_km2: float
    blocks: tuple[Block, ...]
    requirements: Requirements

    def view(self) -> JsonObject:
        """Return the model as every response shows it, with price and steps."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "created": _CREATED,
            "updated": _UPDATED,
            "pricePerSqKm": self.price_per_km2,
            "blocks": [block.view() for block in self.blocks],
        }


MODELS: Final = (
    Model(
        "8cb13006-a299-4df6-b47d-91bd63de947f",
        "🏠 Buildings",
        "Synthetic: building outlines, with a class for each if Classification is on",
        "buildings",
        13.0,
        (
            Block("Classification", "Classification", optional=True, price_per_km2=3.0),
            Block("Simplification", "Polygonization", optional=True, price_per_km2=5.0),
            Block("OSM", "Merge with OSM", optional=True, price_per_km2=0.0),
            Block("Heights", "Height estimation", optional=True, price_per_km2=10.0),
        ),
        Requirements(17, 19, 18, 0.3, 1.5, bands=(1, 3, 4)),
    ),
    Model(
        "c2e857fe-1bf6-4e7a-b9f4-d5339c46d357",
        "🌲 Forest",
        "Synthetic: areas covered by trees, with height classes if Heights is on",
        "forest",
        0.0,
        (
            Block("Segmentation", "Segmentation", optional=False, price_per_km2=8.0),
            Block("Heights", "Height estimation", optional=True, price_per_km2=20.0),
        ),
        Requirements(17, 20, 18, 0.15, 2.0),
    ),
    Model(
        "5d47a57c-3274-4014-aa04-daac416782f7",
        "🚗 Roads",
        "Synthetic: roads as polygons",
        "roads",
        5.0,
        (),
        Requirements(17, 18, 18, 0.1, 1.2),
    ),
    Model(
        "0a9b8a3f-0e31-4d2b-9d7f-5b6a1b1f2c30",
        "🚜 Fields (hi-res)",
        "Synthetic: cropland fields",
        "fields",
        5.0,
        (),
        Requirements(15, 17, 17, 0.5, 4.8),
    ),
    Model(
        "495192d6-5dfc-4167-842e-3d76d8abe244",
        "🚜 Fields (Sentinel-2)",
        "Synthetic: cropland fields, from Sentinel-2 granules",
        "fields",
        1.0,
        (),
        Requirements(
            0, 22, 14, 10.0, 10.0, bands=(10,), dtypes=("uint16",), source_types=SENTINEL_SOURCES
        ),
    ),
    Model(
        "ad7a5460-c903-402b-9c21-b12aa2fc9f69",
        "🏗️ Construction sites",
        "Synthetic: construction sites",
        "construction",
        8.0,
        (),
        Requirements(17, 18, 18, 0.3, 2.0),
    ),
)

_BY_ID: Final = {model.id: model for model in MODELS}
_BY_NAME: Final = {model.name: model for model in MODELS}


def find_by_id(model_id: str) -> Model | None:
    """Return the model with this id, whatever its case."""
    return _BY_ID.get(model_id.lower())


def find_by_name(name: str) -> Model | None:
    """Return the model with exactly this name."""
    return _BY_NAME.get(name)

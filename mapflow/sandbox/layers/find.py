"""Finds what is behind the id of a layer."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from mapflow.sandbox.areas.geometry import bounds
from mapflow.sandbox.areas.timeline import OK
from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.imagery import files
from mapflow.sandbox.imagery import rows as images
from mapflow.sandbox.models import find_by_id
from mapflow.sandbox.processings.rows import Processing, areas_of
from mapflow.sandbox.store import Row


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """A layer: of a processing that is OK, or of a mosaic.

    Attributes:
        name: For people.
        bounds: West, south, east and north.
        images: The uploads that a raster layer shows; empty when it shows the scene.
        processing: The processing whose result a vector layer shows.
        kind: What its features are.
    """

    id: str
    name: str
    bounds: list[float]
    images: tuple[Path, ...] = ()
    processing: Processing | None = None
    kind: str | None = None


def find(sandbox: Sandbox, layer_id: str) -> Layer | None:
    """Return the layer with this id, or None. A mosaic's layer has the mosaic's id."""
    row = sandbox.database.one(
        "SELECT * FROM processings WHERE vector_layer_id = ?1 OR raster_layer_id = ?1", layer_id
    )
    if row is not None:
        return _of_processing(sandbox, row, layer_id)
    mosaic = sandbox.database.one("SELECT * FROM mosaics WHERE id = ?", layer_id)
    return _of_mosaic(sandbox, mosaic) if mosaic is not None else None


def _of_processing(sandbox: Sandbox, row: Row, layer_id: str) -> Layer | None:
    processing = Processing(row, areas_of(sandbox.database, row["id"]))
    if processing.state(sandbox.clock.now()).status != OK:
        return None
    boxes = [bounds(json.loads(area["geometry"])["coordinates"]) for area in processing.areas]
    around = _around(boxes)
    if layer_id == row["vector_layer_id"]:
        model = find_by_id(row["model_id"])
        return Layer(
            layer_id,
            row["name"],
            around,
            processing=processing,
            kind=model.kind if model else "features",
        )
    found = tuple(files.path_of(sandbox, image_id) for image_id in json.loads(row["image_ids"]))
    return Layer(layer_id, row["name"], around, images=found)


def _of_mosaic(sandbox: Sandbox, row: Row) -> Layer | None:
    inside = images.images_of(sandbox.database, row["id"], sandbox.clock.now())
    if not inside:
        return None
    found = tuple(files.path_of(sandbox, image["id"]) for image in inside)
    boxes: list[Any] = [tuple(json.loads(image["header"])["bounds_lonlat"]) for image in inside]
    return Layer(row["id"], row["name"], _around(boxes), images=found)


def _around(boxes: list[tuple[float, float, float, float]]) -> list[float]:
    return [
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    ]

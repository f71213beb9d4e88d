"""The features that a model finds: of the synthetic scene, or simple shapes from pixels."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mapflow.sandbox.models import Model
from mapflow.sandbox.store import Row

SCENE = "features of a synthetic scene"
PIXELS = "simple segmentation of the uploaded pixels"


def find(
    model: Model, options: dict[str, bool], areas: Sequence[Row], images: Sequence[Path], seed: int
) -> Iterator[dict[str, Any]]:
    """Return the features of some areas, numbered from 1."""
    number = 0
    for area in areas:
        geometry = json.loads(area["geometry"])
        for feature in _in_area(model, options, geometry, images, seed):
            number += 1
            feature["properties"]["id"] = number
            yield feature


def _in_area(
    model: Model,
    options: dict[str, bool],
    geometry: dict[str, Any],
    images: Sequence[Path],
    seed: int,
) -> Iterator[dict[str, Any]]:
    if not images:
        from mapflow.sandbox import world

        yield from world.features(model.kind, geometry, seed=seed, options=options)
        return
    from mapflow.sandbox import rasters

    for image in images:
        yield from rasters.segment(image, geometry, kind=model.kind)

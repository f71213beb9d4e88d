"""The features that a model finds: of the synthetic scene, or simple shapes from pixels."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mapflow.sandbox.areas.shapes import within
from mapflow.sandbox.models import Model
from mapflow.sandbox.scene.border import USUAL, Border
from mapflow.sandbox.store import Row

SCENE = "features of a synthetic scene"
PIXELS = "simple segmentation of the uploaded pixels"


@dataclasses.dataclass(frozen=True, slots=True)
class Imagery:
    """What a result is found in.

    Attributes:
        images: Uploaded images; empty for the synthetic scene.
        footprints_wkt: What the captures of the scene cover; empty for all of it.
        seed: The scene.
        border: How objects come out at the borders of areas.
    """

    images: Sequence[Path]
    footprints_wkt: Sequence[str]
    seed: int
    border: Border = USUAL


def find(
    model: Model, options: dict[str, bool], areas: Sequence[Row], imagery: Imagery
) -> Iterator[dict[str, Any]]:
    """Return the features of some areas, as far as the imagery reaches, numbered from 1."""
    number = 0
    for area in areas:
        geometry = json.loads(area["geometry"])
        for feature in _in_area(model, options, geometry, imagery):
            number += 1
            feature["properties"]["id"] = number
            yield feature


def _in_area(
    model: Model, options: dict[str, bool], geometry: dict[str, Any], imagery: Imagery
) -> Iterator[dict[str, Any]]:
    if not imagery.images:
        from mapflow.sandbox import scene

        covered = (
            within(imagery.footprints_wkt, geometry["coordinates"])
            if imagery.footprints_wkt
            else geometry
        )
        if covered is not None:
            yield from scene.features(
                model.kind, covered, seed=imagery.seed, options=options, border=imagery.border
            )
        return
    from mapflow.sandbox import rasters

    for image in imagery.images:
        yield from rasters.segment(image, geometry, kind=model.kind)

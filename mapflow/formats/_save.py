"""Saves whatever holds features in the format that the name of a file says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from mapflow._files import as_path, writing
from mapflow._results.properties import Cleaner
from mapflow._results.shapes import BadShape, tidied
from mapflow._warnings import warn
from mapflow.errors import InvalidInput, ResultWarning
from mapflow.formats._conversion import check_targets, convert, folder_beside
from mapflow.formats._features import FeaturesLike, features_in
from mapflow.formats._registry import format_of


def save(path: str | PathLike[str], features: FeaturesLike, *, overwrite: bool = False) -> Path:
    """Save features as a file, in the format that its name says, however many there are.

    Args:
        path: The file to write; its suffix names the format.
        features: A FeatureCollection, GeoJSON features, a geometry, a GeoDataFrame, the path of a
            file, a result, or whatever a run takes as its area.
        overwrite: Whether a file of that name may be replaced. Default: False.

    Returns:
        The path.

    Raises:
        ConfigurationError: The format needs an extra that is not installed; the text names the
            command.
        InvalidFile: The file exists already, cannot be written, or no format has its suffix.
        InvalidInput: These are not features.

    Warns:
        ResultWarning: The format cannot hold everything; the text says what.

    Example:
        ```python
        from mapflow import formats

        formats.save("roofs.csv", {"type": "FeatureCollection", "features": []})
        ```
    """
    target = as_path(path)
    wanted = format_of(target)
    check_targets(wanted, target, overwrite=overwrite)
    with folder_beside(target) as folder:
        given = folder / "features.geojson"
        cleaner = Cleaner(as_json=True)
        with writing(target), given.open("w", encoding="utf-8") as file:
            file.write('{"type": "FeatureCollection", "features": [')
            for number, text in enumerate(_texts(features, cleaner)):
                file.write(f"{',' if number else ''}\n{text}")
            file.write("]}")
        notices = convert(wanted, given, target, folder, overwrite=overwrite).notices
    for notice in (*cleaner.notices("the file"), *notices):
        warn(notice, ResultWarning)
    return target


def _texts(features: FeaturesLike, cleaner: Cleaner) -> Iterator[str]:
    for place, (feature, project) in enumerate(features_in(features), 1):
        try:
            geometry = tidied(feature.get("geometry"), project=project)
        except BadShape as error:
            raise InvalidInput(
                f"The geometry of feature {place} cannot be read ({error}).",
                hint="Features are GeoJSON in lon/lat.",
            ) from None
        held = {**feature, "type": "Feature", "geometry": None}
        plain = cleaner.properties(held)
        plain["properties"] = cleaner.properties(feature.get("properties"))
        plain["geometry"] = geometry
        yield json.dumps(plain, ensure_ascii=False, allow_nan=False)

"""Saves whatever holds features in the format that the name of a file says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

from mapflow._drafts import folder_beside
from mapflow._files import as_path, writing
from mapflow._results.properties import Cleaner
from mapflow._results.reader import NotAResult
from mapflow._warnings import warn
from mapflow.errors import ResultWarning
from mapflow.formats._conversion import check_targets, convert
from mapflow.formats._features import FeaturesLike, collection_file, features_in
from mapflow.formats._format import Format
from mapflow.formats._records import BadShapes
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
    for notice in write_features(target, features, overwrite=overwrite):
        warn(notice, ResultWarning)
    return target


def write_features(
    target: Path, features: FeaturesLike, *, overwrite: bool, wanted: Format | None = None
) -> list[str]:
    """Do what ``save`` does, and give its warnings.

    Args:
        target: The file to write.
        features: As for ``save``.
        overwrite: Whether a file of that name may be replaced.
        wanted: The format. Default: the one that the suffix names.

    Returns:
        What the file cannot hold, as sentences.

    Raises:
        MapflowError: As for ``save``.
    """
    wanted = wanted or format_of(target)
    check_targets(wanted, target, overwrite=overwrite)
    told = _Told()
    with folder_beside(target) as folder:
        try:
            notices = _of_file(features, wanted, target, folder, overwrite=overwrite)
        except NotAResult:
            # Another kind of GeoJSON, which the reader of everything knows.
            notices = None
        if notices is None:
            given = folder / "features.geojson"
            with writing(target), given.open("w", encoding="utf-8") as file:
                file.write('{"type": "FeatureCollection", "features": [')
                for number, text in enumerate(_texts(features, told)):
                    file.write(f"{',' if number else ''}\n{text}")
                file.write("]}")
            notices = convert(wanted, given, target, folder, overwrite=overwrite)
    return [*told.notices(), *notices]


def _of_file(
    features: FeaturesLike, wanted: Format, target: Path, folder: Path, *, overwrite: bool
) -> Sequence[str] | None:
    """Convert a FeatureCollection in a file, which need not be in memory as a whole."""
    path = collection_file(features)
    return None if path is None else convert(wanted, path, target, folder, overwrite=overwrite)


class _Told:
    """What is wrong with features that are written."""

    def __init__(self) -> None:
        self.cleaner = Cleaner(as_json=True)
        self.bad = BadShapes()

    def notices(self) -> list[str]:
        return [*self.bad.notices(), *self.cleaner.notices("the file")]


def _texts(features: FeaturesLike, told: _Told) -> Iterator[str]:
    for place, (feature, project) in enumerate(features_in(features), 1):
        plain = told.cleaner.properties({**feature, "geometry": None})
        plain["type"] = "Feature"
        plain["geometry"] = told.bad.tidied(feature.get("geometry"), place, project)
        yield json.dumps(plain, ensure_ascii=False, allow_nan=False)

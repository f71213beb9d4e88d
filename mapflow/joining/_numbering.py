"""What a joined feature carries: a new ID, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from mapflow.joining._parts import Feature, Part

_ID: Final = "id"
_ORIGINAL: Final = "original_id"
_CELL: Final = "cell"
_PROCESSING: Final = "processing_id"
_SOURCES: Final = "joined_from"


class Numbering:
    """Gives features their IDs, from 1."""

    def __init__(self) -> None:
        self.count = 0

    def numbered(
        self, feature: Feature, part: Part, sources: Sequence[tuple[Part, Feature]] = ()
    ) -> dict[str, object]:
        """A feature with a new ID.

        Args:
            feature: The feature.
            part: Where it, or the leader of its pieces, comes from.
            sources: All its pieces as they came, if it has several.

        Returns:
            A copy; what an earlier join wrote into it stays.
        """
        self.count += 1
        properties: dict[str, object] = {_ID: self.count}
        held = _properties(feature)
        properties |= held
        properties[_ID] = self.count
        properties.setdefault(_PROCESSING, part.processing_id)
        properties.setdefault(_CELL, part.name)
        properties.setdefault(_ORIGINAL, original_id(feature))
        if len(sources) > 1:
            properties[_SOURCES] = " ".join(_source(*source) for source in sources)
        numbered = {**feature, "properties": properties}
        if _ID in feature:
            numbered[_ID] = self.count
        return numbered


def original_id(feature: Feature) -> object:
    """The ID of a feature in its result; None if it has none."""
    return _properties(feature).get(_ID, feature.get(_ID))


def _source(part: Part, feature: Feature) -> str:
    identifier = original_id(feature)
    return part.name if identifier is None else f"{part.name}:{identifier}"


def _properties(feature: Feature) -> Mapping[str, object]:
    held = feature.get("properties")
    if type(held) is dict:  # of a million, nearly all
        return cast("dict[str, object]", held)
    return cast("Mapping[str, object]", held) if isinstance(held, Mapping) else {}

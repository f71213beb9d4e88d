"""The features of a source as records: a geometry that can be written, and plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from mapflow._results.classes import Kind, class_name, kind_of
from mapflow._results.features import features_of
from mapflow._results.properties import Cleaner
from mapflow._results.shapes import BadShape, Project, is_geometry, tidied
from mapflow.formats._format import Source
from mapflow.formats._names import Names

_OWN: Final = frozenset({"type", "id", "properties", "geometry"})
#: The service documents these as text; some samples hold numbers, and a column of both is neither.
TEXT_COLUMNS: Final = ("class_id", "GAN")
_WITH_HEIGHT: Final = 3
# From here on the digits of a float are not its own.
_LONGEST_WHOLE: Final = 10**16


class Record(NamedTuple):
    """A feature, made ready to be written.

    Attributes:
        id: Its ID; None for none.
        properties: Its properties.
        geometry: Its geometry in longitude and latitude, with closed rings; None for none.
        kind: What it is.
        class_name: The documented name of its class; None for none.
        foreign: Members of the feature that GeoJSON does not know.
    """

    id: object
    properties: dict[str, object]
    geometry: dict[str, object] | None
    kind: Kind
    class_name: str | None
    foreign: dict[str, object]


class Records:
    """Reads the records of a source, as often as wanted, and counts what was wrong with them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cleaner = Cleaner(as_json=True)
        self._bad = BadShapes()

    def __iter__(self) -> Iterator[Record]:
        """The records, one after the other, from the beginning."""
        project = self._source.projector()
        self._cleaner = cleaner = Cleaner(as_json=True)
        self._bad = bad = BadShapes()
        for place, given in enumerate(features_of(self._source.path), 1):
            feature = as_feature(given)
            properties = cleaner.properties(feature.get("properties"))
            kind = kind_of(properties)
            yield Record(
                cleaner.value(feature.get("id")),
                properties,
                bad.tidied(feature.get("geometry"), place, project),
                kind,
                class_name(kind),
                {name: cleaner.value(feature[name]) for name in feature if name not in _OWN},
            )

    def notices(self) -> list[str]:
        """What was wrong with them."""
        return [*self._bad.notices(), *self._cleaner.notices("the file")]


def as_feature(given: dict[str, object]) -> dict[str, object]:
    """A member of a collection as a feature: some list bare geometries."""
    if "geometry" in given or not is_geometry(given):
        return given
    return {"type": "Feature", "properties": {}, "geometry": given}


class BadShapes:
    """Geometries that cannot be read, of which a file has none; and what others lose."""

    def __init__(self) -> None:
        self._count = self._flat = self._measured = 0
        self._first = ""

    def tidied(
        self, geometry: object, place: int, project: Project | None
    ) -> dict[str, object] | None:
        """The geometry of the feature at a place; None for one that cannot be read."""
        try:
            return self.read(geometry, project)
        except BadShape as error:
            self._first = self._first or f"feature {place}: {error}"
            self._count += 1
            return None

    def read(self, geometry: object, project: Project | None) -> dict[str, object] | None:
        """The geometry.

        Raises:
            BadShape: It cannot be read.
        """
        widths: set[int] = set()
        found = tidied(geometry, project=project, widths=widths)
        self._flat += 2 in widths and len(widths) > 1
        self._measured += any(width > _WITH_HEIGHT for width in widths)
        return found

    def __bool__(self) -> bool:
        """Whether there were any."""
        return self._count > 0

    def notices(self) -> list[str]:
        """How many there were, in sentences."""
        return [*self._unread(), *self.losses("the file")]

    def losses(self, what: str) -> list[str]:
        """What others lose, in sentences."""
        told: list[str] = []
        if self._flat:
            noun = "geometry has" if self._flat == 1 else "geometries have"
            told.append(
                f"{self._flat:,} {noun} heights in some positions only, and none in {what}."
            )
        if self._measured:
            noun = "geometry has" if self._measured == 1 else "geometries have"
            told.append(
                f"{self._measured:,} {noun} positions of more than three numbers, of which {what}"
                " has three."
            )
        return told

    def _unread(self) -> list[str]:
        if not self._count:
            return []
        begin = "1 feature has a geometry"
        if self._count > 1:
            begin = f"{self._count:,} features have geometries"
        return [f"{begin} that cannot be read, and none in the file ({self._first})."]


@dataclass
class Survey:
    """What all records of a source have together.

    Attributes:
        names: The names of properties, in the order in which they appear.
        kinds: What the records are, in the order in which they appear, and the names of classes.
        has_ids: Whether any has an ID.
    """

    names: dict[str, None]
    kinds: dict[Kind, str | None]
    has_ids: bool = False

    @classmethod
    def of(cls, records: Records) -> Survey:
        """Read all records once."""
        survey = cls({}, {})
        for record in records:
            survey.names.update(dict.fromkeys(record.properties))
            survey.has_ids = survey.has_ids or record.id is not None
            survey.kinds.setdefault(record.kind, record.class_name)
        return survey

    def columns(self, geometry: str) -> Names:
        """The columns of a table of these records, with the geometry in the column named."""
        has_classes = any(name is not None for name in self.kinds.values())
        return Names.of(
            self.names, has_ids=self.has_ids, has_classes=has_classes, geometry=geometry
        )


def as_cell(name: str, value: object) -> object:
    """A value as one cell of a table: nested ones are JSON, and texts are texts."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if name in TEXT_COLUMNS and value is not None and not isinstance(value, str):
        return as_text(value)
    return value


def as_text(value: object) -> str:
    """A value of a column of texts; whole numbers have no point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _LONGEST_WHOLE:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)

"""The features of a source as parts of a table, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mapflow._results.classes import Kind, class_name, kind_of
from mapflow._results.features import blocks_of
from mapflow._results.properties import Cleaner
from mapflow._results.shapes import COLLECTION, DEPTHS
from mapflow.formats._arrow import arrays, wkb
from mapflow.formats._arrow.arrays import Array
from mapflow.formats._arrow.columns import OBJECTS, ColumnType, column
from mapflow.formats._arrow.polygons import polygons_of
from mapflow.formats._arrow.untyped import pa
from mapflow.formats._format import Source
from mapflow.formats._records import BadShapes, as_feature

if TYPE_CHECKING:
    import msgspec

_BLOCK_BYTES: Final = 1 << 19
_POLYGON: Final = "Polygon"
_NO_PROPERTIES: Final[Mapping[str, object]] = {}
_NOWHERE: Final = (np.nan, np.nan, np.nan, np.nan)


class Shapes(NamedTuple):
    """The geometries of a part.

    Attributes:
        wkb: Each as well-known binary; null for none.
        codes: The number of its kind there; 0 for none.
        bounds: West, south, east and north of each; NaN for one without positions.
    """

    wkb: Array
    codes: npt.NDArray[np.int16]
    bounds: npt.NDArray[np.float64]


class Part(NamedTuple):
    """Some features, as columns.

    Attributes:
        properties: The type and the values of each property.
        ids: The type and the values of the IDs.
        class_names: The names of the classes.
        shapes: The geometries.
    """

    properties: dict[str, tuple[ColumnType, Array]]
    ids: tuple[ColumnType, Array]
    class_names: tuple[ColumnType, Array]
    shapes: Shapes


class _Classes(dict[tuple[object, object], "str | None"]):
    """The names of classes, by object type and class; remembers which there were."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[Kind, tuple[object, object]] = {}

    def __missing__(self, key: tuple[object, object]) -> str | None:
        kind = kind_of({"object_type": key[0], "class_id": key[1]})
        self.kinds.setdefault(kind, key)
        self[key] = name = class_name(kind)
        return name

    def of(self, values: Mapping[str, Sequence[object]], count: int) -> list[str | None]:
        """The names of the classes of some features."""
        nothing: Sequence[object] = [None] * count
        pairs = zip(
            values.get("object_type", nothing), values.get("class_id", nothing), strict=True
        )
        try:
            return [self[pair] for pair in pairs]
        except TypeError:  # one of them is a list, or an object
            return [None] * count


class Parts:
    """Reads the parts of a source, and remembers what was wrong with its features.

    Args:
        source: The file.
        as_objects: Whether values that no type of a column holds stay objects, in lists.
    """

    def __init__(self, source: Source, *, as_objects: bool = False) -> None:
        self._source = source
        self._as_objects = as_objects
        self._project = source.projector()
        #: What is not a number.
        self.cleaner = Cleaner(as_json=True)
        #: What is not a geometry.
        self.bad = BadShapes()
        self._classes = _Classes()
        self._done = 0

    def __iter__(self) -> Iterator[Part]:
        """The parts, one after the other; once only."""
        for found in blocks_of(self._source.path, _decoded, block_bytes=_BLOCK_BYTES):
            part = self._of_dicts(found) if _are_dicts(found) else self._of_blocks(found)
            self._done += part.shapes.wkb.__len__()
            yield part

    @property
    def kinds(self) -> dict[Kind, tuple[object, object]]:
        """What the features are, in the order in which they appear; with their own words for it."""
        return self._classes.kinds

    def notices(self) -> list[str]:
        """What was wrong with them."""
        return [*self.bad.notices(), *self.cleaner.notices("the file")]

    def _of_dicts(self, given: Sequence[dict[str, object]]) -> Part:
        """Features that need care, such as those with NaN."""
        features = [as_feature(each) for each in given]
        cleaner = self.cleaner
        return self._part(
            [cleaner.properties(each.get("properties")) for each in features],
            [cleaner.value(each.get("id")) for each in features],
            self._one_by_one([each.get("geometry") for each in features]),
        )

    def _of_blocks(self, features: Sequence[Any]) -> Part:
        geometries = [each.geometry for each in features]
        return self._part(
            [each.properties or _NO_PROPERTIES for each in features],
            [each.id for each in features],
            self._fast(geometries)
            or self._one_by_one([None if each is None else _plain(each) for each in geometries]),
        )

    def _part(
        self, properties: Sequence[Mapping[str, object]], ids: Sequence[object], shapes: Shapes
    ) -> Part:
        values = by_name(properties)
        return Part(
            {name: self._column(name, found) for name, found in values.items()},
            column("", ids),
            column("", self._classes.of(values, len(ids))),
            shapes,
        )

    def _column(self, name: str, values: Sequence[object]) -> tuple[ColumnType, Array]:
        kind, made = column(name, values, as_objects=self._as_objects)
        if self._as_objects and kind in OBJECTS:
            made = [self.cleaner.value(each) for each in made]
        return kind, made

    def _fast(self, geometries: Sequence[Any]) -> Shapes | None:
        if self._project is not None:
            return None
        if not all(each is not None and each.type == _POLYGON for each in geometries):
            return None
        found = polygons_of([each.coordinates for each in geometries])
        if found is None:
            return None
        offsets, content = found.wkb()
        made = pa.Array.from_buffers(
            pa.binary(),
            len(geometries),
            [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(content)],
        )
        height = wkb.WITH_HEIGHTS if found.positions.shape[1] > 2 else 0
        codes = np.full(len(geometries), wkb.CODES[_POLYGON] + height, np.int16)
        return Shapes(made, codes, found.bounds())

    def _one_by_one(self, geometries: Sequence[object]) -> Shapes:
        contents: list[bytes | None] = []
        codes: list[int] = []
        bounds: list[wkb.Bounds] = []
        for place, geometry in enumerate(geometries, self._done + 1):
            tidied = self.bad.tidied(geometry, place, self._project)
            code, content, box = (0, None, None) if tidied is None else wkb.wkb(tidied)
            contents.append(content)
            codes.append(code)
            bounds.append(box or _NOWHERE)
        return Shapes(
            arrays.binaries(contents),
            np.array(codes, np.int16),
            np.array(bounds, np.float64).reshape(-1, 4),
        )


def by_name(properties: Sequence[Mapping[str, object]]) -> dict[str, Sequence[object]]:
    """The values of each property; None for a feature that lacks it."""
    names = tuple(properties[0]) if properties else ()
    if sum(map(len, properties)) == len(names) * len(properties):
        # Features are mostly alike, and then this takes half the time.
        with suppress(KeyError):
            return {name: list(map(itemgetter(name), properties)) for name in names}
    return {
        name: [each.get(name) for each in properties]
        for name in dict.fromkeys(chain.from_iterable(properties))
    }


@cache
def _decoder() -> msgspec.json.Decoder[list[Any]]:
    """What decodes a list of features, but for their coordinates."""
    import msgspec

    unread = msgspec.Raw(b"null")
    geometry = msgspec.defstruct(
        "Geometry",
        # Of a fixed choice the decoder makes no text.
        [("type", Literal[(*DEPTHS, COLLECTION)])]
        + [(name, msgspec.Raw, unread) for name in ("coordinates", "geometries")],
        gc=False,
    )
    feature = msgspec.defstruct(
        "Feature",
        [
            # Something else may be a geometry, and is refused here.
            ("type", Literal["Feature"]),
            ("geometry", geometry | None, None),
            ("properties", dict[str, object] | None, None),
            ("id", object, None),
        ],
        gc=False,
    )
    return msgspec.json.Decoder(list[feature])  # type: ignore[valid-type]  # made here


def _decoded(block: memoryview) -> tuple[Any, ...] | None:
    import msgspec

    try:
        # What is not read yet is a part of the text, which lasts no longer than this call.
        return tuple(_decoder().decode(bytes(block)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _are_dicts(found: object) -> bool:
    """Whether these features were read one by one."""
    return isinstance(found, list)


def _plain(geometry: Any) -> dict[str, object]:  # noqa: ANN401  # made by the decoder
    import msgspec

    decode = msgspec.json.decode
    return {
        "type": geometry.type,
        "coordinates": decode(geometry.coordinates),
        "geometries": decode(geometry.geometries),
    }


__all__ = ["Part", "Parts", "Shapes", "by_name"]

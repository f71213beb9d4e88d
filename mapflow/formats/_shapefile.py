"""Shapefiles, and what they cannot hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mapflow.formats._format import GDAL_LIBRARIES, Format, Source
from mapflow.formats._names import apart
from mapflow.formats._texts import without_zero

if TYPE_CHECKING:
    from mapflow.formats._arrow.gdal import Field
    from mapflow.formats._arrow.spool import Spool

_GEOMETRY: Final = "geometry"
_LONGEST_NAME_BYTES: Final = 10
_LONGEST_TEXT_BYTES: Final = 254
#: Numbers have so many decimals, as far as there is room for them in 24 characters.
_DECIMALS: Final = 15
_LARGEST: Final = 1e22
#: Which part of a number may be lost.
_SHARE: Final = 1e-9
_ROWS: Final = 1 << 13
_SHOWN: Final = 5
#: What stands in one file; the first is the name of a file for the others.
_FAMILIES: Final = {"polygons": (3, 6), "lines": (2, 5), "points": (1, 4)}


def _write(source: Source, target: Path, /) -> Sequence[str]:
    from mapflow.formats._arrow.gdal import Fields, height_notices, write_layer
    from mapflow.formats._arrow.spool import Spool
    from mapflow.formats._arrow.whole import check_shapefile

    with Spool(source, target.parent.parent, by_place=False) as spool:
        given = Fields(spool, _GEOMETRY)
        long = _long_columns(spool) | _odd_fractions(spool, given.all)
        fields = [_as_text(f) if f.name in long else f for f in given.all]
        # GDAL takes a column of the name of the geometry for that, whatever its capitals.
        names = apart([field.name for field in fields], taken=[_GEOMETRY], shorten=_shortened)
        texts = _Texts()
        columns = [texts.cutting(f._replace(name=names[f.name])) for f in fields]
        families = _families(spool)
        main = next(iter(families), "polygons")
        of_others = {code for family in list(families)[1:] for code in families[family]}
        for family, codes in families.items() or [("polygons", [])]:
            path = target
            rows = frozenset(spool.codes) - of_others
            if family != main:
                path = target.with_name(f"{target.stem}_{family}{target.suffix}")
                rows = frozenset(codes)
            write_layer(
                spool,
                path,
                driver="ESRI Shapefile",
                layer=path.stem,
                fields=columns or [_number()],
                geometry=_GEOMETRY,
                options={},
                codes=codes,
                only=rows,
                check=check_shapefile,
            )
        return [
            *spool.notices(),
            *given.notices(),
            *height_notices(spool.codes),
            *_notices(spool, names, texts, families, source.name),
        ]


def _long_columns(spool: Spool) -> set[str]:
    """Columns of whole numbers of which the format would keep 15 digits only."""
    from mapflow.formats._arrow.columns import ColumnType

    names = spool.names(_GEOMETRY)
    found = {
        column
        for name, column in names.properties.items()
        if spool.type_of(name) is ColumnType.LONG
    }
    return found | ({names.id} if names.id and spool.id_type is ColumnType.LONG else set())


def _odd_fractions(spool: Spool, fields: Sequence[Field]) -> set[str]:
    """Columns of numbers of which the format would keep others."""
    import numpy as np

    from mapflow.formats._arrow.untyped import pa

    left = {field.name: field for field in fields if field.type == pa.float64()}
    found: set[str] = set()
    for table in spool.groups(_ROWS) if left else ():
        for name, field in list(left.items()):
            numbers = np.abs(np.asarray(field.read(table), float))
            small = numbers[numbers < 1]
            lost = np.abs(np.round(small, _DECIMALS) - small)
            if (numbers >= _LARGEST).any() or (lost > _SHARE * small).any():
                found.add(name)
                del left[name]
    return found


def _as_text(field: Field) -> Field:
    from mapflow.formats._arrow.columns import ColumnType, cast_to
    from mapflow.formats._arrow.untyped import pa

    def read(table: Any) -> Any:  # noqa: ANN401  # the library has no types
        chunks = [cast_to(chunk, ColumnType.TEXT) for chunk in field.read(table).chunks]
        return pa.chunked_array(chunks, ColumnType.TEXT.arrow)

    return field._replace(type=ColumnType.TEXT.arrow, read=read)


def _families(spool: Spool) -> dict[str, list[int]]:
    """The kinds of geometries that stand in one file each, the most frequent first."""
    found: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    for family, plain in _FAMILIES.items():
        codes = [code for code in spool.codes if code % 1000 in plain]
        if codes:
            found[family] = codes
            counts[family] = sum(spool.codes[code] for code in codes)
    return {family: found[family] for family in sorted(found, key=lambda f: -counts[f])}


def _number() -> Field:
    """A column for a file that would have none, which the format does not allow."""
    import numpy as np

    from mapflow.formats._arrow import arrays
    from mapflow.formats._arrow.gdal import Field
    from mapflow.formats._arrow.untyped import pa

    def numbers(table: Any) -> Any:  # noqa: ANN401  # the library has no types
        return arrays.from_numpy(pa.int64(), np.arange(len(table)))

    return Field("number", pa.int64(), numbers)


class _Texts:
    """Cuts texts that are too long, and counts them."""

    def __init__(self) -> None:
        self.cut = 0

    def cutting(self, field: Field) -> Field:
        """The field, with texts that fit."""
        from mapflow.formats._arrow import arrays
        from mapflow.formats._arrow.untyped import pa

        if field.type != pa.string():
            return field

        def read(table: Any) -> Any:  # noqa: ANN401
            values = field.read(table)
            longest = max((len(chunk) and _longest(chunk) for chunk in values.chunks), default=0)
            if longest <= _LONGEST_TEXT_BYTES:
                return values
            return arrays.texts([self._cut(text) for text in values.to_pylist()], has_nulls=True)

        return field._replace(read=read)

    def _cut(self, text: str | None) -> str | None:
        if text is None or len(text.encode()) <= _LONGEST_TEXT_BYTES:
            return text
        self.cut += 1
        return text.encode()[:_LONGEST_TEXT_BYTES].decode(errors="ignore")


def _longest(texts: Any) -> int:  # noqa: ANN401
    """How many bytes the longest text has."""
    import numpy as np

    buffer = texts.buffers()[1]
    offsets = np.frombuffer(buffer, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return int(np.diff(offsets).max())


def _shortened(name: str, ending: str) -> str:
    """A name and its ending in as many bytes as there is room for."""
    room = _LONGEST_NAME_BYTES - len(ending)
    return f"{without_zero(name).encode()[:room].decode(errors='ignore') or 'field'}{ending}"


def _notices(
    spool: Spool, names: dict[str, str], texts: _Texts, families: dict[str, list[int]], name: str
) -> list[str]:
    from mapflow.formats._arrow.columns import ColumnType

    told: list[str] = []
    renamed = [f"{old!r} is {new!r}" for old, new in names.items() if old != new]
    if renamed:
        told.append(
            f"Names have {_LONGEST_NAME_BYTES} bytes at most in a shapefile:"
            f" {', '.join(renamed[:_SHOWN])}{' …' if len(renamed) > _SHOWN else ''}."
        )
    if texts.cut:
        noun = "text is" if texts.cut == 1 else "texts are"
        told.append(
            f"{texts.cut:,} {noun} longer than {_LONGEST_TEXT_BYTES} bytes, and cut in the file."
        )
    nested = [name for name in spool.names(_GEOMETRY).properties
              if spool.type_of(name) is ColumnType.NESTED]  # fmt: skip
    if nested:
        told.append(f"Nested values are the text of their JSON: {', '.join(nested[:_SHOWN])}.")
    others = [f"{name}_{family}.shp" for family in list(families)[1:]]
    if others:
        told.append(
            f"A shapefile holds one kind of geometry: the others are in {' and '.join(others)}."
        )
    lost = sum(count for code, count in spool.codes.items() if code % 1000 > 6)
    if lost:
        noun = "feature is a collection" if lost == 1 else "features are collections"
        told.append(f"{lost:,} {noun} of geometries, and without a geometry in the file.")
    return told


SHAPEFILE: Final = Format(
    "Shapefile",
    (".shp",),
    _write,
    "geo",
    GDAL_LIBRARIES,
    siblings=(".shx", ".dbf", ".prj", ".cpg"),
    leftovers=("{stem}.qix", "{stem}.sbn", "{stem}.sbx", "{stem}.qpj", "{stem}.qmd"),
)

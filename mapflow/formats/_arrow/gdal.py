"""Rows of a spool as a layer that GDAL writes, in the order of the file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from mapflow._files import working_folder
from mapflow.formats._arrow import arrays
from mapflow.formats._arrow.spool import Spool
from mapflow.formats._arrow.untyped import pa
from mapflow.formats._arrow.wkb import CODES, NAMES, WITH_HEIGHTS, as_multi
from mapflow.formats._names import apart
from mapflow.formats._texts import replaced, without_zero

# The library has no types.
Table: TypeAlias = Any

_ROWS: Final = 1 << 13
#: Without these a path is a path for pyogrio, too.
_ADDRESS: Final = frozenset("!;?\t\r\n")
_MULTI: Final = 3
_NOTHING: Final = 0


class Field(NamedTuple):
    """A column of a layer.

    Attributes:
        name: What it is called.
        type: Its type of Arrow.
        read: Gives its values, of a table of the spool.
    """

    name: str
    type: Any
    read: Callable[[Table], Any]


class Fields:
    """The columns of a spool, but for the geometry.

    Args:
        spool: The features.
        geometry: The column of the geometries.
    """

    def __init__(self, spool: Spool, geometry: str) -> None:
        self._replaced = 0
        names = spool.names(geometry)
        found: list[Field] = []
        if names.id:
            found.append(Field(names.id, spool.id_type.arrow, self._reader("id")))
        for number, (name, column) in enumerate(names.properties.items()):
            found.append(Field(column, spool.type_of(name).arrow, self._reader(f"p{number}")))
        if names.class_name:
            found.append(Field(names.class_name, pa.string(), self._reader("class")))
        self.all: Final = found

    def notices(self) -> list[str]:
        """What the values have that GDAL cannot write, when all were read."""
        return replaced(self._replaced)

    def _reader(self, name: str) -> Callable[[Table], Any]:
        return lambda table: self._without_zeros(table[name])

    def _without_zeros(self, values: Any) -> Any:  # noqa: ANN401  # the library has no types
        """Values in whose texts there is no U+0000, where GDAL would end them."""
        if values.type != pa.string():
            return values
        contents = [chunk.buffers()[2] for chunk in values.chunks]
        if all(each is None or b"\0" not in each.to_pybytes() for each in contents):
            return values
        texts: list[str | None] = values.to_pylist()
        self._replaced += sum(text is not None and "\0" in text for text in texts)
        plain = [None if text is None else without_zero(text) for text in texts]
        return pa.chunked_array([arrays.texts(plain, has_nulls=True)])


def distinct(
    fields: Sequence[Field], geometry: str
) -> tuple[dict[str, str], list[Field], list[str]]:
    """Columns whose names differ in more than capitals, which GDAL takes for the same.

    Returns:
        The new name of each, the columns, and what to say of it.
    """
    names = apart(
        [field.name for field in fields],
        taken=[geometry],
        shorten=lambda name, ending: without_zero(name) + ending,
    )
    renamed = [f"{old!r} is {new!r}" for old, new in names.items() if old != new]
    told = [f"Some columns have other names in the file: {', '.join(renamed)}."] if renamed else []
    return names, [field._replace(name=names[field.name]) for field in fields], told


def write_layer(
    spool: Spool,
    target: Path,
    *,
    driver: str,
    layer: str,
    fields: Sequence[Field],
    geometry: str,
    options: Mapping[str, str],
    codes: Sequence[int],
    check: Callable[[Path, int], None],
    only: frozenset[int] | None = None,
) -> None:
    """Write a layer.

    Args:
        spool: The features.
        target: The file.
        driver: What GDAL calls the format.
        layer: The name of the layer.
        fields: Its columns.
        geometry: The column of the geometries.
        options: Options of the layer.
        codes: The kinds of its geometries, as numbers of well-known binary.
        check: Raises an error if the file is not complete; takes how many rows it should have.
        only: Which rows to write, by the kinds of their geometries; None for all. Of a kind that is
            not among ``codes`` the geometry is not written.
    """
    # Here, because GeoParquet needs neither.
    import pyogrio

    library: Any = pyogrio
    kind, promotes = _layer_kind(codes)
    schema = pa.schema([(field.name, field.type) for field in fields] + [(geometry, pa.binary())])

    count = 0

    def batches() -> Iterator[Any]:
        nonlocal count
        for table in spool.groups(_ROWS):
            rows = table if only is None else _only(table, only)
            shapes = _shapes(rows, frozenset(codes), promotes=promotes)
            columns = [field.read(rows) for field in fields] + [shapes]
            count += len(rows)
            yield from pa.Table.from_arrays(columns, schema=schema).combine_chunks().to_batches()

    with _plain_place(target) as path, _quiet():
        library.write_arrow(
            pa.RecordBatchReader.from_batches(schema, batches()),
            path,
            layer=layer,
            driver=driver,
            geometry_name=geometry,
            geometry_type=kind,
            crs="EPSG:4326",
            encoding="UTF-8",
            layer_options=dict(options),
        )
        check(path, count)


@contextmanager
def _plain_place(target: Path) -> Generator[Path]:
    """A file to write; in another folder, if that of the file would be read as an address."""
    if not _ADDRESS.intersection(str(target)):
        yield target
        return
    with working_folder() as folder:
        yield folder / target.name
        for path in folder.iterdir():
            shutil.move(path, target.parent / path.name)


@contextmanager
def _quiet() -> Generator[None]:
    """Without the warnings of GDAL, which are in the words of its formats; ours say the same."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _layer_kind(codes: Sequence[int]) -> tuple[str, bool]:
    """What GDAL calls the kind of a layer, and whether single parts become several ones of one."""
    if not codes:
        return "Unknown", False
    plain = {code % WITH_HEIGHTS for code in codes}
    height = " Z" if any(code >= WITH_HEIGHTS for code in codes) else ""
    if len(plain) == 1:
        return f"{NAMES[plain.pop()]}{height}", False
    largest = max(plain)
    if plain == {largest, largest - _MULTI} and largest != CODES["GeometryCollection"]:
        return f"{NAMES[largest]}{height}", True
    # With heights there is no such kind; GDAL keeps those of each geometry.
    return "Unknown", False


def mixes_heights(codes: Iterable[int]) -> bool:
    """Whether some geometries have heights, and others have none."""
    return len({code >= WITH_HEIGHTS for code in codes if code}) > 1


def height_notices(codes: Iterable[int]) -> list[str]:
    """The sentence about geometries without heights among others; none if there are none."""
    if not mixes_heights(codes):
        return []
    return ["Some geometries have heights: those without have the height 0 in the file."]


def _only(table: Table, kinds: frozenset[int]) -> Table:
    """The rows with geometries of some kinds."""
    rows = np.flatnonzero(np.isin(np.asarray(table["code"]), list(kinds)))
    return table if len(rows) == len(table) else table.take(arrays.from_numpy(pa.int64(), rows))


def _with_heights(contents: Sequence[bytes | None]) -> list[bytes | None]:
    import shapely

    library: Any = shapely
    solid = library.force_3d(library.from_wkb(np.array(contents, object)), 0.0)
    return list(library.to_wkb(solid, output_dimension=3, flavor="iso", byte_order=1))


def _shapes(table: Table, wanted: frozenset[int], *, promotes: bool) -> Any:  # noqa: ANN401
    kinds = np.asarray(table["code"])
    singles = np.isin(kinds % WITH_HEIGHTS, (1, 2, 3)) if promotes else np.zeros(len(kinds), bool)
    others = ~np.isin(kinds, [*wanted, _NOTHING])
    if not (singles.any() or others.any() or mixes_heights(wanted)):
        return table["wkb"]
    contents: list[Any] = table["wkb"].to_pylist()
    if mixes_heights(wanted):
        contents = _with_heights(contents)
    for place in np.flatnonzero(singles).tolist():
        contents[place] = as_multi(contents[place])
    for place in np.flatnonzero(others).tolist():
        contents[place] = None
    return arrays.binaries(contents)

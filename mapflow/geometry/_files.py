"""Files and texts: GeoJSON with the standard library, the other formats through the extra."""

from __future__ import annotations

from json import JSONDecodeError, loads
from pathlib import Path

from mapflow.errors import InvalidArea
from mapflow.geometry._extra import require
from mapflow.geometry._found import Found, inside, refuse
from mapflow.geometry._wkt import is_wkt, read_wkt

_GEOJSON = {".geojson", ".json"}
_VECTOR = {".gpkg", ".shp", ".kml", ".fgb"}
_PARQUET = {".parquet", ".geoparquet"}
_NAMES = ", ".join(sorted(_GEOJSON | _VECTOR | _PARQUET))
_SHOWN = 120


def load(path: str, *, where: str) -> object:
    """Read a file: parsed GeoJSON, or the frame that GeoPandas makes of another format."""
    file = Path(path)
    where = inside(where, f"file {_short(path)}")
    suffix = file.suffix.lower()
    if not exists(path):
        raise nothing_there(path, where="")
    if suffix in _GEOJSON:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise _unreadable(error.strerror or str(error), where) from error
        return parse_json(decode(content, where=where), where=where)
    if suffix in _VECTOR:
        return _load_vector(file, where)
    if suffix in _PARQUET:
        return _load_parquet(file, where)
    raise refuse(
        "unsupported_file",
        f"files of the kind {suffix!r} cannot be read." if suffix else "the file has no suffix.",
        where=where,
        hint=f"Known are {_NAMES}.",
    )


def parse_json(text: str, *, where: str) -> object:
    """Parse JSON; a mistake is shown with its line and column."""
    try:
        parsed: object = loads(text)
    except JSONDecodeError as error:
        raise refuse(
            "bad_json",
            f"the JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}.",
            where=where,
            hint="Check that it was written completely.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise refuse(
            "bad_json", f"the JSON cannot be read: {error}.", where=where, hint="Is it GeoJSON?"
        ) from error
    if isinstance(parsed, dict | list):
        return parsed  # pyright: ignore[reportUnknownVariableType]  # JSON is what it is
    raise refuse(
        "bad_geojson",
        "the JSON is neither an object nor a list.",
        where=where,
        hint="Pass a GeoJSON geometry, feature or collection.",
    )


def decode(content: bytes, *, where: str) -> str:
    """Decode a text file, byte order mark or not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            "bad_json",
            f"byte {error.start} is not UTF-8, so this is not GeoJSON.",
            where=where,
            hint="Save it as UTF-8 text.",
        ) from error


def exists(path: str) -> bool:
    """Tell whether a text is the path of something; any text may be asked about."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def read_if_wkt(text: str, found: Found, *, where: str) -> bool:
    """Read well-known text; tell whether the text was that."""
    if not is_wkt(text):
        return False
    read_wkt(text, found, where=where)
    return True


def nothing_there(text: str, *, where: str) -> InvalidArea:
    """Say that a text is neither data nor the path of a file."""
    if "\n" in text or len(text) > _SHOWN or text.lstrip()[:1] in '<"':
        return refuse(
            "bad_text",
            f"the text {_short(text)} is neither GeoJSON nor well-known text nor a path.",
            where=where,
            hint="Pass GeoJSON, or the path of a file.",
        )
    return refuse(
        "no_such_file",
        f"there is no file {_short(text)}.",
        where=where,
        hint="Check the path; a text may also be GeoJSON, well-known text, or"
        " west,south,east,north.",
    )


def _load_vector(file: Path, where: str) -> object:
    require("geopandas", f"reading {file.suffix} files", where=where)
    pyogrio = require("pyogrio", f"reading {file.suffix} files", where=where)
    try:
        layers = [
            str(name)
            for name, kind in pyogrio.list_layers(file)
            if kind is not None
            and ("Polygon" in kind or kind in ("Unknown", "Geometry Collection"))
        ]
        if len(layers) > 1:
            raise refuse(
                "several_layers",
                f"the file has {len(layers)} layers that may hold the area: {', '.join(layers)}.",
                where=where,
                hint="Read the one you mean with geopandas.read_file(path, layer=...).",
            )
        return pyogrio.read_dataframe(file, layer=layers[0] if layers else None, columns=[])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise _unreadable(str(error), where) from error


def _load_parquet(file: Path, where: str) -> object:
    geopandas = require("geopandas", "reading GeoParquet", where=where)
    pyarrow = require("pyarrow", "reading GeoParquet", where=where)
    try:
        return geopandas.read_parquet(file)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise _unreadable(str(error), where) from error


def _unreadable(why: str, where: str) -> InvalidArea:
    return refuse(
        "bad_file",
        f"the file cannot be read: {why.strip().rstrip('.')}.",
        where=where,
        hint="Check that it is complete and that you may read it.",
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")

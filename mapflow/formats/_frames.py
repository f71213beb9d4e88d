"""Data frames with geometries, as features in lon/lat. Their errors end here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from pathlib import Path
from typing import Any, Final, cast

from mapflow.errors import ConfigurationError, InvalidInput

WGS84: Final = "EPSG:4326"
#: Formats of which a library makes a frame with all columns.
_VECTOR: Final = frozenset({"gpkg", "fgb", "shp", "gdb"})
_PARQUET: Final = "parquet"


def is_frame(value: object) -> bool:
    """Whether this is a GeoDataFrame or a GeoSeries."""
    return hasattr(value, "to_crs") and not isinstance(value, type)


def need_geo(what: str) -> Any:  # noqa: ANN401  # the library has no types
    """GeoPandas, or an error that says how to get it."""
    try:
        import geopandas
    except ImportError as error:
        raise ConfigurationError(
            f"{what} need geopandas, which is not installed.",
            hint='Install it with `pip install "mapflow-client[geo]"`.',
        ) from error
    return geopandas


def read_frame(path: Path, kind: str) -> object | None:
    """Read a file with all its columns; None for a format that is read otherwise."""
    if kind not in _VECTOR and kind != _PARQUET:
        return None
    geopandas = need_geo(f"Files of the kind {path.suffix!r}")
    try:
        if kind == _PARQUET:
            return cast("object", geopandas.read_parquet(path))
        layer = _only_layer(geopandas, path)
        return cast("object", geopandas.read_file(path, layer=layer))
    except InvalidInput:
        raise
    except Exception as error:  # GDAL's and Arrow's bindings raise what they like
        raise InvalidInput(
            f"{path} cannot be read: {str(error).splitlines()[0] if str(error) else error!r}.",
            hint="Check that the file is complete and of the format that its name says.",
        ) from error


def _only_layer(geopandas: Any, path: Path) -> str | None:  # noqa: ANN401
    layers = geopandas.list_layers(path)
    names = [
        str(name)
        for name, kind in zip(layers["name"], layers["geometry_type"], strict=True)
        if kind is not None and kind == kind  # not NaN
    ]
    if len(names) > 1:
        raise InvalidInput(
            f"{path} has {len(names)} layers: {', '.join(names)}.",
            hint="Read the one you mean with geopandas.read_file(path, layer=...) and pass that.",
        )
    return names[0] if names else None


def features_of_frame(frame: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401
    """The rows of a GeoDataFrame or a GeoSeries as features in lon/lat."""
    try:
        series = getattr(frame, "geometry", frame)
        if series.crs is not None:
            series = series.to_crs(WGS84)
        shapes = cast("Sequence[Any]", list(series))
        own = getattr(series, "name", None)
        columns = [
            (str(name), [_or_none(value) for value in frame.iloc[:, place]])
            for place, name in enumerate(getattr(frame, "columns", ()))
            if name != own
        ]
    except Exception as error:  # GeoPandas, pandas and PROJ each raise different errors
        raise InvalidInput(
            f"The data frame cannot be read: {str(error)[:200] or type(error).__name__}.",
            hint="Does it have a geometry column, and the right reference system?",
        ) from error
    for number, shape in enumerate(shapes):
        interface = getattr(shape, "__geo_interface__", None)
        yield {
            "type": "Feature",
            "properties": {name: values[number] for name, values in columns},
            "geometry": None if interface is None else dict(interface),
        }


def _or_none(value: object) -> object:
    # In a column of numbers this is what stands for nothing.
    return None if isinstance(value, float) and isnan(value) else value

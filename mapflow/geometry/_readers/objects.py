"""Objects that describe themselves: frames, rows, shapes, items of a catalog, handles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from mapflow._base_errors import MapflowError
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_geojson
from mapflow.geometry._readers.plain import Read, read_plain
from mapflow.geometry._types import CrsLike, NamedArea

_MISSING = object()


def read_object(area: object, found: Found, other: Read) -> bool:
    """Read an object that describes itself; tell whether this one did."""
    if isinstance(area, NamedArea):
        with found.row(name=area.name) as row:
            if area.error is not None:
                raise area.error
            row.notes.extend(area.notes)
            read_plain(area.geometry, found)
    elif hasattr(area, "to_crs") or (hasattr(area, "columns") and hasattr(area, "iloc")):
        _read_frame(area, found, other)
    elif isinstance(interface := _asked(area, "__geo_interface__", found), Mapping):
        with found.inside(crs=cast("CrsLike | None", _asked(area, "crs", found))):
            read_geojson(cast("Mapping[str, object]", interface), found)
    elif (collection := _as_collection(area, found)) is not None:
        with found.inside():
            read_geojson(collection, found)
    else:
        # Not isinstance(area, SupportsGeometry): that does not see the columns of a pandas row.
        geometry = _asked(area, "geometry", found, _MISSING)
        if geometry is _MISSING:
            return False
        with found.row(_fields(area, found)):
            _read_geometry(geometry, found, other)
    return True


def _asked(thing: object, name: str, found: Found, default: object = None) -> object:
    return _call(thing, lambda: getattr(thing, name, default), found)


def _call(thing: object, ask: Callable[[], object], found: Found) -> object:
    """Ask a foreign object, which may raise anything."""
    try:
        return ask()
    except MapflowError:
        raise
    except Exception as error:
        raise found.refuse(
            "unreadable_object",
            f"this {type(thing).__name__} cannot be read: {type(error).__name__}: {error}.",
            "Pass its geometry as GeoJSON.",
        ) from error


def _read_frame(frame: object, found: Found, other: Read) -> None:
    """Read a GeoDataFrame or a GeoSeries row by row, in the system that only the frame knows."""
    series = getattr(frame, "geometry", None if hasattr(frame, "columns") else frame)
    if not isinstance(series, Iterable):
        raise found.refuse(
            "null_geometry",
            "the data frame has no active geometry column.",
            "Choose one with set_geometry(...).",
        )
    crs = cast("CrsLike | None", getattr(cast("object", series), "crs", None))
    itself = getattr(cast("object", series), "name", None)
    columns = [
        (str(name), _column(frame, index))
        for index, name in enumerate(cast("Iterable[object]", getattr(frame, "columns", ())))
        if name != itself and found.wants(str(name))
    ]
    for index, shape in enumerate(list(cast("Iterable[object]", series))):
        properties = {name: values[index] for name, values in columns}
        with found.row(properties, at=f"feature {index}", crs=crs, leaves_out=True):
            _read_geometry(shape, found, other)


def _column(frame: object, index: int) -> list[object]:
    # By place, because a frame may have two columns of one name.
    positions = cast("Mapping[tuple[slice, int], object]", getattr(frame, "iloc", None))
    return list(cast("Sequence[object]", positions[(slice(None), index)]))


def _read_geometry(geometry: object, found: Found, other: Read) -> None:
    # NaN and NA stand for nothing in a frame; neither is equal to itself.
    if geometry is None or type(geometry).__name__ in ("NAType", "float"):
        found.add_null()
    else:
        with found.inside():
            read_plain(geometry, found, other)


def _as_collection(area: object, found: Found) -> Mapping[str, object] | None:
    """A collection of a catalog's items, which has no interface but writes itself as GeoJSON."""
    to_dict = cast("Callable[[], object] | None", getattr(area, "to_dict", None))
    if to_dict is None or not hasattr(area, "items") or hasattr(area, "iloc"):
        return None
    written = _call(area, to_dict, found)
    if not isinstance(written, Mapping):
        return None
    collection = cast("Mapping[str, object]", written)
    return collection if collection.get("type") == "FeatureCollection" else None


def _fields(row: object, found: Found) -> Mapping[str, object] | None:
    """The fields of a row of a table, whether pandas or a named tuple holds it."""
    for method in ("to_dict", "_asdict"):
        as_mapping = getattr(row, method, None)
        if callable(as_mapping):
            fields = _call(row, as_mapping, found)
            if isinstance(fields, Mapping):
                held = cast("Mapping[object, object]", fields)
                return {str(key): value for key, value in held.items()}
    name = getattr(row, "name", None)
    return {"name": name} if isinstance(name, str) else None

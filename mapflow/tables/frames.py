"""Features into a GeoDataFrame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from mapflow.errors import ConfigurationError, InvalidInput

if TYPE_CHECKING:
    import geopandas

_WGS84 = "EPSG:4326"
# The service documents these as text; some samples hold numbers, and a column of both is neither.
_TEXT_COLUMNS = ("class_id", "GAN")


def to_geodataframe(features: Sequence[dict[str, object]]) -> geopandas.GeoDataFrame:
    """Put GeoJSON features into a GeoDataFrame in EPSG:4326.

    Args:
        features: GeoJSON features in lon/lat; rings that are not closed are closed.

    Returns:
        A frame with one row a feature; without features, an empty one with its geometry column.

    Raises:
        ConfigurationError: The extra ``geo`` is not installed; the text names the command.
        InvalidInput: One of them has no geometry that can be read; the text says which.

    Example:
        ```python
        from mapflow.tables import to_geodataframe

        frame = to_geodataframe([])
        assert frame.empty
        ```
    """
    try:
        import geopandas
        from shapely.errors import ShapelyError
        from shapely.geometry import shape
    except ImportError as error:
        raise ConfigurationError(
            "Tables need geopandas, which is not installed.",
            hint='Install it with `pip install "mapflow-client[geo]"`.',
        ) from error
    geometries: list[Any] = []
    rows: list[dict[str, object]] = []
    broken = (ShapelyError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
    for place, feature in enumerate(features, 1):
        geometry, properties = feature.get("geometry"), feature.get("properties")
        try:
            read = (
                shape(_closed(cast("dict[str, object]", geometry)))
                if isinstance(geometry, dict)
                else None
            )
        except broken as error:
            raise InvalidInput(
                f"The geometry of feature {place} cannot be read ({error}).",
                hint="Features are GeoJSON in lon/lat.",
            ) from error
        geometries.append(read)
        rows.append(cast("dict[str, object]", properties) if isinstance(properties, dict) else {})
    names = dict.fromkeys(key for row in rows for key in row)
    table = {
        name: [_typed(name, row.get(name)) for row in rows] for name in names if name != "geometry"
    }
    return geopandas.GeoDataFrame(table, geometry=geometries, crs=_WGS84)


def _typed(column: str, value: object) -> object:
    """The value as the type that the service documents for its column."""
    if value is None or column not in _TEXT_COLUMNS:
        return value
    return str(value)


def _closed(geometry: dict[str, object]) -> dict[str, object]:
    """The geometry with its rings closed; published samples of results leave them open."""
    depth = {"Polygon": 1, "MultiPolygon": 2}.get(str(geometry.get("type")), 0)
    if not depth:
        return geometry
    return {**geometry, "coordinates": _close(geometry.get("coordinates"), depth)}


def _close(coordinates: object, depth: int) -> object:
    if not isinstance(coordinates, list):
        return coordinates
    items = cast("list[object]", coordinates)
    if depth:
        return [_close(item, depth - 1) for item in items]
    return items if not items or items[0] == items[-1] else [*items, items[0]]

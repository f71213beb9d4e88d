"""Features into a GeoDataFrame."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from mapflow._results.properties import Cleaner
from mapflow._results.reader import NotAResult
from mapflow._results.shapes import BadShape, Project
from mapflow._warnings import warn
from mapflow.errors import InvalidArea, InvalidInput, ResultWarning
from mapflow.formats._exact import exact
from mapflow.formats._features import FeaturesLike, collection_file, features_in
from mapflow.formats._frames import WGS84, need_geo
from mapflow.formats._names import free
from mapflow.formats._records import TEXT_COLUMNS, BadShapes

if TYPE_CHECKING:
    import geopandas


def to_geodataframe(features: FeaturesLike) -> geopandas.GeoDataFrame:
    """Put features into a GeoDataFrame in EPSG:4326.

    Args:
        features: A FeatureCollection, GeoJSON features, a geometry, a GeoDataFrame, the path of a
            file, a result, or whatever a run takes as its area. Rings that are not closed are
            closed.

    Returns:
        A frame with one row a feature. Its columns are the properties and ``geometry``; if any
        feature has an ID, also ``id``. A property that is called like one of these
        two keeps the others apart: the column of ids is then ``feature_id``, and that of the
        property ``geometry_property``. Without features the frame is empty, with its geometry
        column. NaN and infinities are null.

    Raises:
        ConfigurationError: The extra ``geo`` is not installed; the text names the command.
        InvalidInput: One of them has no geometry that can be read; the text says which. Or these
            are not features.

    Warns:
        ResultWarning: Some values are NaN or infinite, or a geometry has heights in some positions
            only.

    Example:
        ```python
        from mapflow.formats import to_geodataframe

        frame = to_geodataframe([])
        assert frame.empty
        ```
    """
    library = need_geo("Tables")
    path = collection_file(features)
    if path is not None:
        from mapflow.formats._arrow.frames import frame_of

        # Another kind of GeoJSON is known to the reader of everything.
        with suppress(NotAResult, OSError, InvalidArea):
            frame = frame_of(path)
            if frame is not None:
                return frame
    cleaner, read = Cleaner(as_json=False), BadShapes()
    shapes: list[Any] = []
    rows: list[dict[str, object]] = []
    ids: list[object] = []
    for place, (feature, project) in enumerate(features_in(features), 1):
        shapes.append(_shape(feature.get("geometry"), project, place, read))
        rows.append(cleaner.properties(feature.get("properties")))
        ids.append(cleaner.value(feature.get("id")))
    names = dict.fromkeys(name for row in rows for name in row)
    table: dict[str, object] = {}
    if any(each is not None for each in ids):
        table[free("id", "feature_id", names)] = exact(ids, least=0)
    for name in names:
        column = free("geometry_property", "geometry_property", names)
        values = [_typed(name, row.get(name)) for row in rows]
        table[column if name == "geometry" else name] = exact(values)
    for notice in (*read.losses("the table"), *cleaner.notices("the table")):
        warn(notice, ResultWarning)
    try:
        return cast(
            "geopandas.GeoDataFrame", library.GeoDataFrame(table, geometry=shapes, crs=WGS84)
        )
    except Exception as error:  # pandas, numpy and GEOS each raise different errors
        raise InvalidInput(
            f"The features do not fit into a table: {str(error)[:200] or type(error).__name__}.",
            hint="Read them with `features()` and choose the properties that you need.",
        ) from error


def _shape(
    geometry: object,
    project: Project | None,
    place: int,
    read: BadShapes,
) -> Any:  # noqa: ANN401  # shapely's own
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    reason: str
    try:
        plain = read.read(geometry, project)
        return None if plain is None else shape(plain)
    except (BadShape, ShapelyError, ValueError, TypeError, IndexError) as error:
        reason = str(error)
    raise InvalidInput(
        f"The geometry of feature {place} cannot be read ({reason}).",
        hint="Features are GeoJSON in lon/lat.",
    )


def _typed(column: str, value: object) -> object:
    """The value as the type that the service documents for its column."""
    if value is None or column not in TEXT_COLUMNS:
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

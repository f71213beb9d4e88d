"""Areas of interest: any usual form in, one checked geometry out, and its measures.

    from mapflow.geometry import area_m2, as_geometry

    geometry = as_geometry("fields.geojson")
    print(area_m2(geometry))

Nothing here needs numpy or shapely. Where the ``geo`` extra is installed it is used for what only
it can do: other file formats, other reference systems, overlaps, and speed on large polygons.
"""

from mapflow.geometry._areas import as_geometry, read_areas
from mapflow.geometry._measures.measure import (
    area_m2,
    bounding_boxes,
    bounds,
    centre,
    polygon_count,
    summarise,
)
from mapflow.geometry._types import (
    AreaLike,
    AreasLike,
    BoundingBox,
    Bounds,
    CrsLike,
    Geometry,
    MultiPolygonGeometry,
    NamedArea,
    PolygonGeometry,
    Summary,
    SupportsGeoInterface,
    SupportsGeometry,
    SupportsToList,
    SupportsToWkt,
)

__all__ = [
    "AreaLike",
    "AreasLike",
    "BoundingBox",
    "Bounds",
    "CrsLike",
    "Geometry",
    "MultiPolygonGeometry",
    "NamedArea",
    "PolygonGeometry",
    "Summary",
    "SupportsGeoInterface",
    "SupportsGeometry",
    "SupportsToList",
    "SupportsToWkt",
    "area_m2",
    "as_geometry",
    "bounding_boxes",
    "bounds",
    "centre",
    "polygon_count",
    "read_areas",
    "summarise",
]

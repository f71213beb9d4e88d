"""The shapes of things that go into and come out of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import (
    TYPE_CHECKING,
    Literal,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypedDict,
    runtime_checkable,
)

if TYPE_CHECKING:
    from mapflow._base_errors import InvalidArea


class PolygonGeometry(TypedDict):
    """A GeoJSON Polygon: rings of ``[longitude, latitude]`` in degrees, the outer ring first."""

    type: Literal["Polygon"]
    coordinates: list[list[list[float]]]


class MultiPolygonGeometry(TypedDict):
    """A GeoJSON MultiPolygon: the rings of several polygons."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[list[float]]]]


Geometry: TypeAlias = PolygonGeometry | MultiPolygonGeometry
"""What `as_geometry` returns and what the service understands."""


@runtime_checkable
class SupportsGeoInterface(Protocol):
    """Any object that describes itself as GeoJSON: shapely, geojson, pystac, h3, ..."""

    @property
    def __geo_interface__(self) -> Mapping[str, object]:
        """The object as GeoJSON."""
        ...


@runtime_checkable
class SupportsGeometry(Protocol):
    """Any object with a ``geometry``: a row of a GeoDataFrame, an area of a processing."""

    @property
    def geometry(self) -> object:
        """The geometry itself, in any form that is an area."""
        ...


@runtime_checkable
class SupportsToList(Protocol):
    """An array of numbers or of geometries, as numpy and pandas have them."""

    def tolist(self) -> object:
        """Return the same values as plain lists."""
        ...


@runtime_checkable
class SupportsToWkt(Protocol):
    """A coordinate reference system object, as pyproj and rasterio have them."""

    def to_wkt(self) -> str:
        """Return the definition as well-known text."""
        ...


class NamedArea(NamedTuple):
    """One of several areas that were read together.

    Attributes:
        name: What it is called: by the rule that `read_areas` describes.
        geometry: The geometry, ready to be sent; None if it cannot be used.
        error: Why it cannot be used; None if it can.
        notes: What was put right in it, and what is odd about it, a sentence each.
    """

    name: str
    geometry: Geometry | None
    error: InvalidArea | None
    notes: tuple[str, ...]


AreaLike: TypeAlias = (
    str
    | bytes
    | PathLike[str]
    | Mapping[str, object]
    | SupportsGeoInterface
    | SupportsGeometry
    | SupportsToList
    | NamedArea
    | Sequence[float]
    | Sequence["AreaLike"]
)
"""Everything `as_geometry` accepts as an area of interest."""

AreasLike: TypeAlias = AreaLike | Iterable[AreaLike] | Mapping[str, AreaLike]
"""Everything `read_areas` accepts: one input with many areas, areas, or areas by their names."""

CrsLike: TypeAlias = str | int | SupportsToWkt
"""A coordinate reference system: a name such as ``"EPSG:32637"``, an EPSG number, an object."""


class BoundingBox(NamedTuple):
    """The box around one polygon.

    Attributes:
        west: Western edge, degrees of longitude.
        south: Southern edge, degrees of latitude.
        east: Eastern edge, degrees of longitude.
        north: Northern edge, degrees of latitude.
        area_m2: Area of the whole box on the WGS84 ellipsoid, in square metres.
    """

    west: float
    south: float
    east: float
    north: float
    area_m2: float


class Bounds(NamedTuple):
    """The box around a whole area; ``west > east`` if it crosses the antimeridian.

    Attributes:
        west: Western edge, degrees of longitude.
        south: Southern edge, degrees of latitude.
        east: Eastern edge, degrees of longitude.
        north: Northern edge, degrees of latitude.
    """

    west: float
    south: float
    east: float
    north: float


class Summary(NamedTuple):
    """What a person wants to see of an area before paying for it.

    Attributes:
        area_m2: Area on the WGS84 ellipsoid in square metres, the sum over all polygons.
        polygon_count: How many polygons the area has; the service processes each by itself.
        centre: Middle of `bounds` as (longitude, latitude) in degrees.
        bounds: The box around everything.
        bounding_boxes: The box around each polygon, with its area.
    """

    area_m2: float
    polygon_count: int
    centre: tuple[float, float]
    bounds: Bounds
    bounding_boxes: tuple[BoundingBox, ...]


Position: TypeAlias = tuple[float, float]
"""Longitude and latitude, while a ring is being checked."""

Polygon: TypeAlias = list[list[Position]]
"""The rings of a polygon, the outer one first, while they are being checked."""

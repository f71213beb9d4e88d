"""Images of the catalog: of a place, from providers and from your mosaics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from mapflow_openapi import views
from mapflow_openapi.lazy import Json

from mapflow._display.listing import Listing
from mapflow._text.json_text import decoded
from mapflow._views.base import Identified, as_list, as_object, undecodable, whole
from mapflow._views.footprints import as_feature
from mapflow._views.pages import Page

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi  # noqa: F401 - named in the bases below


class Preview(NamedTuple):
    """A preview of one part of an image.

    Attributes:
        url: Address of a picture.
        geometry: The ground it shows, as GeoJSON, or None.
    """

    url: str
    geometry: dict[str, object] | None

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def __repr__(self) -> str:
        from mapflow._display.words import masked_repr

        return masked_repr(self)


class CatalogImage(Identified["openapi.CatalogImage", views.CatalogImage]):
    """An image, or a ready mosaic of images, that a processing can use."""

    __slots__ = ()
    _viewer = views.CatalogImage
    _kind = "catalog image"
    _shows = ("id", "provider", "acquired", "resolution_m")
    _more = (
        *("cloud_cover", "intersection_percent", "off_nadir_deg", "product_type", "sensor"),
        *("zoom", "min_area_km2"),
    )

    @property
    def provider(self) -> str | None:
        """Name of the provider, as a run takes it; missing in some responses."""
        return self._view.provider_name

    @property
    def footprint(self) -> dict[str, object] | None:
        """The ground it covers, as a GeoJSON geometry, lon/lat."""
        return self._view.footprint

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """Its footprint as a GeoJSON Feature, so that it can stand for an area."""
        return as_feature(self._kind, self.id, None, self.footprint)

    @property
    def acquired(self) -> datetime | None:
        """When it was taken."""
        return self._view.acquisition_date

    @property
    def resolution_m(self) -> float | None:
        """Ground sample distance, in metres a pixel; None when unknown."""
        # The service writes 0 for "unknown" too.
        return self._view.pixel_resolution or None

    @property
    def cloud_cover(self) -> float | None:
        """Cloud cover as the service says it; whether percent or share is not documented."""
        return self._view.cloud_cover

    @property
    def off_nadir_deg(self) -> float | None:
        """Angle from the vertical, in degrees; may be negative."""
        return self._view.off_nadir_angle

    @property
    def intersection_percent(self) -> float | None:
        """How much of the searched area it covers, 0 to 100."""
        return self._view.aoi_intersection_percent

    @property
    def product_type(self) -> str | None:
        """``Image``, ``Scene``, ``Mosaic`` or the provider's own word."""
        return self._view.product_type

    @property
    def is_mosaic(self) -> bool:
        """Whether it is a ready mosaic of tiles rather than a single capture."""
        return (self.product_type or "").casefold() == "mosaic"

    @property
    def sensor(self) -> str | None:
        """The sensor it was taken with."""
        return self._view.sensor or self._view.sat_id

    @property
    def zoom(self) -> int | None:
        """Zoom level of a mosaic of tiles."""
        return whole(self._view.zoom)

    @property
    def min_area_km2(self) -> float | None:
        """Smallest area it can be processed for, in square kilometres."""
        return self._view.min_area_sqkm

    @property
    def is_new(self) -> bool:
        """Whether a planned search found it since it was last marked as seen."""
        return bool(self._view.is_new)

    @property
    def preview_url(self) -> str | None:
        """Address of a picture, or of tiles; it needs no token."""
        return self._view.preview_url

    @property
    def previews(self) -> list[Preview]:
        """Previews of its parts; empty if the image has one picture or none."""
        found = Listing[Preview](kind=Preview)
        for item in _list(self._view.previews_as_sent):
            part = views.ImagePreviewPart(_object(item))
            if part.url is not None:
                found.append(Preview(part.url, part.geometry))
        return found


def _list(value: object) -> list[object]:
    """A list that may arrive as JSON text."""
    if isinstance(value, str):
        value = _decoded(value)
    return cast("list[object]", value) if isinstance(value, list) else []


def _object(value: object) -> Json:
    """An object that may arrive as JSON text."""
    if isinstance(value, str):
        value = _decoded(value)
    return cast("Json", value) if isinstance(value, dict) else {}


def _decoded(value: str) -> object:
    try:
        return decoded(value.encode("utf-8", "replace"))
    except ValueError:
        return None


def found_images(response: object, offset: int) -> Page[CatalogImage]:
    """Read the response to a search, in either of its two shapes."""
    if isinstance(response, list):
        items = cast("list[object]", response)
        # The bare list of some descriptions has no pages: it is everything at once.
        images = [CatalogImage(raw) for raw in as_list(items, "the catalog")][offset:]
        return Page(images, [image.id for image in images], len(items))
    page = views.CatalogPage(as_object(response, "the catalog"))
    if page.images is None:
        raise undecodable("the catalog", "it holds no list of images")
    images = [CatalogImage(each.raw) for each in page.images]
    return Page(images, [image.id for image in images], whole(page.total))

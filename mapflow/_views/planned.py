"""Planned searches: stored searches that the service repeats by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapflow_openapi import views

from mapflow._display.listing import Listing
from mapflow._views.base import Identified, whole

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi  # noqa: F401 - named in the bases below


class PlannedArea(NamedTuple):
    """One area of a planned search.

    Attributes:
        id: Its identifier, or None.
        name: Its name, or None.
        geometry: Its outline as a GeoJSON geometry, lon/lat.
        has_new_images: Whether images were found that are not marked as seen.
        processing_ids: The processings that were started in it.
    """

    id: str | None
    name: str | None
    geometry: dict[str, object]
    has_new_images: bool
    processing_ids: list[str]

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)


class PlannedRecord(Identified["openapi.Template", views.Template]):
    """What the service says about a planned search."""

    __slots__ = ()
    _viewer = views.Template
    _kind = "planned search"
    _shows = ("id", "name", "status", "is_active")
    _more = (
        *("new_images", "area_m2", "created", "active_until", "last_checked", "is_archived"),
        "areas",
    )

    @property
    def name(self) -> str:
        """Its name."""
        return self._view.name or ""

    @property
    def status(self) -> str:
        """``READY``, ``SEARCHING``, ``FAILED``, or a word that is new."""
        return self._view.status or ""

    @property
    def is_active(self) -> bool:
        """Whether the service is still searching."""
        return bool(self._view.is_active)

    @property
    def is_archived(self) -> bool:
        """Whether it is archived; False when the service says nothing."""
        return bool(self._view.is_archived)

    @property
    def project_id(self) -> str | None:
        """Identifier of its project."""
        return self._view.project_id

    @property
    def user_id(self) -> str | None:
        """Identifier of who made it."""
        return self._view.user_id

    @property
    def created(self) -> datetime | None:
        """When it was made."""
        return self._view.created_at

    @property
    def active_until(self) -> datetime | None:
        """When the service stops searching."""
        return self._view.active_until

    @property
    def last_checked(self) -> datetime | None:
        """When the service last searched; None before the first time."""
        return self._view.last_checked_at

    @property
    def new_images(self) -> int | None:
        """How many images were found that are not marked as seen."""
        return whole(self._view.new_images_count)

    @property
    def area_m2(self) -> float | None:
        """Its total area, in square metres."""
        return self._view.area

    @property
    def search(self) -> dict[str, object]:
        """The stored filters; empty in lists by project, which omit them."""
        stored = self._view.search_params
        return {} if stored is None else stored.raw

    @property
    def only_provider(self) -> str | None:
        """The provider, when it searches one alone: then some images found do not name theirs."""
        stored = self._view.search_params
        providers = [] if stored is None else stored.data_providers or []
        return providers[0] if len(providers) == 1 else None

    @property
    def areas(self) -> list[PlannedArea]:
        """Its areas; empty in lists by project, which omit them."""
        stored = self._view.search_params
        details = None if stored is None else stored.aoi_details
        features = () if details is None else details.features or ()
        return Listing(map(_area, features), kind=PlannedArea)


def _area(feature: views.PlannedArea) -> PlannedArea:
    facts = feature.properties or views.PlannedAreaInfo({})
    return PlannedArea(
        facts.id or feature.id,
        facts.name,
        feature.geometry or {},
        bool(facts.has_new_images),
        [one.processing_id for one in facts.processings or () if one.processing_id is not None],
    )

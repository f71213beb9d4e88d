"""A project: the folder that processings live in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import views

from mapflow._display.listing import Listing
from mapflow._views.account import Model
from mapflow._views.base import Identified, whole

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi  # noqa: F401 - named in the bases below


class ProjectRecord(Identified["openapi.Project", views.Project]):
    """What the service says about a project."""

    __slots__ = ()
    _viewer = views.Project
    _kind = "project"
    _shows = ("id", "name")
    _more = (
        *("is_default", "description", "area_count", "area_m2", "aoi_area_limit_m2", "models"),
        *("created", "updated"),
    )

    @property
    def name(self) -> str:
        """The project's name."""
        return self._view.name or ""

    @property
    def description(self) -> str | None:
        """The project's description; None when it has none."""
        return self._view.description or None

    @property
    def is_default(self) -> bool:
        """Whether this is the project that was made with the account."""
        return bool(self._view.is_default)

    @property
    def area_count(self) -> int | None:
        """How many areas were processed in it."""
        return whole(self._view.aoi_count)

    @property
    def area_m2(self) -> float | None:
        """The area processed in it, in square metres."""
        area = self._view.area
        return self._view.aoi_area if area is None else area

    @property
    def aoi_area_limit_m2(self) -> float | None:
        """The largest area of one processing, in square metres; that of the project's owner."""
        owner = self._view.user
        return None if owner is None else owner.aoi_area_limit

    @property
    def models(self) -> list[Model]:
        """The models linked to the project."""
        found = (Model(item.raw) for item in self._view.workflow_defs or () if item.id)
        return Listing(found, kind=Model)

    @property
    def created(self) -> datetime | None:
        """When the project was created."""
        return self._view.created

    @property
    def updated(self) -> datetime | None:
        """When the project was last changed."""
        return self._view.updated

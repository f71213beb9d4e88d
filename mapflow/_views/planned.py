"""Planned searches: stored searches that the service repeats by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from mapflow._views.base import (
    Identified,
    Json,
    flag,
    mapping,
    moment,
    number,
    objects,
    text,
    whole,
)

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi


class PlannedArea(NamedTuple):
    """One area of a planned search.

    Attributes:
        id: Its identifier, or None.
        name: Its name, or None.
        geometry: Its outline as a GeoJSON geometry, lon/lat.
        has_new_images: Whether images were found that nobody has marked as seen.
        processing_ids: The processings that were started in it.
    """

    id: str | None
    name: str | None
    geometry: dict[str, object]
    has_new_images: bool
    processing_ids: list[str]


class PlannedRecord(Identified["openapi.Template"]):
    """What the service says about a planned search."""

    __slots__ = ()
    kind = "planned search"

    def _parse(self, raw: Json) -> openapi.Template:
        from mapflow_openapi.models import Template as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (
            ("id", self.id),
            ("name", self.name),
            ("status", self.status),
            ("is_active", self.is_active),
        )

    @property
    def name(self) -> str:
        """Its name."""
        return text(self._raw, "name") or ""

    @property
    def status(self) -> str:
        """``READY``, ``SEARCHING``, ``FAILED``, or a word that is new."""
        return text(self._raw, "status") or ""

    @property
    def is_active(self) -> bool:
        """Whether the service goes on searching."""
        return bool(flag(self._raw, "isActive"))

    @property
    def is_archived(self) -> bool:
        """Whether it is archived; False when the service says nothing."""
        return bool(flag(self._raw, "isArchived"))

    @property
    def project_id(self) -> str | None:
        """Identifier of its project."""
        return text(self._raw, "projectId")

    @property
    def user_id(self) -> str | None:
        """Identifier of who made it."""
        return text(self._raw, "userId")

    @property
    def created(self) -> datetime | None:
        """When it was made."""
        return moment(self._raw, "createdAt")

    @property
    def active_until(self) -> datetime | None:
        """When the service stops searching."""
        return moment(self._raw, "activeUntil")

    @property
    def last_checked(self) -> datetime | None:
        """When the service last searched; None before the first time."""
        return moment(self._raw, "lastCheckedAt")

    @property
    def new_images(self) -> int | None:
        """How many images were found that nobody has marked as seen."""
        return whole(self._raw, "newImagesCount")

    @property
    def area_m2(self) -> float | None:
        """Its total area, in square metres."""
        return number(self._raw, "area")

    @property
    def search(self) -> dict[str, object]:
        """The stored filters; empty in lists by project, which leave them out."""
        return mapping(self._raw, "searchParams") or {}

    @property
    def only_provider(self) -> str | None:
        """The provider, when it searches one alone: then some images found do not name theirs."""
        names = self.search.get("dataProviders")
        if not isinstance(names, list):
            return None
        providers = cast("list[object]", names)
        return str(providers[0]) if len(providers) == 1 else None

    @property
    def areas(self) -> list[PlannedArea]:
        """Its areas; empty in lists by project, which leave them out."""
        found: list[PlannedArea] = []
        for feature in objects(mapping(self.search, "aoiDetails") or {}, "features"):
            facts = mapping(feature, "properties") or {}
            found.append(
                PlannedArea(
                    text(facts, "id") or text(feature, "id"),
                    text(facts, "name"),
                    mapping(feature, "geometry") or {},
                    bool(flag(facts, "hasNewImages")),
                    [
                        key
                        for run in objects(facts, "processings")
                        if (key := text(run, "processingId")) is not None
                    ],
                )
            )
        return found

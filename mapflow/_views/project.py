"""A project: the folder that processings live in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapflow._views.account import Model
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


class ProjectRecord(Identified["openapi.Project"]):
    """What the service says about a project."""

    __slots__ = ()
    kind = "project"

    def _parse(self, raw: Json) -> openapi.Project:
        from mapflow_openapi.models import Project as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("id", self.id), ("name", self.name))

    @property
    def name(self) -> str:
        """The project's name."""
        return text(self._raw, "name") or ""

    @property
    def description(self) -> str | None:
        """The project's description; None when it has none."""
        return text(self._raw, "description") or None

    @property
    def is_default(self) -> bool:
        """Whether this is the project that was made with the account."""
        return bool(flag(self._raw, "isDefault"))

    @property
    def area_count(self) -> int | None:
        """How many areas were processed in it."""
        return whole(self._raw, "aoiCount")

    @property
    def area_m2(self) -> float | None:
        """The area processed in it, in square metres."""
        area = number(self._raw, "area")
        return number(self._raw, "aoiArea") if area is None else area

    @property
    def aoi_area_limit_m2(self) -> float | None:
        """The largest area of one processing, in square metres; that of the project's owner."""
        owner = mapping(self._raw, "user")
        return None if owner is None else number(owner, "aoiAreaLimit")

    @property
    def models(self) -> list[Model]:
        """The models linked to the project."""
        return [Model(item) for item in objects(self._raw, "workflowDefs") if text(item, "id")]

    @property
    def created(self) -> datetime | None:
        """When the project was created."""
        return moment(self._raw, "created")

    @property
    def updated(self) -> datetime | None:
        """When the project was last changed."""
        return moment(self._raw, "updated")

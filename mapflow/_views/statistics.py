"""The history of processings: one row each, and the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import views

from mapflow._views.base import Record, status_of, whole
from mapflow.status import Status

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi  # noqa: F401 - named in the bases below


class StatisticsRow(Record["openapi.StatisticsRow", views.StatisticsRow]):
    """One processing of the account, or of a member of its team."""

    __slots__ = ()
    _viewer = views.StatisticsRow
    _kind = "row of the statistics"
    _shows = ("name", "status", "cost")
    _more = ("project_name", "model_name", "provider", "area_m2", "created", "completed", "email")

    @property
    def name(self) -> str:
        """The processing's name."""
        return self._view.name or ""

    @property
    def project_name(self) -> str | None:
        """Name of its project."""
        return self._view.project_name

    @property
    def email(self) -> str | None:
        """Who started it."""
        return self._view.email

    @property
    def model_name(self) -> str | None:
        """Name of the model it ran."""
        return self._view.scenario

    @property
    def provider(self) -> str | None:
        """The imagery provider, or None."""
        return self._view.data_provider

    @property
    def status(self) -> Status:
        """The status, an open word; see ``Status``."""
        return status_of(self._view.status or "")

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100."""
        return whole(self._view.percent_completed)

    @property
    def area_m2(self) -> float | None:
        """Its area, in square metres."""
        return self._view.area

    @property
    def cost(self) -> float | None:
        """What it cost, in credits."""
        return self._view.cost

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return self._view.created

    @property
    def completed(self) -> datetime | None:
        """When it ended, or None."""
        return self._view.completion_date

    @property
    def is_archived(self) -> bool:
        """Whether it was put into the archive."""
        return bool(self._view.archived)

    @property
    def url(self) -> str | None:
        """Address of its page in the web application."""
        return self._view.link_to_map

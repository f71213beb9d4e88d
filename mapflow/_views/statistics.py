"""The history of processings: one row each, and the totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapflow._views.base import Json, Record, moment, number, text, whole
from mapflow.status import Status, read_status

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi


class StatisticsRow(Record["openapi.StatisticsRow"]):
    """One processing of the account, or of a member of its team."""

    __slots__ = ()
    kind = "row of the statistics"

    def _parse(self, raw: Json) -> openapi.StatisticsRow:
        from mapflow_openapi.models import StatisticsRow as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("name", self.name), ("status", str(self.status)), ("cost", self.cost))

    @property
    def name(self) -> str:
        """The processing's name."""
        return text(self._raw, "name") or ""

    @property
    def project_name(self) -> str | None:
        """Name of its project."""
        return text(self._raw, "projectName")

    @property
    def email(self) -> str | None:
        """Who started it."""
        return text(self._raw, "email")

    @property
    def model_name(self) -> str | None:
        """Name of the model it ran."""
        return text(self._raw, "scenario")

    @property
    def provider(self) -> str | None:
        """The imagery provider, or None."""
        return text(self._raw, "dataProvider")

    @property
    def status(self) -> Status:
        """How it stands; an open word, see ``Status``."""
        value = text(self._raw, "status")
        return Status("") if value is None else read_status(value)

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100."""
        return whole(self._raw, "percentCompleted")

    @property
    def area_m2(self) -> float | None:
        """Its area, in square metres."""
        return number(self._raw, "area")

    @property
    def cost(self) -> float | None:
        """What it cost, in credits."""
        return number(self._raw, "cost")

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return moment(self._raw, "created")

    @property
    def completed(self) -> datetime | None:
        """When it ended, or None."""
        return moment(self._raw, "completionDate")

    @property
    def is_archived(self) -> bool:
        """Whether it was put into the archive; some samples of the service write it as text."""
        value = self._raw.get("archived")
        return value is True or (isinstance(value, str) and value.casefold() == "true")

    @property
    def url(self) -> str | None:
        """Address of its page in the web application."""
        return text(self._raw, "linkToMap")

"""The account: its limits, models, providers and teams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mapflow._views.base import (
    Identified,
    Json,
    Record,
    flag,
    moment,
    number,
    objects,
    text,
    whole,
)

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi


class Option(NamedTuple):
    """One step of a model.

    Attributes:
        name: The name that requests use.
        label: The name shown to people.
        optional: Whether it can be switched off; others always run and are always charged.
        price_per_km2: Credits per square kilometre added when the step runs.
    """

    name: str
    label: str
    optional: bool
    price_per_km2: float


class Model(Identified["openapi.WorkflowDef"]):
    """An AI model the account may run."""

    __slots__ = ()
    kind = "model"

    def _parse(self, raw: Json) -> openapi.WorkflowDef:
        from mapflow_openapi.models import WorkflowDef as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("id", self.id), ("name", self.name))

    @property
    def name(self) -> str:
        """The model's name, emoji included."""
        return text(self._raw, "name") or ""

    @property
    def description(self) -> str | None:
        """What the model finds; None when the service says nothing."""
        return text(self._raw, "description") or None

    @property
    def price_per_km2(self) -> float | None:
        """Credits per square kilometre as listed; ask ``estimate`` for a binding figure."""
        return number(self._raw, "pricePerSqKm")

    @property
    def created(self) -> datetime | None:
        """When the model was created."""
        return moment(self._raw, "created")

    @property
    def updated(self) -> datetime | None:
        """When the model was last changed."""
        return moment(self._raw, "updated")

    @property
    def options(self) -> list[Option]:
        """The steps of the model, the optional and the mandatory ones."""
        return [
            Option(
                name,
                text(block, "displayName") or text(block, "description") or name,
                bool(flag(block, "optional")),
                number(block, "price") or 0.0,
            )
            for block in objects(self._raw, "blocks")
            if (name := text(block, "name")) is not None
        ]


class ImageryProvider(NamedTuple):
    """A provider whose imagery the account may use.

    Attributes:
        name: The name that ``sources.Provider`` takes.
        label: The name shown to people.
        price_per_km2: Credits per square kilometre by zoom level; empty when free.
        min_area_km2: Smallest area it can be used for, in square kilometres, or None.
        preview_url: Tile address for a look at the imagery, or None.
    """

    name: str
    label: str
    price_per_km2: dict[int, float]
    min_area_km2: float | None
    preview_url: str | None


class Team(NamedTuple):
    """A team the account belongs to.

    Attributes:
        id: The team's identifier.
        name: The team's name.
        role: What the account is in it.
        active_until: When the membership ends, or None.
        credits_limit: Credits the account may use, or None.
    """

    id: str
    name: str
    role: str
    active_until: datetime | None
    credits_limit: float | None


class AccountStatus(Record["openapi.UserStatus"]):
    """What the account may do, and what it has left."""

    __slots__ = ()
    kind = "account"

    def _parse(self, raw: Json) -> openapi.UserStatus:
        from mapflow_openapi.models import UserStatus

        return UserStatus.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("email", self.email), ("remaining_credits", self.remaining_credits))

    @property
    def email(self) -> str:
        """The address the account is registered under."""
        return text(self._raw, "email") or ""

    @property
    def billing_type(self) -> str | None:
        """``CREDITS``, ``AREA`` or ``NONE``; None when the service says nothing."""
        value = self._raw.get("billingType")
        return None if value is None else str(value).upper()

    @property
    def remaining_credits(self) -> float | None:
        """Credits left; None when the service says nothing."""
        return number(self._raw, "remainingCredits")

    @property
    def remaining_area_m2(self) -> float | None:
        """Area left to process, in square metres."""
        return number(self._raw, "remainingArea")

    @property
    def processed_area_m2(self) -> float | None:
        """Area processed so far, in square metres."""
        return number(self._raw, "processedArea")

    @property
    def area_limit_m2(self) -> float | None:
        """Area the account may process in all, in square metres.

        The largest area of one processing is that of its project: ``Project.aoi_area_limit_m2``.
        """
        return number(self._raw, "areaLimit")

    @property
    def planned_area_limit_m2(self) -> float | None:
        """Largest area of a planned search, in square metres; None if the service does not say."""
        return number(self._raw, "templateAreaLimit") or None

    @property
    def max_areas(self) -> int | None:
        """How many polygons one processing may have; None when unknown."""
        return whole(self._raw, "maxAoisPerProcessing")

    @property
    def memory_limit_bytes(self) -> int | None:
        """Storage for uploaded imagery, in bytes."""
        return whole(self._raw, "memoryLimit")

    @property
    def models(self) -> list[Model]:
        """The models the account may run."""
        return [Model(item) for item in objects(self._raw, "models") if text(item, "id")]

    @property
    def providers(self) -> list[ImageryProvider]:
        """The imagery providers the account may use, each once."""
        found: dict[str, ImageryProvider] = {}
        for item in objects(self._raw, "dataProviders"):
            name = text(item, "name")
            if name is None or name in found:
                continue
            smallest = number(item, "minAreaSqKm")
            found[name] = ImageryProvider(
                name,
                text(item, "displayName") or name,
                {
                    zoom: number(price, "priceSqKm") or 0.0
                    for price in objects(item, "price")
                    if (zoom := whole(price, "zoom")) is not None
                },
                number(item, "minAreaSqkm") if smallest is None else smallest,
                text(item, "previewUrl"),
            )
        return list(found.values())

    @property
    def teams(self) -> list[Team]:
        """The teams the account belongs to."""
        return [
            Team(
                text(item, "teamId") or "",
                text(item, "name") or "",
                text(item, "role") or "",
                moment(item, "activeUntil"),
                number(item, "creditsLimit"),
            )
            for item in objects(self._raw, "teams")
        ]

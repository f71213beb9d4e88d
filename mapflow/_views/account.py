"""The account: its limits, models, providers and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapflow_openapi import views

from mapflow._display.listing import Listing
from mapflow._views.base import Identified, Record, whole

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi  # noqa: F401 - named in the bases below


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

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)


class Model(Identified["openapi.WorkflowDef", views.WorkflowDef]):
    """An AI model the account may run."""

    __slots__ = ()
    _viewer = views.WorkflowDef
    _kind = "model"
    _shows = ("id", "name")
    _more = ("price_per_km2", "options", "description", "updated")

    @property
    def name(self) -> str:
        """The model's name, emoji included."""
        return self._view.name or ""

    @property
    def description(self) -> str | None:
        """What the model finds; None when the service says nothing."""
        return self._view.description or None

    @property
    def price_per_km2(self) -> float | None:
        """Credits per square kilometre as listed; ask ``estimate`` for a binding figure."""
        return self._view.price_per_sq_km

    @property
    def created(self) -> datetime | None:
        """When the model was created."""
        return self._view.created

    @property
    def updated(self) -> datetime | None:
        """When the model was last changed."""
        return self._view.updated

    @property
    def options(self) -> list[Option]:
        """The steps of the model, the optional and the mandatory ones."""
        options = (
            Option(
                name,
                block.display_name or block.description or name,
                bool(block.optional),
                block.price or 0.0,
            )
            for block in self._view.blocks or ()
            if (name := block.name) is not None
        )
        return Listing(options, kind=Option)


class ImageryProvider(NamedTuple):
    """A provider whose imagery the account may use.

    Attributes:
        name: The name that ``sources.Provider`` takes.
        label: The name shown to people.
        price_per_km2: Credits per square kilometre by zoom level; empty when free.
        min_area_km2: Smallest area it can be used for, in square kilometres, or None.
        preview_url: Tile address for a preview of the imagery, or None.
    """

    name: str
    label: str
    price_per_km2: dict[int, float]
    min_area_km2: float | None
    preview_url: str | None

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def __repr__(self) -> str:
        from mapflow._display.words import masked_repr

        return masked_repr(self)


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

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)


class AccountStatus(Record["openapi.UserStatus", views.UserStatus]):
    """What the account may do, and what it has left."""

    __slots__ = ()
    _viewer = views.UserStatus
    _kind = "account"
    _shows = ("email", "remaining_credits")
    _more = (
        *("billing_type", "remaining_area_m2", "processed_area_m2", "area_limit_m2", "max_areas"),
        *("planned_area_limit_m2", "memory_limit_bytes", "models", "providers", "teams"),
    )

    @property
    def email(self) -> str:
        """The address the account is registered under."""
        return self._view.email or ""

    @property
    def billing_type(self) -> str | None:
        """``CREDITS``, ``AREA`` or ``NONE``; None when the service says nothing."""
        value = self._view.billing_type_as_sent
        return None if value is None else str(value).upper()

    @property
    def remaining_credits(self) -> float | None:
        """Credits left; None when the service says nothing."""
        return self._view.remaining_credits

    @property
    def remaining_area_m2(self) -> float | None:
        """Area left to process, in square metres."""
        return self._view.remaining_area

    @property
    def processed_area_m2(self) -> float | None:
        """Area processed so far, in square metres."""
        return self._view.processed_area

    @property
    def area_limit_m2(self) -> float | None:
        """Area the account may process in all, in square metres.

        The largest area of one processing is that of its project: ``Project.aoi_area_limit_m2``.
        """
        return self._view.area_limit

    @property
    def planned_area_limit_m2(self) -> float | None:
        """Largest area of a planned search, in square metres; None if the service does not say."""
        return self._view.template_area_limit or None

    @property
    def max_areas(self) -> int | None:
        """How many polygons one processing may have; None when unknown."""
        return whole(self._view.max_aois_per_processing)

    @property
    def memory_limit_bytes(self) -> int | None:
        """Storage for uploaded imagery, in bytes."""
        return whole(self._view.memory_limit)

    @property
    def models(self) -> list[Model]:
        """The models the account may run."""
        found = (Model(item.raw) for item in self._view.models or () if item.id)
        return Listing(found, kind=Model)

    @property
    def providers(self) -> list[ImageryProvider]:
        """The imagery providers the account may use, each once."""
        found: dict[str, ImageryProvider] = {}
        for item in self._view.data_providers or ():
            name = item.name
            if name is None or name in found:
                continue
            found[name] = ImageryProvider(
                name,
                item.display_name or name,
                {
                    zoom: price.price_sq_km or 0.0
                    for price in item.price or ()
                    if (zoom := whole(price.zoom)) is not None
                },
                item.min_area_sq_km,
                item.preview_url,
            )
        return Listing(found.values(), kind=ImageryProvider)

    @property
    def teams(self) -> list[Team]:
        """The teams the account belongs to."""
        teams = (
            Team(
                item.team_id or "",
                item.name or "",
                item.role or "",
                item.active_until,
                item.credits_limit,
            )
            for item in self._view.teams or ()
        )
        return Listing(teams, kind=Team)

"""A processing and its areas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mapflow_openapi import views

from mapflow._views.base import Identified, status_of, whole
from mapflow.messages import Message, translate
from mapflow.status import Status

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi


class TileLayer(NamedTuple):
    """A layer to show on a map.

    Attributes:
        tile_url: Address of the tiles, with ``{x}``, ``{y}`` and ``{z}``.
        tilejson_url: Address of the layer's TileJSON description.
        name: The layer's name, or None.
    """

    tile_url: str
    tilejson_url: str
    name: str | None

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def __repr__(self) -> str:
        from mapflow._display.words import masked_repr

        return masked_repr(self)


class Review(NamedTuple):
    """Where the review of a result stands.

    Attributes:
        status: ``IN_REVIEW`` (it is the user's turn), ``NOT_ACCEPTED``, ``ACCEPTED``,
            ``REFUNDED``, or a word that is new.
        until: When the time for a review ends, or None.
    """

    status: str
    until: datetime | None


#: The versions of the API describe a processing apart; a record reads what either sends.
_Processing: TypeAlias = "views.Processing | views.ProcessingV2"


def _review(view: _Processing) -> Review | None:
    """Read a review: an object, whose word has either of two names, or the bare word."""
    given = view.review_status
    if given is None:
        bare = view.review_status_as_sent
        return Review(bare, None) if isinstance(bare, str) else None
    word = given.review_status or given.status
    return None if word is None else Review(word, given.in_review_until)


def read_layer(layer: views.Layer | views.RasterLayer | None) -> TileLayer | None:
    """Read a layer; one without addresses counts as not given."""
    if layer is None or layer.tile_url is None or layer.tile_json_url is None:
        return None
    name = layer.name if isinstance(layer, views.Layer) else None
    return TileLayer(layer.tile_url, layer.tile_json_url, name)


def _messages(given: Iterable[views.ProcessingMessage] | None) -> list[Message]:
    """Translate the messages of a processing or an area."""
    return [translate(one.code, one.parameters) for one in given or () if one.code is not None]


class ProcessingRecord(Identified["openapi.Processing | openapi.ProcessingV2", _Processing]):
    """What the service says about a processing, in either version of the API."""

    __slots__ = ()
    _viewer = views.Processing
    _kind = "processing"

    def _parse(self) -> openapi.Processing | openapi.ProcessingV2:
        from mapflow_openapi.models import ProcessingV2

        # The versions differ in this one member.
        if not self.params.keys().isdisjoint(views.ProcessingParamsV2.MEMBERS):
            return ProcessingV2.from_dict(self.raw)
        return super()._parse()

    _shows = ("id", "name", "status", "percent")
    _more = (
        *("model_name", "area_m2", "area_count", "cost", "options", "description", "review"),
        *("rating", "created", "updated"),
    )

    @property
    def name(self) -> str:
        """The processing's name."""
        return self._view.name or ""

    @property
    def description(self) -> str | None:
        """The processing's description; None when it has none."""
        return self._view.description or None

    @property
    def project_id(self) -> str | None:
        """Identifier of the project it belongs to."""
        return self._view.project_id

    @property
    def status(self) -> Status:
        """How far it is; an open word, see ``Status``."""
        return status_of(self._view.status or "")

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100."""
        return whole(self._view.percent_completed)

    @property
    def cost(self) -> float | None:
        """What it costs, in credits."""
        return self._view.cost

    @property
    def area_m2(self) -> float | None:
        """Its total area, in square metres."""
        area = self._view.area
        return self._view.aoi_area if area is None else area

    @property
    def area_count(self) -> int | None:
        """How many areas of interest it has."""
        return whole(self._view.aoi_count)

    @property
    def model_name(self) -> str | None:
        """Name of the model it runs."""
        model = self._view.workflow_def
        return None if model is None else model.name

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return self._view.created

    @property
    def updated(self) -> datetime | None:
        """When it last changed."""
        return self._view.updated

    @property
    def messages(self) -> list[Message]:
        """What went wrong, translated; empty when nothing did."""
        return _messages(self._view.messages)

    @property
    def meta(self) -> dict[str, str]:
        """The free key and value pairs it was created with."""
        found = self._view.meta or {}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    @property
    def params(self) -> dict[str, object]:
        """The parameters of its imagery source; they may hold logins, so ``repr`` omits them."""
        params = self._view.params
        return (params.raw if isinstance(params, views.ProcessingParamsV2) else params) or {}

    @property
    def options(self) -> dict[str, bool]:
        """The model's optional steps, and whether each was switched on."""
        return {
            name: bool(block.enabled)
            for block in self._view.blocks or ()
            if (name := block.name) is not None
        }

    @property
    def review(self) -> Review | None:
        """Where the review of its result stands; None if there is none."""
        return _review(self._view)

    @property
    def rating(self) -> int | None:
        """What it was rated, 1 to 5; None when it was not."""
        given = self._view.rating
        return None if given is None else whole(given.rating)

    @property
    def result_raster_layer(self) -> TileLayer | None:
        """The result as raster tiles, of those models that have one."""
        return read_layer(self._view.result_raster_layer)

    @property
    def vector_layer(self) -> TileLayer | None:
        """The result as vector tiles, once there is one."""
        return read_layer(self._view.vector_layer)

    @property
    def raster_layer(self) -> TileLayer | None:
        """The imagery that was used as tiles, once there is one."""
        return read_layer(self._view.raster_layer)


def called(processing: ProcessingRecord) -> str:
    """What people call a processing: by its name, or by its model.

    The service takes the ID for the name of one that has none.
    """
    name = "" if processing.name == processing.id else processing.name
    return name or processing.model_name or ""


class Area(Identified["openapi.Area", views.Area]):
    """One area of interest of a processing, with separate progress."""

    __slots__ = ()
    _viewer = views.Area
    _kind = "area"
    _shows = ("id", "status", "area_m2")
    _more = ("percent", "messages")

    @property
    def status(self) -> Status:
        """How far it is; an open word, see ``Status``."""
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
    def geometry(self) -> dict[str, object]:
        """Its outline as a GeoJSON geometry, lon/lat."""
        return self._view.geometry or {}

    @property
    def messages(self) -> list[Message]:
        """What went wrong in it, translated; empty when nothing did."""
        return _messages(self._view.messages)

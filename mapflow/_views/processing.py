"""A processing and its areas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mapflow._views.base import (
    Identified,
    Json,
    mapping,
    moment,
    number,
    objects,
    text,
    whole,
)
from mapflow.messages import Message, translate
from mapflow.status import Status
from mapflow.status import _status as known_status

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi


class TileLayer(NamedTuple):
    """A layer to look at on a map.

    Attributes:
        tile_url: Address of the tiles, with ``{x}``, ``{y}`` and ``{z}``.
        tilejson_url: Address of the layer's TileJSON description.
        name: The layer's name, or None.
    """

    tile_url: str
    tilejson_url: str
    name: str | None


class Review(NamedTuple):
    """Where the review of a result stands.

    Attributes:
        status: ``IN_REVIEW`` (it is the user's turn), ``NOT_ACCEPTED``, ``ACCEPTED``,
            ``REFUNDED``, or a word that is new.
        until: When the time for a review ends, or None.
    """

    status: str
    until: datetime | None


def _review(raw: Json) -> Review | None:
    """Read a review: an object, whose word has either of two names, or the bare word."""
    bare = text(raw, "reviewStatus")
    if bare is not None:
        return Review(bare, None)
    given = mapping(raw, "reviewStatus")
    word = None if given is None else text(given, "reviewStatus") or text(given, "status")
    return None if given is None or word is None else Review(word, moment(given, "inReviewUntil"))


def read_layer(raw: Json, key: str) -> TileLayer | None:
    """Read a layer; one without addresses counts as not given."""
    layer = mapping(raw, key)
    if layer is None:
        return None
    tiles, description = text(layer, "tileUrl"), text(layer, "tileJsonUrl")
    if tiles is None or description is None:
        return None
    return TileLayer(tiles, description, text(layer, "name"))


def read_messages(raw: Json) -> list[Message]:
    """Read and translate the messages of a processing or an area."""
    return [
        translate(code, mapping(item, "parameters") or mapping(item, "params"))
        for item in objects(raw, "messages")
        if (code := text(item, "code")) is not None
    ]


def _status(raw: Json) -> Status:
    value = raw.get("status")
    return known_status(value) if isinstance(value, str) else Status("")


class ProcessingRecord(Identified["openapi.Processing | openapi.ProcessingV2"]):
    """What the service says about a processing, in either version of the API."""

    __slots__ = ()
    kind = "processing"

    def _parse(self, raw: Json) -> openapi.Processing | openapi.ProcessingV2:
        from mapflow_openapi.models import Processing as Parsed
        from mapflow_openapi.models import ProcessingV2

        # The versions differ in this one member.
        if "sourceParams" in (mapping(raw, "params") or {}):
            return ProcessingV2.from_dict(raw)
        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (
            ("id", self.id),
            ("name", self.name or None),
            ("status", str(self.status)),
            ("percent", self.percent),
        )

    @property
    def name(self) -> str:
        """The processing's name."""
        return text(self._raw, "name") or ""

    @property
    def description(self) -> str | None:
        """The processing's description; None when it has none."""
        return text(self._raw, "description") or None

    @property
    def project_id(self) -> str | None:
        """Identifier of the project it belongs to."""
        return text(self._raw, "projectId")

    @property
    def status(self) -> Status:
        """How far it is; an open word, see ``Status``."""
        return _status(self._raw)

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100."""
        return whole(self._raw, "percentCompleted")

    @property
    def cost(self) -> float | None:
        """What it costs, in credits."""
        return number(self._raw, "cost")

    @property
    def area_m2(self) -> float | None:
        """Its total area, in square metres."""
        area = number(self._raw, "area")
        return number(self._raw, "aoiArea") if area is None else area

    @property
    def area_count(self) -> int | None:
        """How many areas of interest it has."""
        return whole(self._raw, "aoiCount")

    @property
    def model_name(self) -> str | None:
        """Name of the model it runs."""
        model = mapping(self._raw, "workflowDef")
        return None if model is None else text(model, "name")

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return moment(self._raw, "created")

    @property
    def updated(self) -> datetime | None:
        """When it last changed."""
        return moment(self._raw, "updated")

    @property
    def messages(self) -> list[Message]:
        """What went wrong, translated; empty when nothing did."""
        return read_messages(self._raw)

    @property
    def meta(self) -> dict[str, str]:
        """The free key and value pairs it was created with."""
        found = mapping(self._raw, "meta") or {}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    @property
    def params(self) -> dict[str, object]:
        """The parameters of its imagery source; they may hold logins, so ``repr`` omits them."""
        return mapping(self._raw, "params") or {}

    @property
    def options(self) -> dict[str, bool]:
        """The model's optional steps, and whether each was switched on."""
        return {
            name: bool(block.get("enabled"))
            for block in objects(self._raw, "blocks")
            if (name := text(block, "name")) is not None
        }

    @property
    def review(self) -> Review | None:
        """Where the review of its result stands; None where there is none."""
        return _review(self._raw)

    @property
    def rating(self) -> int | None:
        """What it was rated, 1 to 5; None when it was not."""
        given = mapping(self._raw, "rating")
        return None if given is None else whole(given, "rating")

    @property
    def result_raster_layer(self) -> TileLayer | None:
        """The result as raster tiles, of those models that have one."""
        return read_layer(self._raw, "resultRasterLayer")

    @property
    def vector_layer(self) -> TileLayer | None:
        """The result as vector tiles, once there is one."""
        return read_layer(self._raw, "vectorLayer")

    @property
    def raster_layer(self) -> TileLayer | None:
        """The imagery that was used as tiles, once there is one."""
        return read_layer(self._raw, "rasterLayer")


class Area(Identified["openapi.Area"]):
    """One area of interest of a processing, with a progress of its own."""

    __slots__ = ()
    kind = "area"

    def _parse(self, raw: Json) -> openapi.Area:
        from mapflow_openapi.models import Area as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("id", self.id), ("status", str(self.status)), ("area_m2", self.area_m2))

    @property
    def status(self) -> Status:
        """How far it is; an open word, see ``Status``."""
        return _status(self._raw)

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100."""
        return whole(self._raw, "percentCompleted")

    @property
    def area_m2(self) -> float | None:
        """Its area, in square metres."""
        return number(self._raw, "area")

    @property
    def geometry(self) -> dict[str, object]:
        """Its outline as a GeoJSON geometry, lon/lat."""
        return mapping(self._raw, "geometry") or {}

    @property
    def messages(self) -> list[Message]:
        """What went wrong in it, translated; empty when nothing did."""
        return read_messages(self._raw)

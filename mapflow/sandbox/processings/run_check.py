"""Reads the request of a run or an estimate, and refuses what cannot be run."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.areas.geometry import Polygon, bounds, polygons_of
from mapflow.sandbox.areas.limits import check_limits, check_provider_minimum
from mapflow.sandbox.areas.measure import planar_area_m2
from mapflow.sandbox.areas.shapes import is_valid
from mapflow.sandbox.context import Caller
from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.imagery.finder import ImageryFinder
from mapflow.sandbox.models import Model, find_by_id, find_by_name
from mapflow.sandbox.models.options import Options
from mapflow.sandbox.openapi.problems import bad_request, not_found
from mapflow.sandbox.processings.price import loaded_megabytes, price
from mapflow.sandbox.sources import v1
from mapflow.sandbox.sources import v2 as sources
from mapflow.sandbox.sources.source import Source

_LARGEST_LOAD_MB: Final = 8192
_EARTH_KM2: Final = 510_072_000


@dataclasses.dataclass(frozen=True, slots=True)
class CheckedRun:
    """A run that is allowed: what, where, from which imagery, for how much."""

    model: Model
    options: Options
    polygons: Sequence[Polygon]
    areas_m2: Sequence[int]
    source: Source
    cost: int

    @property
    def area_m2(self) -> int:
        """The areas together."""
        return sum(self.areas_m2)

    def failure_of(self, polygon: Polygon) -> Failure | None:
        """Return why an area is going to fail, or None."""
        if not is_valid(polygon):
            return Failure.of("geometry.Invalid")
        return self.source.failure_of(polygon) or self._too_large_to_load()

    def _too_large_to_load(self) -> Failure | None:
        latitude = bounds(self.polygons[0])[1]
        megabytes = loaded_megabytes(self.area_m2, latitude, self.source, self.model)
        if megabytes > _LARGEST_LOAD_MB:
            return Failure.of(
                "dataloader.MemoryLimitExceeded",
                allowed_size=_LARGEST_LOAD_MB,
                estimated_size=round(megabytes),
            )
        return None


def check_run(
    caller: Caller,
    body: Mapping[str, Any],
    *,
    limits_of: Account | None = None,
    is_v2: bool = False,
) -> CheckedRun:
    """Return the plan of a request.

    Args:
        caller: Who asks.
        body: The request.
        limits_of: Whose limits apply to the areas: those of the owner of
            the project. None for an estimate, which need not keep any.
        is_v2: Whether ``params`` are those of version 2.

    Raises:
        Problem: 400, 403 or 404, the request cannot be run.
    """
    model = _model(body)
    options = Options(model, body.get("blocks") or ())
    polygons = polygons_of(body["geometry"]) if "geometry" in body else []
    if limits_of is not None:
        check_limits(polygons, limits_of)
    finder = ImageryFinder(caller)
    params: Mapping[str, Any] = body.get("params") or {}
    if is_v2 and params:
        source = sources.resolve(params["sourceParams"], model, caller.account, finder)
    else:
        source = v1.resolve(params, model, caller.account, finder)
    areas_m2 = [planar_area_m2(polygon) for polygon in polygons] or [_area_m2(body)]
    if source.provider is not None:
        check_provider_minimum(sum(areas_m2), source.provider)
    cost = price(sum(areas_m2), options, source)
    return CheckedRun(model, options, polygons, areas_m2, source, cost)


def _area_m2(body: Mapping[str, Any]) -> int:
    """Return the area that version 2 takes instead of a geometry."""
    area_km2: float | None = body.get("areaSqKm")
    if area_km2 is None:
        raise bad_request("send geometry or areaSqKm")
    if area_km2 > _EARTH_KM2:
        raise bad_request("areaSqKm is more than there is on Earth")
    return round(area_km2 * 1e6)


def _model(body: Mapping[str, Any]) -> Model:
    identifier, name = body.get("wdId"), body.get("wdName")
    if identifier is None and name is None:
        raise bad_request("name the model: wdId or wdName")
    by_id = find_by_id(identifier) if identifier is not None else None
    by_name = find_by_name(name) if name is not None else None
    model = by_id or by_name
    if model is None:
        raise not_found("Workflow definition", str(identifier or name))
    if identifier is not None and name is not None and by_id is not by_name:
        raise bad_request("wdId and wdName name different models")
    return model

"""What a search asks for, checked."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Self

from mapflow.sandbox.datetimes import parse_datetime
from mapflow.sandbox.openapi.problems import bad_request


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """From one number to another, either of which may be missing. Nothing is inside, always."""

    low: float | None
    high: float | None

    @classmethod
    def read(cls, body: Mapping[str, Any], low: str, high: str) -> Self:
        """Return the span between two fields of a request.

        Raises:
            Problem: 400, it ends before it begins.
        """
        first, last = (_number(body.get(name)) for name in (low, high))
        if first is not None and last is not None and first > last:
            raise bad_request(f"{low} is more than {high}")
        return cls(first, last)

    def holds(self, value: float | None) -> bool:
        """Say whether a value is inside; one that is not known passes every filter."""
        if value is None:
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one search. ``providers`` and ``products`` are lower case; None for any."""

    acquired: Span
    pixel_m: Span
    cloud_percent: Span
    off_nadir_degrees: Span
    min_intersection_percent: float
    hide_unavailable: bool
    providers: frozenset[str] | None
    products: frozenset[str] | None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Return the filters of a request.

        Raises:
            Problem: 400, one of them makes no sense.
        """
        for name in ("maxCloudCover", "minAoiIntersectionPercent"):
            if not 0 <= body.get(name, 0) <= 100:
                raise bad_request(f"{name} must be a percentage from 0 to 100, got {body[name]}")
        return cls(
            acquired=Span.read(body, "acquisitionDateFrom", "acquisitionDateTo"),
            pixel_m=Span.read(body, "minResolution", "maxResolution"),
            cloud_percent=Span(None, body.get("maxCloudCover")),
            off_nadir_degrees=Span.read(body, "minOffNadirAngle", "maxOffNadirAngle"),
            min_intersection_percent=body.get("minAoiIntersectionPercent", 0),
            hide_unavailable=body.get("hideUnavailable", False),
            providers=_names(body, "dataProviders"),
            products=_names(body, "productTypes"),
        )


def _number(value: str | float | None) -> float | None:
    return parse_datetime(value) if isinstance(value, str) else value


def _names(body: Mapping[str, Any], field: str) -> frozenset[str] | None:
    return frozenset(str(each).casefold() for each in body[field]) if field in body else None

"""The filters of a planned search: those of the catalog, except that null filters nothing."""

from collections.abc import Mapping
from typing import Any, Final

from mapflow.sandbox.catalog.filters import Filters
from mapflow.sandbox.catalog.search import IMAGE, MOSAIC
from mapflow.sandbox.sources.captures import Capture

DATETIMES: Final = ("acquisitionDateFrom", "acquisitionDateTo")


def read(values: Mapping[str, Any]) -> Filters:
    """Return the filters of a request, or stored ones.

    Raises:
        Problem: 400, one of them makes no sense.
    """
    return Filters.read({name: value for name, value in values.items() if value is not None})


def let_pass(filters: Filters, capture: Capture, available: frozenset[str]) -> bool:
    """Say whether a capture passes; ``available`` are the providers that may be processed."""
    product = MOSAIC if capture.is_mosaic else IMAGE
    return (
        filters.acquired.holds(capture.acquired)
        and filters.pixel_m.holds(capture.pixel_m)
        and filters.cloud_percent.holds(capture.cloud_percent)
        and filters.off_nadir_degrees.holds(capture.off_nadir_degrees)
        and (filters.providers is None or capture.provider in filters.providers)
        and (filters.products is None or product.casefold() in filters.products)
        and (not filters.hide_unavailable or capture.provider in available)
    )

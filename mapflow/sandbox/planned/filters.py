"""The filters of a planned search: those of the catalogue, where null filters nothing."""

from collections.abc import Mapping
from typing import Any, Final

from mapflow.sandbox.catalog.filters import Filters
from mapflow.sandbox.catalog.scenes import Scene
from mapflow.sandbox.catalog.search import IMAGE, MOSAIC


_STORED: Final = (
    "acquisitionDateFrom",
    "acquisitionDateTo",
    "minResolution",
    "maxResolution",
    "maxCloudCover",
    "minOffNadirAngle",
    "maxOffNadirAngle",
    "minAoiIntersectionPercent",
    "maxAoiIntersectionPercent",
    "returnErrors",
    "limit",
    "offset",
    "hideUnavailable",
    "dataProviders",
    "productTypes",
)


def stored(search: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of ``searchParams`` that is kept and shown: what has a name in the document.

    Raises:
        Problem: 400, one of the filters makes no sense.
    """
    kept = {name: search[name] for name in _STORED if name in search}
    read(kept)
    return kept


def read(values: Mapping[str, Any]) -> Filters:
    """Return the filters of a request, or stored ones.

    Raises:
        Problem: 400, one of them makes no sense.
    """
    return Filters.read({name: value for name, value in values.items() if value is not None})


def let_pass(filters: Filters, scene: Scene, available: frozenset[str]) -> bool:
    """Say whether a capture passes; ``available`` are the providers that may be processed."""
    product = MOSAIC if scene.is_mosaic else IMAGE
    return (
        filters.acquired.holds(scene.acquired)
        and filters.pixel_m.holds(scene.pixel_m)
        and filters.cloud_percent.holds(scene.cloud_percent)
        and filters.off_nadir_degrees.holds(scene.off_nadir_degrees)
        and (filters.providers is None or scene.provider in filters.providers)
        and (filters.products is None or product.casefold() in filters.products)
        and (not filters.hide_unavailable or scene.provider in available)
    )

"""Typed client for the Mapflow REST API.

    from mapflow import Mapflow, sources

    with Mapflow() as mf:
        job = mf.processings.run(
            model="buildings", area="aoi.geojson", source=sources.Provider("Mapbox"), max_cost=50
        )
        job.wait()
        job.result().save("buildings.geojson")

Everything is imported when it is first used: ``import mapflow`` itself costs next to nothing and
does no I/O. This is an independent project, not a product of Geoalert.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mapflow._version import __version__

if TYPE_CHECKING:
    from mapflow import (
        batch,
        callbacks,
        config,
        errors,
        formats,
        geometry,
        joining,
        limits,
        maps,
        messages,
        progress,
        rasters,
        sandbox,
        sources,
        spec,
        splitting,
        status,
    )
    from mapflow._async.client import AsyncMapflow
    from mapflow._async.imagery.image import AsyncImage
    from mapflow._async.imagery.mosaic import AsyncMosaic
    from mapflow._async.pages import AsyncPages
    from mapflow._async.planned.planned_search import AsyncPlannedSearch
    from mapflow._async.processings.processing import AsyncProcessing
    from mapflow._async.processings.result import AsyncResult
    from mapflow._async.project import AsyncProject
    from mapflow._http.transfers import Progress
    from mapflow._requests.raw import JsonLike, JsonValue, QueryValue
    from mapflow._requests.searches import Filters
    from mapflow._rules.budget import Budget
    from mapflow._sync.client import Mapflow
    from mapflow._sync.imagery.image import Image
    from mapflow._sync.imagery.mosaic import Mosaic
    from mapflow._sync.pages import Pages
    from mapflow._sync.planned.planned_search import PlannedSearch
    from mapflow._sync.processings.processing import Processing
    from mapflow._sync.processings.result import Result
    from mapflow._sync.project import Project
    from mapflow._views.account import AccountStatus, ImageryProvider, Model, Option, Team
    from mapflow._views.catalog import CatalogImage, Preview
    from mapflow._views.dry_run import DryRun
    from mapflow._views.estimate import Estimate, PricePart
    from mapflow._views.imagery import ImageStatus, MosaicStatus, Storage
    from mapflow._views.planned import PlannedArea
    from mapflow._views.processing import Area, Review, TileLayer
    from mapflow._views.statistics import StatisticsRow
    from mapflow._views.upload import Upload
    from mapflow.errors import MapflowError
    from mapflow.geometry import AreaLike
    from mapflow.messages import Message
    from mapflow.splitting import SplitLimits, SplitPlan, load_split, split
    from mapflow.status import Status

__all__ = [
    "AccountStatus",
    "Area",
    "AreaLike",
    "AsyncImage",
    "AsyncMapflow",
    "AsyncMosaic",
    "AsyncPages",
    "AsyncPlannedSearch",
    "AsyncProcessing",
    "AsyncProject",
    "AsyncResult",
    "Budget",
    "CatalogImage",
    "DryRun",
    "Estimate",
    "Filters",
    "Image",
    "ImageStatus",
    "ImageryProvider",
    "JsonLike",
    "JsonValue",
    "Mapflow",
    "MapflowError",
    "Message",
    "Model",
    "Mosaic",
    "MosaicStatus",
    "Option",
    "Pages",
    "PlannedArea",
    "PlannedSearch",
    "Preview",
    "PricePart",
    "Processing",
    "Progress",
    "Project",
    "QueryValue",
    "Result",
    "Review",
    "SplitLimits",
    "SplitPlan",
    "StatisticsRow",
    "Status",
    "Storage",
    "Team",
    "TileLayer",
    "Upload",
    "__version__",
    "batch",
    "callbacks",
    "config",
    "errors",
    "formats",
    "geometry",
    "joining",
    "limits",
    "load_split",
    "maps",
    "messages",
    "progress",
    "rasters",
    "sandbox",
    "sources",
    "spec",
    "split",
    "splitting",
    "status",
]

#: Where each name is at home; all others are modules, which need no extra until they are used.
_HOMES = {
    name: home
    for home, names in {
        "_async.client": "AsyncMapflow",
        "_async.imagery.image": "AsyncImage",
        "_async.imagery.mosaic": "AsyncMosaic",
        "_async.pages": "AsyncPages",
        "_async.planned.planned_search": "AsyncPlannedSearch",
        "_async.processings.processing": "AsyncProcessing",
        "_async.processings.result": "AsyncResult",
        "_async.project": "AsyncProject",
        "_http.transfers": "Progress",
        "_requests.raw": "JsonLike JsonValue QueryValue",
        "_requests.searches": "Filters",
        "_rules.budget": "Budget",
        "_sync.client": "Mapflow",
        "_sync.imagery.image": "Image",
        "_sync.imagery.mosaic": "Mosaic",
        "_sync.pages": "Pages",
        "_sync.planned.planned_search": "PlannedSearch",
        "_sync.processings.processing": "Processing",
        "_sync.processings.result": "Result",
        "_sync.project": "Project",
        "_views.account": "AccountStatus ImageryProvider Model Option Team",
        "_views.catalog": "CatalogImage Preview",
        "_views.dry_run": "DryRun",
        "_views.estimate": "Estimate PricePart",
        "_views.imagery": "ImageStatus MosaicStatus Storage",
        "_views.planned": "PlannedArea",
        "_views.processing": "Area Review TileLayer",
        "_views.statistics": "StatisticsRow",
        "_views.upload": "Upload",
        "errors": "MapflowError",
        "geometry": "AreaLike",
        "messages": "Message",
        "splitting": "SplitLimits SplitPlan load_split split",
        "status": "Status",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        value: object = getattr(import_module(f"mapflow.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name in __all__:
        return import_module(f"mapflow.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

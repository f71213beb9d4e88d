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
        config,
        errors,
        formats,
        geometry,
        joining,
        limits,
        maps,
        messages,
        rasters,
        sandbox,
        sources,
        spec,
        status,
    )
    from mapflow._async.client import AsyncMapflow
    from mapflow._async.imagery.images import AsyncImage
    from mapflow._async.imagery.mosaic import AsyncMosaic
    from mapflow._async.pages import AsyncPages
    from mapflow._async.planned.planned_search import AsyncPlan
    from mapflow._async.processings.processing import AsyncProcessing
    from mapflow._async.processings.result import AsyncResult
    from mapflow._async.projects import AsyncProject
    from mapflow._http.transfers import Progress
    from mapflow._requests.raw import JsonLike, JsonValue, QueryValue
    from mapflow._requests.searches import Filters
    from mapflow._rules.budget import Budget
    from mapflow._sync.client import Mapflow
    from mapflow._sync.imagery.images import Image
    from mapflow._sync.imagery.mosaic import Mosaic
    from mapflow._sync.pages import Pages
    from mapflow._sync.planned.planned_search import Plan
    from mapflow._sync.processings.processing import Processing
    from mapflow._sync.processings.result import Result
    from mapflow._sync.projects import Project
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
    from mapflow.status import Status

__all__ = [
    "AccountStatus",
    "Area",
    "AreaLike",
    "AsyncImage",
    "AsyncMapflow",
    "AsyncMosaic",
    "AsyncPages",
    "AsyncPlan",
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
    "Plan",
    "PlannedArea",
    "Preview",
    "PricePart",
    "Processing",
    "Progress",
    "Project",
    "QueryValue",
    "Result",
    "Review",
    "StatisticsRow",
    "Status",
    "Storage",
    "Team",
    "TileLayer",
    "Upload",
    "__version__",
    "batch",
    "config",
    "errors",
    "formats",
    "geometry",
    "joining",
    "limits",
    "maps",
    "messages",
    "rasters",
    "sandbox",
    "sources",
    "spec",
    "status",
]

_HOMES = {
    "Filters": "_requests.searches",
    "MosaicStatus": "_views.imagery",
    "ImageStatus": "_views.imagery",
    "Review": "_views.processing",
    "PlannedArea": "_views.planned",
    "StatisticsRow": "_views.statistics",
    "Preview": "_views.catalog",
    "CatalogImage": "_views.catalog",
    "Pages": "_sync.pages",
    "AsyncPages": "_async.pages",
    "Plan": "_sync.planned.planned_search",
    "AsyncPlan": "_async.planned.planned_search",
    "AccountStatus": "_views.account",
    "Area": "_views.processing",
    "AreaLike": "geometry",
    "AsyncImage": "_async.imagery.images",
    "AsyncMapflow": "_async.client",
    "AsyncMosaic": "_async.imagery.mosaic",
    "AsyncProcessing": "_async.processings.processing",
    "AsyncProject": "_async.projects",
    "AsyncResult": "_async.processings.result",
    "Budget": "_rules.budget",
    "DryRun": "_views.dry_run",
    "Estimate": "_views.estimate",
    "PricePart": "_views.estimate",
    "Image": "_sync.imagery.images",
    "ImageryProvider": "_views.account",
    "JsonLike": "_requests.raw",
    "JsonValue": "_requests.raw",
    "Mapflow": "_sync.client",
    "MapflowError": "errors",
    "Message": "messages",
    "Model": "_views.account",
    "Mosaic": "_sync.imagery.mosaic",
    "Option": "_views.account",
    "Processing": "_sync.processings.processing",
    "Progress": "_http.transfers",
    "Project": "_sync.projects",
    "QueryValue": "_requests.raw",
    "Result": "_sync.processings.result",
    "Status": "status",
    "Storage": "_views.imagery",
    "Team": "_views.account",
    "TileLayer": "_views.processing",
    "Upload": "_views.upload",
}
# Each can be imported without the libraries of its extra, which are asked for when they are used.
_MODULES = frozenset(
    {
        "batch",
        "config",
        "errors",
        "formats",
        "geometry",
        "joining",
        "limits",
        "maps",
        "messages",
        "rasters",
        "sandbox",
        "sources",
        "spec",
        "status",
    }
)


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f"mapflow.{name}")
    if name in _HOMES:
        value: object = getattr(import_module(f"mapflow.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

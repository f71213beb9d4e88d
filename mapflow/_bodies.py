"""Writes the requests of runs and estimates, in either version of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mapflow import geometry
from mapflow._choices import identifier
from mapflow._version import __version__
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow_openapi.models import (
        AnyMap,
        BlockChoice,
        RunParams,
        RunParamsV2,
        StringMap,
    )
    from mapflow_openapi.models import Geometry as ApiGeometry

    from mapflow._records.account import AccountStatus, Model
    from mapflow._records.planned import PlannedRecord
    from mapflow._records.project import ProjectRecord
    from mapflow.sources import Source

#: The key in ``meta`` under which a request carries its tag.
TAG: Final = "mapflow-client-tag"
_M2_PER_KM2: Final = 1_000_000


class Prepared(NamedTuple):
    """A run that was checked and can be priced or sent."""

    account: AccountStatus
    model: Model
    outline: geometry.Geometry
    blocks: dict[str, bool]
    source: Source | None
    inference_params: Mapping[str, object] | None

    @property
    def needs_v2(self) -> bool:
        """Whether version 1 cannot carry it."""
        only_v2 = self.source is not None and self.source.params() is None
        return only_v2 or self.inference_params is not None


class Labels(NamedTuple):
    """What a caller writes on a run."""

    name: str | None
    description: str | None
    meta: Mapping[str, str] | None


class Order(NamedTuple):
    """A run that was checked: its request, and what is needed to find it again."""

    prepared: Prepared
    request: dict[str, Any]
    tag: str
    project_id: str
    max_cost: float | None
    v2: bool
    not_id: str | None = None


def cost_request(prepared: Prepared, *, v2: bool) -> dict[str, Any]:
    """Write the request for a price."""
    from mapflow_openapi.api.processings import estimate_cost, estimate_cost_v2
    from mapflow_openapi.models import CostRequest, CostRequestV2

    model = identifier(prepared.model, "model")
    outline = api_geometry(prepared.outline)
    if v2:
        asked = CostRequestV2(wd_id=model, geometry=outline)
        if prepared.source is not None:
            asked.params = params_v2(prepared.source, prepared.inference_params)
        if prepared.blocks:
            asked.blocks = api_blocks(prepared.blocks)
        return estimate_cost_v2._get_kwargs(body=asked)
    body = CostRequest(wd_id=model, geometry=outline)
    params = None if prepared.source is None else prepared.source.params()
    if params is not None:
        body.params = _params_v1(params)
    if prepared.blocks:
        body.blocks = api_blocks(prepared.blocks)
    return estimate_cost._get_kwargs(body=body)


def size_cost_request(
    model: Model,
    area_m2: float,
    source: Source | None,
    blocks: Mapping[str, bool],
    inference_params: Mapping[str, object] | None,
) -> dict[str, Any]:
    """Write the request for the price of so much area, wherever it lies."""
    from mapflow_openapi.api.processings import estimate_cost_v2
    from mapflow_openapi.models import CostRequestV2

    asked = CostRequestV2(wd_id=identifier(model, "model"), area_sq_km=area_m2 / _M2_PER_KM2)
    if source is not None:
        asked.params = params_v2(source, inference_params)
    if blocks:
        asked.blocks = api_blocks(blocks)
    return estimate_cost_v2._get_kwargs(body=asked)


def run_request(
    prepared: Prepared, home: ProjectRecord, labels: Labels, tag: str, *, v2: bool
) -> dict[str, Any]:
    """Write the request that starts a run."""
    from mapflow_openapi.api.processings import run_processing, run_processing_v2
    from mapflow_openapi.models import ProcessingRun, ProcessingRunV2

    body: ProcessingRun | ProcessingRunV2
    if v2:
        if prepared.source is None:
            raise InvalidInput(
                "Version 2 of the API needs an imagery source.",
                hint='Give one, such as sources.Provider("Mapbox").',
            )
        body = ProcessingRunV2(
            geometry=api_geometry(prepared.outline),
            params=params_v2(prepared.source, prepared.inference_params),
            meta=_meta_v2(labels.meta, tag),
        )
    else:
        body = ProcessingRun(
            geometry=api_geometry(prepared.outline), meta=_meta_v1(labels.meta, tag)
        )
        params = None if prepared.source is None else prepared.source.params()
        if params is not None:
            body.params = _params_v1(params)
    body.project_id = identifier(home, "project")
    names = [known.name for known in prepared.account.models]
    if names.count(prepared.model.name) == 1:
        body.wd_name = prepared.model.name
    else:
        body.wd_id = identifier(prepared.model, "model")
    if labels.name is not None:
        body.name = labels.name
    if labels.description is not None:
        body.description = labels.description
    if prepared.blocks:
        body.blocks = api_blocks(prepared.blocks)
    if isinstance(body, ProcessingRunV2):
        return run_processing_v2._get_kwargs(body=body)
    return run_processing._get_kwargs(body=body)


def plan_request(
    plan: PlannedRecord,
    prepared: Prepared,
    labels: Labels,
    tag: str,
    remove_from_plan: bool,
    *,
    v2: bool,
) -> dict[str, Any]:
    """Write the request that starts a run from a planned search."""
    from mapflow_openapi.api.planned import run_template, run_template_v2
    from mapflow_openapi.models import TemplateRun, TemplateRunV2

    source = prepared.source
    if source is None:
        raise InvalidInput("A run from a planned search needs images that it found.")
    kind = TemplateRunV2 if v2 else TemplateRun
    # Published clients send meta and blocks in any case, and v2-shaped parameters to v2 only.
    body = kind.from_dict(
        {
            "name": labels.name,
            "wdId": prepared.model.id,
            "geometry": dict(prepared.outline),
            "params": {"sourceParams": source.params_v2()} if v2 else source.params(),
            "meta": _labels(labels.meta, tag),
            "blocks": [block.to_dict() for block in api_blocks(prepared.blocks)],
            "updateTemplateGeometry": remove_from_plan,
        }
    )
    if labels.description is not None:
        body.description = labels.description
    key = identifier(plan, "planned search")
    if isinstance(body, TemplateRunV2):
        return run_template_v2._get_kwargs(key, body=body)
    return run_template._get_kwargs(key, body=body)


def api_geometry(outline: geometry.Geometry) -> ApiGeometry:
    """The geometry as the low-level client takes it."""
    from mapflow_openapi.models import Geometry

    return Geometry.from_dict(dict(outline))


def api_blocks(blocks: Mapping[str, bool]) -> list[BlockChoice]:
    """The options as the low-level client takes them."""
    from mapflow_openapi.models import BlockChoice

    return [BlockChoice(name=name, enabled=enabled) for name, enabled in blocks.items()]


def params_v2(source: Source, inference_params: Mapping[str, object] | None) -> RunParamsV2:
    """The source as version 2 takes it."""
    from mapflow_openapi.models import RunParamsV2

    content: dict[str, object] = {"sourceParams": source.params_v2()}
    if inference_params is not None:
        content["inferenceParams"] = dict(inference_params)
    return RunParamsV2.from_dict(content)


def _params_v1(params: dict[str, str]) -> RunParams:
    from mapflow_openapi.models import RunParams

    return RunParams.from_dict(params)


def _labels(meta: Mapping[str, str] | None, tag: str) -> dict[str, str]:
    own = {"source-app": "mapflow-client", "version": __version__}
    return {**own, **(meta or {}), TAG: tag}


def _meta_v1(meta: Mapping[str, str] | None, tag: str) -> StringMap:
    from mapflow_openapi.models import StringMap

    return StringMap.from_dict(_labels(meta, tag))


def _meta_v2(meta: Mapping[str, str] | None, tag: str) -> AnyMap:
    from mapflow_openapi.models import AnyMap

    return AnyMap.from_dict(_labels(meta, tag))

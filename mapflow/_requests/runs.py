"""Writes the requests of runs and estimates, in either version of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from mapflow import _arguments
from mapflow._hints import Hint
from mapflow._requests.references import identifier
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

    from mapflow import geometry
    from mapflow._requests.run_spec import FromPlan, RunSpec
    from mapflow._views.account import Model
    from mapflow.sources import Source

#: The key in ``meta`` under which a request carries its tag.
TAG: Final = "mapflow-client-tag"
_APP: Final = "source-app"
_VERSION: Final = "version"
#: What this package writes into the ``meta`` of each run.
OWN_META: Final = frozenset({TAG, _APP, _VERSION})
_M2_PER_KM2: Final = 1_000_000


def cost_request(spec: RunSpec) -> dict[str, Any]:
    """Write the request for a price."""
    return _with_extra(_cost_request(spec), spec.extra)


def _cost_request(spec: RunSpec) -> dict[str, Any]:
    from mapflow_openapi.api.processings import estimate_cost, estimate_cost_v2
    from mapflow_openapi.models import CostRequest, CostRequestV2

    model = identifier(spec.model, "model")
    outline = api_geometry(spec.outline)
    if spec.v2:
        asked = CostRequestV2(wd_id=model, geometry=outline)
        if spec.source is not None:
            asked.params = params_v2(spec.source, spec.inference_params)
        if spec.blocks:
            asked.blocks = api_blocks(spec.blocks)
        return estimate_cost_v2._get_kwargs(body=asked)
    body = CostRequest(wd_id=model, geometry=outline)
    params = None if spec.source is None else spec.source.params()
    if params is not None:
        body.params = _params_v1(params)
    if spec.blocks:
        body.blocks = api_blocks(spec.blocks)
    return estimate_cost._get_kwargs(body=body)


def size_cost_request(
    model: Model,
    area_m2: float,
    source: Source | None,
    blocks: Mapping[str, bool],
    inference_params: Mapping[str, object] | None,
    extra: Mapping[str, object],
) -> dict[str, Any]:
    """Write the request for the price of an area of this size, wherever it lies."""
    from mapflow_openapi.api.processings import estimate_cost_v2
    from mapflow_openapi.models import CostRequestV2

    asked = CostRequestV2(wd_id=identifier(model, "model"), area_sq_km=area_m2 / _M2_PER_KM2)
    if source is not None:
        asked.params = params_v2(source, inference_params)
    if blocks:
        asked.blocks = api_blocks(blocks)
    return _with_extra(estimate_cost_v2._get_kwargs(body=asked), extra)


def paid_request(spec: RunSpec) -> dict[str, Any]:
    """Write the request that starts a run."""
    request = _run_request(spec) if spec.plan is None else _plan_request(spec, spec.plan)
    return _with_extra(request, spec.extra)


def _with_extra(request: dict[str, Any], extra: Mapping[str, object]) -> dict[str, Any]:
    """Add what a caller knows and this package does not; what it writes itself stays."""
    return {**request, "json": {**extra, **request["json"]}} if extra else request


def _run_request(spec: RunSpec) -> dict[str, Any]:
    from mapflow_openapi.api.processings import run_processing, run_processing_v2
    from mapflow_openapi.models import ProcessingRun, ProcessingRunV2

    outline, labels = api_geometry(spec.outline), spec.labels
    body: ProcessingRun | ProcessingRunV2
    if spec.v2:
        if spec.source is None:
            raise InvalidInput(
                "Version 2 of the API needs an imagery source.",
                hint=Hint(
                    python='Give one, such as sources.Provider("Mapbox").',
                    command="Give one with --source.",
                ),
            )
        body = ProcessingRunV2(
            geometry=outline,
            params=params_v2(spec.source, spec.inference_params),
            meta=_meta_v2(labels.meta, spec.tag),
        )
    else:
        body = ProcessingRun(geometry=outline, meta=_meta_v1(labels.meta, spec.tag))
        params = None if spec.source is None else spec.source.params()
        if params is not None:
            body.params = _params_v1(params)
    body.project_id = identifier(spec.project_id, "project")
    names = [known.name for known in spec.account.models]
    if names.count(spec.model.name) == 1:
        body.wd_name = spec.model.name
    else:
        body.wd_id = identifier(spec.model, "model")
    if labels.name is not None:
        body.name = labels.name
    if labels.description is not None:
        body.description = labels.description
    if spec.blocks:
        body.blocks = api_blocks(spec.blocks)
    if isinstance(body, ProcessingRunV2):
        return run_processing_v2._get_kwargs(body=body)
    return run_processing._get_kwargs(body=body)


def _plan_request(spec: RunSpec, plan: FromPlan) -> dict[str, Any]:
    from mapflow_openapi.api.planned import run_template, run_template_v2
    from mapflow_openapi.models import TemplateRun, TemplateRunV2

    source, labels = spec.source, spec.labels
    if source is None:
        raise InvalidInput("A run from a planned search needs images that it found.")
    # Published clients send meta and blocks in any case, and v2-shaped parameters to v2 only.
    body: TemplateRun | TemplateRunV2
    name, outline = labels.name or "", api_geometry(spec.outline)
    if spec.v2:
        body = TemplateRunV2(name, outline, params_v2(source, None), plan.remove_area)
        body.meta = _meta_v2(labels.meta, spec.tag)
    else:
        flat = _params_v1(source.params() or {})
        body = TemplateRun(name, outline, flat, plan.remove_area)
        body.meta = _meta_v1(labels.meta, spec.tag)
    body.wd_id = identifier(spec.model, "model")
    body.blocks = api_blocks(spec.blocks)
    if labels.description is not None:
        body.description = labels.description
    key = identifier(plan.id, "planned search")
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
    from mapflow_openapi.models import AnyMap, RunParamsV2, SourceParams

    params = RunParamsV2(SourceParams.from_dict(source.params_v2()))
    if inference_params is not None:
        given = dict(_arguments.mapping(inference_params, "inference_params"))
        params.inference_params = AnyMap.from_dict(given)
    return params


def _params_v1(params: dict[str, str]) -> RunParams:
    from mapflow_openapi.models import RunParams

    return RunParams.from_dict(params)


def _labels(meta: Mapping[str, str] | None, tag: str) -> dict[str, str]:
    own = {_APP: "mapflow-client", _VERSION: __version__}
    return {**own, **(meta or {}), TAG: tag}


def _meta_v1(meta: Mapping[str, str] | None, tag: str) -> StringMap:
    from mapflow_openapi.models import StringMap

    return StringMap.from_dict(_labels(meta, tag))


def _meta_v2(meta: Mapping[str, str] | None, tag: str) -> AnyMap:
    from mapflow_openapi.models import AnyMap

    return AnyMap.from_dict(_labels(meta, tag))

"""Writes the requests of runs and estimates, in either version of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mapflow_openapi import models
from mapflow_openapi.api import planned, processings

from mapflow import _arguments
from mapflow._arguments import or_unset
from mapflow._hints import Hint
from mapflow._requests.parts import api_geometry
from mapflow._requests.references import choose_options, identifier
from mapflow._version import __version__
from mapflow.errors import InvalidInput
from mapflow.sources._base import run_params, source_params

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapflow._requests.run_spec import FromPlan, PricedRun, RunSpec
    from mapflow._views.account import Model
    from mapflow.sources import Source

#: The key in ``meta`` under which a request carries its tag.
TAG: Final = "mapflow-client-tag"
_APP: Final = "source-app"
_VERSION: Final = "version"
#: What this package writes into the ``meta`` of each run.
OWN_META: Final = frozenset({TAG, _APP, _VERSION})
_M2_PER_KM2: Final = 1_000_000


def cost_request(run: PricedRun) -> dict[str, Any]:
    """Write the request for a price."""
    model, outline = identifier(run.model, "model"), api_geometry(run.outline)
    body: models.CostRequest | models.CostRequestV2
    if run.v2:
        body = models.CostRequestV2(wd_id=model, geometry=outline)
        return _cost_v2(body, run.spec, run.blocks)
    body = models.CostRequest(wd_id=model, geometry=outline)
    _add_params(body, run.spec.source)
    _add_blocks(body, run.blocks)
    return _with_extra(processings.estimate_cost._get_kwargs(body=body), run.spec)


def size_cost_request(spec: RunSpec, model: Model, area_m2: float) -> dict[str, Any]:
    """Write the request for the price of an area of this size, wherever it lies."""
    area_km2 = area_m2 / _M2_PER_KM2
    body = models.CostRequestV2(wd_id=identifier(model, "model"), area_sq_km=area_km2)
    return _cost_v2(body, spec, choose_options(model, spec.options))


def _cost_v2(
    body: models.CostRequestV2, spec: RunSpec, blocks: Mapping[str, bool]
) -> dict[str, Any]:
    if spec.source is not None:
        body.params = _params_v2(spec.source, spec.inference_params)
    _add_blocks(body, blocks)
    return _with_extra(processings.estimate_cost_v2._get_kwargs(body=body), spec)


def paid_request(run: PricedRun) -> dict[str, Any]:
    """Write the request that starts a run."""
    plan = run.spec.plan
    return _with_extra(_run_request(run) if plan is None else _plan_request(run, plan), run.spec)


def _with_extra(request: dict[str, Any], spec: RunSpec) -> dict[str, Any]:
    """Add what a caller knows and this package does not; what it writes itself stays."""
    return {**request, "json": {**spec.extra, **request["json"]}} if spec.extra else request


def _run_request(run: PricedRun) -> dict[str, Any]:
    spec, outline = run.spec, api_geometry(run.outline)
    body: models.ProcessingRun | models.ProcessingRunV2
    if run.v2:
        if spec.source is None:
            raise InvalidInput(
                "Version 2 of the API needs an imagery source.",
                hint=Hint(
                    python='Give one, such as sources.Provider("Mapbox").',
                    command="Give one with --source.",
                    tool="Give one, such as provider:Mapbox.",
                ),
            )
        params = _params_v2(spec.source, spec.inference_params)
        meta = models.AnyMap.from_dict(_meta(run))
        body = models.ProcessingRunV2(geometry=outline, params=params, meta=meta)
    else:
        body = models.ProcessingRun(geometry=outline, meta=models.StringMap.from_dict(_meta(run)))
        _add_params(body, spec.source)
    body.project_id = identifier(run.home, "project")
    if run.is_named:
        body.wd_name = run.model.name
    else:
        body.wd_id = identifier(run.model, "model")
    body.name, body.description = or_unset(spec.name), or_unset(spec.description)
    _add_blocks(body, run.blocks)
    if isinstance(body, models.ProcessingRunV2):
        return processings.run_processing_v2._get_kwargs(body=body)
    return processings.run_processing._get_kwargs(body=body)


def _plan_request(run: PricedRun, plan: FromPlan) -> dict[str, Any]:
    spec, outline = run.spec, api_geometry(run.outline)
    if spec.source is None:
        raise InvalidInput("A run from a planned search needs images that it found.")
    # Published clients send meta and blocks in any case, and v2-shaped parameters to v2 only.
    body: models.TemplateRun | models.TemplateRunV2
    name = spec.name or ""
    if run.v2:
        source = _params_v2(spec.source, None)
        body = models.TemplateRunV2(name, outline, source, plan.remove_area)
        body.meta = models.AnyMap.from_dict(_meta(run))
    else:
        flat = run_params(spec.source) or models.RunParams()
        body = models.TemplateRun(name, outline, flat, plan.remove_area)
        body.meta = models.StringMap.from_dict(_meta(run))
    body.wd_id = identifier(run.model, "model")
    body.blocks = _api_blocks(run.blocks)
    body.description = or_unset(spec.description)
    key = identifier(plan.id, "planned search")
    if isinstance(body, models.TemplateRunV2):
        return planned.run_template_v2._get_kwargs(key, body=body)
    return planned.run_template._get_kwargs(key, body=body)


def _add_params(body: models.CostRequest | models.ProcessingRun, source: Source | None) -> None:
    """The source as version 1 takes it."""
    params = None if source is None else run_params(source)
    if params is not None:
        body.params = params


def _params_v2(source: Source, inference_params: Mapping[str, object] | None) -> models.RunParamsV2:
    """The source as version 2 takes it."""
    params = models.RunParamsV2(source_params(source))
    if inference_params is not None:
        given = dict(_arguments.mapping(inference_params, "inference_params"))
        params.inference_params = models.AnyMap.from_dict(given)
    return params


def _add_blocks(
    body: models.CostRequest | models.CostRequestV2 | models.ProcessingRun | models.ProcessingRunV2,
    blocks: Mapping[str, bool],
) -> None:
    if blocks:
        body.blocks = _api_blocks(blocks)


def _api_blocks(blocks: Mapping[str, bool]) -> list[models.BlockChoice]:
    """The options as the low-level client takes them."""
    return [models.BlockChoice(name=name, enabled=enabled) for name, enabled in blocks.items()]


def _meta(run: PricedRun) -> dict[str, str]:
    """What the caller wrote, what made the request, and the tag that it is found again by."""
    own = {_APP: "mapflow-client", _VERSION: __version__}
    return {**own, **(run.spec.meta or {}), TAG: run.tag}

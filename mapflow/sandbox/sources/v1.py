"""Reads the imagery source from the ``params`` of version 1, all text."""

from collections.abc import Mapping
from typing import Any

from mapflow.sandbox import providers
from mapflow.sandbox.accounts import Account
from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.models import Model
from mapflow.sandbox.openapi.problems import Problem, bad_request
from mapflow.sandbox.providers import Provider, find_searched
from mapflow.sandbox.sources import catalog, sentinel, tiles
from mapflow.sandbox.sources.conversion import text
from mapflow.sandbox.sources.images import resolve_images
from mapflow.sandbox.sources.source import Finder, Source
from mapflow.sandbox.sources.zoom import check_zoom, read_zoom

_IMAGES = ("tif", "tiff", "local")
_SENTINEL = "sentinel_l2a"
_STRUCTURED = frozenset({"sourceParams", "inferenceParams"})


def resolve(params: Mapping[str, Any], model: Model, account: Account, finder: Finder) -> Source:
    """Return the source that ``params`` describe, with what is wrong with it.

    Raises:
        Problem: 400, the source is that of version 2; 403, the provider is not part of the
            account's plan.
    """
    check_v1(params)
    name, image_id = params.get("data_provider"), params.get("url")
    if name and image_id and find_searched(name):
        return catalog.resolve(
            name, image_id.split(","), params.get("zoom"), model, account, finder
        )
    zoom = read_zoom(params.get("zoom")) or model.requirements.best_zoom
    wrong_zoom = check_zoom(params.get("zoom"), model)
    if params.get("data_provider") or not (params.get("source_type") or params.get("url")):
        provider = _provider(params.get("data_provider"), account)
        wrong_type = _check_type("xyz", model)
        return Source(zoom, provider=provider, failure=wrong_type or wrong_zoom)
    source_type = str(params.get("source_type") or "").lower()
    url = params.get("url")
    if not source_type:
        return Source(zoom, failure=Failure.of("source-validator.RequestMustHaveSourceType"))
    if wrong := _check_type(source_type, model):
        return Source(zoom, failure=wrong)
    if source_type in _IMAGES:
        images, wrong = resolve_images(url, model, finder)
        return Source(zoom, images=images, failure=wrong)
    if source_type == _SENTINEL:
        return _sentinel(url, zoom)
    projection = tiles.check_projection(params.get("crs") or params.get("projection"))
    return Source(zoom, failure=tiles.check_address(source_type, url) or projection or wrong_zoom)


def check_v1(params: Mapping[str, Any]) -> None:
    """Refuse the source of version 2, as an object or as its JSON text.

    A published program sends it so. What the service makes of it is not known; to run the default
    provider instead, and charge for it, would be the worst outcome.

    Raises:
        Problem: 400, and it says which version takes it.
    """
    if found := sorted(_STRUCTURED.intersection(params)):
        raise bad_request(
            f"params.{found[0]} belongs to version 2: send this to the path that ends in /v2, with"
            f" {found[0]} as an object, or name the source with data_provider, or with source_type"
            " and url"
        )


def as_stored(params: Mapping[str, Any] | None, account: Account) -> dict[str, str]:
    """Return ``params`` as processings show them: all text, the default provider filled in."""
    if params:
        return {name: text(value) for name, value in params.items()}
    return {"data_provider": account.settings.providers[0]} if account.settings.providers else {}


def _provider(name: str | None, account: Account) -> Provider:
    plan = account.settings.providers
    if not name:
        if not plan:
            raise bad_request("params: name a source; this account has no imagery provider")
        return providers.in_plan(plan)[0]
    provider = providers.find(name, plan)
    if provider is None and name.casefold().startswith("maxar"):
        raise Problem(
            403,
            "Maxar is a data provider that is not part of this plan",
            code="MAXAR_PROVIDERS_UNAVAILABLE",
            parameters={},
        )
    if provider is None:
        raise Problem(
            403, f"This account has no access to the data provider {name}", code="FORBIDDEN"
        )
    return provider


def _check_type(source_type: str, model: Model) -> Failure | None:
    allowed = model.requirements.source_types
    if source_type not in allowed:
        return Failure.of(
            "source-validator.SourceTypeIsNotAllowed",
            source_type=source_type,
            allowed_sources=list(allowed),
        )
    return None


def _sentinel(url: str | None, zoom: int) -> Source:
    if not url:
        return Source(zoom, failure=Failure.of("source-validator.SentinelInputStringKeyError"))
    cell = sentinel.cell_of(url)
    if cell is None:
        return Source(
            zoom,
            failure=Failure.of("source-validator.SentinelInputStringFormatError", input_string=url),
        )
    return Source(zoom, cell=cell)

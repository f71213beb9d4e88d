"""Runs on what a catalog search found: captures, ready mosaics, or the caller's imagery."""

from collections.abc import Sequence

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.models import Model
from mapflow.sandbox.openapi.problems import Problem, bad_request, not_found
from mapflow.sandbox.providers import OWN_IMAGES, OWN_MOSAICS, Provider, find_searched
from mapflow.sandbox.sources.images import check_images, check_pixel
from mapflow.sandbox.sources.source import Finder, Source
from mapflow.sandbox.sources.zoom import check_zoom, read_zoom


def resolve(
    provider_name: str,
    image_ids: Sequence[str],
    zoom: str | int | None,
    model: Model,
    account: Account,
    finder: Finder,
) -> Source:
    """Return the source that is made of these images of a provider.

    Raises:
        Problem: 400, 403 or 404; no image is named, the provider is not part of the plan, or an
            image does not exist.
    """
    provider = _provider(provider_name, account)
    if not image_ids:
        raise bad_request("imagerySearch: name at least one image")
    own_zoom = read_zoom(zoom)
    if provider in (OWN_IMAGES, OWN_MOSAICS):
        found = (
            [finder.image(each) for each in image_ids]
            if provider is OWN_IMAGES
            else [image for each in image_ids for image in finder.mosaic(each)]
        )
        images, wrong = check_images(found, "my imagery", model)
        return Source(model.requirements.best_zoom, images=images, failure=wrong)
    captures = tuple(capture for each in image_ids if (capture := finder.capture(each)))
    for each in image_ids:
        if each.casefold() not in {
            capture.id.casefold() for capture in captures if capture.provider == provider.name
        }:
            raise not_found(f"Image of data provider {provider.name}", each)
    wrong_pixel = (check_pixel(capture.pixel_m, model) for capture in captures)
    wrong = next((each for each in wrong_pixel if each), None) or check_zoom(zoom, model)
    return Source(
        own_zoom if own_zoom is not None else captures[0].zoom,
        provider=provider,
        captures=captures,
        failure=wrong,
    )


def _provider(name: str, account: Account) -> Provider:
    provider = find_searched(name)
    allowed = provider in (OWN_IMAGES, OWN_MOSAICS) or (
        provider is not None and provider.name in account.settings.searchProviders
    )
    if provider is None or not allowed:
        raise Problem(
            403, f"This account has no access to the data provider {name}", code="FORBIDDEN"
        )
    return provider

"""Reads the imagery source from ``params.sourceParams`` of version 2."""

from collections.abc import Mapping
from typing import Any

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.models import Model
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.sources import catalog, conversion, v1
from mapflow.sandbox.sources.images import check_images
from mapflow.sandbox.sources.source import Finder, Source, StoredImage


def resolve(source: Mapping[str, Any], model: Model, account: Account, finder: Finder) -> Source:
    """Return the source that ``sourceParams`` describe, with what is wrong with it.

    Raises:
        Problem: 400, 403 or 404; it names no source, or one that the account cannot use.
    """
    if imagery := source.get("myImagery"):
        images, wrong = check_images(_own(imagery, finder), "my imagery", model)
        return Source(model.requirements.best_zoom, images=images, failure=wrong)
    if "myImagery" in source:
        raise _names_no_image()
    if found := source.get("imagerySearch"):
        return catalog.resolve(
            found["dataProvider"],
            found.get("imageIds") or (),
            found.get("zoom"),
            model,
            account,
            finder,
        )
    if not (source.get("dataProvider") or source.get("userDefined")):
        raise bad_request(
            "sourceParams: name one of dataProvider, myImagery, imagerySearch, userDefined"
        )
    if (named := source.get("dataProvider")) and not named["providerName"]:
        raise bad_request("dataProvider: providerName is empty")
    return v1.resolve(conversion.as_v1(source, finder), model, account, finder)


def _own(imagery: Mapping[str, Any], finder: Finder) -> list[StoredImage]:
    """Return the images named: some, those of a mosaic, or some of those of a mosaic."""
    ids: list[str] = imagery.get("imageIds") or []
    mosaic_id: str | None = imagery.get("mosaicId")
    if not ids and mosaic_id is None:
        raise _names_no_image()
    images = [finder.image(each) for each in dict.fromkeys(each.lower() for each in ids)]
    if mosaic_id is None:
        return images
    inside = list(finder.mosaic(mosaic_id))
    if not images:
        return inside
    known = {image.id for image in inside}
    if strangers := [image.id for image in images if image.id not in known]:
        raise bad_request(f"myImagery: image {strangers[0]} is not in mosaic {mosaic_id}")
    return images


def _names_no_image() -> Exception:
    return bad_request("myImagery: name images, a mosaic, or both")

"""Images that a search found, as a run takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._views.catalog import CatalogImage, Preview
from mapflow.errors import InvalidInput
from mapflow.sources import ImagerySearch

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_images(images: CatalogImage | Sequence[CatalogImage]) -> list[CatalogImage]:
    """The images that are meant: one, or several."""
    if isinstance(images, CatalogImage):
        return [images]
    return list(_arguments.items(images, "images"))


def source_of(images: Sequence[CatalogImage], only_provider: str | None = None) -> ImagerySearch:
    """Return the source for images that were found, if one run can use them together.

    ``only_provider`` is the one that was searched, for responses that omit it.
    """
    if not images:
        raise InvalidInput("No image was chosen.", hint="Give at least one of a search.")
    for image in images:
        if not isinstance(image, CatalogImage):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"`images` must hold images of a search, got {type(image).__name__}.",
                hint="`catalog.search` and `planned.images` find them.",
            )
    providers = {image.provider or only_provider for image in images}
    if len({image.is_mosaic for image in images}) > 1:
        raise InvalidInput(
            "Single captures and mosaics cannot go into one run.", hint="Choose one kind."
        )
    if len(providers) > 1 or None in providers:
        names = ", ".join(sorted(str(name) for name in providers))
        raise InvalidInput(
            f"The images are of several providers, or of an unknown one: {names}.",
            hint="Start one processing for each provider.",
        )
    zooms = {image.zoom for image in images}
    if images[0].is_mosaic and len(zooms) > 1:
        raise InvalidInput(
            "The mosaics differ in zoom.", hint="Start one processing for each zoom."
        )
    zoom = images[0].zoom if images[0].is_mosaic else None
    return ImagerySearch(str(providers.pop()), [image.id for image in images], zoom)


def preview_of(image: CatalogImage | Preview) -> str:
    """The address of the one picture that shows an image."""
    if isinstance(image, Preview):
        link = image.url
    else:
        if not isinstance(image, CatalogImage):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"`image` must be a CatalogImage or a Preview, got {type(image).__name__}.",
                hint="`catalog.search` finds images.",
            )
        parts = image.previews
        if len(parts) > 1:
            raise InvalidInput(
                f"Image {image.id} has {len(parts)} previews, one of each of its parts.",
                hint="Save one of its previews instead.",
            )
        link = parts[0].url if parts else image.preview_url or ""
        if not link:
            raise InvalidInput(f"Image {image.id} has no preview.", hint="Choose another image.")
    if "{" in link:
        raise InvalidInput(
            "The preview of this image is a tile layer, not one picture.",
            hint="Show the tiles of its preview_url on a map instead.",
        )
    return link

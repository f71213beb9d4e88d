"""Imagery of providers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapflow_openapi import models

from mapflow._arguments import or_unset
from mapflow._base_errors import InvalidSource
from mapflow._hints import Hint, joined
from mapflow.sources._base import FlatSource, ModelledSource, as_text, check_zoom, checked_text


@dataclass(frozen=True, slots=True)
class Provider(FlatSource):
    """Imagery of a provider that the account may use, such as Mapbox.

    Args:
        name: The provider's name as in ``client.account.status().providers``.
        zoom: Zoom level, 0 to 22; None lets Mapflow choose.

    Raises:
        InvalidSource: The name is empty or the zoom out of range; correct it.

    Example:
        ```python
        from mapflow import sources

        source = sources.Provider("Mapbox", zoom=18)
        ```
    """

    name: str
    zoom: int | None = None

    def __post_init__(self) -> None:
        if not checked_text(self.name, "name").strip():
            raise InvalidSource(
                "The provider has no name.",
                hint=joined(
                    Hint(
                        python="client.account.status().providers",
                        command="`mapflow status`",
                        tool="list_sources",
                    ),
                    " lists those of the account.",
                ),
            )
        check_zoom(self.zoom)

    def _v1(self) -> models.RunParams:
        return models.RunParams(data_provider=self.name, zoom=as_text(self.zoom))

    def _v2(self) -> models.SourceParams:
        provider = models.DataProviderSource(provider_name=self.name, zoom=or_unset(self.zoom))
        return models.SourceParams(data_provider=provider)


@dataclass(frozen=True, slots=True)
class ImagerySearch(ModelledSource):
    """Images that a search of the catalog found.

    Args:
        provider: The provider they are of, as ``CatalogImage.provider`` names it.
        image_ids: Identifiers of the images.
        zoom: Zoom level of a mosaic of tiles, 0 to 22; None lets Mapflow choose.

    Raises:
        InvalidSource: The provider or the images are missing, or the zoom is out of range.

    Example:
        ```python
        from mapflow import sources

        source = sources.ImagerySearch("maxar", ["103001008B1C2D00"])
        ```
    """

    provider: str
    image_ids: Sequence[str]
    zoom: int | None = None

    def __post_init__(self) -> None:
        if isinstance(self.image_ids, str):
            object.__setattr__(self, "image_ids", (self.image_ids,))
        if not checked_text(self.provider, "provider").strip():
            raise InvalidSource(
                "The images have no provider.", hint="CatalogImage.provider names it."
            )
        if not isinstance(self.image_ids, Sequence):  # pyright: ignore[reportUnnecessaryIsInstance]
            kind = type(self.image_ids).__name__
            raise InvalidSource(f"`image_ids` must be a list, got {kind}.", hint="Give their ids.")
        if not self.image_ids:
            raise InvalidSource("No image was chosen.", hint="Give the id of at least one.")
        for image in self.image_ids:
            checked_text(image, "image_ids")
        check_zoom(self.zoom)

    def _v1(self) -> models.RunParams | None:
        if len(self.image_ids) != 1:
            return None
        zoom = as_text(self.zoom)
        return models.RunParams(data_provider=self.provider, url=self.image_ids[0], zoom=zoom)

    def _v2(self) -> models.SourceParams:
        search = models.ImagerySearchSource(
            # What published clients send: names of providers are lower case here.
            data_provider=self.provider.lower(),
            image_ids=list(self.image_ids),
            zoom=or_unset(self.zoom),
        )
        return models.SourceParams(imagery_search=search)

"""Imagery of providers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapflow._base_errors import InvalidSource
from mapflow._hints import Hint, joined
from mapflow.sources._base import check_zoom, checked_text


@dataclass(frozen=True, slots=True)
class Provider:
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
                    Hint(python="client.account.status().providers", command="`mapflow status`"),
                    " lists those of the account.",
                ),
            )
        check_zoom(self.zoom)

    def params(self) -> dict[str, str]:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text. They may hold a login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        zoom = {} if self.zoom is None else {"zoom": str(self.zoom)}
        return {"data_provider": self.name, **zoom}

    def params_v2(self) -> dict[str, object]:
        """Give the structured parameters that version 2 of the API takes.

        Returns:
            One member, named after the kind of source. It may hold a login: do not log it.

        Example:
            ```python
            from mapflow import sources

            params = sources.Provider("Mapbox", zoom=18).params_v2()
            assert params == {"dataProvider": {"providerName": "Mapbox", "zoom": 18}}
            ```
        """
        zoom = {} if self.zoom is None else {"zoom": self.zoom}
        return {"dataProvider": {"providerName": self.name, **zoom}}


@dataclass(frozen=True, slots=True)
class ImagerySearch:
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

    def params(self) -> dict[str, str] | None:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text; None when only version 2 can carry it. They may hold a
            login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        if len(self.image_ids) != 1:
            return None
        zoom = {} if self.zoom is None else {"zoom": str(self.zoom)}
        return {"data_provider": self.provider, "url": self.image_ids[0], **zoom}

    def params_v2(self) -> dict[str, object]:
        """Give the structured parameters that version 2 of the API takes.

        Returns:
            One member, named after the kind of source. It may hold a login: do not log it.

        Example:
            ```python
            from mapflow import sources

            params = sources.Provider("Mapbox", zoom=18).params_v2()
            assert params == {"dataProvider": {"providerName": "Mapbox", "zoom": 18}}
            ```
        """
        found: dict[str, object] = {
            # What published clients send: names of providers are lower case here.
            "dataProvider": self.provider.lower(),
            "imageIds": list(self.image_ids),
        }
        if self.zoom is not None:
            found["zoom"] = self.zoom
        return {"imagerySearch": found}

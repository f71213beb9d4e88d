"""Single images: of Sentinel-2, and yours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from mapflow_openapi import models

from mapflow._base_errors import InvalidSource
from mapflow._hints import Hint, joined
from mapflow._masking.secrets import Masked
from mapflow._masking.urls import mask_source
from mapflow.sources._base import FlatSource, ModelledSource, checked_text


class HasId(Protocol):
    """A handle of something at the service."""

    @property
    def id(self) -> str: ...


class HasUrl(HasId, Protocol):
    """A handle of an uploaded image, with its storage link."""

    @property
    def url(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Sentinel(FlatSource):
    """One Sentinel-2 image, for the models that work on Sentinel-2.

    Args:
        granule: Identifier of the granule.

    Raises:
        InvalidSource: The identifier is empty; give one.

    Example:
        ```python
        from mapflow import sources

        source = sources.Sentinel("S2B_OPER_MSI_L2A_TL_SGS__20200101T000000_A000000_T37UDB_N02.13")
        ```
    """

    granule: str

    def __post_init__(self) -> None:
        if not checked_text(self.granule, "granule").strip():
            raise InvalidSource(
                "The Sentinel-2 granule has no identifier.",
                hint="Give the identifier of one granule.",
            )

    def _v1(self) -> models.RunParams:
        return models.RunParams(source_type="sentinel_l2a", url=self.granule)

    def _v2(self) -> models.SourceParams:
        granule = models.UserDefinedSource(source_type="SENTINEL_L2A", url=self.granule)
        return models.SourceParams(user_defined=granule)


@dataclass(frozen=True, slots=True, init=False)
class GeoTIFF(FlatSource):
    """An image of yours that was uploaded before.

    Args:
        image: The image as ``client.imagery`` returns it, or its ``s3://`` link.

    Raises:
        InvalidSource: It is neither; upload the file first.

    Example:
        ```python
        from mapflow import Mapflow, sources

        with Mapflow() as mf:
            image = mf.imagery.upload(path)
            source = sources.GeoTIFF(image)
        ```
    """

    image: str | HasUrl

    def __init__(self, image: str | HasUrl) -> None:
        # Written out, because an exception shows the variables of an __init__ that is made, and an
        # address outside the storage may hold a secret.
        image = Masked(image) if isinstance(image, str) and not _is_stored(image) else image
        object.__setattr__(self, "image", image)
        link = self.image if isinstance(self.image, str) else getattr(self.image, "url", None)
        if not isinstance(link, str) or not _is_stored(link):
            shown = mask_source(link) if isinstance(link, str) else ""
            raise InvalidSource(
                f"{shown!r} is not the s3:// link of an uploaded image.",
                hint=joined(
                    "Upload the file with ",
                    Hint(
                        python="client.imagery.upload(...)",
                        command="`mapflow images upload`",
                        tool="upload_image",
                    ),
                    " and use what it returns.",
                ),
            )

    def _v1(self) -> models.RunParams:
        link = self.image if isinstance(self.image, str) else self.image.url
        return models.RunParams(source_type="tif", url=str(link))

    def _v2(self) -> models.SourceParams:
        if isinstance(self.image, str):
            local = models.UserDefinedSource(source_type="LOCAL", url=self.image)
            return models.SourceParams(user_defined=local)
        return models.SourceParams(my_imagery=models.MyImagerySource(image_ids=[_key(self.image)]))


@dataclass(frozen=True, slots=True)
class MyImagery(ModelledSource):
    """Your images, one of your mosaics, or some images of a mosaic.

    Args:
        images: The images, by handle or id.
        mosaic: The mosaic, by handle or id.

    Raises:
        InvalidSource: Neither was given, or one of them is not an id.

    Example:
        ```python
        from mapflow import sources

        source = sources.MyImagery(mosaic="65285409-ac88-4fc0-a937-193cf42c2343")
        ```
    """

    images: Sequence[str | HasId] = ()
    mosaic: str | HasId | None = None

    def __post_init__(self) -> None:
        if not self.images and self.mosaic is None:
            raise InvalidSource("No image and no mosaic was chosen.", hint="Give one or both.")
        if isinstance(self.images, str) or not isinstance(self.images, Sequence):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidSource(
                f"`images` must be a list, got {type(self.images).__name__}.",
                hint="Give the images, or their ids, in a list.",
            )
        for image in self.images:
            _key(image)
        if self.mosaic is not None:
            _key(self.mosaic)

    def _v2(self) -> models.SourceParams:
        # Version 1 knows single images by their storage link alone.
        imagery = models.MyImagerySource()
        if self.images:
            imagery.image_ids = [_key(image) for image in self.images]
        if self.mosaic is not None:
            imagery.mosaic_id = _key(self.mosaic)
        return models.SourceParams(my_imagery=imagery)


def _key(thing: str | HasId) -> UUID:
    text = thing if isinstance(thing, str) else getattr(thing, "id", None)
    try:
        return UUID(checked_text(text, "id").strip())
    except ValueError:
        raise InvalidSource(
            f"{text!r} is not the id of an image or a mosaic.",
            hint="An id looks like 65285409-ac88-4fc0-a937-193cf42c2343.",
        ) from None


def _is_stored(link: str) -> bool:
    return link.startswith("s3://")

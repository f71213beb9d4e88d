"""Checks of uploaded images against what a model takes."""

from collections.abc import Sequence

from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.models import Model
from mapflow.sandbox.sources.source import Finder, StoredImage


def resolve_images(
    url: str | None, model: Model, finder: Finder
) -> tuple[tuple[StoredImage, ...], Failure | None]:
    """Return the images at an address, and what is wrong with them for a model."""
    if url is None:
        return (), Failure.of("source-validator.LocalRequestKeyError")
    if not url.startswith("s3://"):
        return (), Failure.of("source-validator.S3URLError", actual_s3_link=url)
    images = finder.at(url)
    if images is None:
        return (), Failure.of("source-validator.ReadFromS3Failed", s3_link=url)
    return check_images(images, url, model)


def check_images(
    images: Sequence[StoredImage], name: str, model: Model
) -> tuple[tuple[StoredImage, ...], Failure | None]:
    """Return the images and what is wrong with them for a model; ``name`` is where they are."""
    if not images:
        return (), Failure.of("vector-processor.EmptyFolder", s3_link=name)
    wrong = (_check_image(image, model) for image in images)
    return tuple(images), next((failure for failure in wrong if failure), None)


def _check_image(image: StoredImage, model: Model) -> Failure | None:
    needed = model.requirements
    if image.bands not in needed.bands:
        return Failure.of(
            "source-validator.NChannelsNotAllowed",
            required_nchannels=list(needed.bands),
            real_nchannels=image.bands,
        )
    if any(dtype not in needed.dtypes for dtype in image.dtypes):
        return Failure.of(
            "source-validator.DtypeNotAllowed",
            required_dtypes=list(needed.dtypes),
            request_dtype=", ".join(sorted(set(image.dtypes))),
        )
    return check_pixel(image.pixel_m, model)


def check_pixel(pixel_m: float, model: Model) -> Failure | None:
    """Return what is wrong with a pixel size for a model, or None."""
    needed = model.requirements
    if pixel_m > needed.max_pixel_m:
        return Failure.of(
            "source-validator.PixelSizeTooHigh", actual_res=pixel_m, max_res=needed.max_pixel_m
        )
    if pixel_m < needed.min_pixel_m:
        return Failure.of(
            "source-validator.PixelSizeTooLow", actual_res=pixel_m, min_res=needed.min_pixel_m
        )
    return None

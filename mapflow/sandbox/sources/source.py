"""The imagery of a run, after all checks."""

import dataclasses
from collections.abc import Sequence
from typing import Protocol

from mapflow.sandbox.areas.geometry import Polygon
from mapflow.sandbox.areas.shapes import overlaps
from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.providers import Provider
from mapflow.sandbox.sources.captures import Capture


@dataclasses.dataclass(frozen=True, slots=True)
class StoredImage:
    """An uploaded image as a run sees it."""

    id: str
    mosaic_id: str
    url: str
    bands: int
    dtypes: tuple[str, ...]
    pixel_m: float
    footprint_wkt: str


class Finder(Protocol):
    """Finds the imagery that a request names."""

    def at(self, url: str) -> Sequence[StoredImage] | None:
        """Return the caller's images at an address: one, all of a mosaic, or None for nothing."""
        ...

    def image(self, image_id: str) -> StoredImage:
        """Return one of the caller's images."""
        ...

    def mosaic(self, mosaic_id: str) -> Sequence[StoredImage]:
        """Return the images of one of the caller's mosaics."""
        ...

    def folder(self, mosaic_id: str) -> str:
        """Return the address of a mosaic."""
        ...

    def capture(self, capture_id: str) -> Capture | None:
        """Return a capture of the catalog."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where the imagery of a run comes from.

    Attributes:
        zoom: Zoom of tile imagery; decides its price.
        provider: The provider, if it is one of the plan.
        images: The uploaded images; empty when the synthetic scene is used.
        captures: The captures of the catalog; they show the synthetic scene.
        failure: What is wrong with the source as a whole; every area fails with it.
        cell: Sentinel-2 grid cell of the granule.
    """

    zoom: int
    provider: Provider | None = None
    images: tuple[StoredImage, ...] = ()
    captures: tuple[Capture, ...] = ()
    failure: Failure | None = None
    cell: str | None = None

    def failure_of(self, polygon: Polygon) -> Failure | None:
        """Return what is wrong with the source for one area, or None."""
        if self.failure is not None:
            return self.failure
        outlines = [image.footprint_wkt for image in self.images]
        outlines += [capture.footprint_wkt for capture in self.captures]
        if outlines and not any(overlaps(outline, polygon) for outline in outlines):
            return Failure.of("source-validator.NoDataInAOI")
        if self.cell is not None:
            from mapflow.sandbox.sources.sentinel import touches

            if not touches(self.cell, polygon):
                return Failure.of("source-validator.AOINotInCell", actual_cell=self.cell)
        return None

"""The imagery of a run, after all checks."""

import dataclasses

from mapflow.sandbox.areas.geometry import Polygon
from mapflow.sandbox.areas.shapes import overlaps
from mapflow.sandbox.sources.failure import Failure
from mapflow.sandbox.sources.providers import Provider


@dataclasses.dataclass(frozen=True, slots=True)
class StoredImage:
    """An uploaded image as a run sees it."""

    id: str
    bands: int
    dtypes: tuple[str, ...]
    pixel_m: float
    footprint_wkt: str


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where the imagery of a run comes from.

    Attributes:
        zoom: Zoom of tile imagery; decides its price.
        provider: The provider, where it is one of the plan.
        images: The uploaded images; empty when the synthetic scene is used.
        failure: What is wrong with the source as a whole; every area fails with it.
        cell: Sentinel-2 grid cell of the granule.
    """

    zoom: int
    provider: Provider | None = None
    images: tuple[StoredImage, ...] = ()
    failure: Failure | None = None
    cell: str | None = None

    def failure_of(self, polygon: Polygon) -> Failure | None:
        """Return what is wrong with the source for one area, or None."""
        if self.failure is not None:
            return self.failure
        if self.images and not any(overlaps(image.footprint_wkt, polygon) for image in self.images):
            return Failure.of("source-validator.NoDataInAOI")
        if self.cell is not None:
            from mapflow.sandbox.sources.sentinel import touches

            if not touches(self.cell, polygon):
                return Failure.of("source-validator.AOINotInCell", actual_cell=self.cell)
        return None

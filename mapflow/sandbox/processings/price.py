"""What a run costs."""

import math

from mapflow.sandbox.models import Model
from mapflow.sandbox.models.options import Options
from mapflow.sandbox.sources.source import Source


def price(area_m2: int, options: Options, source: Source) -> int:
    """Return the cost in credits: area (at least 1 km²) times prices, rounded up.

    Only imagery of a provider costs something; own images and tile addresses do not.
    """
    imagery = source.provider.price_at(source.zoom) if source.provider else 0.0
    # Rounded before rounding up, so that 3 x 1.1 does not cost a credit more than 3.3.
    return math.ceil(round(max(1.0, area_m2 / 1e6) * (options.price_per_km2 + imagery), 6))


def loaded_megabytes(area_m2: int, latitude: float, source: Source, model: Model) -> float:
    """Return the size of the imagery of a run, uncompressed."""
    if source.images:
        pixel_m = min(image.pixel_m for image in source.images)
    elif source.captures:
        pixel_m = min(capture.pixel_m for capture in source.captures)
    elif source.cell:
        pixel_m = model.requirements.min_pixel_m
    else:
        pixel_m = 156_543.034 * math.cos(math.radians(latitude)) / (1 << source.zoom)
    return area_m2 / max(pixel_m, 0.01) ** 2 * 3 / 1e6

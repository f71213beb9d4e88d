"""The limits on the areas of a request: number, size, bounding box, the provider's minimum."""

from collections.abc import Sequence

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.areas.geometry import Polygon
from mapflow.sandbox.areas.measure import bounding_box_area_m2, ellipsoidal_area_m2
from mapflow.sandbox.openapi.problems import Problem, bad_request
from mapflow.sandbox.providers import Provider


def check_limits(polygons: Sequence[Polygon], account: Account) -> None:
    """Refuse too many polygons, too large an area, or a polygon whose bounding box is too large.

    Raises:
        Problem: 400; ``TOO_LARGE_PROCESSING`` for the areas.
    """
    most = account.settings.maxAoisPerProcessing
    if most and len(polygons) > most:
        raise bad_request(
            f"Too many areas of interest: {len(polygons)}, at most {most} in one processing"
        )
    limit = account.settings.aoiAreaLimit
    largest = max(
        sum(ellipsoidal_area_m2(polygon) for polygon in polygons),
        *(bounding_box_area_m2(polygon) for polygon in polygons),
    )
    if limit and largest > limit:
        raise Problem(
            400,
            f"The area of {largest:.0f} m2 is over the limit of {limit} m2",
            code="TOO_LARGE_PROCESSING",
            parameters={"area": round(largest), "aoiAreaLimit": limit},
        )


def check_provider_minimum(area_m2: int, provider: Provider) -> None:
    """Refuse an area below what the provider sells.

    Raises:
        Problem: 400 ``ProviderMinAreaError``.
    """
    area_km2 = area_m2 / 1e6
    if provider.min_area_km2 is not None and area_km2 < provider.min_area_km2:
        raise Problem(
            400,
            f"{provider.label} starts at {provider.min_area_km2} km2, this is {area_km2} km2",
            code="ProviderMinAreaError",
            parameters={
                "aoiArea": area_km2,
                "providerName": provider.label,
                "providerMinArea": provider.min_area_km2,
            },
        )

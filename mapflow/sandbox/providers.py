"""The imagery providers that the sandbox knows. All of them deliver the synthetic scene."""

import dataclasses
from collections.abc import Sequence
from typing import Final

from mapflow.sandbox.openapi.schema_conversion import JsonObject


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """An imagery provider; ``price_per_km2`` by zoom."""

    id: str
    name: str
    label: str
    price_per_km2: dict[int, float]
    min_area_km2: float | None = None

    def price_at(self, zoom: int) -> float:
        """Return the price at a zoom: of the nearest listed one below, or else of the lowest."""
        listed = sorted(self.price_per_km2)
        if not listed:
            return 0.0
        below = [each for each in listed if each <= zoom]
        return self.price_per_km2[below[-1] if below else listed[0]]

    def view(self, preview_url: str) -> JsonObject:
        """Return the provider as user status shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "displayName": self.label,
            "price": [
                {"zoom": zoom, "priceSqKm": price} for zoom, price in self.price_per_km2.items()
            ],
            "previewUrl": preview_url,
            "previewUrlMaxZoom": 20,
            "minAreaSqKm": self.min_area_km2,
        }


PROVIDERS: Final = (
    Provider(
        "99999999-0000-4000-8000-000000000001", "mapbox", "Mapbox", {17: 1.0, 18: 3.0, 19: 9.0}
    ),
    Provider(
        "99999999-0000-4000-8000-000000000002",
        "arcgis_world_imagery",
        "ArcGIS World Imagery",
        {17: 1.0, 18: 3.0, 19: 9.0},
    ),
    Provider(
        "99999999-0000-4000-8000-000000000003",
        "sandbox_commercial",
        "Sandbox Commercial (from 5 km²)",
        {17: 15.0, 18: 60.0, 19: 180.0},
        min_area_km2=5.0,
    ),
    Provider(
        "99999999-0000-4000-8000-000000000004", "maxar", "Maxar", {17: 15.0, 18: 60.0, 19: 180.0}
    ),
)

SEARCH_PROVIDERS: Final = (
    Provider(
        "99999999-0000-4000-8000-000000000011", "sandbox_half_metre", "Sandbox 0.5 m", {18: 20.0}
    ),
    Provider(
        "99999999-0000-4000-8000-000000000012",
        "sandbox_third_metre",
        "Sandbox 0.3 m (from 2 km²)",
        {19: 45.0},
        min_area_km2=2.0,
    ),
    Provider("99999999-0000-4000-8000-000000000013", "sandbox_mosaic", "Sandbox mosaic", {18: 5.0}),
    Provider(
        "99999999-0000-4000-8000-000000000014", "sandbox_closed", "Sandbox, in no plan", {18: 60.0}
    ),
)
OWN_IMAGES: Final = Provider(
    "99999999-0000-4000-8000-000000000021", "my_imagery_images", "My imagery: images", {}
)
OWN_MOSAICS: Final = Provider(
    "99999999-0000-4000-8000-000000000022", "my_imagery_mosaics", "My imagery: mosaics", {}
)

DEFAULT_SEARCH_PLAN: Final = ("sandbox_half_metre", "sandbox_third_metre", "sandbox_mosaic")
DEFAULT_PLAN: Final = ("mapbox", "arcgis_world_imagery", "sandbox_commercial")


def in_plan(names: Sequence[str]) -> list[Provider]:
    """Return the providers of a plan, in its order."""
    by_name = {provider.name: provider for provider in PROVIDERS}
    return [by_name[name] for name in names if name in by_name]


def searchable(names: Sequence[str]) -> list[Provider]:
    """Return the catalog providers whose imagery may be processed, the caller's imagery last."""
    by_name = {provider.name: provider for provider in SEARCH_PROVIDERS}
    return [*(by_name[name] for name in names if name in by_name), OWN_IMAGES, OWN_MOSAICS]


def find_searched(name: str) -> Provider | None:
    """Return the provider of the catalog with this name, whatever its case and the plan."""
    every = (*SEARCH_PROVIDERS, OWN_IMAGES, OWN_MOSAICS)
    return next((each for each in every if each.name.casefold() == name.casefold()), None)


def find(name: str, plan: Sequence[str]) -> Provider | None:
    """Return the provider with this name or label, whatever its case; samples use both."""
    wanted = name.casefold()
    for provider in in_plan(plan):
        if wanted in (provider.name.casefold(), provider.label.casefold()):
            return provider
    return None

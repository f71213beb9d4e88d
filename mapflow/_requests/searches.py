"""The filters of a search of the catalog, checked before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from mapflow import _arguments
from mapflow._arguments import or_unset
from mapflow._hints import Hint
from mapflow._requests.dates import as_moment, check_range
from mapflow._text.numbers import amount
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow_openapi import models

    from mapflow._requests.dates import Moment

# A larger number is not a resolution, angle or share.
_LARGEST = 1e12
_OF_SEARCHES = ("min_intersection_percent", "providers", "product_types", "only_available")
_PRODUCTS = ("IMAGE", "MOSAIC")
_NUMBERS = (
    "min_resolution_m",
    "max_resolution_m",
    "max_cloud_cover_percent",
    "min_off_nadir_deg",
    "max_off_nadir_deg",
    "min_intersection_percent",
)


class Filters(NamedTuple):
    """Filters that an image must pass; None leaves a filter out.

    Attributes:
        after: Taken then or later; a date, a datetime, or text (31 January 2026).
        before: Taken then or earlier; a bare day counts to its end.
        min_resolution_m: Minimum resolution, in metres per pixel.
        max_resolution_m: Maximum resolution, in metres per pixel.
        max_cloud_cover_percent: Maximum cloud cover, 0 to 100.
        min_off_nadir_deg: Minimum angle from the vertical, in degrees.
        max_off_nadir_deg: Maximum angle from the vertical, in degrees.
        min_intersection_percent: Minimum share of the area covered, 0 to 100.
        providers: Of these providers only.
        product_types: ``IMAGE``, ``MOSAIC``, or both.
        only_available: Only of providers that the account may process.
    """

    after: Moment | None = None
    before: Moment | None = None
    min_resolution_m: float | None = None
    max_resolution_m: float | None = None
    max_cloud_cover_percent: float | None = None
    min_off_nadir_deg: float | None = None
    max_off_nadir_deg: float | None = None
    min_intersection_percent: float | None = None
    providers: Sequence[str] | None = None
    product_types: Sequence[str] | None = None
    only_available: bool | None = None


def fill(body: models.CatalogSearch | models.SearchParams, filters: Filters) -> None:
    """Check the filters and write them into a request."""
    _fill_shared(body, filters)
    body.min_aoi_intersection_percent = or_unset(filters.min_intersection_percent)
    body.data_providers = or_unset(_providers(filters))
    body.product_types = or_unset(_products(filters))
    body.hide_unavailable = or_unset(filters.only_available)


def fill_found(body: models.FoundImagesRequest, filters: Filters) -> None:
    """Do the same for images that a planned search has found; they have fewer filters."""
    check_filters(filters)
    for name in _OF_SEARCHES:
        if getattr(filters, name) is not None:
            raise InvalidInput(
                f"Images already found cannot be filtered by {name}.",
                hint="Change the planned search itself with planned.update.",
            )
    _fill_shared(body, filters)


def _fill_shared(
    body: models.CatalogSearch | models.SearchParams | models.FoundImagesRequest, filters: Filters
) -> None:
    check_filters(filters)
    after, before = as_moment(filters.after, "after"), as_moment(filters.before, "before", end=True)
    check_range(after, before)
    _check_numbers(filters)
    _check_percent(filters.max_cloud_cover_percent, "max_cloud_cover_percent")
    _check_percent(filters.min_intersection_percent, "min_intersection_percent")
    _check_order(filters.min_resolution_m, filters.max_resolution_m, "resolution_m")
    _check_order(filters.min_off_nadir_deg, filters.max_off_nadir_deg, "off_nadir_deg")
    body.acquisition_date_from = or_unset(after)
    body.acquisition_date_to = or_unset(before)
    body.min_resolution = or_unset(filters.min_resolution_m)
    body.max_resolution = or_unset(filters.max_resolution_m)
    body.max_cloud_cover = or_unset(filters.max_cloud_cover_percent)
    body.min_off_nadir_angle = or_unset(filters.min_off_nadir_deg)
    body.max_off_nadir_angle = or_unset(filters.max_off_nadir_deg)


def check_filters(filters: object) -> None:
    """Refuse what are not filters."""
    if not isinstance(filters, Filters):
        raise InvalidInput(
            f"`filters` must be Filters, got {type(filters).__name__}.",
            hint=Hint(
                python="Make them with mapflow.Filters(max_cloud_cover_percent=20).",
                command="Set them with options such as --max-cloud 20.",
            ),
        )


def _providers(filters: Filters) -> list[str] | None:
    if filters.providers is None:
        return None
    names = _arguments.texts(filters.providers, "providers")
    if not names:
        raise InvalidInput(
            "The list of providers is empty, and the service would search nothing.",
            hint="Omit `providers` to search all.",
        )
    if not all(name.strip() for name in names):
        raise InvalidInput(
            "The name of a provider is empty.", hint="Omit `providers` to search all."
        )
    return names


def _products(filters: Filters) -> list[str] | None:
    if filters.product_types is None:
        return None
    wanted = filters.product_types
    types = [word.upper() for word in _arguments.texts(wanted, "product_types")]
    for word in types:
        if word not in _PRODUCTS:
            raise InvalidInput(f"Unknown product type {word!r}.", hint="They are IMAGE and MOSAIC.")
    return types or None


def _check_numbers(filters: Filters) -> None:
    for name in _NUMBERS:
        value: object = getattr(filters, name)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is not None and not (number and abs(cast("float", value)) < _LARGEST):
            raise InvalidInput(f"{name} is a number, not {value!r}.")


def _check_percent(value: float | None, name: str) -> None:
    if value is not None and not 0 <= value <= 100:
        raise InvalidInput(f"{name} must be 0 to 100, got {value!r}.")


def _check_order(low: float | None, high: float | None, name: str) -> None:
    if low is not None and high is not None and low > high:
        raise InvalidInput(f"min_{name} ({amount(low)}) is above max_{name} ({amount(high)}).")

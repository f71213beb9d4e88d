"""The limits that a plan keeps, and where they are read."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, runtime_checkable

from mapflow._arguments import figure_or_none
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow
    from mapflow._views.account import AccountStatus

#: By how much the service's measure of an area may exceed ours: at the rim of its UTM zone a
#: planar area is up to 0.2 % larger than on the ellipsoid.
MARGIN: Final = 0.002
#: Where the account does not say how many polygons one processing may have.
USUAL_POLYGONS: Final = 10
#: What a processing is billed for at least, in square metres, by the published price list.
LEAST_BILLED_M2: Final = 1e6
#: A hectare: below it, the rests of cuts are no longer small beside a cell.
_LEAST_LIMIT_M2: Final = 10_000.0


class SplitLimits(NamedTuple):
    """The limits of one processing. A limit that is None or 0 is unknown, and not kept.

    Attributes:
        aoi_area_limit_m2: Largest total area, and largest area of the box around each polygon, in
            square metres: ``Project.aoi_area_limit_m2``.
        max_areas: Largest number of polygons: ``AccountStatus.max_areas``. Unknown: 10.
        min_area_m2: Smallest area, in square metres, such as that of an imagery provider.
        remaining_area_m2: What is left of the area quota, in square metres; None unless the account
            is billed by area. A plan above it says so in its notes.
    """

    aoi_area_limit_m2: float | None = None
    max_areas: int | None = None
    min_area_m2: float | None = None
    remaining_area_m2: float | None = None


@runtime_checkable
class SupportsLimits(Protocol):
    """Anything that knows the limits of one processing, such as an `Estimate`."""

    @property
    def aoi_area_limit_m2(self) -> float | None:
        """Largest total area, in square metres."""
        ...

    @property
    def max_areas(self) -> int | None:
        """Largest number of polygons."""
        ...


class Kept(NamedTuple):
    """The limits to plan with, with the margin for the service's own measure taken off.

    Attributes:
        area_m2: The largest area of all polygons, and of the box around each.
        polygons: The largest number of polygons.
        min_area_m2: The smallest area.
    """

    area_m2: float
    polygons: int
    min_area_m2: float


def with_margin(limits: SplitLimits) -> Kept:
    """The limits to plan with."""
    largest, least = limits.aoi_area_limit_m2, limits.min_area_m2
    return Kept(
        largest * (1 - MARGIN) if largest else inf,
        limits.max_areas or USUAL_POLYGONS,
        (least or 0.0) * (1 + MARGIN),
    )


def as_limits(limits: object) -> SplitLimits:
    """The limits that a caller gave, checked."""
    if not isinstance(limits, SupportsLimits):
        raise InvalidInput(
            f"`limits` must be limits or a client, got {type(limits).__name__}.",
            hint="Pass a SplitLimits, an estimate, or a Mapflow client; with an AsyncMapflow, the"
            " SplitLimits of its account and project.",
        )
    polygons = _number(limits.max_areas, "max_areas")
    if polygons is not None and polygons != int(polygons):
        raise InvalidInput(f"`max_areas` must be a whole number, got {limits.max_areas!r}.")
    return SplitLimits(
        _number(limits.aoi_area_limit_m2, "aoi_area_limit_m2"),
        None if polygons is None else int(polygons),
        _number(getattr(limits, "min_area_m2", None), "min_area_m2"),
        _number(getattr(limits, "remaining_area_m2", None), "remaining_area_m2"),
    )


def _number(value: object, name: str) -> float | None:
    number = figure_or_none(value, name)
    if number is not None and not 0 <= number < inf:
        raise InvalidInput(f"`{name}` must be a finite number, 0 or more, got {value!r}.")
    return number


def limits_of(
    client: Mapflow, *, project: str | None = None, provider: str | None = None
) -> SplitLimits:
    """Read the limits of one processing from the service.

    Args:
        client: The client.
        project: ID or name of the project, whose owner's limits apply. Default: the default
            project.
        provider: Name of the imagery provider, which may have a smallest area. Default: none.

    Returns:
        The limits, for `mapflow.split`.

    Raises:
        InvalidInput: The account has no such provider. Correct its name.
        ApiError: The service refused to tell.

    Example:
        ```python
        from mapflow.splitting import limits_of

        print(limits_of(mf).max_areas)
        ```

    Operation: GET /user/status, GET /projects/default.
    """
    account = client.account.status()
    home = client.projects.default() if project is None else client.projects.get(project)
    return limits_from(account, home.aoi_area_limit_m2, provider)


def limits_from(
    account: AccountStatus, aoi_area_limit_m2: float | None, provider: str | None
) -> SplitLimits:
    """The limits that the responses of the service come to.

    Args:
        account: The account.
        aoi_area_limit_m2: The limit of the project's owner, in square metres.
        provider: Name of the imagery provider; None if it has no smallest area.
    """
    smallest = None if provider is None else _smallest_km2(account, provider)
    by_area = account.billing_type == "AREA"
    return SplitLimits(
        aoi_area_limit_m2 or None,
        account.max_areas or None,
        smallest * 1e6 if smallest else None,
        account.remaining_area_m2 if by_area else None,
    )


def _smallest_km2(account: AccountStatus, name: str) -> float | None:
    """The smallest area of a provider."""
    for each in account.providers:
        if each.name.casefold() == name.casefold():
            return each.min_area_km2
    known = ", ".join(each.name for each in account.providers)
    raise InvalidInput(
        f"The account has no imagery provider {name!r}.",
        hint=f"Use one of those it has: {known}." if known else None,
    )


def read_limits(limits: SupportsLimits | Mapflow | None) -> SplitLimits:
    """The limits that a caller gave: themselves, or those of a client."""
    from mapflow._sync.client import Mapflow

    if limits is None:
        with Mapflow() as client:
            return limits_of(client)
    if isinstance(limits, Mapflow):
        return limits_of(limits)
    return as_limits(limits)


def check_size(limits: SplitLimits) -> None:
    """Refuse a limit in the wrong unit, with which there would be no end of cutting."""
    largest = limits.aoi_area_limit_m2
    if largest and largest < _LEAST_LIMIT_M2:
        raise InvalidInput(
            f"`aoi_area_limit_m2` must be {_LEAST_LIMIT_M2:,.0f} or more, got {largest:g}.",
            hint="It is in square metres: 25 km² are 25_000_000.",
        )

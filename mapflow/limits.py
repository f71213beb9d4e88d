"""The limits of an account, checked before anything is spent.

Pure checks: figures in, an error out. A limit that is missing or 0 is unknown, and the service
decides; a balance (what remains of something) of 0 is a balance of 0.

Areas get a margin of 0.1 percent. The service seems to measure in the local UTM zone, where an
area comes out up to 0.08 percent smaller than on the ellipsoid, so that an area at the very limit
may well be accepted; what is refused here is above the limit by either measure.
"""

from __future__ import annotations

from typing import Final

from mapflow._arguments import figure, figure_or_none
from mapflow._base_errors import CostLimitExceeded, InvalidInput, LimitExceeded
from mapflow._hints import Hint, argument, joined
from mapflow._text.numbers import amount
from mapflow.geometry import Summary

__all__ = [
    "AREA_MARGIN",
    "area_text",
    "check_area",
    "check_credits",
    "check_max_cost",
    "check_upload",
    "exceeded_by",
]

AREA_MARGIN: Final = 0.001
"""The share by which an area may exceed a limit before it is refused here."""

_SPLIT: Final = Hint(
    python="Split it into several processings with mapflow.batch.run_split(...)",
    command="Split it into several processings with `mapflow run --split` or `batch run --split`",
    tool="Split it into several processings with estimate_batch",
)


def check_area(
    summary: Summary,
    *,
    aoi_area_limit_m2: float | None = None,
    max_areas: int | None = None,
    remaining_area_m2: float | None = None,
    billing_type: str | int | None = None,
) -> None:
    """Check an area against the limits of an account.

    Args:
        summary: Measures of the area, from `mapflow.geometry.summarise`.
        aoi_area_limit_m2: Largest total area of one processing, and largest area of the bounding
            box around each polygon, in square metres. It is the project owner's. 0 or None:
            unknown.
        max_areas: Largest number of polygons in one processing. 0 or None: unknown.
        remaining_area_m2: What is left of the area quota, in square metres; checked only if
            the account is billed by area. None: unknown.
        billing_type: ``"AREA"``, ``"CREDITS"`` or ``"NONE"``; anything else is unknown.

    Raises:
        LimitExceeded: The area is too large, has too many polygons, or a polygon's bounding box is
            too large. Split the area with `mapflow.batch.run_split`, or reduce it.

    Example:
        ```python
        from mapflow.geometry import as_geometry, summarise
        from mapflow.limits import check_area

        summary = summarise(as_geometry((37.298, 55.636, 37.308, 55.640)))
        check_area(summary, aoi_area_limit_m2=25_000_000, max_areas=10)
        ```
    """
    for error in exceeded_by(
        summary,
        aoi_area_limit_m2=aoi_area_limit_m2,
        max_areas=max_areas,
        remaining_area_m2=remaining_area_m2,
        billing_type=billing_type,
    ):
        raise error


def exceeded_by(
    summary: Summary,
    *,
    aoi_area_limit_m2: float | None = None,
    max_areas: int | None = None,
    remaining_area_m2: float | None = None,
    billing_type: str | int | None = None,
) -> list[LimitExceeded]:
    """List the limits of an account that an area exceeds, without refusing it.

    Args:
        summary: Measures of the area, from `mapflow.geometry.summarise`.
        aoi_area_limit_m2: As in `check_area`, in square metres. 0 or None: unknown.
        max_areas: As in `check_area`. 0 or None: unknown.
        remaining_area_m2: As in `check_area`, in square metres. None: unknown.
        billing_type: As in `check_area`.

    Returns:
        The errors that `check_area` would raise, one for each limit; empty when it fits.

    Example:
        ```python
        from mapflow.geometry import as_geometry, summarise
        from mapflow.limits import exceeded_by

        summary = summarise(as_geometry((37.298, 55.636, 37.308, 55.640)))
        for error in exceeded_by(summary, aoi_area_limit_m2=100_000):
            print(error.limit, error.allowed, error.found)
        ```
    """
    if not isinstance(summary, Summary):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"`summary` must be the measures of an area, got {type(summary).__name__}.",
            hint="Pass mapflow.geometry.summarise(as_geometry(area)).",
        )
    aoi_area_limit_m2 = figure_or_none(aoi_area_limit_m2, "aoi_area_limit_m2")
    most_areas = figure_or_none(max_areas, "max_areas")
    remaining_area_m2 = figure_or_none(remaining_area_m2, "remaining_area_m2")
    found: list[LimitExceeded] = []
    if most_areas and summary.polygon_count > most_areas:
        found.append(
            LimitExceeded(
                f"The area has {amount(summary.polygon_count)} polygons;"
                f" the maximum is {amount(most_areas)}.",
                limit="max_areas",
                allowed=most_areas,
                found=summary.polygon_count,
                hint=joined(_SPLIT, ", or join polygons that touch."),
            )
        )
    if aoi_area_limit_m2:
        found += _too_large(summary, aoi_area_limit_m2)
    by_area = _billed_by(billing_type, "AREA")
    if by_area and remaining_area_m2 is not None and _above(summary.area_m2, remaining_area_m2):
        found.append(
            LimitExceeded(
                f"The area is {area_text(summary.area_m2)}, and"
                f" {area_text(remaining_area_m2)} remain of the account's quota.",
                limit="remaining_area_m2",
                allowed=remaining_area_m2,
                found=summary.area_m2,
                hint="Reduce it, or ask for more at app.mapflow.ai.",
            )
        )
    return found


def check_credits(
    cost: float, remaining_credits: float | None, *, billing_type: str | int | None = "CREDITS"
) -> None:
    """Check the cost of a run against the credits of an account.

    Args:
        cost: What the service asks for the run, in credits.
        remaining_credits: Credits left. None: unknown.
        billing_type: As in `check_area`; only accounts billed in credits are checked.

    Raises:
        LimitExceeded: The credits do not suffice. Top up the account, or reduce the area.

    Example:
        ```python
        from mapflow.limits import check_credits

        check_credits(30, 250)
        ```
    """
    cost = figure(cost, "cost")
    remaining_credits = figure_or_none(remaining_credits, "remaining_credits")
    if remaining_credits is None or not _billed_by(billing_type, "CREDITS"):
        return
    if cost > remaining_credits:
        raise LimitExceeded(
            f"The run costs {amount(cost)} credits, and {amount(remaining_credits)} remain on"
            " the account.",
            limit="remaining_credits",
            allowed=remaining_credits,
            found=cost,
            hint="Top up the account, or reduce the area.",
        )


def check_max_cost(cost: float, max_cost: float | None) -> None:
    """Check the cost of a run against what its caller is ready to pay.

    Args:
        cost: What the service asks for the run, in credits.
        max_cost: Maximum to spend, in credits. None: no limit; 0 allows only what is
            free.

    Raises:
        CostLimitExceeded: The run would cost more. Nothing was spent; raise ``max_cost`` or reduce
            the area.

    Example:
        ```python
        from mapflow.limits import check_max_cost

        check_max_cost(30, 50)
        ```
    """
    cost = figure(cost, "cost")
    max_cost = figure_or_none(max_cost, "max_cost")
    if max_cost is not None and not cost <= max_cost:
        raise CostLimitExceeded(
            joined(
                f"The run costs {amount(cost)} credits, more than the {amount(max_cost)} allowed"
                " by ",
                argument("max_cost"),
                ".",
            ),
            limit="max_cost",
            allowed=max_cost,
            found=cost,
            hint=joined("Raise ", argument("max_cost"), ", or reduce the area or the options."),
        )


def check_upload(
    size_bytes: int, *, max_file_bytes: int | None = None, free_bytes: int | None = None
) -> None:
    """Check the size of a file against the storage of an account.

    Args:
        size_bytes: Size of the file, in bytes.
        max_file_bytes: The largest file the service takes, in bytes. 0 or None: unknown.
        free_bytes: Storage left, in bytes. None: unknown or without limit.

    Raises:
        LimitExceeded: The file is too large. Compress or split it, or delete old imagery.

    Example:
        ```python
        from mapflow.limits import check_upload

        check_upload(70_000_000, max_file_bytes=1_073_741_824)
        ```
    """
    size, free = figure(size_bytes, "size_bytes"), figure_or_none(free_bytes, "free_bytes")
    most = figure_or_none(max_file_bytes, "max_file_bytes")
    if most and size > most:
        raise LimitExceeded(
            f"The file has {amount(size)} bytes; the maximum is {amount(most)}.",
            limit="max_file_bytes",
            allowed=most,
            found=size,
            hint="Compress it, or split it into several files.",
        )
    if free is not None and size > free:
        raise LimitExceeded(
            f"The file has {amount(size)} bytes, and {amount(free)} bytes of storage are free.",
            limit="free_bytes",
            allowed=free,
            found=size,
            hint="Delete imagery that is no longer needed, or extend the plan.",
        )


def area_text(area_m2: float) -> str:
    """Write an area as a person reads it, in square kilometres and square metres.

    Args:
        area_m2: Area in square metres.

    Returns:
        Such as ``"26.1 km² (26,104,000 m²)"``.

    Example:
        ```python
        from mapflow.limits import area_text

        print(area_text(265_197))
        ```
    """
    area_m2 = figure(area_m2, "area_m2")
    km2 = area_m2 / 1e6
    return f"{km2:{',.0f' if km2 >= 1000 else '.4g'}} km² ({area_m2:,.0f} m²)"


def _too_large(summary: Summary, limit_m2: float) -> list[LimitExceeded]:
    if _above(summary.area_m2, limit_m2):
        return [
            LimitExceeded(
                f"The area is {area_text(summary.area_m2)},"
                f" one processing may cover {area_text(limit_m2)}.",
                limit="aoi_area_limit_m2",
                allowed=limit_m2,
                found=summary.area_m2,
                hint=joined(_SPLIT, ", or reduce it."),
            )
        ]
    for index, box in enumerate(summary.bounding_boxes):
        if _above(box.area_m2, limit_m2):
            which = f"polygon {index}" if summary.polygon_count > 1 else "the area"
            return [
                LimitExceeded(
                    f"The bounding box of {which} covers {area_text(box.area_m2)}, and the limit of"
                    f" {area_text(limit_m2)} holds for the box as well as for the area in it.",
                    limit="aoi_area_limit_m2",
                    allowed=limit_m2,
                    found=box.area_m2,
                    hint=joined(_SPLIT, ", or cut a long polygon into shorter pieces."),
                )
            ]
    return []


def _above(found: float, allowed: float) -> bool:
    return found > allowed * (1 + AREA_MARGIN)


def _billed_by(billing_type: str | int | None, kind: str) -> bool:
    return isinstance(billing_type, str) and billing_type.strip().upper() == kind

"""What a run would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mapflow._records.account import Model


class Estimate(NamedTuple):
    """The price of a run, with what it was asked for: look before you spend.

    Attributes:
        cost: Credits the run would cost.
        area_m2: Geodesic area, in square metres; the service's own figure may differ by 0.1 %.
        area_count: How many polygons, each an area of interest of its own.
        centre: Longitude and latitude of the middle, to see at once that axes are not swapped.
        model: The model that was found for the given name.
    """

    cost: float
    area_m2: float
    area_count: int
    centre: tuple[float, float]
    model: Model

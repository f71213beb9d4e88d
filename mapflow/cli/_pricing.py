"""What a run costs: shown, and agreed to before it is started."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from mapflow.cli._consent import ask
from mapflow.cli._output import in_credits, km2, note, show_facts
from mapflow.limits import check_max_cost

if TYPE_CHECKING:
    from mapflow import Estimate, Mapflow, PricePart
    from mapflow._requests.run_spec import RunSpec

_PRICE_OF: Final = {
    "model": "Price of model",
    "option": "Price of option",
    "imagery": "Price of imagery",
}


def price_as_json(price: Estimate) -> dict[str, object]:
    """A price, for programs."""
    return {
        "cost": price.cost,
        "area_m2": price.area_m2,
        "area_count": price.area_count,
        "centre": list(price.centre),
        "model": {"id": price.model.id, "name": price.model.name},
        "aoi_area_limit_m2": price.aoi_area_limit_m2,
        "max_areas": price.max_areas,
        "remaining_credits": price.remaining_credits,
        "missing_credits": price.missing_credits,
        "parts": [part._asdict() for part in price.parts],
        "obstacles": [
            {
                "limit": obstacle.limit,
                "allowed": obstacle.allowed,
                "found": obstacle.found,
                "message": str(obstacle),
            }
            for obstacle in price.obstacles
        ],
    }


def show_price(price: Estimate) -> None:
    """Print a price, and what it is made of."""
    show_facts(
        [
            ("Cost", in_credits(price.cost)),
            *((_PRICE_OF[part.kind], _listed(part)) for part in price.parts),
            ("Credits left", in_credits(price.remaining_credits)),
            ("Missing", in_credits(price.missing_credits or None)),
            ("Model", price.model.name),
            ("Area", km2(price.area_m2)),
            ("Areas", price.area_count),
            ("Centre", _place(price)),
            ("Maximum area", km2(price.aoi_area_limit_m2)),
            ("Maximum areas", price.max_areas),
            *(("Obstacle", str(obstacle)) for obstacle in price.obstacles),
        ]
    )


def agreed(client: Mapflow, spec: RunSpec, *, yes: bool) -> tuple[float | None, Estimate | None]:
    """Show the price and ask for consent; return the maximum cost, and the price.

    What a limit forbids is refused before the price is requested, and before the user is asked.
    """
    max_cost = spec.max_cost
    if yes or not sys.stdin.isatty():
        return max_cost, None
    price = client.processings._sender.estimate(spec, within_limits=True)
    for obstacle in price.obstacles:
        raise obstacle
    check_max_cost(price.cost, max_cost)
    listed = "; ".join(map(_listed, price.parts))
    if listed:
        note(f"Listed prices: {listed}.")
    if price.remaining_credits is not None:
        note(f"Credits left: {in_credits(price.remaining_credits)}.")
    ask(
        f"{price.model.name} on {km2(price.area_m2)} around {_place(price)}"
        f" costs {in_credits(price.cost)}. Continue?"
    )
    # What the user agreed to is the maximum cost.
    return price.cost if max_cost is None else max_cost, price


def _listed(part: PricePart) -> str:
    if part.credits_per_km2 is None:
        return f"{part.name} depends on the zoom"
    return f"{part.name} {in_credits(part.credits_per_km2)} per km²"


def _place(price: Estimate) -> str:
    lon, lat = price.centre
    return f"{abs(lat):.4f}°{'N' if lat >= 0 else 'S'} {abs(lon):.4f}°{'E' if lon >= 0 else 'W'}"

"""``mapflow status``, ``models`` and ``providers``: what the account may do, and at what price."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from mapflow._text.display import size
from mapflow._text.numbers import amount
from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command
from mapflow.cli._output import in_credits, km2, note, show_facts, show_json, show_table

if TYPE_CHECKING:
    from mapflow import ImageryProvider, Model


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "status")(status)
    command(app, "models")(models)
    command(app, "providers")(providers)


def status(session: Session) -> None:
    """Show the account: what is left, imagery providers, teams.

    What is left is told in credits, km² and bytes of storage.
    """
    with session.client() as client:
        account = client.account.status()
        home = client.projects.default()
    if session.json:
        show_json(account.raw | {"aoi_area_limit_m2": home.aoi_area_limit_m2})
        return
    names = ", ".join(
        provider.name if provider.name == provider.label else f"{provider.label} ({provider.name})"
        for provider in account.providers
    )
    show_facts(
        [
            ("Account", account.email),
            ("Billing", account.billing_type),
            ("Credits left", in_credits(account.remaining_credits)),
            ("Area left", km2(account.remaining_area_m2)),
            ("Area processed", km2(account.processed_area_m2)),
            ("Maximum areas", account.max_areas),
            ("Maximum area", km2(home.aoi_area_limit_m2)),
            ("Storage", size(account.memory_limit_bytes)),
            ("Models", ", ".join(model.name for model in account.models)),
            ("Providers", names),
            ("Teams", ", ".join(f"{team.name} ({team.role})" for team in account.teams)),
        ]
    )


def models(session: Session) -> None:
    """List the models with their options and listed prices."""
    with session.client() as client:
        found = client.models.list()
    if session.json:
        show_json([model.raw for model in found])
        return
    show_table(
        [
            Column("Name", kind="name"),
            Column("Credits/km²", "right"),
            Column("Options", kind="text"),
            Column("ID"),
        ],
        [
            (
                model.name,
                _price(model),
                ", ".join(
                    f"{option.name} (+{amount(option.price_per_km2)})"
                    if option.optional
                    else f"[{option.name} {amount(option.price_per_km2)}]"
                    for option in model.options
                ),
                model.id,
            )
            for model in found
        ],
        empty="The account has no models.",
    )
    if sys.stdout.isatty():
        note(
            "Prices are credits per km². [N] is part of the price, (+N) is added if the option is"
            " switched on. Imagery of a provider costs extra: see `mapflow providers`."
        )


def _price(model: Model) -> float | None:
    """What each run costs: the steps that always run, or the model's own price without any."""
    always = [option.price_per_km2 for option in model.options if not option.optional]
    return sum(always) if always else model.price_per_km2


def providers(session: Session) -> None:
    """List the imagery providers with their prices at each zoom."""
    with session.client() as client:
        found = client.account.status().providers
    if session.json:
        show_json([_as_json(provider) for provider in found])
        return
    show_table(
        [
            Column("Name"),
            Column("Label", kind="name"),
            Column("Credits/km²", kind="text"),
            Column("Smallest area", "right"),
        ],
        [
            (
                provider.name,
                provider.label,
                _prices(provider),
                km2(None if provider.min_area_km2 is None else provider.min_area_km2 * 1e6),
            )
            for provider in found
        ],
        empty="The account may use no imagery providers.",
    )
    if sys.stdout.isatty():
        note("Use one with `--source provider:NAME`. The price is added to that of the model.")


def _prices(provider: ImageryProvider) -> str:
    prices = provider.price_per_km2
    if not any(prices.values()):
        return "free"
    if len(set(prices.values())) == 1:
        return amount(next(iter(prices.values())))
    return ", ".join(f"{amount(price)} at zoom {zoom}" for zoom, price in sorted(prices.items()))


def _as_json(provider: ImageryProvider) -> dict[str, object]:
    prices = sorted(provider.price_per_km2.items())
    facts: dict[str, object] = provider._asdict()
    # Zooms are values, not names, so they are not keys.
    facts["price_per_km2"] = [{"zoom": zoom, "credits": price} for zoom, price in prices]
    return facts

"""``mapflow status`` and ``mapflow models``: what the account may do."""

from __future__ import annotations

import typer

from mapflow.cli._command import Session, command
from mapflow.cli._output import Column, km2, show_facts, show_json, show_table, size


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "status", panel="Account")(status)
    command(app, "models", panel="Account")(models)


def status(session: Session) -> None:
    """Show the account: credits, area and storage left, imagery providers, teams."""
    with session.client() as client:
        account = client.account.status()
        home = None if session.json else client.projects.default()
    if session.json:
        show_json(account.raw)
        return
    providers = ", ".join(
        provider.name if provider.name == provider.label else f"{provider.label} ({provider.name})"
        for provider in account.providers
    )
    show_facts(
        [
            ("Account", account.email),
            ("Billing", account.billing_type),
            ("Credits left", account.remaining_credits),
            ("Area left", km2(account.remaining_area_m2)),
            ("Area processed", km2(account.processed_area_m2)),
            ("Areas per processing", account.max_areas),
            ("Area per processing", km2(home.aoi_area_limit_m2) if home else ""),
            ("Storage", size(account.memory_limit_bytes)),
            ("Models", ", ".join(model.name for model in account.models)),
            ("Providers", providers),
            ("Teams", ", ".join(f"{team.name} ({team.role})" for team in account.teams)),
        ]
    )


def models(session: Session) -> None:
    """List the models of the account, with their options and listed prices."""
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
                model.price_per_km2,
                ", ".join(
                    f"{option.name} (+{option.price_per_km2:g})"
                    if option.optional
                    else f"[{option.name} {option.price_per_km2:g}]"
                    for option in model.options
                ),
                model.id,
            )
            for model in found
        ],
        empty="The account has no models.",
    )

"""The list of commands as a person reads it: grouped by what one wants, never cut."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final, Protocol

from typer.core import TyperGroup

if TYPE_CHECKING:
    import typer

#: The headings in their order, each with its commands in theirs.
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "First steps": (
        "demo",
        "init",
        "login",
        "logout",
        "doctor",
        "status",
        "models",
        "providers",
    ),
    "From an area to a result": ("estimate", "run", "watch", "wait", "result", "map", "open"),
    "Large or many areas": ("split", "batch"),
    "Your processings": (
        "list",
        "show",
        "areas",
        "history",
        "restart",
        "reconcile",
        "rename",
        "move",
        "delete",
        "projects",
    ),
    "Rate and review results": ("rate", "accept", "reject"),
    "Find imagery": ("search", "planned"),
    "Your imagery": ("mosaics", "images", "storage"),
    "When it fails, and for programs": (
        "explain",
        "version",
        "api",
        "spec",
        "sandbox",
        "mcp",
        "conform",
    ),
}
_PLACES: Final = {
    name: (place, section)
    for place, (section, name) in enumerate(
        (section, name) for section, names in SECTIONS.items() for name in names
    )
}


class _Formatter(Protocol):
    """What of Click's formatter is used."""

    width: int

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class Sectioned(TyperGroup):
    """A group whose plain help has the sections that the pretty one has."""

    def list_commands(self, ctx: object) -> list[str]:
        """The names in the order of the sections; those of none come last."""
        del ctx
        return sorted(self.commands, key=lambda name: _PLACES.get(name, (len(_PLACES), ""))[0])

    def format_commands(self, ctx: object, formatter: _Formatter) -> None:
        """Write each section with its commands, in columns that are the same in all of them."""
        names = self.list_commands(ctx)
        widest = max(map(len, names))
        limit = formatter.width - 6 - widest
        rows: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            known = self.commands[name]
            row = (name.ljust(widest), known.get_short_help_str(limit))
            rows.setdefault(getattr(known, "rich_help_panel", None) or "Commands", []).append(row)
        for section, listed in rows.items():
            with formatter.section(section):
                formatter.write_dl(listed)


def arrange(app: typer.Typer) -> None:
    """Put each command and group of an app into its section."""
    for command in app.registered_commands:
        if command.name in _PLACES:
            command.rich_help_panel = _PLACES[command.name][1]
    for group in app.registered_groups:
        if group.name in _PLACES:
            group.rich_help_panel = _PLACES[str(group.name)][1]

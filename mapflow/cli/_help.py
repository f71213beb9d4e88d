"""What help looks like: names in colour on a terminal, and lines that fit it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from typer.core import TyperCommand, TyperGroup

from mapflow.cli._consoles import can_style
from mapflow.cli._sections import place, section_of

if TYPE_CHECKING:
    import typer

#: Before a paragraph whose lines are left as they are.
KEPT: Final = "\b\n"

# A terminal with fewer columns has no room for texts beside the names.
_NARROW: Final = 60
_BOLD: Final = re.compile(r"^(Usage:|(?:  )?[A-Z][^.\n]*:$)", re.MULTILINE)
_NAME: Final = re.compile(
    r"^(  (?:--?[a-z][\w-]*(?:, --[\w-]+)?|[a-z][a-z-]*(?=  )|[A-Z][A-Z.|]*(?=  )))", re.MULTILINE
)


class _Formatter(Protocol):
    """What of Click's formatter is used."""

    width: int

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30) -> None: ...


def columns() -> int:
    """The columns that help may take."""
    return min(shutil.get_terminal_size().columns, 80)


class Command(TyperCommand):
    """A command whose usage shows an argument that must be given as it is: ``PROCESSING``."""

    def collect_usage_pieces(self, ctx: object) -> list[str]:
        """The words of the usage; Typer puts such an argument into braces, which are not typed."""
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[arg-type]  # Typer exports no class for it
        return [piece.removeprefix("{").removesuffix("}") for piece in pieces]

    def format_help(self, ctx: object, formatter: _Formatter) -> None:
        """Write the help, with texts below the names on a narrow terminal."""
        _fit(formatter)
        super().format_help(ctx, formatter)  # type: ignore[arg-type]  # Typer exports no classes

    def get_help(self, ctx: object) -> str:
        """The help as it is printed."""
        return _coloured(super().get_help(ctx))  # type: ignore[arg-type]  # Typer exports no class for it


class Group(TyperGroup):
    """A group whose commands stand under headings, each with its sentence in full."""

    def list_commands(self, ctx: object) -> list[str]:
        """The names in the order of the sections, or else as they were added."""
        del ctx
        # A command of a group may have the name of another one, such as `status`.
        has_section = {name: bool(_heading(each)) for name, each in self.commands.items()}
        return sorted(self.commands, key=lambda name: place(name) if has_section[name] else 0)

    def format_commands(self, ctx: object, formatter: _Formatter) -> None:
        """Write each section with its commands, in columns that are the same in all of them."""
        names = self.list_commands(ctx)
        widest = max(map(len, names)) if formatter.width >= _NARROW else 0
        rows: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            known = self.commands[name]
            told = known.get_short_help_str(10_000)
            rows.setdefault(_heading(known) or "Commands", []).append((name.ljust(widest), told))
        for heading, listed in rows.items():
            with formatter.section(heading):
                formatter.write_dl(listed)

    def format_help(self, ctx: object, formatter: _Formatter) -> None:
        """Write the help, with texts below the names on a narrow terminal."""
        _fit(formatter)
        super().format_help(ctx, formatter)  # type: ignore[arg-type]  # Typer exports no classes

    def get_help(self, ctx: object) -> str:
        """The help as it is printed."""
        return _coloured(super().get_help(ctx))  # type: ignore[arg-type]  # Typer exports no class for it


def _heading(command: object) -> str | None:
    return getattr(command, "rich_help_panel", None)


def arrange(app: typer.Typer) -> None:
    """Put each command and group of an app into its section."""
    for command in app.registered_commands:
        command.rich_help_panel = section_of(command.name)
    for group in app.registered_groups:
        group.cls = Group
        group.rich_help_panel = section_of(group.name)


def _fit(formatter: _Formatter) -> None:
    # Click writes lines of 50 on any terminal that has fewer.
    formatter.width = min(formatter.width, columns() - 2)
    if formatter.width < _NARROW:
        formatter.write_dl = partial(formatter.write_dl, col_max=2)  # type: ignore[method-assign]


def _coloured(text: str) -> str:
    if not can_style(sys.stdout):
        return text
    text = _BOLD.sub("\x1b[1m\\1\x1b[0m", text)
    return _NAME.sub("\x1b[36m\\1\x1b[0m", text)

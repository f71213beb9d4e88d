"""The commands put together."""

from __future__ import annotations

import logging
import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Annotated, Final, Protocol, cast

import typer

from mapflow._variables import VARIABLES
from mapflow.cli import _streams
from mapflow.cli._completion import completing
from mapflow.cli._examples import add_examples
from mapflow.cli._exits import MEANINGS, Exit
from mapflow.cli._help import KEPT, Group, arrange, columns
from mapflow.cli._output import Voice, speaking
from mapflow.cli._report import report, report_misuse
from mapflow.cli._streams import printing, write_text

#: The environment variables that commands read.
ENVIRONMENT: Final = {each.name: each.meaning for each in VARIABLES if each.is_for_commands}
# Columns that a text needs beside its name.
_READABLE: Final = 30
#: A bounding box west of Greenwich, which begins like an option; a space makes it none.
_BOX = re.compile(r"\A-[\d.][\d.eE+-]*(?:\s*,\s*[\d.eE+-]+){3,5}\s*\Z")
#: The modules in the order of the help, each with the commands and groups it registers. Only the
#: module of the command that was typed is imported: all of them cost more than most commands.
PARTS: Final = {
    "demo": ("demo",),
    "init": ("init",),
    "sandbox": ("sandbox",),
    "conform": ("conform",),
    "mcp": ("mcp",),
    "credentials": ("login", "logout", "doctor"),
    "account": ("status", "models", "providers"),
    "estimating": ("estimate",),
    "running": ("run",),
    "processings": ("list", "show", "areas", "rename", "move", "delete"),
    "watching": ("watch",),
    "waiting": ("wait",),
    "result": ("result",),
    "map": ("map",),
    "opening": ("open",),
    "restarting": ("restart", "reconcile"),
    "batch": ("batch",),
    "split": ("split",),
    "history": ("history", "rate", "accept", "reject"),
    "projects": ("projects",),
    "search": ("search",),
    "planned": ("planned",),
    "mosaics": ("mosaics",),
    "images": ("images", "storage"),
    "reference": ("explain", "version", "spec"),
    "api": ("api",),
}


class _Part(Protocol):
    def register(self, app: typer.Typer) -> None: ...


def _epilog() -> str:
    """The exit codes and the environment variables, a line each."""
    codes = {str(code.value): meaning for code, meaning in MEANINGS.items()}
    return "\n\n".join(
        f"{KEPT}{title}:\n{_listed(rows, columns() - 4)}"
        for title, rows in (("Exit codes", codes), ("Environment variables", ENVIRONMENT))
    )


def _listed(rows: Mapping[str, str], width: int) -> str:
    widest = max(map(len, rows))
    # On a narrow terminal the texts stand below the names.
    apart = width - widest < _READABLE
    indent = " " * (4 if apart else widest + 4)
    lines: list[str] = []
    for name, text in rows.items():
        start = f"  {name}" if apart else f"  {name:{widest}}  "
        lines += [start] if apart else []
        lines += textwrap.wrap(
            text, width, initial_indent=indent if apart else start, subsequent_indent=indent
        )
    return "\n".join(lines)


def make_app(typed: str | None = None) -> typer.Typer:
    """The command line.

    Args:
        typed: The first word that was typed: the name of a command needs that command only.
    """
    app = typer.Typer(
        name="mapflow",
        cls=Group,
        help="Find buildings, forest, roads and more in imagery, with the Mapflow service.\n\n"
        "Results go to stdout, everything else to stderr. `mapflow demo` shows it all without an"
        " account.",
        epilog=_epilog(),
        # Rich takes as long to load as all the rest, and cuts names on a narrow terminal.
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    homes = [part for part, names in PARTS.items() if typed in names] or PARTS
    for part in homes:
        cast("_Part", import_module(f"mapflow.cli.{part}")).register(app)
    arrange(app)
    add_examples(app)
    return app


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from mapflow import __version__

    write_text(f"mapflow-client {__version__}\n")
    raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_print_version,
            help="Print the version and exit.",
        ),
    ] = False,
) -> None:
    """Nothing happens before a command but what its options say."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; give its exit code."""
    # Without a handler Python prints what the library warns of, such as unknown headers.
    logging.getLogger("httpx_retries").addHandler(logging.NullHandler())
    _streams.prepare()
    arguments = [_BOX.sub(r" \g<0>", argument) for argument in arguments]
    typed = list(takewhile(lambda argument: argument != "--", arguments))
    # Known before the command is, so that a command that was called wrongly speaks in the same way.
    with speaking(Voice(json="--json" in typed)):
        try:
            # Commands handle their errors; what arrives here is about how they were called.
            with completing(os.environ) as typed_before:
                code: object = make_app(typed_before or next(iter(arguments), None))(
                    args=list(arguments), prog_name="mapflow", standalone_mode=False
                )
            with printing():
                pass
        except BrokenPipeError:
            return Exit.UNEXPECTED
        except KeyboardInterrupt as stop:
            return report(stop)
        except Exception as error:  # noqa: BLE001 - Typer exports no class for its usage errors
            return _misused(error)
        return code if isinstance(code, int) else Exit.DONE


def _misused(error: Exception) -> int:
    """Report wrong usage of a command.

    The errors are recognised by their attributes, as Typer does not export their classes.
    """
    kind = type(error).__name__
    if kind == "Abort":
        # Ctrl-C or the end of the input at a question.
        stop = KeyboardInterrupt()
        stop.add_note("Nothing was changed.")
        return report(stop)
    if kind == "NoArgsIsHelpError":
        getattr(error, "show", str)()
        return Exit.USAGE
    message = getattr(error, "format_message", None)
    if message is None:
        return report(error)
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "mapflow")
    return report_misuse(_sentence(message()), f"See `{path} --help`.")


def _sentence(told: str) -> str:
    """What Typer says, in the words that people type with."""
    told = re.sub(r" is not a valid (int|float)(?:eger)?(?: range)?\b", _no_number, told.strip())
    return told if told.endswith((".", "?", "!")) else f"{told}."


def _no_number(found: re.Match[str]) -> str:
    return " is not a whole number" if found[1] == "int" else " is not a number"

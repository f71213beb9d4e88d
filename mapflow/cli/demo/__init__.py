"""``mapflow demo``: every step once, on a separate sandbox."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Annotated

import typer

from mapflow.cli._command import Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._output import show_json

# One of each extra is enough to tell whether the extra was installed.
_NEEDED = ("starlette", "rasterio", "PIL")


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "demo", service=False)(demo)


def demo(
    session: Session,
    folder: Annotated[
        Path, typer.Argument(help="Folder for the files; those of an earlier demo are replaced.")
    ] = Path("mapflow-demo"),
    tour: Annotated[
        bool,
        typer.Option(
            "--tour",
            help="Explain each step, with the command and the Python that do the same. On a"
            " terminal, wait for Enter before the next step.",
        ),
    ] = False,
) -> None:
    """Show everything in seconds, without account or network.

    A private sandbox stands in for the service: its imagery and results are synthetic.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise Stop(
            f"The demo needs {', '.join(missing)}, not installed:"
            ' pip install "mapflow-client[cli,sandbox,maps]"'
        )
    from mapflow.cli.demo.play import play

    files = play(folder, sys.stderr if session.json else sys.stdout, tour=tour)
    if session.json:
        show_json({"folder": folder, "files": files})

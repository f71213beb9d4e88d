"""``mapflow sandbox``: a local server that implements the Mapflow API."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapflow.cli._command import Session, command
from mapflow.cli._exits import Stop


class BorderChoice(StrEnum):
    """What an area gets of an object that crosses its border."""

    OWNER = "owner"
    CLIP = "clip"
    WHOLE = "whole"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "sandbox", service=False)(sandbox)


def sandbox(
    session: Session,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")] = 0,
    state: Annotated[
        Path | None,
        typer.Option(help="File that keeps everything. Default: nothing is kept."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the scene and the identifiers. Default: 0.")
    ] = None,
    speed: Annotated[
        float,
        typer.Option(
            min=0, max=1e6, help="Virtual seconds for each real second, in which processings run."
        ),
    ] = 60,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="MAPFLOW_SANDBOX_TOKEN",
            help="Token of the first account, Base64 of `email:secret`. Default: a new token.",
        ),
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EMAIL",
            help="Another account, to share a project with or to switch to. May be repeated.",
        ),
    ] = None,
    faults: Annotated[
        str | None,
        typer.Option(
            metavar="FAULTS",
            help="Inject faults: `storm`, `flaky`, `slow`, `outage`, `stale`, or a JSON"
            " file of rules.",
        ),
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Let pages of this origin use it from a browser, such as"
            " `http://localhost:3000`. May be repeated.",
        ),
    ] = None,
    border: Annotated[
        BorderChoice | None,
        typer.Option(
            help="What an area gets of an object that crosses its border. `owner`: all of it, if"
            " the area holds its centroid. `clip`: its piece. `whole`: all of it, from each area."
            " Synthetic: how Mapflow does it is not known. Default: `owner` for buildings, `clip`"
            " for the rest.",
            show_default=False,
        ),
    ] = None,
    jitter: Annotated[
        float,
        typer.Option(
            metavar="METRES",
            min=0,
            max=10,
            help="How far corners lie off, newly for each area: the standard deviation.",
        ),
    ] = 0,
    row_houses: Annotated[
        bool, typer.Option("--row-houses", help="Houses stand in rows and share walls.")
    ] = False,
) -> None:
    """Serve the whole API on this machine, until Ctrl-C.

    Imagery and results are synthetic. Nothing leaves the machine and nothing is charged. With
    --json, one line gives its address.
    """
    try:
        from mapflow.sandbox.app import Options
        from mapflow.sandbox.scene.border import Border
        from mapflow.sandbox.server import run
        from mapflow.sandbox.store import StateInUse
    except ModuleNotFoundError as missing:
        raise Stop(
            f"The sandbox needs the library {missing.name}, which is not installed:"
            ' pip install "mapflow-client[sandbox]"'
        ) from missing
    options = Options(
        state=state,
        seed=seed,
        speed=speed,
        token=token,
        accounts=account or (),
        faults=faults,
        cors=cors or (),
        border=Border(border and border.value, jitter, row_houses),
    )
    try:
        run(options, port=port, as_json=session.json)
    except (StateInUse, ValueError) as error:
        raise Stop(f"The sandbox did not start: {error}.") from error

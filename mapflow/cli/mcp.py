"""``mapflow mcp``: a server that gives an assistant Mapflow's operations as tools."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._command import ApiVersion, Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._output import note
from mapflow.cli._streams import write_text

if TYPE_CHECKING:
    from mapflow import AsyncMapflow, Budget


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "mcp", json=False)(mcp)


def mcp(
    session: Session,
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="The only folder whose files it reads and writes. Default: the current folder.",
        ),
    ] = None,
    budget: Annotated[
        float,
        typer.Option(
            metavar="CREDITS",
            min=0,
            help="Maximum to spend until it ends. With 0 it shows prices, and runs nothing that"
            " costs.",
        ),
    ] = 0.0,
    config: Annotated[
        bool,
        typer.Option(
            "--config", help="Print the JSON that adds it to an assistant, and do not serve."
        ),
    ] = False,
) -> None:
    """Serve Mapflow's operations as tools of an assistant.

    The assistant starts it, and talks to it on stdin and stdout in the Model Context Protocol:
    --config prints what to add to its configuration. Whatever costs needs a price that was shown,
    a maximum, and this session's --budget. It needs the extra `mcp`.
    """
    home = Path.cwd() if folder is None else folder
    if not home.is_dir():
        raise Stop(f"The folder {str(home)!r} does not exist. Make it, or choose another one.")
    if config:
        # As it is: the keys are those of the assistant's file.
        entry = {"mcpServers": {"mapflow": _entry(session, home.resolve(), budget)}}
        write_text(json.dumps(entry, indent=2, ensure_ascii=False) + "\n")
        if os.environ.get("MAPFLOW_TOKEN") and not session.profile:
            note(
                "The entry does not hold the token of MAPFLOW_TOKEN. Save it with `mapflow login`,"
                ' or add MAPFLOW_TOKEN to the entry under "env".'
            )
        return
    try:
        from mapflow.mcp._server import serve
    except ModuleNotFoundError as missing:
        raise Stop(
            f"The server for assistants needs the library {missing.name}, which is not installed:"
            ' pip install "mapflow-client[mcp]"'
        ) from missing
    session.check_address()
    if sys.stdin.isatty():
        note(
            "This server is for an assistant, which starts it and talks to it on stdin and stdout."
            " `mapflow mcp --config` prints what to add to the assistant's configuration. Ctrl-D"
            " ends it."
        )

    def make_client(spending: Budget) -> AsyncMapflow:
        from mapflow import AsyncMapflow

        return AsyncMapflow(
            profile=session.profile,
            base_url=session.base_url,
            api_version=session.api_version,
            budget=spending,
        )

    serve(make_client, home, budget)


def _entry(session: Session, folder: Path, budget: float) -> dict[str, object]:
    """What an assistant's configuration says of the server. It holds no token.

    The assistant has another environment: what this one says of the account goes into the entry,
    or the server would spend from another account.
    """
    profile = session.profile or os.environ.get("MAPFLOW_PROFILE")
    # With a named profile the environment is not asked.
    told = None if session.profile else os.environ.get("MAPFLOW_BASE_URL")
    base_url = session.base_url or told
    # Not rounded: a budget that is written with fewer digits may be larger.
    arguments = ["mcp", "--folder", str(folder), "--budget", repr(budget).removesuffix(".0")]
    if profile:
        arguments += ["--profile", profile]
    if base_url:
        session.check_address()
        arguments += ["--base-url", base_url]
    if session.api is ApiVersion.V2:
        arguments += ["--api", "v2"]
    return {"command": _program(), "args": arguments}


def _program() -> str:
    """The program that runs now; another one of that name on the PATH may lack the extra."""
    beside = Path(sys.executable).with_name("mapflow")
    for found in (Path(sys.argv[0]), beside):
        if found.name != "__main__.py" and found.is_file():
            return os.path.abspath(found)  # noqa: PTH100
    return shutil.which("mapflow") or os.path.abspath(sys.argv[0])  # noqa: PTH100

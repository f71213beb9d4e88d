"""``mapflow api``: any request, for what has no command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from mapflow._files import working_folder
from mapflow.cli._command import Session, command
from mapflow.cli._consent import ask, require_consent
from mapflow.cli._exits import Stop, after_paying
from mapflow.cli._json import as_said
from mapflow.cli._output import show_saved
from mapflow.cli._spending import DryRunOption, show_dry_run
from mapflow.cli._streams import print_file, write_utf8
from mapflow.cli.projects import YesOption
from mapflow.cli.result import OverwriteOption

if TYPE_CHECKING:
    from mapflow import JsonValue

_SAVES: Final = "--output"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "api")(api)


def api(
    session: Session,
    method: Annotated[
        str, typer.Argument(metavar="METHOD", help="GET, POST, PUT, PATCH or DELETE.")
    ],
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help="Path below the URL of the service: /projects."),
    ],
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            "-d",
            metavar="JSON",
            help="Body: JSON, @FILE, or - for stdin.",
            show_default=False,
        ),
    ] = None,
    query: Annotated[
        list[str] | None,
        typer.Option(
            "--query", metavar="KEY=VALUE", help="Parameter of the query; may be repeated."
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            _SAVES,
            "-o",
            metavar="FILE",
            help="File for the response, whatever it holds, or - for stdout. Default: JSON goes"
            " to stdout.",
            show_default=False,
        ),
    ] = None,
    overwrite: OverwriteOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Send any request, and print the JSON of the response.

    For operations that have no command. The token goes to the service alone. What the description
    of the API marks as paid, or does not have, counts as paid: it is sent once, its price is not
    checked, and you are asked to confirm. Without a terminal, pass --yes.
    """
    from mapflow._requests.raw import read_request
    from mapflow._views.dry_run import dry_run as shown

    if output == "-" and session.json:
        raise Stop("--output - prints the response itself; leave --json out.")
    params, body = _pairs(query or []), None if data is None else _body(data)
    with session.client() as client:
        asked = read_request(method, path, client.base_url, json=body, params=params)
        costs = asked.is_paid or not (asked.is_known or asked.kwargs["method"] == "get")
        if costs and output is not None:
            raise Stop(f"{asked.name} may cost credits: {_SAVES} is only for what costs nothing.")
        if costs:
            require_consent(
                yes=yes, dry_run=dry_run, limit_option=None, what=f"{asked.name} may cost"
            )
        if dry_run:
            show_dry_run(session, shown(asked.kwargs, client.base_url, None))
            return
        if output == "-":
            with working_folder() as folder:
                saved = client.download(
                    path, folder / "response", method=method, json=body, params=params
                )
                print_file(saved)
            return
        if output is not None:
            saved = client.download(
                path, output, method=method, json=body, params=params, overwrite=overwrite
            )
            show_saved(session.json, saved)
            return
        if costs and not yes:
            ask(f"{asked.name} may cost credits; the price is unknown. Continue?")
        response = client.request(method, path, json=body, params=params, paid=costs)
    if not costs:
        _show(response)
        return
    told = cast("dict[str, object]", response) if isinstance(response, dict) else {}
    from mapflow_openapi import views

    made = views.Processing(told).id
    with after_paying(
        made,
        started=f"{asked.name} was accepted and may be charged.",
        way_back="`mapflow list` shows what it started.",
    ):
        _show(response)


def _show(response: JsonValue) -> None:
    if isinstance(response, str):
        write_utf8(f"{response}\n")
    elif response is not None:
        write_utf8(f"{as_said(response)}\n")


def _pairs(given: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise Stop(f"--query takes KEY=VALUE, not {pair!r}.")
        found.setdefault(key, []).append(value)
    return found


def _body(given: str) -> JsonValue:
    """The JSON that is typed, in a file, or piped in."""
    where = "--data"
    text: str | bytes = given
    if given == "-":
        if sys.stdin.isatty():
            raise Stop("The body is to be read from stdin, but nothing is piped in.")
        text = sys.stdin.buffer.read()
        where = "stdin"
    elif given.startswith("@"):
        where = given[1:]
        text = Path(where).read_bytes()
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Stop(f"{where} is not JSON: {error}.") from error
    return value

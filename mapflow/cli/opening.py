"""``mapflow open``: the map of a result, or its page at Mapflow, in the browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import typer

from mapflow.cli._browser import open_page
from mapflow.cli._command import Session, command
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import note, show_json
from mapflow.cli._streams import write_text
from mapflow.cli.map import write_map
from mapflow.cli.processings import ProcessingArgument
from mapflow.cli.result import OverwriteOption

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow import Mapflow

# Clocks may differ, and the service may round.
_AROUND: Final = timedelta(days=1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "open")(open_result)


def open_result(
    session: Session,
    processing: ProcessingArgument,
    web: Annotated[
        bool, typer.Option("--web", help="Open its page in the web application instead.")
    ] = False,
    overwrite: OverwriteOption = False,
) -> None:
    """Open the map of a result in the browser.

    The map is a page in the current folder, drawn as by `mapflow map`. A page that is there already
    is opened as it is; --overwrite draws it again. The address is printed too, so that you can open
    it yourself where no browser is found.
    """
    from mapflow._requests.references import identifier

    if Path(processing).is_file():
        raise Stop(f"{processing} is a file. Open it with `mapflow map {processing}`.")
    key = identifier(processing, "processing")
    if web and overwrite:
        raise Stop("--overwrite belongs to the map; --web writes no file.")
    path = None if web else Path(f"{key}.html")
    if path is None:
        with session.client() as client:
            url = _web_page(client, key)
    else:
        if overwrite or not path.exists():
            with session.client() as client:
                write_map(client.processings.result(key).map(), path, overwrite=overwrite)
            note(f"Saved {path}.")
        else:
            note(f"{path} is there already; --overwrite draws it again.")
        url = path.resolve().as_uri()
    is_open = open_page(url)
    if session.json:
        show_json({"url": url, "path": path, "is_open": is_open})
    else:
        write_text(f"{url}\n")
    if not is_open:
        note("No browser was found on this machine. Open the address yourself.")


def _web_page(client: Mapflow, key: UUID) -> str:
    """The page of a processing in the web application, as the service names it.

    Raises:
        Stop: The service names none.
    """
    created = client.processings.get(key).created
    rows = client.processings.statistics(
        after=None if created is None else created - _AROUND,
        before=None if created is None else created + _AROUND,
    )
    for row in rows:
        url = row.url or ""
        if str(key) in url and urlsplit(url).scheme in ("http", "https"):
            return url
    raise Stop(
        f"The service names no page of {key}. Without --web, the map of its result opens.",
        Exit.REFUSED,
    )

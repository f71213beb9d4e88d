"""``estimate``: what a run would cost."""

from __future__ import annotations

from typing import Annotated

import typer

from mapflow.cli._areas import AreaReader, reads_area
from mapflow.cli._command import Session, command
from mapflow.cli._inputs import read_extra, read_options, read_source
from mapflow.cli._output import show_json
from mapflow.cli._pricing import price_as_json, show_price
from mapflow.cli._run_options import (
    AnyAreaOption,
    AnyModelOption,
    ExtraOption,
    LikeOption,
    LoginOption,
    OffOption,
    OnOption,
    SourceOption,
    ZoomOption,
    check_complete,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "estimate")(reads_area(estimate))


def estimate(
    session: Session,
    reader: AreaReader,
    model: AnyModelOption = None,
    area: AnyAreaOption = None,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    option: OnOption = None,
    no_option: OffOption = None,
    like: LikeOption = None,
    project: Annotated[
        str | None,
        typer.Option(
            help="ID or name of the project whose limits count. Default: the default project."
        ),
    ] = None,
    extra: ExtraOption = None,
) -> None:
    """Show what a run would cost, and whether it is allowed.

    Nothing is started and nothing is charged.

    --like takes over from an earlier processing what is not given, as for `run`.
    """
    check_complete(model, area, source, like)
    outline = None if area is None else reader.read(area)
    options = read_options(option or [], no_option or [])
    with session.client() as client:
        price = client.processings.estimate(
            model=model,
            area=outline,
            source=read_source(client, source, zoom=zoom, login=source_login),
            options=options,
            like=like,
            project=project,
            extra=read_extra(extra or []),
        )
    if session.json:
        show_json(price_as_json(price))
    else:
        show_price(price)

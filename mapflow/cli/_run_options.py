"""What a run is made of, as people type it: the options of all commands that price or start one."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from mapflow.cli._areas import AREA_HELP
from mapflow.cli._exits import Stop
from mapflow.cli._inputs import SOURCE_HELP

ModelOption = Annotated[
    str, typer.Option("--model", "-m", help="ID or name of the model, such as `buildings`.")
]
AreaOption = Annotated[
    str,
    typer.Option(
        "--area",
        "-a",
        metavar="AREA",
        help=AREA_HELP,
    ),
]
SourceOption = Annotated[str | None, typer.Option("--source", "-s", help=SOURCE_HELP)]
ZoomOption = Annotated[
    int | None, typer.Option(min=0, max=22, help="Zoom of the imagery. Default: chosen by Mapflow.")
]
LoginOption = Annotated[
    str | None,
    typer.Option(
        "--source-login",
        help="User name for the tile service. Environment variable of its password:"
        " MAPFLOW_SOURCE_PASSWORD.",
    ),
]
OnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--option", metavar="OPTION", help="Switch an option of the model on; may be repeated."
    ),
]
OffOption = Annotated[
    list[str] | None,
    typer.Option(
        "--no-option", metavar="OPTION", help="Switch an option of the model off; may be repeated."
    ),
]
ExtraOption = Annotated[
    list[str] | None,
    typer.Option(
        "--extra",
        metavar="KEY=JSON",
        help="Member of the request that mapflow does not know; may be repeated.",
    ),
]


AnyModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="ID or name of the model, such as `buildings`. Default: that of --like.",
        show_default=False,
    ),
]
AnyAreaOption = Annotated[
    str | None,
    typer.Option(
        "--area",
        "-a",
        metavar="AREA",
        help=f"{AREA_HELP} Default: that of --like, or the ground of your imagery.",
        show_default=False,
    ),
]
LikeOption = Annotated[
    str | None,
    typer.Option(
        "--like",
        metavar="PROCESSING",
        help="ID of an earlier processing, to take over from what is not given.",
        show_default=False,
    ),
]

# Your imagery, whose ground is known.
_WITH_GROUND: Final = frozenset({"image", "my-imagery"})


def check_complete(
    model: str | None, area: str | None, source: str | None, like: str | None
) -> None:
    """Refuse an incomplete run before the prompt."""
    if like is not None:
        return
    if model is None:
        raise Stop("Give --model MODEL, or --like ID of an earlier processing.")
    kind = (source or "").partition(":")[0].strip().lower()
    if area is None and kind not in _WITH_GROUND:
        raise Stop(
            "The run has no area. Give --area AREA, or --source image:ID or my-imagery:ID for all"
            " of its ground, or --like ID of an earlier processing."
        )

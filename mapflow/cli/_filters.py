"""The filters of a search as options, the same for every command that searches."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Concatenate, Final, ParamSpec, cast

import typer

from mapflow import Filters
from mapflow.cli._command import Session

P = ParamSpec("P")


def _option(name: str, help_text: str, metavar: str) -> object:
    return typer.Option(name, help=help_text, metavar=metavar, show_default=False)


def _number(name: str, help_text: str, metavar: str) -> object:
    return Annotated[float | None, _option(name, help_text, metavar)]


# Named after the traits of Filters.
_OPTIONS: Final[dict[str, object]] = {
    "after": Annotated[str | None, _option("--after", "Taken on this day or later.", "DATE")],
    "before": Annotated[str | None, _option("--before", "Taken on this day or earlier.", "DATE")],
    "min_resolution_m": _number("--min-resolution", "Minimum pixel size.", "METRES"),
    "max_resolution_m": _number("--max-resolution", "Maximum pixel size.", "METRES"),
    "max_cloud_cover_percent": _number("--max-cloud-cover", "Maximum cloud cover.", "PERCENT"),
    "min_off_nadir_deg": _number("--min-off-nadir", "Minimum angle off nadir.", "DEGREES"),
    "max_off_nadir_deg": _number("--max-off-nadir", "Maximum angle off nadir.", "DEGREES"),
    "min_intersection_percent": _number(
        "--min-intersection", "Minimum share of the area covered.", "PERCENT"
    ),
    "providers": Annotated[
        list[str] | None, _option("--provider", "Only this provider; may be repeated.", "PROVIDER")
    ],
    "product_types": Annotated[
        list[str] | None, _option("--product", "IMAGE or MOSAIC. Default: both.", "TYPE")
    ],
    "only_available": Annotated[
        bool, typer.Option("--available", help="Only images that the account may process.")
    ],
}
# Typer gives these as empty lists if they are not used, which means no filter.
_EMPTY: Final = frozenset({"providers", "product_types", "only_available"})


def filtered(
    function: Callable[Concatenate[Session, Filters, P], None],
) -> Callable[Concatenate[Session, P], None]:
    """Add the options of a search to a command, which gets them as one value."""
    own = list(inspect.signature(function, eval_str=True).parameters.values())
    kind = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(
            name, kind, default=False if name == "only_available" else None, annotation=annotation
        )
        for name, annotation in _OPTIONS.items()
    ]

    def call(session: Session, **values: object) -> None:
        traits = {name: values.pop(name) for name in _OPTIONS}
        traits |= {name: traits[name] or None for name in _EMPTY}
        cast("Callable[..., None]", function)(session, Filters(**traits), **values)  # type: ignore[arg-type]  # typer has checked them

    call.__doc__ = function.__doc__
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what inspect reads
        [own[0], *(each.replace(kind=kind) for each in own[2:]), *options]
    )
    return cast("Callable[Concatenate[Session, P], None]", call)

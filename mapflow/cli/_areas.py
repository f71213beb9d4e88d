"""What people type for an area, and the options that say how to read it."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Concatenate, Final, NamedTuple, ParamSpec, cast

import typer

from mapflow.cli._command import Session
from mapflow.cli._exits import Stop
from mapflow.cli._output import note, warn

if TYPE_CHECKING:
    from mapflow.geometry import AreaLike, Geometry, NamedArea

P = ParamSpec("P")

AREA_HELP: Final = (
    "A file of areas (GeoJSON, KML, GeoPackage, shapefile, CSV and others, also zipped), GeoJSON or"
    " WKT text, `west,south,east,north`, or `-` for stdin."
)
#: Maximum number of notes on single areas; the others are counted.
_SHOWN: Final = 5
_OPTIONS: Final[dict[str, tuple[object, object]]] = {
    "layer": (
        Annotated[
            str | None,
            typer.Option(
                "--layer",
                metavar="LAYER",
                help="Layer to read, of a file that has several.",
                show_default=False,
            ),
        ],
        None,
    ),
    "crs": (
        Annotated[
            str | None,
            typer.Option(
                "--crs",
                metavar="CRS",
                help="Reference system of the coordinates, such as EPSG:32637. Default: the one"
                " that the area names, else longitude and latitude.",
                show_default=False,
            ),
        ],
        None,
    ),
    "repair": (
        Annotated[
            bool,
            typer.Option(
                "--repair", help="Mend rings that cross themselves, and show what changed."
            ),
        ],
        False,
    ),
}


class AreaReader(NamedTuple):
    """How to read what was typed as an area."""

    layer: str | None = None
    crs: str | None = None
    repair: bool = False

    def read(self, area: str) -> Geometry:
        """The area as typed, as one geometry; ``-`` stands for what comes in on stdin."""
        from mapflow.geometry._areas import read_one

        found = read_one(_typed(area), layer=self.layer, crs=self.crs, repair=self.repair)
        _tell(found.warnings, found.remarks)
        return found.geometry

    def read_apart(self, areas: str, name_field: str | None) -> list[NamedArea]:
        """The areas as typed, each by itself, with its name."""
        return self._read_apart(_typed(areas), name_field)

    def read_rows(self, areas: str, name_field: str | None, row_field: str) -> dict[str, AreaLike]:
        """The areas as typed, those together that have one value of a property."""
        from mapflow.batch._groups import together
        from mapflow.geometry._areas import read_named

        typed = _typed(areas)
        named = self._read_apart(typed, name_field)
        _, rows = read_named(
            typed, layer=self.layer, name_field=row_field, crs=self.crs, repair=self.repair
        )
        found = together([row.name for row in rows], named)
        # Areas that overlap cost twice what they share, which no area shows by itself.
        _tell([f"{row.name}: {text}" for row in read_named(found)[1] for text in row.notes], ())
        return found

    def _read_apart(self, typed: str | bytes, name_field: str | None) -> list[NamedArea]:
        from mapflow.geometry._areas import read_named

        found, areas_found = read_named(
            typed,
            layer=self.layer,
            name_field=name_field,
            crs=self.crs,
            repair=self.repair,
        )
        notes = [f"{each.name}: {text}" for each in areas_found for text in each.notes]
        more = [f"{len(notes) - _SHOWN} more areas have such notes."] if notes[_SHOWN:] else []
        _tell([*found.warnings, *notes[:_SHOWN], *more], found.remarks)
        return areas_found


def _tell(warnings_found: Sequence[str], remarks: Sequence[str]) -> None:
    from mapflow.errors import AreaWarning

    for text in warnings_found:
        warn(text)
    for text in remarks:
        note(text)
    # The client reads the area again, and would say the same again. Commands run within a
    # context that keeps this to the command.
    warnings.filterwarnings("ignore", category=AreaWarning)


def reads_area(
    function: Callable[Concatenate[Session, P], None],
) -> Callable[Concatenate[Session, P], None]:
    """Add the options for reading areas to a command, as its argument ``reader``."""
    own = list(inspect.signature(function, eval_str=True).parameters.values())
    kind = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(name, kind, default=default, annotation=annotation)
        for name, (annotation, default) in _OPTIONS.items()
    ]

    def call(session: Session, **values: object) -> None:
        given = {name: values.pop(name) for name in _OPTIONS}
        values["reader"] = AreaReader(**given)  # type: ignore[arg-type]  # typer has checked them
        cast("Callable[..., None]", function)(session, **values)

    call.__doc__ = function.__doc__
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what inspect reads
        [
            own[0],
            *(each.replace(kind=kind) for each in own[1:] if each.name != "reader"),
            *options,
        ]
    )
    return cast("Callable[Concatenate[Session, P], None]", call)


def _typed(area: str) -> str | bytes:
    if area != "-":
        return area
    if sys.stdin.isatty():
        raise Stop("The area is to be read from stdin, but nothing is piped in.")
    return sys.stdin.buffer.read()

"""``mapflow explain`` and ``spec``: what can be looked up without the service."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import show_facts, show_json, show_saved, show_table
from mapflow.cli._streams import write_text, write_utf8
from mapflow.cli.result import OverwriteOption

if TYPE_CHECKING:
    from mapflow._error_codes import Entry

_ACTS = {
    "user": "you",
    "support": "Mapflow's support (help@geoalert.io)",
    "user-then-support": "you, then Mapflow's support (help@geoalert.io)",
}
_RETRY = {
    "no": "no; the same request fails again",
    "restart": "yes, `mapflow restart` may help",
    "later": "yes, later",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "explain", service=False)(explain)
    command(app, "version")(version)
    command(app, "spec", service=False)(spec)


def explain(
    session: Session,
    code: Annotated[str | None, typer.Argument(help="Error code. Default: all are listed.")] = None,
) -> None:
    """Explain an error code: its meaning, and what to do.

    Without a CODE, all codes are listed.
    """
    from mapflow._error_codes import ENTRIES

    if code is None:
        if session.json:
            show_json([_as_json(entry) for entry in ENTRIES])
            return
        show_table(
            [Column("Code"), Column("Meaning", kind="text")],
            [(entry.code, entry.message) for entry in ENTRIES],
            empty="The catalogue is empty.",
        )
        return
    found = [entry for entry in ENTRIES if entry.code == code]
    found = found or [entry for entry in ENTRIES if entry.code.casefold() == code.casefold()]
    if not found:
        close = difflib.get_close_matches(code, [entry.code for entry in ENTRIES], n=3)
        hint = f"Did you mean {' or '.join(close)}?" if close else "`mapflow explain` lists all."
        raise Stop(f"The error code {code!r} is not in the catalogue. {hint}", Exit.REFUSED)
    if session.json:
        show_json([_as_json(entry) for entry in found])
        return
    for entry in found:
        show_facts([("Code", entry.code), *meaning(entry)])


def meaning(entry: Entry) -> list[tuple[str, str | None]]:
    """What is known about a code, for the command and for the page of the codes."""
    return [
        ("When", f"the service says {entry.contains!r}" if entry.contains else None),
        ("Meaning", entry.message),
        ("What to do", entry.hint),
        ("Who acts", _ACTS.get(entry.acts, entry.acts)),
        ("Try again", _RETRY.get(entry.retry, entry.retry)),
        ("Parameters", ", ".join(entry.parameters)),
    ]


def version(
    session: Session,
    service: Annotated[
        bool, typer.Option("--service", help="Print the version of the service too.")
    ] = False,
) -> None:
    """Print the version of this client.

    With --service, print also which version of the QGIS plugin the service expects.
    """
    from mapflow import __version__

    told = None
    if service:
        with session.client() as client:
            told = client.version()
    if session.json:
        show_json({"client": __version__, "service": told})
        return
    show_facts([("Client", __version__), ("Service", told)])


def spec(
    session: Session,
    codegen: Annotated[
        bool, typer.Option("--codegen", help="The form for code generators of other languages.")
    ] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="The known error codes and values, as JSON.")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write it to a file, or with - to stdout."
        ),
    ] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Print the path of openapi.yaml, the description of the API.

    With --codegen it is openapi.codegen.json instead, with --errors errors.json. With --output the
    file itself is written.
    """
    from mapflow import spec as description
    from mapflow._drafts import replace_file
    from mapflow._files import as_path, check_target

    if codegen and errors:
        raise Stop("--codegen and --errors name two files; pass one of them.")
    if codegen:
        path = description.codegen_path()
    else:
        path = description.errors_path() if errors else description.path()
    if output == "-":
        if session.json:
            raise Stop("--json and --output - both write to stdout; leave one of them out.")
        write_utf8(path.read_text("utf-8"))
    elif output is not None:
        target = as_path(output)
        check_target(target, overwrite=overwrite)
        show_saved(session.json, replace_file(target, path.read_bytes()))
    elif session.json:
        show_json({"path": path})
    else:
        write_text(f"{path}\n")


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "code": entry.code,
        "scope": entry.scope,
        "parameters": list(entry.parameters),
        "message": entry.message,
        "hint": entry.hint,
        "acts": entry.acts,
        "retry": entry.retry,
        "contains": entry.contains,
    }

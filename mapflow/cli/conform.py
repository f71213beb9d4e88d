"""``mapflow conform``: what a client of the API can do, in any language."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow._text.display import printable
from mapflow.cli._command import Session, command
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import show_json
from mapflow.cli._streams import write_text

if TYPE_CHECKING:
    from mapflow.sandbox.conformance.findings import Finding, ModeReport
    from mapflow.sandbox.conformance.modes import Mode

_WIDTH: Final = 80
_NARROWEST: Final = 40
_NAME: Final = 16


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "conform", service=False)(conform)


def conform(
    session: Session,
    program: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND...", help="Command that runs the client, after `--`."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="MODE", help="Play this mode. May be repeated. Default: all modes."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the modes and end.")] = False,
    serve: Annotated[
        bool,
        typer.Option(
            "--serve", help="Serve until Ctrl-C instead, for a client that is not a command."
        ),
    ] = False,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port for --serve. Default: a free one.")
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=0.1, metavar="SECONDS", help="Maximum time of one mode in seconds. Default: 60."
        ),
    ] = 60,
) -> None:
    """Test a client of the API that is written in any language.

    Shows which steps of the whole job the client passes. A private sandbox plays the service.
    COMMAND runs once for each mode: as usual, with members that are new, null or missing, with lost
    responses and more. What the client must do and print stands in the guide, under "Conformance".
    """
    if serve and (program or only or listed):
        raise Stop(
            "`--serve` takes no COMMAND, no `--only` and no `--list`: begin a mode with a POST to"
            " the URL that it prints."
        )
    if port is not None and not serve:
        raise Stop("`--port` is for `--serve`; a COMMAND finds the address in MAPFLOW_BASE_URL.")
    try:
        from mapflow.sandbox.conformance.runner import play, serve_by_hand, serving
    except ModuleNotFoundError as missing:
        raise Stop(
            f"The sandbox needs the library {missing.name}, which is not installed:"
            ' pip install "mapflow-client[sandbox]"'
        ) from missing
    from mapflow.cli.demo import examples

    image = examples.path("forest.tif")
    if serve:
        serve_by_hand(image, port=port or 0, as_json=session.json)
        return
    with serving(image) as service:
        modes = _chosen(service.modes, only)
        if listed:
            _show_modes(modes, as_json=session.json)
            return
        if not program:
            raise Stop(
                "Name the command that runs the client: `mapflow conform -- node client.js`."
            )
        reports: list[ModeReport] = []
        try:
            for report in play(service, program, modes, image, timeout_s=timeout):
                reports.append(report)
                if not session.json:
                    write_text(_in_words(report))
        except OSError as error:
            raise Stop(f"{program[0]} cannot be run: {error.strerror or error}.") from error
    passed = all(report.has_passed for report in reports)
    if session.json:
        written = [report.written() for report in reports]
        show_json({"command": program, "passed": passed, "modes": written})
    else:
        count = sum(report.has_passed for report in reports)
        write_text(f"\n{count} of {len(reports)} modes passed.\n")
    if not passed:
        raise typer.Exit(Exit.FAILED)


def _chosen(modes: tuple[Mode, ...], only: list[str] | None) -> list[Mode]:
    names = [mode.name for mode in modes]
    if unknown := sorted(set(only or ()) - set(names)):
        raise Stop(f"`--only` must be one of {', '.join(names)}, got {unknown[0]}.")
    return [mode for mode in modes if not only or mode.name in only]


def _show_modes(modes: list[Mode], *, as_json: bool) -> None:
    if as_json:
        show_json([{"mode": mode.name, "service": mode.says} for mode in modes])
        return
    for mode in modes:
        write_text(_wrapped(f"{mode.name:<{_NAME}}", f"The service {mode.says}."))


def _in_words(report: ModeReport) -> str:
    counts = Counter(finding.outcome for finding in report.findings)
    total = f"{counts['passed']} of {len(report.findings) - counts['skipped']} steps passed"
    verdict = "ok    " if report.has_passed else "FAILED"
    parts = [_wrapped(f"{verdict} {report.mode:<{_NAME}}", total)]
    if not report.has_passed:
        parts.append(_wrapped(" " * 7, f"The service {report.says}."))
    for outcome in ("passed", "skipped", "failed", "not reached"):
        names = [finding.step for finding in report.findings if finding.outcome == outcome]
        if names and not report.has_passed:
            parts.append(_wrapped(f"{'':7}{outcome + ':':<13}", " ".join(names)))
    parts += [_wrong(finding) for finding in report.findings if finding.outcome == "failed"]
    return "".join(parts)


def _wrong(finding: Finding) -> str:
    wrong = printable(finding.wrong or "").rstrip(".")
    return _wrapped(f"{'':7}{finding.step}: ", f"{wrong}.") + _wrapped(
        f"{'':9}Cure: ", printable(finding.cure or "")
    )


def _wrapped(begin: str, text: str) -> str:
    lines = textwrap.wrap(
        text,
        min(_WIDTH, max(_NARROWEST, shutil.get_terminal_size((_WIDTH, 24)).columns)),
        initial_indent=begin,
        subsequent_indent=" " * min(len(begin), 20),
        break_on_hyphens=False,
    )
    return "\n".join(lines) + "\n"

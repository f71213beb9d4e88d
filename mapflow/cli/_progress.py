"""Progress of waits and transfers, on stderr, as the options of a command ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow.cli._output import note, voice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mapflow.progress import Bar


def progress(label: str | None = None, *, files: Iterable[Path] = ()) -> Bar:
    """Show how far a wait, a transfer or a batch is: a bar on a terminal, lines elsewhere.

    Args:
        label: What is being done. Default: the name of the processing.
        files: Those that are sent, which are then shown together too.
    """
    from mapflow.progress import Bar
    from mapflow.progress._lines import Lines
    from mapflow.progress._places import EVERY_S, canvas

    sizes = {file: file.stat().st_size if file.is_file() else 0 for file in files}
    # Notes are what `--quiet` leaves out.
    shown = Lines(note, EVERY_S) if voice().quiet else canvas(note)
    return Bar(shown, label, sizes)

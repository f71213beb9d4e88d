"""How the demo speaks."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from mapflow.cli._consoles import make_console
from mapflow.cli._progress import waiting

if TYPE_CHECKING:
    from mapflow import Processing


class Stage:
    """Prints the demo: numbered steps, facts below them, files at the end.

    Attributes:
        files: The files that were written.
    """

    def __init__(self, out: TextIO) -> None:
        self.files: list[Path] = []
        self._console = make_console(file=out, soft_wrap=True)
        self._step = 0

    def banner(self, *lines: str) -> None:
        """Print the introduction."""
        self._console.print()
        for number, line in enumerate(lines):
            self._console.print(Text(line, style="bold" if number == 0 else "yellow"))

    def step(self, title: str, same_as: str | None = None) -> None:
        """Begin a step, and name the command that does the same."""
        self._step += 1
        self._console.print()
        self._console.print(Text(f"{self._step}  {title}", style="bold cyan"))
        if same_as:
            self._console.print(Text(f"   $ {same_as}", style="dim"))

    def say(self, name: str, value: object) -> None:
        """Print a fact."""
        self._console.print(Text.assemble(("   " + name.ljust(13), "dim"), str(value)))

    def file(self, path: Path, what: str) -> None:
        """Print the path of a file that was written."""
        self.files.append(path)
        self._console.print(Text.assemble("   ", (str(path), "green"), f"  {what}"))

    def text(self, *lines: str, style: str = "") -> None:
        """Print lines as they are."""
        for line in lines:
            self._console.print(Text("   " + line, style=style))

    @contextmanager
    def attend(self, processing: Processing) -> Generator[None, None, None]:
        """Wait for a processing with a bar; what it raises is the caller's."""
        with waiting() as show:
            # A sandbox runs on a virtual clock, so a poll every few seconds would be slow.
            processing.wait(interval_s=0.2, timeout_s=60, on_progress=show, check=False)
        yield

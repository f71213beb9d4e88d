"""How the demo speaks."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from mapflow.cli._consoles import make_console
from mapflow.cli._examples import broken
from mapflow.cli._progress import progress

if TYPE_CHECKING:
    from mapflow import Processing
    from mapflow.cli.demo.steps import Step

_INDENT = " " * 3
# A paragraph in longer lines is hard to read.
_READABLE = 80


class TourEnded(Exception):
    """The person has seen enough."""


class Stage:
    """Prints the demo: numbered steps, facts below them, files at the end.

    On a terminal, lines are broken between words. Elsewhere they stay whole, for programs.

    Attributes:
        files: The files that were written.
        paused_s: How long it waited for a person, in seconds.
    """

    def __init__(self, out: TextIO, *, tour: bool = False) -> None:
        """Speak on a stream; a tour explains each step, and waits for a person if there is one."""
        self.files: list[Path] = []
        self.paused_s: float = 0.0
        self._out = out
        self._tour = tour
        self._is_seen = out.isatty()
        self._console = make_console(file=out, soft_wrap=True)
        self._step = 0

    def banner(self, *lines: str) -> None:
        """Print the introduction."""
        self._console.print()
        for number, line in enumerate(lines):
            self._wrapped(line, style="bold" if number == 0 else "yellow")

    def step(self, step: Step) -> None:
        """Begin a step, and show what does the same."""
        if self._tour and self._step:
            self._pause()
        self._step += 1
        self._console.print()
        number = f"{self._step}  "
        self._wrapped(number + step.title, hang=" " * len(number), style="bold cyan")
        if self._tour:
            for line in textwrap.wrap(step.why, min(self._columns, _READABLE) - len(_INDENT)):
                self._console.print(Text(_INDENT + line))
        for command in step.commands:
            self._block(broken(f"$ {command}", self._columns - len(_INDENT)))
        if self._tour:
            self._wrapped("In Python:", _INDENT)
            self._block(step.python)
            self._console.print()

    def say(self, name: str, value: object) -> None:
        """Print a fact."""
        label, told = _INDENT + name.ljust(13), str(value)
        if max(map(len, told.split()), default=0) > self._columns - len(label):
            # A name or an address that fits no line of what is left has one to itself.
            self._console.print(Text(label, style="dim"))
            self._wrapped(told, _INDENT * 2)
            return
        first, *others = self._lines(told, len(label))
        self._console.print(Text.assemble((label, "dim"), first))
        for line in others:
            self._console.print(Text(" " * len(label) + line))

    def file(self, path: Path, what: str) -> None:
        """Print the path of a file that was written."""
        self.files.append(path)
        if self._is_seen and len(f"{_INDENT}{path}  {what}") > self._columns:
            self._console.print(Text(_INDENT + str(path), style="green"))
            self._wrapped(what, _INDENT * 2)
        else:
            self._console.print(Text.assemble(_INDENT, (str(path), "green"), f"  {what}"))

    def text(self, *lines: str, style: str = "") -> None:
        """Print sentences."""
        for line in lines:
            self._wrapped(line, _INDENT, style=style)

    def command(self, line: str, label: str = "") -> None:
        """Print a command that the person may type."""
        self._block(broken(label + line, self._columns - len(_INDENT)), style="")

    @contextmanager
    def attend(self, processing: Processing) -> Generator[None, None, None]:
        """Wait for a processing with a bar; what it raises is the caller's."""
        with progress() as show:
            # A sandbox runs on a virtual clock, so a poll every few seconds would be slow.
            processing.wait(interval_s=0.2, timeout_s=60, on_progress=show, check=False)
        yield

    def _pause(self) -> None:
        """Wait for Enter where a person reads; anywhere else the tour runs through."""
        if not (self._is_seen and sys.stdin.isatty()):
            return
        self._console.print()
        self._console.print(Text("Enter: next step. q: end. ", style="bold"), end="")
        self._out.flush()
        began = time.monotonic()
        typed = sys.stdin.readline()
        self.paused_s += time.monotonic() - began
        if not typed or typed.strip().casefold() in ("q", "quit"):
            raise TourEnded

    @property
    def _columns(self) -> int:
        # A file has no width: nothing in it is broken.
        return shutil.get_terminal_size().columns if self._is_seen else 10_000

    def _lines(self, text: str, taken: int) -> list[str]:
        width = max(self._columns - taken, 16)
        lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        return lines or [""]

    def _wrapped(
        self, text: str, indent: str = "", *, hang: str | None = None, style: str = ""
    ) -> None:
        hang = indent if hang is None else hang
        for number, line in enumerate(self._lines(text, len(hang))):
            self._console.print(Text((hang if number else indent) + line, style=style))

    def _block(self, lines: str, style: str = "dim") -> None:
        """Print lines that can be copied."""
        for line in lines.splitlines():
            self._console.print(Text(_INDENT + line if line else "", style=style))

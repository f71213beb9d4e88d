"""Progress in a log: lines, and not too many of them."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapflow.progress._steps import Step

#: One poll may report hundreds of processings: only what comes of it gets a line.
_BURST_S: Final = 1.0


def on_stderr(line: str) -> None:
    """Write a line; what cannot be written must not end what is done."""
    with suppress(OSError, ValueError, AttributeError):  # closed, full, or never there
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


@dataclass
class _Told:
    """What the log has of one piece of work."""

    at_s: float
    state: str | None
    pending: str | None = None


class Lines:
    """Writes a line when a state changes, and one each so many seconds between."""

    def __init__(self, write: Callable[[str], None], every_s: float) -> None:
        self._write = write
        self._every_s = every_s
        self._told: dict[str, _Told] = {}

    def draw(self, key: str, step: Step) -> None:
        """Write a line, if it is time."""
        now = time.monotonic()
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = _Told(now, step.state)
            # Bytes that have just begun to come say nothing yet.
            is_due = step.state is not None
        else:
            if step.state != told.state or told.pending:
                told.pending = step.line
            told.state = step.state
            pause_s = _BURST_S if told.pending else self._every_s
            is_due = now - told.at_s >= pause_s or bool(key and step.is_over)
        if is_due:
            self._write(step.line)
            told.at_s, told.pending = now, None

    def keep_moving(self) -> None:
        """Do nothing: a log that repeats itself says no more."""

    def close(self) -> None:
        """Write what has changed since the last line."""
        told, self._told = self._told, {}
        for each in told.values():
            if each.pending:
                self._write(each.pending)

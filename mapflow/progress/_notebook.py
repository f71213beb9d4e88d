"""Progress in a notebook: bars of IPython, which need no widgets and which a saved file keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, cast

from IPython import display as ipython

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapflow.progress._steps import Step

#: A file reports each of its pieces, of which there may be thousands in a second.
_PAUSE_S: Final = 0.2
_UNITS: Final = 1000


class _Text(Protocol):
    def update(self, data: dict[str, str], *, raw: bool) -> None: ...


class _Gauge(Protocol):
    progress: int

    def display(self) -> None: ...


# IPython does not say what it takes and returns.
_display = cast("Callable[..., _Text]", ipython.display)  # pyright: ignore[reportUnknownMemberType]
_gauge = cast("Callable[[int], _Gauge]", ipython.ProgressBar)


@dataclass
class _Row:
    text: _Text
    gauge: _Gauge
    drawn_s: float


class NotebookBars:
    """Shows a line of text and a bar for each piece of work, below the cell."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}
        self._free: list[_Row] = []
        self._is_closed = False

    def draw(self, key: str, step: Step) -> None:
        """Move the bar."""
        if self._is_closed and not step.is_joint:
            self._rows, self._free = {}, []
        self._is_closed = False
        now = time.monotonic()
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = self._free.pop() if self._free else _new_row()
        elif now - row.drawn_s < _PAUSE_S and not step.is_over:
            return
        row.drawn_s = now
        row.text.update(
            _plain("  ".join(filter(None, (step.what, step.detail, step.amount)))), raw=True
        )
        row.gauge.progress = round(_UNITS * step.done / step.total) if step.total else 0
        if step.is_over:
            # The next file takes the row of one that is done.
            self._free.append(self._rows.pop(key))

    def keep_moving(self) -> None:
        """Do nothing: a kernel that waits sends nothing."""

    def close(self) -> None:
        """Leave the bars where they are; what comes next gets new ones."""
        self._is_closed = True


def _new_row() -> _Row:
    text = _display(_plain(""), raw=True, display_id=True)
    gauge = _gauge(_UNITS)
    gauge.display()
    return _Row(text, gauge, 0.0)


def _plain(text: str) -> dict[str, str]:
    return {"text/plain": text}

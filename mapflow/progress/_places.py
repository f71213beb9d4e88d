"""Where progress is shown: what the program runs in decides."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from mapflow import _arguments
from mapflow._text.terminals import is_plain
from mapflow.progress._bar import Bar
from mapflow.progress._lines import Lines, on_stderr

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapflow.progress._steps import Canvas

EVERY_S: Final = 60.0


def bar(label: str | None = None, *, every_s: float = EVERY_S) -> Bar:
    """Make a callback that shows progress, for every method that takes ``on_progress``.

    In a notebook it is a bar below the cell. On a terminal it is a bar on stderr if the extra
    ``cli`` is installed, and neither NO_COLOR nor TERM=dumb asks for plain text. Elsewhere it is
    lines on stderr: one for each change of a processing's status, and otherwise one each
    ``every_s`` seconds.

    Args:
        label: What is being done. Default: the name of the processing or of the file.
        every_s: The pause between two lines in a log, in seconds. Default: 60.

    Returns:
        The callback, also a context manager.

    Raises:
        InvalidInput: ``label`` is not a text, or ``every_s`` is not a number of seconds.

    Example:
        ```python
        from mapflow import progress

        await job.wait(on_progress=progress.bar())
        with progress.bar("Roofs") as show:
            await (await job.result()).save("roofs.geojson", on_progress=show)
        ```
    """
    _arguments.text_or_none(label, "label")
    return Bar(canvas(on_stderr, _arguments.amount(every_s, "every_s", "seconds")), label)


def canvas(write: Callable[[str], None], every_s: float = EVERY_S) -> Canvas:
    """What suits the place that the program runs in; `write` writes a line of a log."""
    if _in_notebook():
        from mapflow.progress._notebook import NotebookBars

        return NotebookBars()
    if _moves() and find_spec("rich") is not None:
        from mapflow.progress._terminal import TerminalBars

        return TerminalBars()
    return Lines(write, every_s)


def _in_notebook() -> bool:
    """Whether a kernel runs the program: IPython alone, on a terminal, has none."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def _moves() -> bool:
    """Whether stderr is a terminal on which the cursor can go back."""
    stderr = sys.stderr
    is_terminal = stderr is not None and stderr.isatty()
    return is_terminal and not is_plain()

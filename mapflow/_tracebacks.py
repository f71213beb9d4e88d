"""How IPython and Jupyter show an error of this package: the line that called it, and the cure.

Plain Python never comes here.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Protocol, cast

_PACKAGE: Final = f"{Path(__file__).resolve().parent}{os.sep}"
#: Code that was installed with Python or by pip, such as IPython itself.
_INSTALLED: Final = tuple(
    f"{Path(folder).resolve()}{os.sep}"
    for name in ("stdlib", "platstdlib", "purelib", "platlib")
    if (folder := sysconfig.get_paths().get(name))
)


class _Formatter(Protocol):
    """What of IPython's formatter of tracebacks is used."""

    def structured_traceback(
        self, etype: type[BaseException], evalue: BaseException, etb: TracebackType | None, /
    ) -> list[str]: ...


def rendered(error: BaseException) -> list[str]:
    """The lines that IPython shows for an error, in the style that its user has chosen.

    Args:
        error: The error, as it was caught.

    Returns:
        The lines: without the steps inside this package, unless ``MAPFLOW_DEBUG`` is set.
    """
    formatter = _formatter()
    if os.environ.get("MAPFLOW_DEBUG"):
        return _formatted(error, error.__traceback__, formatter)
    told = error.__cause__, error.__context__, error.__suppress_context__
    try:
        error.__cause__ = _of_user(error.__cause__)
        error.__context__ = _of_user(error.__context__)
        error.__suppress_context__ = told[2]
        return _formatted(error, _own_steps(error.__traceback__), formatter)
    finally:
        error.__cause__, error.__context__, error.__suppress_context__ = told


def _of_user(error: BaseException | None) -> BaseException | None:
    """An error that the user's code was handling; the message tells what happened inside."""
    if error is None or any(
        _is_inside(_file_of(each.tb_frame)) for each in _steps(error.__traceback__)
    ):
        return None
    return error


def _formatter() -> _Formatter | None:
    if "IPython" not in sys.modules:
        return None
    shell = sys.modules["IPython"].get_ipython()
    return None if shell is None else cast("_Formatter", shell.InteractiveTB)


def _formatted(
    error: BaseException, steps: TracebackType | None, formatter: _Formatter | None
) -> list[str]:
    if formatter is None:
        return traceback.format_exception(type(error), error, steps)
    return formatter.structured_traceback(type(error), error, steps)


def _own_steps(given: TracebackType | None) -> TracebackType | None:
    """The steps in code of the user's; all of them if there are none."""
    steps = _steps(given)
    files = [_file_of(each.tb_frame) for each in steps]
    inside = next((at for at, file in enumerate(files) if _is_inside(file)), len(files))
    kept = [
        each
        for at, (each, file) in enumerate(zip(steps, files, strict=True))
        # Whoever called this package counts, wherever it was installed.
        if at == inside - 1 or not file.startswith((_PACKAGE, *_INSTALLED))
    ]
    chain: TracebackType | None = None
    for each in reversed(kept):
        chain = TracebackType(chain, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return given if chain is None else chain


def _steps(given: TracebackType | None) -> list[TracebackType]:
    """The steps of a traceback, from the outermost call to where the error was raised."""
    steps: list[TracebackType] = []
    while given is not None:
        steps.append(given)
        given = given.tb_next
    return steps


def _is_inside(file: str) -> bool:
    return file.startswith(_PACKAGE)


def _file_of(frame: FrameType) -> str:
    name = frame.f_code.co_filename
    # Cells of a notebook, and code of `exec`, have names in brackets, or files that were never
    # written.
    return name if name.startswith("<") else os.path.realpath(name)

"""What Rich draws on: no escape codes where the terminal or its user wants none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_DUMB: Final = ("dumb", "unknown")


def make_console(
    *, stderr: bool = False, file: TextIO | None = None, soft_wrap: bool = False
) -> Console:
    """A console that prints text as it is, styled if the terminal and its user want styles.

    Args:
        stderr: Whether it prints to stderr.
        file: What it prints to instead.
        soft_wrap: Whether the terminal itself breaks long lines.
    """
    from rich.console import Console

    # Bold and dim are escape codes too, which Rich keeps under NO_COLOR.
    is_plain = bool(os.environ.get("NO_COLOR")) or _is_dumb()
    return Console(
        stderr=stderr,
        file=file,
        color_system=None if is_plain else "auto",
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=soft_wrap,
    )


def can_redraw(stream: TextIO) -> bool:
    """Whether lines that were printed can be drawn again."""
    return stream.isatty() and not _is_dumb()


def _is_dumb() -> bool:
    return os.environ.get("TERM", "").lower() in _DUMB

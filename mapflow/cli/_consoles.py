"""What Rich draws on: plain text where the terminal or its user wants no escape codes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

from mapflow._text.terminals import is_plain

if TYPE_CHECKING:
    from rich.console import Console


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

    # Of a dumb terminal Rich believes that it has 80 columns, unless it is told both.
    width, height = shutil.get_terminal_size() if is_plain() else (None, None)
    return Console(
        stderr=stderr,
        file=file,
        color_system=None if is_plain() else "auto",
        width=width,
        height=height,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=soft_wrap,
    )


def can_style(stream: TextIO) -> bool:
    """Whether a stream shows styles, boxes and lines that are drawn again."""
    return stream.isatty() and not is_plain()

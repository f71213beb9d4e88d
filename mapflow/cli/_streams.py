"""stdin, stdout and stderr, whatever they are connected to."""

from __future__ import annotations

import errno
import io
import os
import select
import shutil
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from mapflow.cli._exits import Exit, Stop


class _Closed(io.StringIO):
    """Stands in for a stream that was closed before the command began."""

    def write(self, _: str) -> NoReturn:
        raise OSError(errno.EBADF, "it is closed")


def prepare() -> None:
    """Make all three streams usable, whatever the command was started with."""
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]
        _occupy(0)
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            # Otherwise the next file or connection gets the number, and whatever is printed.
            _occupy(number)
            setattr(sys, name, _Closed())
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A terminal that cannot show the emoji of a model must not make a command fail.
            reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")


def _occupy(number: int) -> None:
    with suppress(OSError):
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)


def check_stdout() -> None:
    """Refuse a stdout that is known to swallow what will be printed, before anything is spent.

    Raises:
        Stop: stdout is closed, its reader has gone, or its disk is full.
    """
    if isinstance(sys.stdout, _Closed):
        raise Stop(
            "stdout is closed, so nothing was sent. Connect it to a terminal, a file or a pipe."
        )
    try:
        number = sys.stdout.fileno()
        kind = os.fstat(number).st_mode
    except (OSError, ValueError):
        return
    if (stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)) and hasattr(select, "poll"):
        poll = select.poll()
        poll.register(number, 0)
        if any(what & (select.POLLERR | select.POLLNVAL) for _, what in poll.poll(0)):
            raise Stop("The reader of stdout has gone, so nothing was sent.")
    elif stat.S_ISREG(kind) and hasattr(os, "fstatvfs") and os.fstatvfs(number).f_bavail == 0:
        raise Stop("The disk that stdout is written to is full, so nothing was sent. Free space.")


@contextmanager
def printing() -> Generator[None, None, None]:
    """Send what is printed in here to where stdout leads, now, so that a failure shows at once."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
        raise
    except OSError as error:
        silence()
        why = error.strerror or str(error)
        raise Stop(f"stdout cannot be written to: {why}.", Exit.UNEXPECTED) from error


def print_file(path: Path) -> None:
    """Send a file to stdout, byte for byte."""
    with path.open("rb") as file, printing():
        shutil.copyfileobj(file, sys.stdout.buffer)


def silence() -> None:
    """Lead stdout nowhere: what could not be printed would fail again when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_text(text: str) -> None:
    """Print text as it is."""
    with printing():
        sys.stdout.write(text)


def write_utf8(text: str) -> None:
    """Print text for programs: UTF-8, whatever the terminal shows."""
    with printing():
        binary = getattr(sys.stdout, "buffer", None)
        if binary is None:
            sys.stdout.write(text)
            return
        sys.stdout.flush()
        binary.write(text.encode("utf-8", "replace"))

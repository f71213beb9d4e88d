"""How long one attempt of a request may take, all of it.

The library's timeouts are for each operation of a socket: a response that drips, in its headers or
in its body, would never reach them.
"""

from __future__ import annotations

import time
from typing import Final

import httpx

_MB: Final = 1_000_000


class Deadline:
    """The time of one attempt: it starts with the first operation of the network.

    Args:
        limit_s: How long the attempt may take, in seconds.
        grows: Whether each megabyte of content that is moved is given as much time again, so that
            a large file has the time it needs, and one that drips has not. No time is saved up: at
            no moment is more than ``limit_s`` left, so less than a megabyte in ``limit_s`` ends it.
    """

    __slots__ = ("_ends", "_grows", "_limit_s")

    def __init__(self, limit_s: float, *, grows: bool = False) -> None:
        self._limit_s = limit_s
        self._grows = grows
        self._ends: float | None = None

    def restart(self) -> None:
        """Start again for the next attempt."""
        self._ends = None

    def left_s(self) -> float:
        """How much time is left; 0 or less when it is over."""
        now = time.monotonic()
        if self._ends is None:
            self._ends = now + self._limit_s
        return self._ends - now

    def moved(self, count: int) -> None:
        """Give more time for content that was moved, in bytes."""
        if self._grows and self._ends is not None:
            more_s = self._limit_s * count / _MB
            self._ends = min(self._ends + more_s, time.monotonic() + self._limit_s)


class DeadlineTimeout(float):
    """A timeout that is a plain number to the library, and a countdown to our streams."""

    __slots__ = ("deadline",)

    deadline: Deadline

    def __new__(cls, seconds: float, deadline: Deadline) -> DeadlineTimeout:
        made = super().__new__(cls, seconds)
        made.deadline = deadline
        return made


def left_s(timeout: float | None, over: type[httpx.TimeoutException]) -> float | None:
    """How long the next operation may take, or the library's own exception."""
    if not isinstance(timeout, DeadlineTimeout):
        return timeout
    left = timeout.deadline.left_s()
    if left <= 0:
        raise over("the time for the whole request is over")
    return min(float(timeout), left)


def moved(timeout: float | None, count: int) -> None:
    """Give more time for content that was moved, in bytes."""
    if isinstance(timeout, DeadlineTimeout):
        timeout.deadline.moved(count)


def timeouts(read_s: float, connect_s: float, *, grows: bool) -> dict[str, float | None]:
    """The library's four timeouts, three of them on one deadline.

    The wait for a free connection is not part of the attempt.
    """
    deadline = Deadline(read_s, grows=grows)
    each = DeadlineTimeout(read_s, deadline)
    return {
        "connect": DeadlineTimeout(min(connect_s, read_s), deadline),
        "read": each,
        "write": each,
        "pool": read_s,
    }


def deadline_of(extensions: object) -> Deadline | None:
    """The clock of a request."""
    given = extensions.get("timeout") if isinstance(extensions, dict) else None  # pyright: ignore[reportUnknownVariableType,reportUnknownMemberType]
    read = given.get("read") if isinstance(given, dict) else None  # pyright: ignore[reportUnknownVariableType,reportUnknownMemberType]
    return read.deadline if isinstance(read, DeadlineTimeout) else None

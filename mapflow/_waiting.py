"""How a wait is paced: without I/O, so that a day of waiting can be tested in a moment."""

from __future__ import annotations

import random
from typing import Final

from mapflow.errors import (
    ApiError,
    ConnectionFailed,
    InvalidInput,
    MapflowError,
    RateLimited,
    ServerError,
    TimedOut,
    UndecodableAnswer,
)

#: How long a wait lasts unless told otherwise, in seconds.
DEFAULT_TIMEOUT_S: Final = 6 * 3600.0
_FIRST_S: Final = 5.0
_GROWTH: Final = 1.5
_LONGEST_S: Final = 30.0
_JITTER: Final = 0.1
#: So many troubles in a row end a wait; a single good answer forgives all before it.
_PATIENCE: Final = 10
_SHORTEST_LOOK_S: Final = 1.0
_REQUEST_TIMEOUT: Final = 408


class Pace:
    """Says how long to sleep before the next look, and when to give up.

    Args:
        started: The monotonic time the wait began.
        timeout_s: How long it may last, in seconds; None for ever.
        interval_s: A fixed pause between looks, in seconds; None for a growing one.
    """

    def __init__(self, started: float, timeout_s: float | None, interval_s: float | None) -> None:
        if timeout_s is not None and not timeout_s >= 0:
            raise InvalidInput(f"timeout_s has to be 0 or more, not {timeout_s!r}.")
        if interval_s is not None and not interval_s >= 0:
            raise InvalidInput(f"interval_s has to be 0 or more, not {interval_s!r}.")
        self._started = started
        self._timeout_s = timeout_s
        self._interval_s = interval_s
        self._next_s = _FIRST_S
        self._troubles = 0

    def waited_s(self, now: float) -> float:
        """How long the wait has lasted."""
        return now - self._started

    def is_over(self, now: float) -> bool:
        """Whether the time is up."""
        return self._timeout_s is not None and self.waited_s(now) >= self._timeout_s

    def good(self) -> None:
        """An answer came."""
        self._troubles = 0

    def trouble(self, error: MapflowError) -> None:
        """No answer came: raise the error again when it is final, or one too many."""
        self._troubles += 1
        if not _passes(error) or self._troubles > _PATIENCE:
            raise error

    def patience_s(self, now: float, usual_s: float) -> float:
        """How long one look may take: as usual, but not much past the end of the wait."""
        if self._timeout_s is None:
            return usual_s
        return min(usual_s, max(self._timeout_s - self.waited_s(now), _SHORTEST_LOOK_S))

    def pause_s(self, now: float) -> float:
        """How long to sleep before the next look; never past the end of the wait."""
        if self._interval_s is not None:
            pause = self._interval_s
        else:
            pause = self._next_s * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311
            self._next_s = min(self._next_s * _GROWTH, _LONGEST_S)
        if self._timeout_s is not None:
            pause = min(pause, max(self._timeout_s - self.waited_s(now), 0.0))
        return pause


def _passes(error: MapflowError) -> bool:
    """Whether the trouble may be gone at the next look."""
    return isinstance(
        error, (ConnectionFailed, TimedOut, UndecodableAnswer, ServerError, RateLimited)
    ) or (isinstance(error, ApiError) and error.status == _REQUEST_TIMEOUT)

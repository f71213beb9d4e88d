"""How a wait is paced: without I/O, so that a day of waiting can be tested in a moment."""

from __future__ import annotations

import random
from typing import Final

from mapflow import _arguments
from mapflow._hints import Hint, joined
from mapflow._logging import logger
from mapflow.errors import (
    ApiError,
    AuthenticationError,
    CertificateRefused,
    ConnectionFailed,
    InvalidResponse,
    MapflowError,
    NotFound,
    RateLimited,
    ServerError,
    TimedOut,
    TransportError,
    WaitTimedOut,
)

#: Default timeout of a wait, in seconds.
DEFAULT_TIMEOUT_S: Final = 6 * 3600.0
_FIRST_S: Final = 5.0
_GROWTH: Final = 1.5
_LONGEST_S: Final = 30.0
_JITTER: Final = 0.1
#: More errors in a row end a wait; one response resets their number. Responses that say "later",
#: 429 and those with a Retry-After, do not count.
_PATIENCE: Final = 10
_SHORTEST_POLL_S: Final = 1.0
_REQUEST_TIMEOUT: Final = 408
#: A pause that lasts this many seconds longer than planned means that the machine slept.
_ASLEEP_S: Final = 60.0
#: Maximum number of IDs in a message.
_NAMED: Final = 5


class PollSchedule:
    """Says how long to sleep before the next poll, and when to give up.

    Args:
        started: The monotonic time the wait began.
        timeout_s: How long it may last, in seconds; None for no limit.
        interval_s: A fixed pause between polls, in seconds; None for a growing one.
        renews_token: Whether each request has a new token, so that a refused one may
            be better the next time.
        first_s: The first of growing pauses, in seconds; never below the usual one, and never
            above the largest.
    """

    def __init__(
        self,
        started: float,
        timeout_s: float | None,
        interval_s: float | None,
        *,
        renews_token: bool = False,
        first_s: float = _FIRST_S,
    ) -> None:
        self._started = started
        self._timeout_s = _arguments.seconds(timeout_s, "timeout_s")
        self._interval_s = _arguments.seconds(interval_s, "interval_s")
        self._next_s = min(max(first_s, _FIRST_S), _LONGEST_S)
        self._failures = 0
        self._was_reached = False
        self._asked_s = 0.0
        self._renews_token = renews_token
        #: Why the last poll got no response; None when it got one.
        self.last_error: MapflowError | None = None

    def waited_s(self, now: float) -> float:
        """How long the wait has lasted."""
        return now - self._started

    def is_over(self, now: float) -> bool:
        """Whether the time is up."""
        return self._timeout_s is not None and self.waited_s(now) >= self._timeout_s

    def good(self) -> None:
        """A response came."""
        self._was_reached = True
        self._failures = 0
        self.last_error = None

    def failed(self, error: MapflowError) -> None:
        """Count a failed poll; raise its error if that is final, or one too many."""
        if not self.passes(error):
            raise error
        self.last_error = error
        asked_s = error.retry_after_s if isinstance(error, ApiError) else None
        self._asked_s = asked_s or 0.0
        if asked_s is not None or isinstance(error, RateLimited):
            # A service that says "later" is well, and the wait has its deadline.
            logger.warning("A poll is repeated later, as the service asks: %s", error)
            return
        self._failures += 1
        if self._failures > _PATIENCE:
            raise error
        logger.warning("A poll failed (%d in a row) and is repeated: %s", self._failures, error)

    def last_error_told(self) -> str:
        """Why the last poll failed, as a sentence to append; empty when it did not."""
        error = self.last_error
        return "" if error is None else f" The last poll failed: {error.message}"

    def passes(self, error: MapflowError) -> bool:
        """Whether the next poll may succeed."""
        if isinstance(error, AuthenticationError):
            return self._renews_token
        if isinstance(error, CertificateRefused):
            # Where the service was reached before, something in between wants a login first.
            return self._was_reached
        return isinstance(
            error, (ConnectionFailed, TimedOut, InvalidResponse, ServerError, RateLimited)
        ) or (isinstance(error, ApiError) and error.status == _REQUEST_TIMEOUT)

    def slept(self, pause_s: float, took_s: float) -> None:
        """A pause is over: one far longer than planned means that the machine was asleep."""
        if took_s > pause_s + _ASLEEP_S:
            # The network comes back later than the machine, and none of that is the service's.
            self._failures = 0

    def patience_s(self, now: float, usual_s: float) -> float:
        """How long one poll may take: as usual, but not much past the end of the wait."""
        if self._timeout_s is None:
            return usual_s
        return min(usual_s, max(self._timeout_s - self.waited_s(now), _SHORTEST_POLL_S))

    def pause_s(self, now: float) -> float:
        """How long to sleep before the next poll, as asked; never past the end of the wait."""
        if self._interval_s is not None:
            pause = self._interval_s
        else:
            pause = self._next_s * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311
            self._next_s = min(self._next_s * _GROWTH, _LONGEST_S)
        pause, self._asked_s = max(pause, self._asked_s), 0.0
        if self._timeout_s is not None:
            pause = min(pause, max(self._timeout_s - self.waited_s(now), 0.0))
        return pause


def say_that_it_continues(stop: BaseException, *keys: str) -> None:
    """Note on whatever ends a wait early that the meter is running, and the way back in."""
    if isinstance(stop, (GeneratorExit, WaitTimedOut)) or not keys:
        return
    if isinstance(stop, Exception) and not isinstance(stop, (TransportError, ApiError)):
        return
    if isinstance(stop, NotFound):
        return
    shown = " ".join(keys[:_NAMED])
    if len(keys) == 1:
        told = f"Processing {shown} continues at Mapflow and is charged. Wait for it with"
        call = f"client.processings.wait({shown!r})"
    else:
        told = f"{len(keys)} processings continue at Mapflow and are charged. Wait for them with"
        shown += " …" if len(keys) > _NAMED else ""
        call = "client.processings.wait_all(…)"
    way_back = Hint(python=f" or {call}", command="", tool=" or the tool wait_for")
    stop.add_note(joined(f"{told} `mapflow wait {shown}`", way_back, "."))

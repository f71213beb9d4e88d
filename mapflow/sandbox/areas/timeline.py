"""How areas progress: a pure function of what was stored and of the time.

An area waits a little, runs for a time that depends on its size, and ends. A failing one ends at
the beginning of the stage that its code belongs to. A restart resumes there. What else the
service's areas do, they do on request only: wait a day for imagery, or end in another way.
"""

import dataclasses
import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.store import Row

UNPROCESSED: Final = "UNPROCESSED"
IN_PROGRESS: Final = "IN_PROGRESS"
OK: Final = "OK"
FAILED: Final = "FAILED"
AWAITING: Final = "AWAITING"
CANCELLED: Final = "CANCELLED"
REFUNDED: Final = "REFUNDED"

ON_REQUEST: Final = (AWAITING, CANCELLED, REFUNDED)
ENDED: Final = (OK, FAILED, CANCELLED, REFUNDED)
_WITH_RESULT: Final = (OK, REFUNDED)

_QUEUE_S: Final = 2.0
_STAGGER_S: Final = 1.0
_SHORTEST_RUN_S: Final = 20.0
_RUN_S_PER_KM2: Final = 12.0
_FAILS_AFTER_S: Final = 3.0
_IMAGERY_TAKES_S: Final = 86_400.0

# Percent at which each component begins.
_STAGES: Final = {
    "geometry": 0,
    "source-validator": 0,
    "dataloader": 5,
    "raster-processor": 30,
    "inference": 40,
    "vector-processor": 90,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """When an area runs, and from which percent to which.

    Attributes:
        starts: When it leaves the queue.
        supplied: When its imagery is there; later than ``starts`` only if it is awaited.
        ends: When it ends, well or not.
        from_percent: Its progress until then.
        to_percent: Its progress from then on.
        ending: How it ends unless it fails.
    """

    starts: float
    supplied: float
    ends: float
    from_percent: int
    to_percent: int
    ending: str = OK


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """How an area, or a processing, stands at one moment."""

    status: str
    percent: int
    since: float


def first_span(
    area_id: str,
    area_m2: int,
    position: int,
    now: float,
    failure: Failure | None,
    wanted: str | None = None,
) -> Span:
    """Return when an area of a new processing runs; ``wanted`` is one of ``ON_REQUEST``."""
    starts = now + _QUEUE_S + _STAGGER_S * position
    if wanted == CANCELLED:
        return Span(starts, starts, starts + _FAILS_AFTER_S, 0, 0, CANCELLED)
    supplied = starts + (_IMAGERY_TAKES_S if wanted == AWAITING else 0.0)
    span = _span(supplied, 0, _whole_run_s(area_id, area_m2), failure)
    ending = REFUNDED if wanted == REFUNDED else OK
    return dataclasses.replace(span, starts=starts, ending=ending)


def next_span(
    area_id: str, area_m2: int, now: float, from_percent: int, failure: Failure | None
) -> Span:
    """Return when a failed area runs again."""
    return _span(now, from_percent, _whole_run_s(area_id, area_m2), failure)


def state_of(row: Row, now: float) -> State:
    """Return how an area stands. ``row`` is a row of the table ``areas``."""
    starts, supplied, ends = row["starts"], row["supplied"], row["ends"]
    if now < starts:
        return State(UNPROCESSED, row["from_percent"], 0.0)
    if now < supplied:
        return State(AWAITING, row["from_percent"], starts)
    if now < ends:
        done = (now - supplied) / (ends - supplied)
        percent = int(row["from_percent"] + (row["to_percent"] - row["from_percent"]) * done)
        return State(IN_PROGRESS, min(99, percent), supplied)
    return State(row["ending"] if row["failure"] is None else FAILED, row["to_percent"], ends)


def together(states: Sequence[State], areas_m2: Sequence[int]) -> State:
    """Return how a processing stands, given its areas.

    The percentage is the mean weighted by area, rounded down.
    """
    status = overall({state.status for state in states})
    weights = [max(1, area_m2) for area_m2 in areas_m2]
    percent = sum(
        state.percent * weight for state, weight in zip(states, weights, strict=True)
    ) // sum(weights)
    return State(status, capped(percent, status), max(state.since for state in states))


def overall(found: AbstractSet[str]) -> str:
    """Return the status that areas with these statuses make together.

    Any area running: in progress. Otherwise any failed: failed. Otherwise OK, unless they ended in
    another way. The service's own rule is not documented.
    """
    if found <= {UNPROCESSED}:
        return UNPROCESSED
    if found & {UNPROCESSED, IN_PROGRESS}:
        return IN_PROGRESS
    return next((each for each in (AWAITING, FAILED, CANCELLED, REFUNDED) if each in found), OK)


def capped(percent: int, status: str) -> int:
    """Return a percentage that is 100 only with a result."""
    return percent if status in _WITH_RESULT else min(99, percent)


def _span(starts: float, from_percent: int, whole_run_s: float, failure: Failure | None) -> Span:
    to_percent = 100 if failure is None else max(from_percent, _stage(failure))
    run_s = whole_run_s * (to_percent - from_percent) / 100
    return Span(starts, starts, starts + max(run_s, _FAILS_AFTER_S), from_percent, to_percent)


def _stage(failure: Failure) -> int:
    return _STAGES.get(failure.code.partition(".")[0], _STAGES["inference"])


def _whole_run_s(area_id: str, area_m2: int) -> float:
    """Return the seconds that an area takes, spread so that areas do not finish together."""
    spread = 0.9 + 0.2 * hashlib.blake2b(area_id.encode(), digest_size=1).digest()[0] / 255
    return (_SHORTEST_RUN_S + _RUN_S_PER_KM2 * area_m2 / 1e6) * spread

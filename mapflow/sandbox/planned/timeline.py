"""How a planned search stands: a pure function of what was stored and of the time."""

import dataclasses
from typing import Final

from mapflow.sandbox.store import Row

READY: Final = "READY"
SEARCHING: Final = "SEARCHING"
FAILED: Final = "FAILED"

SEARCH_S: Final = 30.0
DAY_S: Final = 86_400.0


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """How a planned search stands at one moment.

    Attributes:
        status: ``READY``, ``SEARCHING`` or ``FAILED``.
        active: Whether it still searches.
        checked: When it last searched to the end; None before the first time.
    """

    status: str
    active: bool
    checked: float | None


def state_of(row: Row, area_count: int, now: float) -> State:
    """Return how a planned search stands. ``row`` is a row of the table ``templates``."""
    active = bool(row["active"]) and now < row["active_until"]
    passed = max(0.0, min(now, row["active_until"]) - row["since"])
    checked: float | None = row["checked"]
    if row["active"] and passed >= SEARCH_S:
        checked = row["since"] + SEARCH_S + (passed - SEARCH_S) // DAY_S * DAY_S
    if row["failed"]:
        status = FAILED
    elif active and passed % DAY_S < SEARCH_S:
        status = SEARCHING
    else:
        status = READY if area_count else FAILED
    return State(status, active, checked)

# Written by scripts/unasync.py from mapflow/_async/polling.py; edit that file instead.
"""Polls: one request each, and the rest in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._http import timing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapflow._rules.polling import PollSchedule
    from mapflow._rules.response_match import Check
    from mapflow._sync.session import Session


def ask(
    session: Session,
    kwargs: Mapping[str, object],
    pace: PollSchedule,
    check: Check,
    *,
    many: bool = False,
) -> object:
    """Poll once, in one attempt: the wait itself is what retries."""
    transport = session.transport
    patience_s = pace.patience_s(timing.monotonic(), transport.timeout_s)
    return transport.json(
        kwargs, repeatable=False, read_timeout_s=patience_s, many=many, check=check
    )


def rest(pace: PollSchedule) -> None:
    """Sleep until the next poll is due."""
    pause_s, began = pace.pause_s(timing.monotonic()), timing.now()
    timing.sleep(pause_s)
    pace.slept(pause_s, timing.now() - began)

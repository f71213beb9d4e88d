# Written by scripts/unasync.py from mapflow/batch/_async/starter.py; edit that file instead.
"""Starts areas: each is checked, priced and sent once, with its tag written down before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from mapflow._http import timing
from mapflow._rules.outcomes import is_refusal
from mapflow._rules.prices import cost_told
from mapflow.batch import _states
from mapflow.batch._limits import AGREED, SpendingLimits, obstacle_of
from mapflow.batch._sync.pricing import PendingRow
from mapflow.errors import (
    ApiError,
    AuthenticationError,
    CostLimitExceeded,
    InvalidInput,
    InvalidSource,
    LimitExceeded,
    MapflowError,
    OutcomeUnknown,
    PermissionDenied,
    UnknownModel,
    UnknownOption,
)

if TYPE_CHECKING:
    from mapflow._requests.run_spec import PricedRun
    from mapflow._sync.processings.processing import Processing
    from mapflow.batch._ledger import Entry
    from mapflow.batch._retry_counts import RetryCounts
    from mapflow.batch._settings import BatchSettings
    from mapflow.batch._sync.ledger_writer import LedgerWriter
    from mapflow.batch._sync.pricing import Pricing

#: What is wrong for one area is wrong for all of them.
FOR_ALL: Final = (
    AuthenticationError,
    InvalidSource,
    PermissionDenied,
    UnknownModel,
    UnknownOption,
)
_META_BATCH: Final = "mapflow-batch"
_META_ROW: Final = "mapflow-batch-row"


class Starter:
    """Starts what waits, as far as there is room and money."""

    def __init__(
        self,
        writer: LedgerWriter,
        settings: BatchSettings,
        pricing: Pricing,
        retry_counts: RetryCounts,
    ) -> None:
        self._writer = writer
        self._settings = settings
        self._pricing = pricing
        self._retry_counts = retry_counts
        self._batch = writer.cache.ledger.id
        # Since when the outcome of a row is unknown, by a clock that cannot jump.
        self.unknown_since: dict[int, float] = {}
        # Rows that were refused after their request had left, by tag: what refused them may have
        # been something on the way, so the next polls search for them.
        self.refused: dict[str, int] = {}

    def start(self) -> bool:
        """Start as many as there is room for; say whether anything changed."""
        cache = self._writer.cache
        if (cache.budget is not None or cache.agreed is not None) and any(
            row.cost is None for row in cache.rows(_states.UNKNOWN)
        ):
            # What it leaves of the budget is known when it is found, or is not there.
            return False
        moved = False
        while cache.count(_states.RUNNING) < self._settings.parallel:
            row = self._retry_counts.next_of(_states.WAITING)
            if row is None:
                break
            moved = True
            self._start(row)
        return moved

    def doubt(self, rows: list[Entry]) -> None:
        """Search for rows whose refusal an earlier run had not confirmed."""
        self.refused |= {row.tag: row.number for row in rows if row.tag is not None}

    def found(self, row: Entry, processing: Processing) -> None:
        """Take note that a request whose outcome was not known had arrived."""
        self.unknown_since.pop(row.number, None)
        self._pricing.forget(row.number)
        self._pricing.sender.settle_found(processing)

    def never_received(self, row: Entry) -> None:
        """Take note that a request whose outcome was not known is nowhere."""
        self.unknown_since.pop(row.number, None)
        self._pricing.sender.release(row.tag or "")

    def _start(self, row: Entry) -> None:
        """Start one area."""
        pending = PendingRow(row.number, row.name, self._writer.cache.ledger.area(row.number))
        try:
            run = self._pricing.prepare(pending)
            price = self._price(pending, run)
        except MapflowError as error:
            self._not_started(row, error)
            return
        tag = row.tag or uuid4().hex
        marks = {_META_BATCH: self._batch, _META_ROW: row.name}
        spec = replace(run.spec, meta={**(run.spec.meta or {}), **marks})
        run = replace(run, spec=spec, tag=tag, price=price)
        # From here until the response is written down, the outcome is unknown.
        self._writer.write(
            (
                row.number,
                {
                    "state": _states.SENDING,
                    "tag": tag,
                    "cost": price,
                    "sent": timing.now(),
                    "note": None,
                    "obstacle": None,
                },
            )
        )
        try:
            started = self._pricing.sender.send(run)
        except OutcomeUnknown as lost:
            self.unknown_since[row.number] = timing.monotonic()
            self._writer.write((row.number, {"state": _states.UNKNOWN, "note": lost.message}))
            return
        except MapflowError as error:
            self._not_started(self._writer.cache[row.number], error)
            return
        self._pricing.forget(row.number)
        cost = cost_told(started, price)
        self._writer.write(
            (
                row.number,
                {
                    "state": _states.RUNNING,
                    "processing_id": started.id,
                    "cost": price if cost is None else cost,
                    "status": str(started.status),
                    "note": None,
                },
            )
        )

    def _price(self, pending: PendingRow, run: PricedRun) -> float | None:
        """What an area costs, within the limits of the batch; None if no limit needs it."""
        cache = self._writer.cache
        limits = (cache.max_cost, cache.budget, cache.agreed)
        limited = any(limit is not None for limit in limits)
        if not limited and not self._pricing.needs_price(run):
            return self._pricing.known_price(pending)
        price = self._pricing.price(pending, run)
        spending = SpendingLimits(
            cache.max_cost, cache.left(), cache.budget, agreed_left=cache.agreed_left()
        )
        try:
            spending.check(price)
        except CostLimitExceeded as error:
            # If another limit kept it from being agreed to, that limit is reported.
            raise self._reason(pending, error) from None
        return price

    def _reason(self, pending: PendingRow, error: CostLimitExceeded) -> LimitExceeded:
        """The limit that stood in the way of a row when the price of all was shown."""
        return self._pricing.left_out.get(pending.number, error) if error.limit == AGREED else error

    def _not_started(self, row: Entry, error: MapflowError) -> None:
        """Write down why an area was not started; what is wrong for all of them is raised."""
        state = self._state_after(error)
        columns: dict[str, str | float | None] = {"state": state, "note": None, "obstacle": None}
        was_sent = row.state == _states.SENDING
        if was_sent and isinstance(error, ApiError) and row.tag is not None:
            # The tag stays until it is certain.
            self.refused[row.tag] = row.number
        else:
            columns |= {"tag": None, "sent": None, "cost": None}
        if isinstance(error, FOR_ALL):
            self._writer.write((row.number, columns))
            raise error
        columns["note"] = str(error)
        if state == _states.OVER_BUDGET and isinstance(error, LimitExceeded):
            columns["obstacle"] = obstacle_of(error, is_sent=was_sent)
        self._writer.write((row.number, columns))
        if state == _states.WAITING:
            # The next turn of the loop begins with another row, should it be this one's fault.
            self._retry_counts.record(row.number)
            raise error
        self._pricing.forget(row.number)

    @staticmethod
    def _state_after(error: MapflowError) -> str:
        """Where an area belongs that was not started."""
        if isinstance(error, FOR_ALL):
            return _states.WAITING
        if isinstance(error, CostLimitExceeded):
            return _states.OVER_BUDGET
        if isinstance(error, LimitExceeded) and error.limit == "remaining_credits":
            return _states.OVER_BUDGET
        if isinstance(error, InvalidInput):
            return _states.REFUSED
        is_refused = is_refusal(error)
        return _states.REFUSED if is_refused else _states.WAITING

"""Works a batch off: starts, looks, saves, and writes each step down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from mapflow._async.waiting import rest
from mapflow._bodies import TAG
from mapflow._waiting import Pace
from mapflow._wire import _time
from mapflow.batch import _ledger
from mapflow.batch._places import result_file
from mapflow.batch._report import report_of
from mapflow.errors import (
    ApiError,
    AuthenticationError,
    CostLimitExceeded,
    IncompleteDownload,
    InvalidInput,
    InvalidSource,
    LimitExceeded,
    MapflowError,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    ProcessingFailed,
    TransportError,
    UnknownModel,
    UnknownOption,
)
from mapflow.limits import check_max_cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapflow._async.client import AsyncMapflow
    from mapflow._async.processing import AsyncProcessing
    from mapflow.batch._ledger import Entry, Ledger
    from mapflow.batch._report import Report
    from mapflow.batch._settings import Plan
    from mapflow.geometry import AreaLike

#: What is wrong for one area is wrong for all of them.
_FOR_ALL: Final = (
    AuthenticationError,
    InvalidSource,
    PermissionDenied,
    UnknownModel,
    UnknownOption,
)
_META_BATCH: Final = "mapflow-batch"
_META_ROW: Final = "mapflow-batch-row"
#: What a service says that may say something else in a while.
_LATER: Final = (408, 425, 429)
#: So many passing troubles with one area in a row end its turn, but not that of the others.
_TRIES: Final = 5


class AsyncWorker:
    """One program's turn at a batch."""

    def __init__(
        self,
        client: AsyncMapflow,
        ledger: Ledger,
        plan: Plan,
        on_progress: Callable[[Report], object] | None,
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._plan = plan
        self._on_progress = on_progress
        self._batch = ledger.id
        self._project = ""
        # How often a row met a passing trouble in this turn.
        self._tries: dict[int, int] = {}
        for row in ledger.rows(_ledger.SENDING):
            # Whoever was at it may have sent the request right before it ended.
            ledger.change(row.number, state=_ledger.UNKNOWN, sent=_time.now())

    async def work(self) -> None:
        """Go on until nothing is left to do."""
        if not self._is_work_left():
            return
        projects = self._client.projects
        given = self._plan.project
        home = await (projects.default() if given is None else projects.get(given))
        self._project = home.id
        pace = self._pace()
        while True:
            moved = False
            try:
                moved = await self._look()
                moved |= await self._save()
                moved |= await self._start()
                pace.good()
            except MapflowError as error:
                if isinstance(error, InvalidInput):
                    raise
                pace.trouble(error)
            if self._on_progress is not None:
                self._on_progress(report_of(self._ledger))
            if not self._is_work_left():
                return
            if moved:
                pace = self._pace()
            await rest(pace)

    def _pace(self) -> Pace:
        renews = self._client._wire.settings.renews_token
        return Pace(_time.monotonic(), None, self._plan.interval_s, renews_token=renews)

    def _is_work_left(self) -> bool:
        counts = self._ledger.counts()
        if any(counts.get(state) for state in (_ledger.UNKNOWN, _ledger.RUNNING)):
            return True
        return bool(self._to_try(_ledger.WAITING) or self._to_try(_ledger.ENDED))

    def _to_try(self, state: str) -> list[Entry]:
        """The rows of a state that have not had too much trouble, the least troubled first."""
        rows = self._ledger.rows(state)
        tried = sorted(rows, key=lambda row: self._tries.get(row.number, 0))
        return [row for row in tried if self._tries.get(row.number, 0) < _TRIES]

    def _trouble_with(self, row: Entry, error: MapflowError, state: str) -> None:
        self._tries[row.number] = self._tries.get(row.number, 0) + 1
        self._ledger.change(row.number, state=state, note=str(error))

    def _is_settled(self, row: Entry) -> bool:
        return row.sent is None or _time.now() - row.sent >= self._plan.settle_s

    async def _look(self) -> bool:
        """Read the project once, and bring the rows up to date."""
        rows = self._ledger.rows(_ledger.UNKNOWN, _ledger.RUNNING)
        if not rows:
            return False
        # Asked before the list is read: what is not in it then was not there at that time.
        settled = {row.number for row in rows if self._is_settled(row)}
        listed = await self._client.processings.list(self._project)
        by_id = {processing.id: processing for processing in listed}
        by_tag = {tag: each for each in listed if (tag := each.meta.get(TAG)) is not None}
        moved = False
        for row in rows:
            if row.state == _ledger.RUNNING:
                moved |= await self._update(row, by_id.get(row.processing_id or ""))
                continue
            found = by_tag.get(row.tag or "")
            if found is not None:
                self._found(row, found)
                moved = True
            elif row.number in settled:
                self._ledger.change(row.number, state=_ledger.WAITING, note=None, cost=None)
                moved = True
        return moved

    def _found(self, row: Entry, processing: AsyncProcessing) -> None:
        self._ledger.change(
            row.number,
            state=_ledger.RUNNING,
            processing_id=processing.id,
            **({} if processing.cost is None else {"cost": processing.cost}),
            status=str(processing.status),
            note=None,
        )

    async def _update(self, row: Entry, listed: AsyncProcessing | None) -> bool:
        """Take over what became of a processing."""
        try:
            processing = listed or await self._client.processings.get(row.processing_id or "")
        except NotFound:
            if not self._is_settled(row):
                # What was started a moment ago may not be shown yet.
                return False
            note = "Its processing was deleted."
            self._ledger.change(row.number, state=_ledger.FAILED, note=note)
            return True
        if not processing.status.is_terminal:
            if processing.status != row.status:
                self._ledger.change(row.number, status=str(processing.status))
            return False
        good = processing.status.is_success
        state = _ledger.ENDED if good else _ledger.FAILED
        why = None if good else await self._why(processing)
        self._ledger.change(row.number, state=state, status=str(processing.status), note=why)
        return True

    async def _why(self, processing: AsyncProcessing) -> str:
        try:
            await processing.wait()
        except ProcessingFailed as failed:
            return str(failed)
        return f"It ended as {processing.status}."

    async def _save(self) -> bool:
        """Save the results of what has ended; one that cannot be had now is tried again."""
        moved = False
        for row in self._to_try(_ledger.ENDED):
            file = result_file(row.name)
            result = self._client.processings.result(row.processing_id or "")
            try:
                await result.save(self._ledger.path.parent / file, overwrite=True)
            except (ApiError, TransportError, IncompleteDownload) as error:
                if isinstance(error, AuthenticationError):
                    raise
                self._trouble_with(row, error, _ledger.ENDED)
                continue
            self._tries.pop(row.number, None)
            self._ledger.change(row.number, state=_ledger.DONE, result=file, note=None)
            moved = True
        return moved

    async def _start(self) -> bool:
        """Start as many as there is room for."""
        if self._ledger.settings.get("budget") is not None and any(
            row.cost is None for row in self._ledger.rows(_ledger.UNKNOWN)
        ):
            # What it leaves of the budget is known when it is found, or is not there.
            return False
        counts = self._ledger.counts()
        room = self._plan.parallel - counts.get(_ledger.RUNNING, 0)
        moved = False
        for row in self._to_try(_ledger.WAITING):
            if room <= 0:
                break
            if await self._send(row):
                room -= 1
            moved = True
        return moved

    async def _send(self, row: Entry) -> bool:
        """Order one area, with its tag written down before; tell whether it takes up room."""
        area = json.loads(self._ledger.area(row.number))
        tag = row.tag or uuid4().hex
        try:
            price = await self._price(area)
            # From here until the answer is written down, nobody knows whether it was ordered.
            self._ledger.change(
                row.number, state=_ledger.SENDING, tag=tag, cost=price, sent=_time.now(), note=None
            )
            started = await self._client.processings.run(
                model=self._plan.model,
                area=area,
                source=self._plan.source,
                options=self._plan.options,
                name=row.name,
                project=self._project,
                meta=self._plan.meta | {_META_BATCH: self._batch, _META_ROW: row.name},
                max_cost=price,
                tag=tag,
            )
        except OutcomeUnknown as lost:
            self._ledger.change(
                row.number, state=_ledger.UNKNOWN, sent=_time.now(), note=lost.message
            )
            return False
        except MapflowError as error:
            self._not_ordered(row, error)
            return False
        self._found(row, started)
        return True

    async def _price(self, area: AreaLike) -> float | None:
        """What an area costs, held against what may be spent; None when that has no bound."""
        settings = self._ledger.settings
        max_cost, budget = settings.get("max_cost"), settings.get("budget")
        if max_cost is None and budget is None:
            return None
        estimate = await self._client.processings.estimate(
            model=self._plan.model,
            area=area,
            source=self._plan.source,
            options=self._plan.options,
        )
        if isinstance(max_cost, (int, float)):
            check_max_cost(estimate.cost, max_cost)
        if isinstance(budget, (int, float)):
            left = max(budget - self._ledger.spent(), 0.0)
            if not estimate.cost <= left:
                raise CostLimitExceeded(
                    f"It costs {estimate.cost:g} credits, and {left:g} of the budget of"
                    f" {budget:g} remain.",
                    limit="budget",
                    allowed=left,
                    found=estimate.cost,
                )
        return estimate.cost

    def _not_ordered(self, row: Entry, error: MapflowError) -> None:
        """Write down why an area certainly was not ordered; what is wrong for all is raised."""
        state = self._state_after(error)
        if isinstance(error, _FOR_ALL):
            self._ledger.change(row.number, state=state, cost=None, note=None)
            raise error
        if state == _ledger.WAITING:
            # The next look begins with another row, should it be this one's own trouble.
            self._trouble_with(row, error, state)
            raise error
        self._ledger.change(row.number, state=state, cost=None, note=str(error))

    @staticmethod
    def _state_after(error: MapflowError) -> str:
        """Where an area belongs that certainly was not ordered."""
        if isinstance(error, _FOR_ALL):
            return _ledger.WAITING
        dear = isinstance(error, LimitExceeded) and error.limit == "remaining_credits"
        if isinstance(error, CostLimitExceeded) or dear:
            return _ledger.TOO_DEAR
        if isinstance(error, InvalidInput):
            return _ledger.REFUSED
        refused = isinstance(error, ApiError) and 400 <= error.status < 500
        later = isinstance(error, ApiError) and error.status in _LATER
        return _ledger.REFUSED if refused and not later else _ledger.WAITING

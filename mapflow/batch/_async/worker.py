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
    UnknownModel,
    UnknownOption,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapflow._async.client import AsyncMapflow
    from mapflow._async.processing import AsyncProcessing
    from mapflow.batch._ledger import Entry, Ledger
    from mapflow.batch._report import Report
    from mapflow.batch._settings import Plan

#: What is wrong for one area is wrong for all of them.
_FOR_ALL: Final = (
    AuthenticationError,
    InvalidSource,
    PermissionDenied,
    UnknownModel,
    UnknownOption,
)
_SAVES: Final = 5


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
        # Rows whose outcome was unknown when this turn began: only those may be sent again.
        self._inherited = {row.number for row in ledger.rows(_ledger.SENDING, _ledger.UNKNOWN)}
        self._saves: dict[int, int] = {}

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
        return Pace(_time.monotonic(), None, None, renews_token=renews)

    def _is_work_left(self) -> bool:
        counts = self._ledger.counts()
        if any(counts.get(state) for state in (_ledger.WAITING, _ledger.SENDING, _ledger.RUNNING)):
            return True
        if any(self._can_be_saved(row) for row in self._ledger.rows(_ledger.ENDED)):
            return True
        return any(
            row.number in self._inherited or not self._is_settled(row)
            for row in self._ledger.rows(_ledger.UNKNOWN)
        )

    def _can_be_saved(self, row: Entry) -> bool:
        return self._saves.get(row.number, 0) < _SAVES

    def _is_settled(self, row: Entry) -> bool:
        return row.sent is None or _time.now() - row.sent >= self._plan.settle_s

    async def _look(self) -> bool:
        """Read the project once, and bring the rows up to date."""
        rows = self._ledger.rows(_ledger.SENDING, _ledger.UNKNOWN, _ledger.RUNNING)
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
            elif row.number in self._inherited and row.number in settled:
                self._inherited.discard(row.number)
                self._ledger.change(row.number, state=_ledger.WAITING, note=None, cost=None)
                moved = True
        return moved

    def _found(self, row: Entry, processing: AsyncProcessing) -> None:
        self._inherited.discard(row.number)
        self._ledger.change(
            row.number,
            state=_ledger.RUNNING,
            processing_id=processing.id,
            cost=row.cost if processing.cost is None else processing.cost,
            status=str(processing.status),
            note=None,
        )

    async def _update(self, row: Entry, listed: AsyncProcessing | None) -> bool:
        """Take over what became of a processing."""
        try:
            processing = listed or await self._client.processings.get(row.processing_id or "")
        except NotFound:
            note = "Its processing was deleted."
            self._ledger.change(row.number, state=_ledger.FAILED, note=note)
            return True
        if not processing.status.is_terminal:
            if processing.status != row.status:
                self._ledger.change(row.number, status=str(processing.status))
            return False
        good = processing.status.is_success
        state = _ledger.ENDED if good else _ledger.FAILED
        note = None if good else await self._why(processing)
        self._ledger.change(row.number, state=state, status=str(processing.status), note=note)
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
        for row in self._ledger.rows(_ledger.ENDED):
            if not self._can_be_saved(row):
                continue
            file = result_file(row.name)
            result = self._client.processings.result(row.processing_id or "")
            try:
                await result.save(self._ledger.path.parent / file, overwrite=True)
            except (ApiError, IncompleteDownload) as error:
                if isinstance(error, AuthenticationError):
                    raise
                self._saves[row.number] = self._saves.get(row.number, 0) + 1
                self._ledger.change(row.number, note=str(error))
                continue
            self._ledger.change(row.number, state=_ledger.DONE, result=file, note=None)
            moved = True
        return moved

    async def _start(self) -> bool:
        """Start as many as there is room for."""
        counts = self._ledger.counts()
        room = self._plan.parallel - sum(
            counts.get(state, 0) for state in (_ledger.SENDING, _ledger.RUNNING)
        )
        moved = False
        for row in self._ledger.rows(_ledger.WAITING):
            if room <= 0:
                break
            if await self._send(row):
                room -= 1
            moved = True
        return moved

    async def _send(self, row: Entry) -> bool:
        """Order one area, with its tag written down before; tell whether it takes up room."""
        tag = row.tag or uuid4().hex
        # From here until the answer is written down, nobody knows whether it was ordered.
        self._ledger.change(row.number, state=_ledger.SENDING, tag=tag, sent=_time.now(), note=None)
        try:
            started = await self._client.processings.run(
                model=self._plan.model,
                area=json.loads(row.area or "null"),
                source=self._plan.source,
                options=self._plan.options,
                name=row.name,
                project=self._project,
                meta={"mapflow-batch": self._batch, "mapflow-batch-row": row.name},
                max_cost=self._bound(),
                tag=tag,
            )
        except OutcomeUnknown as lost:
            self._ledger.change(
                row.number, state=_ledger.UNKNOWN, cost=lost.cost, note=lost.message
            )
            return False
        except MapflowError as error:
            state = self._state_after(error)
            note = None if state == _ledger.WAITING else str(error)
            self._ledger.change(row.number, state=state, note=note)
            if state == _ledger.WAITING:
                raise
            return False
        self._found(row, started)
        return True

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
        refused = isinstance(error, ApiError) and error.status in (400, 404, 409, 422)
        return _ledger.REFUSED if refused else _ledger.WAITING

    def _bound(self) -> float | None:
        """The most that the next area may cost."""
        settings = self._ledger.settings
        bounds: list[float] = []
        for name, spent in (("max_cost", 0.0), ("budget", self._ledger.spent())):
            bound = settings.get(name)
            if isinstance(bound, (int, float)):
                bounds.append(max(bound - spent, 0.0))
        return min(bounds, default=None)

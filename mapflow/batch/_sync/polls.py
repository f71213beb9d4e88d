# Written by scripts/unasync.py from mapflow/batch/_async/polls.py; edit that file instead.
"""Polls the open rows; the cost depends on their number only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mapflow._http import timing
from mapflow._requests.runs import TAG
from mapflow._rules.prices import cost_told
from mapflow.batch import _states
from mapflow.errors import ApiError, NotFound, ProcessingFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapflow._sync.client import Mapflow
    from mapflow._sync.processings.processing import Processing
    from mapflow.batch._ledger import Change, Entry
    from mapflow.batch._sync.ledger_writer import LedgerWriter
    from mapflow.batch._sync.starter import Starter

#: The list of a project is read this often without the tag of a row before the request of that row
#: counts as never received.
_ABSENCES: Final = 2
#: A page has room for the rows that are open, and for as many that ended since they began.
_SHARE: Final = 2
_SPARE: Final = 10
_LARGEST_PAGE: Final = 500
#: A service that does not know the list by pages.
_NO_PAGES: Final = frozenset({404, 405, 501})
#: Maximum number of processings read one by one instead of with the whole project.
_FEW: Final = 20


class Polls:
    """Polls the open rows, and writes down their new states."""

    def __init__(
        self,
        client: Mapflow,
        writer: LedgerWriter,
        starter: Starter,
        project_id: str,
        settle_s: float,
    ) -> None:
        self._client = client
        self._writer = writer
        self._starter = starter
        self._project_id = project_id
        self._settle_s = settle_s
        self._absences: dict[int, int] = {}
        # Since when a processing that was there is not found, by row.
        self._missing_since: dict[int, float] = {}
        self._has_pages = True
        # All processings of the project, if this poll read them.
        self._complete: list[Processing] | None = None
        #: The handles of processings that ended well, by row: saving needs no further request.
        self.ended: dict[int, Processing] = {}

    def poll(self) -> bool:
        """Bring the open rows up to date; say whether anything changed."""
        cache = self._writer.cache
        running, unknown = cache.rows(_states.RUNNING), cache.rows(_states.UNKNOWN)
        doubtful = len(self._starter.refused)
        if not running and not unknown and not doubtful:
            return False
        # Asked before the list is read: what is not in it then was not there at that time.
        settled = {row.number for row in unknown if self._is_settled(row)}
        self._complete = None
        is_single = len(running) == 1 and not unknown and not doubtful
        listed: Iterable[Processing] = ()
        if settled:
            listed = self._everything()
        elif not is_single:
            listed = self._recent(len(running) + len(unknown) + doubtful)
        by_id = {processing.id: processing for processing in listed}
        by_tag: dict[str, list[Processing]] = {}
        for processing in by_id.values():
            if (tag := processing.meta.get(TAG)) is not None:
                by_tag.setdefault(tag, []).append(processing)
        changes: list[Change] = []
        try:
            for row in unknown:
                there = by_tag.get(row.tag or "", [])
                changes += self._unknown(row, there, is_settled=row.number in settled)
            changes += self._refused(by_tag)
            for row in running:
                changes += self._running(row, by_id.get(row.processing_id or ""))
        finally:
            self._writer.write(*changes)
        return any("state" in columns for _, columns in changes)

    def adopt(self) -> None:
        """Take over failed processings that were restarted since, and wrongly lost ones."""
        failed = [row for row in self._writer.cache.rows(_states.FAILED) if row.processing_id]
        if not failed:
            return
        there = self._these(failed)
        changes: list[Change] = []
        for row in failed:
            processing = there.get(row.processing_id or "")
            if processing is None:
                continue
            if processing.status.is_success:
                self.ended[row.number] = processing
                changes.append((row.number, self._taken(row, processing, _states.ENDED)))
            elif not processing.status.is_terminal:
                changes.append((row.number, self._taken(row, processing, _states.RUNNING)))
        self._writer.write(*changes)

    def _these(self, rows: list[Entry]) -> dict[str, Processing]:
        """The processings of some rows, as far as they are there."""
        if len(rows) > _FEW:
            listed = self._client.processings.list(self._project_id)
            return {processing.id: processing for processing in listed}
        there: dict[str, Processing] = {}
        for row in rows:
            try:
                processing = self._client.processings.get(row.processing_id or "")
            except NotFound:
                continue
            there[processing.id] = processing
        return there

    def _is_settled(self, row: Entry) -> bool:
        since = self._starter.unknown_since.setdefault(row.number, timing.monotonic())
        return timing.monotonic() - since >= self._settle_s

    def _recent(self, count: int) -> list[Processing]:
        """The latest processings; all of them if the service has no pages."""
        if not self._has_pages:
            return self._client.processings.list(self._project_id)
        size = min(count * _SHARE + _SPARE, _LARGEST_PAGE)
        try:
            return self._latest(size)
        except ApiError as error:
            if error.status not in _NO_PAGES:
                raise
        self._has_pages = False
        return self._client.processings.list(self._project_id)

    def _latest(self, size: int) -> list[Processing]:
        pages = self._client.processings.pages(
            self._project_id, sort_by="CREATED", descending=True, page_size=size
        )
        found: list[Processing] = []
        for processing in pages:
            found.append(processing)
            if len(found) >= size:
                break
        return found

    def _everything(self) -> list[Processing]:
        """All processings, in the lists of both versions: which shows what is not documented."""
        if self._complete is None:
            reconciling = self._client.processings._sender.reconciling
            self._complete = reconciling.everything_in(self._project_id)
        return self._complete

    def _unknown(self, row: Entry, there: list[Processing], *, is_settled: bool) -> list[Change]:
        """What is known now of a request whose outcome was not."""
        if there:
            return [(row.number, self._found(row, there))]
        if not is_settled:
            return []
        if not self._is_absent(row.number):
            return []
        self._starter.never_received(row)
        return [(row.number, {"state": _states.WAITING, "note": None, "cost": None})]

    def _refused(self, by_tag: dict[str, list[Processing]]) -> list[Change]:
        """Rows that were refused: some may have been started nevertheless."""
        changes: list[Change] = []
        for tag, number in list(self._starter.refused.items()):
            row = self._writer.cache[number]
            if row.state not in (_states.REFUSED, _states.WAITING) or row.tag != tag:
                del self._starter.refused[tag]
            elif tag in by_tag:
                del self._starter.refused[tag]
                changes.append((number, self._found(row, by_tag[tag])))
            elif self._is_absent(number):
                del self._starter.refused[tag]
                changes.append((number, {"tag": None, "sent": None, "cost": None}))
        return changes

    def _is_absent(self, number: int) -> bool:
        """Count a poll that did not find a row; return whether that was the last one."""
        self._absences[number] = self._absences.get(number, 0) + 1
        if self._absences[number] < _ABSENCES:
            return False
        del self._absences[number]
        return True

    def _found(self, row: Entry, there: list[Processing]) -> dict[str, str | float | None]:
        # The first one is what was meant; others were made on the way.
        there = sorted(there, key=_age)
        processing = there[0]
        self._starter.found(row, processing)
        columns = self._taken(row, processing, _states.RUNNING)
        if len(there) > 1:
            others = ", ".join(each.id for each in there[1:])
            columns["note"] = (
                f"It was started {len(there)} times with one tag; the others are {others}. Write to"
                " help@geoalert.io about what they cost."
            )
        return columns

    def _taken(
        self, row: Entry, processing: Processing, state: str
    ) -> dict[str, str | float | None]:
        cost = cost_told(processing, row.cost)
        return {
            "state": state,
            "processing_id": processing.id,
            "cost": row.cost if cost is None else cost,
            "status": str(processing.status),
            "note": None,
            "obstacle": None,
        }

    def _running(self, row: Entry, listed: Processing | None) -> list[Change]:
        """Take over the state of a processing."""
        try:
            processing = listed or self._client.processings.get(row.processing_id or "")
        except NotFound:
            return self._missing(row)
        self._missing_since.pop(row.number, None)
        if not processing.status.is_terminal:
            if processing.status == row.status:
                return []
            return [(row.number, {"status": str(processing.status)})]
        if processing.status.is_success:
            self.ended[row.number] = processing
            taken = self._taken(row, processing, _states.ENDED) | {"note": row.note}
            return [(row.number, taken)]
        why = self._why(processing)
        taken = self._taken(row, processing, _states.FAILED) | {"note": why}
        return [(row.number, taken)]

    def _missing(self, row: Entry) -> list[Change]:
        """A processing counts as deleted when later polls, of the whole list too, do not find it.

        What is not found may be not shown yet, or hidden by something between client and service.
        """
        now = timing.monotonic()
        since = self._missing_since.setdefault(row.number, now)
        if since == now or now - since < self._settle_s:
            return []
        del self._missing_since[row.number]
        if any(there.id == row.processing_id for there in self._everything()):
            return []
        return [(row.number, {"state": _states.FAILED, "note": "Its processing was deleted."})]

    def _why(self, processing: Processing) -> str:
        try:
            processing.wait()
        except ProcessingFailed as failed:
            return str(failed)
        return f"It ended as {processing.status}."


def _age(processing: Processing) -> str:
    return "" if processing.created is None else processing.created.isoformat()

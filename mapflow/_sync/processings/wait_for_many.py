# Written by scripts/unasync.py from mapflow/_async/processings/wait_for_many.py; edit that file instead.
"""Waits for many processings with as few requests as for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._display.listing import Listing
from mapflow._http import timing
from mapflow._requests.references import identifier
from mapflow._rules.polling import PollSchedule, say_that_it_continues
from mapflow._rules.response_match import about, of_project
from mapflow._sync.polling import ask, rest
from mapflow._sync.processings.calls import get_request
from mapflow._sync.processings.processing import Processing
from mapflow._sync.project_lookup import default_project, project_id
from mapflow._views.base import as_list
from mapflow.errors import MapflowError, NotFound, WaitTimedOut
from mapflow_openapi import views
from mapflow_openapi.api import processings as api

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from mapflow._rules.callbacks import OnPoll
    from mapflow._sync.session import Session
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord


class WaitForMany:
    """Polls all processings of a project with one request, until all have ended."""

    def __init__(
        self,
        session: Session,
        processings: Sequence[ProcessingRecord | UUID | str],
        project: ProjectRecord | UUID | str | None,
    ) -> None:
        self._session = session
        self._project = project
        self._known: dict[str, Processing] = {}
        self._given = [str(identifier(given, "processing")) for given in processings]
        # Those that have not ended yet, each with its project, as far as that is known.
        self._open: dict[str, str | None] = dict.fromkeys(self._given)
        for given in processings:
            if isinstance(given, Processing):
                self._known[given.id] = given
                self._open[given.id] = given.project_id

    @property
    def handles(self) -> list[Processing]:
        """The handles, in the order in which they were given."""
        return Listing((self._known[key] for key in self._given), kind=Processing)

    def ended(
        self,
        timeout_s: float | None,
        on_progress: OnPoll[Processing] | None,
        interval_s: float | None,
    ) -> Iterator[Processing]:
        """Give each that has ended, once, as soon as that is seen."""
        renews = self._session.renews_token
        _arguments.function(on_progress, "on_progress")
        pace = PollSchedule(timing.monotonic(), timeout_s, interval_s, renews_token=renews)
        try:
            for processing in self._take_ended():
                yield processing
            while self._open:
                gone = self._poll(pace, on_progress)
                for processing in self._take_ended():
                    yield processing
                if gone is not None:
                    raise gone
                if self._open and pace.is_over(timing.monotonic()):
                    raise self._too_late(pace) from pace.last_error
                if self._open:
                    rest(pace)
        except BaseException as stop:
            say_that_it_continues(stop, *self._open)
            raise

    def _take_ended(self) -> list[Processing]:
        ended = [
            self._known[key]
            for key in self._open
            if key in self._known and self._known[key].status.is_terminal
        ]
        for processing in ended:
            del self._open[processing.id]
        return ended

    def _poll(self, pace: PollSchedule, on_progress: OnPoll[Processing] | None) -> NotFound | None:
        """Read each project once; a temporary error leaves the handles as they were.

        Returns:
            The error of one that is gone; what the others say is known by then.
        """
        failure: MapflowError | None = None
        gone: NotFound | None = None
        try:
            homes = self._by_project()
        except MapflowError as error:
            pace.failed(error)
            return None
        for home, keys in homes.items():
            try:
                found = self._listed(home, pace)
                for key in keys:
                    try:
                        now = found.get(key) or self._read(key, pace)
                    except NotFound as error:
                        gone = gone or error
                    else:
                        self._update(key, now, on_progress)
            except MapflowError as error:
                if not pace.passes(error):
                    raise
                failure = error
        if failure is None:
            pace.good()
        else:
            pace.failed(failure)
        return gone

    def _by_project(self) -> dict[str, list[str]]:
        """What is open, by project; those of which it is not known are taken to be in one."""
        homes: dict[str, list[str]] = {}
        elsewhere: str | None = None
        for key, home in self._open.items():
            if home is None and elsewhere is None:
                given = self._project
                elsewhere = (
                    (default_project(self._session)).id
                    if given is None
                    else str(project_id(self._session, given))
                )
            homes.setdefault(home or elsewhere or "", []).append(key)
        return homes

    def _listed(self, home: str, pace: PollSchedule) -> dict[str, Processing]:

        operation = (
            api.list_project_processings_v2 if self._session.v2 else api.list_project_processings
        )
        key = identifier(home, "project")
        kwargs, check = operation._get_kwargs(key), of_project(key)
        response = as_list(ask(self._session, kwargs, pace, check, many=True), "processings")
        listed = (Processing(self._session, raw) for raw in response)
        return {processing.id: processing for processing in listed if processing.id in self._open}

    def _read(self, key: str, pace: PollSchedule) -> Processing:
        """Read one that its project does not list: it was moved, or never was there."""
        wanted = identifier(key, "processing")
        request = get_request(self._session, wanted)
        check = about("processing", wanted, views.Processing)
        try:
            return Processing(self._session, ask(self._session, request, pace, check))
        except NotFound as error:
            error.processing_id = key
            raise

    def _update(
        self,
        key: str,
        fresh: Processing,
        on_progress: OnPoll[Processing] | None,
    ) -> None:
        known = self._known.get(key)
        changed = known is None or known.raw != fresh.raw
        self._known[key] = fresh if known is None else known._take(fresh)
        self._open[key] = fresh.project_id
        if changed and on_progress is not None:
            on_progress(self._known[key])

    def _too_late(self, pace: PollSchedule) -> WaitTimedOut:
        first, *others = self._open
        known = self._known.get(first) or Processing(self._session, {"id": first})
        waited_s = pace.waited_s(timing.monotonic())
        return WaitTimedOut(
            f"{len(others) + 1} of {len(set(self._given))} processings have not ended after"
            f" {waited_s:.0f} s; the first is {first}.{pace.last_error_told()}",
            processing=known,
            waited_s=waited_s,
            hint="The processings continue and are charged; wait for them again.",
        )

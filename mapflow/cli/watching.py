"""``mapflow watch``: what runs, until all of it has ended."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow._http import timing
from mapflow._rules.polling import PollSchedule
from mapflow.cli._command import ApiVersion, Session, command
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import in_credits, note
from mapflow.cli._watch_state import Followed
from mapflow.cli._watch_view import viewing
from mapflow.cli.waiting import IntervalOption
from mapflow.errors import MapflowError, NotFound

if TYPE_CHECKING:
    from mapflow import Mapflow, Processing
    from mapflow.cli._watch_view import View

_TICK_S: Final = 1.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "watch")(watch)


def watch(
    session: Session,
    processing: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROCESSING]...",
            help="IDs of the processings. Default: all that run in the account.",
            show_default=False,
        ),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(help="ID or name of the project, instead of the whole account."),
    ] = None,
    forever: Annotated[
        bool, typer.Option("--forever", help="Continue when all have ended, until Ctrl-C.")
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, help="Maximum time. Default: no limit."),
    ] = None,
    interval: IntervalOption = None,
) -> None:
    """Show all that runs, until it has ended.

    Each processing has its progress and its cost, and those that are started meanwhile join.
    One request polls all of them. A terminal shows a table, a pipe or a file gets one line for
    each change, and --json prints each change as one line of JSON. If the service does not
    respond for a while, the watch says so and continues. Ctrl-C ends the watch, not the
    processings: they continue and are charged.
    """
    if processing and project is not None:
        raise Stop("Name processings or a --project, not both.")
    if session.api is None:
        # Version 1 lists the default project alone.
        session = dataclasses.replace(session, api=ApiVersion.V2)
    pace = PollSchedule(timing.monotonic(), timeout, interval)
    followed = Followed(processing or None)
    # A watch is what retries, so each request is sent once.
    with session.client(max_retries=0) as client:
        poller = _Poller(client, followed, project)
        try:
            with viewing(followed, json=session.json) as view:
                _watch(poller, followed, pace, view, forever=forever)
        except BaseException as stop:
            _say_that_they_continue(stop, followed)
            raise
    _conclude(followed)


class _Poller:
    """Reads all that is followed, with one request if it can."""

    def __init__(self, client: Mapflow, followed: Followed, project: str | None) -> None:
        self._client = client
        self._followed = followed
        self._project = project
        self._was_reached = False

    def poll(self, view: View) -> None:
        """Poll once, and show what changed."""
        listed = self._client.processings.list(self._project)
        more: list[Processing] = []
        gone: list[str] = []
        for key in self._followed.missing(listed):
            try:
                more.append(self._client.processings.get(key))
            except NotFound:
                if not self._was_reached:
                    raise
                gone.append(key)
        self._was_reached = True
        view.show(self._followed.take([*listed, *more], gone))


def _watch(
    poller: _Poller, followed: Followed, pace: PollSchedule, view: View, *, forever: bool
) -> None:
    while True:
        failure: MapflowError | None = None
        try:
            poller.poll(view)
        except MapflowError as error:
            pace.failed(error)
            failure = error
        else:
            pace.good()
            if not followed.running and not forever:
                return
        if pace.is_over(timing.monotonic()):
            raise Stop(
                f"{_many(len(followed.running))} not ended in time.{pace.last_error_told()}",
                Exit.WAIT_TIMED_OUT,
            ) from failure
        _rest(pace, view, failure)


def _rest(pace: PollSchedule, view: View, failure: MapflowError | None) -> None:
    """Sleep until the next poll, showing how long that is."""
    pause_s, began = pace.pause_s(timing.monotonic()), timing.now()
    if failure is not None:
        view.problem(f"No usable response, next try in {pause_s:.0f} s: {failure.message}")
    left_s = pause_s
    while left_s > 0:
        view.tick(f"poll in {left_s:.0f} s" if failure is None else "")
        timing.sleep(min(left_s, _TICK_S))
        left_s -= _TICK_S
    pace.slept(pause_s, timing.now() - began)


def _many(count: int) -> str:
    return "1 processing has" if count == 1 else f"{count} processings have"


def _say_that_they_continue(stop: BaseException, followed: Followed) -> None:
    """Note on whatever ends a watch early that the processings are left alone."""
    running = [each.id for each in followed.running]
    if len(running) == 1:
        stop.add_note(
            f"Processing {running[0]} continues at Mapflow and is charged."
            f" Watch it again with `mapflow watch {running[0]}`."
        )
    elif running:
        stop.add_note(
            f"{len(running)} processings continue at Mapflow and are charged."
            " Watch them again with `mapflow watch`."
        )


def _conclude(followed: Followed) -> None:
    """Say how it ended; exit as `mapflow wait` does."""
    ended = followed.ended
    if not ended:
        note("No processing is running.")
        return
    bad = [each.id for each in ended if not each.status.is_success]
    if bad:
        raise Stop(
            f"{len(bad)} of {len(ended)} ended without a result;"
            f" `mapflow wait {bad[0]}` explains the first.",
            Exit.FAILED,
        )
    note(f"All {len(ended)} have ended with a result; they cost {in_credits(followed.cost)}.")

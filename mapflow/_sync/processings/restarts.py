# Written by scripts/unasync.py from mapflow/_async/processings/restarts.py; edit that file instead.
"""Restarts failed processings, each restart sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapflow import limits
from mapflow._hints import Hint, joined
from mapflow._http import timing
from mapflow._requests.checks import check_max_cost
from mapflow._rules.outcomes import LOOKS_S, is_refusal
from mapflow._sync.paying import Payment, pay_once
from mapflow._sync.processings import calls
from mapflow._views.dry_run import DryRun, dry_run
from mapflow._views.processing import ProcessingRecord
from mapflow.errors import InvalidInput, MapflowError, OutcomeUnknown
from mapflow_openapi.api import processings as api

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._sync.session import Session


class Restart:
    """The restart of one failed processing, checked and sent once.

    Args:
        session: What requests are sent with.
        key: The processing's id.
        max_cost: Maximum cost in credits; None for no limit.
    """

    def __init__(self, session: Session, key: UUID, max_cost: float | None) -> None:
        check_max_cost(max_cost)
        self._session = session
        self._key = key
        self._max_cost = max_cost

    def carry_out(self) -> ProcessingRecord:
        """Restart the processing, once, and read it again."""
        before = self.send()
        try:
            return calls.get(self._session, self._key)
        except MapflowError as error:
            error.add_note(
                f"Processing {before.id} was restarted; only reading it again failed. Do not"
                f" restart it a second time: `mapflow show {before.id}` shows it."
            )
            raise

    def send(self) -> ProcessingRecord:
        """Restart the processing, once; give it as it was before."""
        before = self._checked()
        request = self._request()

        def send() -> ProcessingRecord:
            self._session.transport.nothing(request, repeatable=False)
            return before

        def find(lost: MapflowError) -> ProcessingRecord:
            return self._restarted(before, lost)

        payment = Payment(
            request,
            None,
            before.cost,
            0.0 if self._session.budget is None else _most(before),
            f"Processing {before.id} may have been restarted and charged:"
            " check its status before you restart it again.",
        )
        return pay_once(self._session, payment, send, find, lambda restarted: restarted.id)

    def show(self) -> DryRun:
        """Check the restart, and show it instead of sending it."""
        before = self._checked()
        budget = self._session.budget
        if budget is not None:
            budget.check(_most(before))
        return dry_run(self._request(), self._session.base_url, None)

    def _request(self) -> dict[str, Any]:
        operation = api.restart_processing_v2 if self._session.v2 else api.restart_processing
        request: dict[str, Any] = operation._get_kwargs(self._key)
        return request

    def _checked(self) -> ProcessingRecord:
        """The processing, if it can be restarted within what that may cost."""
        before = calls.get(self._session, self._key)
        if before.status != "FAILED":
            raise InvalidInput(
                f"Processing {self._key} cannot be restarted: it is {before.status or 'unknown'}.",
                hint="Only a failed processing has parts to run again.",
            )
        if self._max_cost is not None:
            limits.check_max_cost(_most(before), self._max_cost)
        return before

    def _restarted(self, before: ProcessingRecord, lost: MapflowError) -> ProcessingRecord:
        """The processing, if it can be seen that a restart took effect whose response was lost."""
        unread: MapflowError | None = None
        is_read = False
        for pause_s in LOOKS_S:
            timing.sleep(pause_s)
            try:
                after = calls.get(self._session, self._key)
            except MapflowError as error:
                unread = error
                lost.add_note(f"Reading the processing failed too: {error}")
                if isinstance(error, InvalidInput):
                    # A closed client stays closed.
                    break
                continue
            is_read = True
            if after.status != before.status or after.updated != before.updated:
                return before
        if is_read and is_refusal(lost):
            raise lost
        state = "it is still FAILED"
        if unread is not None and not is_read:
            state = f"its status could not be read ({unread.message.rstrip('.')})"
        raise OutcomeUnknown(
            f"The response to the restart of processing {before.id} was lost, and {state}"
            f" ({type(lost).__name__}: {lost.message})",
            processing_id=before.id,
            project_id=before.project_id,
            hint="Check its status in a while before you restart it again.",
        ) from lost


def _most(processing: ProcessingRecord) -> float:
    """What a restart is counted with: the service names no price, so what the whole did cost."""
    if processing.cost is None:
        raise InvalidInput(
            f"The price of restarting processing {processing.id} is unknown: the service names"
            " no price for it, and the processing does not say what it cost.",
            hint=joined(
                Hint(
                    python="Restart it without max_cost, with a client without a budget,",
                    command="Leave --max-cost out,",
                    tool="Restart it with `mapflow restart`,",
                ),
                " if you accept that.",
            ),
        )
    return processing.cost

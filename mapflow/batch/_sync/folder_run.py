# Written by scripts/unasync.py from mapflow/batch/_async/folder_run.py; edit that file instead.
"""Works on the batch of a folder: makes it, or resumes the one that is there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mapflow._hints import Hint
from mapflow._http.concurrent import in_thread
from mapflow.batch._estimate import BatchEstimate, RowEstimate
from mapflow.batch._folders import check_folder, make_folder
from mapflow.batch._holds import read_held
from mapflow.batch._ledger import Ledger, fingerprint_of
from mapflow.batch._ledger_cache import LedgerCache
from mapflow.batch._locks import locked
from mapflow.batch._plans import PLAN, check_no_other, keep_plan, kept_plan, parcels_of, plan_of
from mapflow.batch._report import Report
from mapflow.batch._settings import StoredSettings
from mapflow.batch._sync.batch_run import BatchRun, Callbacks
from mapflow.batch._sync.estimates import Estimates, Limits
from mapflow.batch._sync.ledger_writer import LedgerWriter
from mapflow.batch._sync.origins import origin_of
from mapflow.batch._sync.pricing import PendingRow, Pricing
from mapflow.errors import InvalidFile, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mapflow._sync.client import Mapflow
    from mapflow.batch._rows import Row
    from mapflow.batch._settings import BatchSettings
    from mapflow.splitting import SplitPlan


class FolderRun:
    """Rows that are to be run, and the ledger in which they are or will be.

    Args:
        client: Whose they are.
        path: The ledger.
        rows: The rows.
        stored: What the ledger keeps of what is run on them.
        settings: What is run on them now.
        limits: What may be spent.
        plan: The plan whose parts the rows are; None if they are none.
        agreed: The price of all that was agreed to before, in credits; None if none was shown.
        split_of: What tells the input of the plan from others; None unless it is kept.
    """

    def __init__(
        self,
        client: Mapflow,
        path: Path,
        rows: Sequence[Row],
        stored: StoredSettings,
        settings: BatchSettings,
        limits: Limits,
        *,
        plan: SplitPlan | None = None,
        agreed: float | None = None,
        split_of: str | None = None,
    ) -> None:
        self._client = client
        self._path = path
        self._rows = rows
        self._stored = stored
        self._settings = settings
        self._limits = limits
        self._plan = plan
        self._agreed = agreed
        self._split_of = split_of
        self._fingerprint = fingerprint_of(rows, stored.identity())

    def estimate(self) -> BatchEstimate:
        """Estimate what would be started now; nothing is written."""
        if not self._is_new():
            with Ledger.reading(self._path) as ledger:
                self._check_same(ledger)
                return self._run_at(ledger, is_kept=False).estimate()
        self._check_place()
        return self._estimate(self._pricing())

    def work(self, callbacks: Callbacks) -> Report:
        """Do what is left to do."""
        pricing: Pricing | None = None
        agreed = self._agreed
        is_new = self._is_new()
        if is_new:
            self._check_place()
            if callbacks.on_estimate is not None:
                pricing = self._pricing()
                estimate = self._estimate(pricing)
                callbacks.on_estimate(estimate)
                agreed, pricing.is_agreed = estimate.maximum, True
            make_folder(self._path.parent)
        with locked(self._path):
            ledger = in_thread(partial(self._opened, is_new=is_new))
            try:
                self._check_same(ledger)
                self._mend_plan(ledger)
                if pricing is not None or agreed is not None:
                    ledger.keep(agreed=agreed)
                elif _is_new_limit(ledger, self._limits):
                    # An explicit limit replaces a price that was agreed to.
                    ledger.keep(agreed=None)
                ledger.keep(max_cost=self._limits.max_cost, budget=self._limits.budget)
                return self._run_at(ledger, pricing=pricing).work(callbacks)
            finally:
                ledger.close()

    def _check_place(self) -> None:
        check_folder(self._path.parent, self._rows)
        if self._plan is not None and not self._path.exists():
            check_no_other(self._path.parent)

    def _is_new(self) -> bool:
        return not self._path.exists() or self._is_replaceable()

    def _is_replaceable(self) -> bool:
        """Whether the ledger that is there is of another batch, of which nothing was ever started.

        A mistyped option ends a batch before anything is sent; its ledger must not bind the folder.
        """
        with Ledger.reading(self._path) as ledger:
            return not self._is_same(ledger) and not ledger.has_started

    def _opened(self, *, is_new: bool) -> Ledger:
        if self._path.exists() and not (is_new and self._is_replaceable()):
            return Ledger.open(self._path)
        # The plan first: where a ledger is, the plan that it belongs to is there as well.
        kept = keep_plan(self._path.parent, self._plan, self._split_of)
        settings = self._stored.to_dict() | kept
        return Ledger.create(self._path, self._rows, settings, self._fingerprint)

    def _check_same(self, ledger: Ledger) -> None:
        """Refuse a ledger that is there and belongs to another batch."""
        if self._is_same(ledger):
            return
        if self._is_lost(ledger):
            raise InvalidFile(
                f"{ledger.path.parent / PLAN}, the plan of this batch, is missing or was changed,"
                " and splitting the area again gives other parts: the limits of the account are"
                " others now.",
                hint="Put the file back from a copy of the folder.",
            )
        raise InvalidInput(
            f"{ledger.path.parent} holds a batch of other areas, or of another model, source,"
            " project, option or meta.",
            hint=Hint(
                python="Choose another folder; `mapflow batch resume` resumes what is there.",
                command="Choose another folder; `mapflow batch resume` resumes what is there.",
                tool="Choose another folder; estimate_resume quotes resuming what is there.",
            ),
        )

    def _is_same(self, ledger: Ledger) -> bool:
        """Whether a ledger is of this batch."""
        if ledger.fingerprint != self._fingerprint:
            return False
        if self._plan is None or self._is_split_of(ledger):
            return True
        # An outline may stand for other areas than before, by which its results are filtered.
        try:
            kept = plan_of(ledger)
        except InvalidFile:
            return self._split_of is None
        return parcels_of(kept) == parcels_of(self._plan)

    def _is_split_of(self, ledger: Ledger) -> bool:
        return self._split_of is not None and ledger.settings.get("split_of") == self._split_of

    def _is_lost(self, ledger: Ledger) -> bool:
        """Whether a ledger is of the same input, whose plan is not there any more."""
        stored = StoredSettings.from_dict(ledger.settings)
        is_alike = stored.identity() == self._stored.identity()
        return is_alike and self._is_split_of(ledger) and kept_plan(ledger) is None

    def _mend_plan(self, ledger: Ledger) -> None:
        """Write the plan again if it is lost: the same input gave the same parts."""
        if self._is_split_of(ledger) and kept_plan(ledger) is None:
            keep_plan(self._path.parent, self._plan, self._split_of)

    def _pricing(self) -> Pricing:
        origin = origin_of(self._client, self._settings.project)
        return Pricing(self._client, self._settings, origin.project_id)

    def _estimate(self, pricing: Pricing) -> BatchEstimate:
        """Estimate a batch that does not exist yet."""
        pending = [
            PendingRow(number, row.name, row.area, len(read_held(row.holds)) or 1)
            for number, row in enumerate(self._rows, 1)
            if row.area
        ]
        unusable = [
            RowEstimate(row.name, None, None, False, row.fault)
            for row in self._rows
            if not row.area
        ]
        return Estimates(self._client, pricing, self._limits).of(pending, unusable)

    def _run_at(
        self, ledger: Ledger, *, is_kept: bool = True, pricing: Pricing | None = None
    ) -> BatchRun:
        cache = LedgerCache(ledger)
        cache.set_limits(max_cost=self._limits.max_cost, budget=self._limits.budget)
        writer = LedgerWriter(cache, is_kept=is_kept)
        return BatchRun(self._client, writer, self._settings, pricing=pricing)


def _is_new_limit(ledger: Ledger, limits: Limits) -> bool:
    """Whether a limit was given that the ledger does not have yet."""
    given = {"max_cost": limits.max_cost, "budget": limits.budget}
    return any(
        limit is not None and limit != ledger.settings.get(name) for name, limit in given.items()
    )

# Written by scripts/unasync.py from mapflow/_async/processings/sending.py; edit that file instead.
"""Checks runs, prices them and sends them, each paid request once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapflow import geometry, limits
from mapflow._hints import Hint, joined
from mapflow._logging import PaidRequest
from mapflow._requests.checks import check_max_cost, check_meta, check_size, check_source, tag_of
from mapflow._requests.extra import extra_members
from mapflow._requests.references import choose_options, pick_model
from mapflow._requests.run_spec import FromPlan, Labels, RunSpec
from mapflow._requests.runs import TAG, cost_request, paid_request, size_cost_request
from mapflow._rules import obstacles
from mapflow._rules.outcomes import may_have_worked
from mapflow._rules.prices import about, check_same, cost_told, excess, parts_of, read_price
from mapflow._rules.response_match import about_run
from mapflow._sync.processings.account_cache import AccountCache
from mapflow._sync.processings.likeness import Likeness, Wish
from mapflow._sync.processings.processing import Processing
from mapflow._sync.processings.reconciling import Reconciling
from mapflow._views.dry_run import DryRun, dry_run
from mapflow._views.estimate import Estimate
from mapflow._warnings import warn
from mapflow.errors import InvalidInput, LimitExceeded, MapflowError, SpendingWarning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._sync.processings.account_cache import Known
    from mapflow._sync.session import Session
    from mapflow._views.account import AccountStatus, Model
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source


class RunSender:
    """Prepares a run once, prices it once, and sends it once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._standing = AccountCache(session)
        self._reconciling = Reconciling(session)
        self._likeness = Likeness(session)

    def prepare(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        labels: Labels = Labels(),  # noqa: B008 - a value that cannot change
        tag: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        max_cost: float | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        plan: FromPlan | None = None,
        within_limits: bool = True,
    ) -> RunSpec:
        """Check a run against everything that is known of it and of the account.

        ``within_limits=False`` lets through what is above a limit, for a price.
        """
        # What can be checked without the service comes first.
        check_meta(labels.meta)
        check_max_cost(max_cost)
        added = extra_members(extra)
        tag = tag_of(tag)
        check_source(source)
        wish = Wish(model, area, source, options, project, inference_params, labels)
        if like is not None:
            wish = self._likeness.completed(wish, like)
        wanted, source = wish.model, wish.source
        if wanted is None:
            raise InvalidInput(
                "The run has no model.", hint="Give one, or an earlier processing as `like`."
            )
        outline = geometry.as_geometry(self._likeness.outline(wish.area, source))
        measures = geometry.summarise(outline)

        def spec_for(known: Known) -> RunSpec:
            chosen = pick_model(known.account.models, wanted)
            only_v2 = source is not None and source.params() is None
            spec = RunSpec(
                account=known.account,
                project_id=known.home.id,
                aoi_area_limit_m2=known.home.aoi_area_limit_m2,
                model=chosen,
                outline=outline,
                measures=measures,
                blocks=choose_options(chosen, wish.options),
                source=source,
                inference_params=wish.inference_params,
                extra=added,
                labels=wish.labels,
                tag=tag,
                max_cost=max_cost,
                v2=self._session.v2 or only_v2 or wish.inference_params is not None,
                plan=plan,
            )
            if within_limits:
                paid_request(spec)
                for obstacle in obstacles.of_area(spec):
                    raise obstacle
            return spec

        known = self._standing.read(wish.project)
        try:
            return spec_for(known)
        except InvalidInput:
            if known.is_fresh:
                raise
        # It may have been allowed since.
        return spec_for(self._standing.read(wish.project, refresh=True))

    def price(self, spec: RunSpec) -> Estimate:
        """Ask what a run costs, and say what stands in its way."""
        cost = self._price(cost_request(spec))
        left = self._standing.credits_left(spec.account)
        return Estimate(
            cost,
            spec.measures.area_m2,
            spec.measures.polygon_count,
            spec.measures.centre,
            spec.model,
            spec.aoi_area_limit_m2 or None,
            spec.account.max_areas or None,
            left,
            parts_of(spec),
            (
                *obstacles.of_area(spec),
                *obstacles.of_cost(cost, left, self._session.budget),
            ),
            about(spec),
        )

    def price_of_size(
        self,
        *,
        model: str | Model,
        area_m2: float,
        source: Source | None,
        options: Options | None,
        inference_params: Mapping[str, object] | None,
        extra: Mapping[str, JsonLike] | None,
    ) -> float:
        """Ask for the price of an area of this size."""
        check_size(area_m2)
        added = extra_members(extra)
        check_source(source)

        def request_for(account: AccountStatus) -> dict[str, Any]:
            chosen = pick_model(account.models, model)
            blocks = choose_options(chosen, options)
            return size_cost_request(chosen, area_m2, source, blocks, inference_params, added)

        account, is_fresh = self._standing.account()
        try:
            request = request_for(account)
        except InvalidInput:
            if is_fresh:
                raise
            account, _ = self._standing.account(refresh=True)
            request = request_for(account)
        return self._price(request)

    def show(self, spec: RunSpec, *, price: Estimate | float | None = None) -> DryRun:
        """Check the price of a run against what may be spent, and send nothing."""
        cost = self._agreed_cost(spec, price, needed=True)
        budget = self._session.budget
        if budget is not None and cost is not None:
            budget.check(cost)
        return dry_run(paid_request(spec), self._session.base_url, cost)

    def send(self, spec: RunSpec, *, price: Estimate | float | None = None) -> Processing:
        """Check the price of a run against what may be spent, then send it, once.

        Args:
            spec: What to run.
            price: What ``price`` said, in credits; None asks where a price is needed.
        """
        budget = self._session.budget
        cost = self._agreed_cost(spec, price, needed=budget is not None)
        request = paid_request(spec)
        if budget is not None and cost is not None:
            budget.take(cost)
            self._session.unsettled[spec.tag] = cost
        with PaidRequest(request, tag=spec.tag, price=cost) as paid:
            try:
                started = self._send_once(spec, request)
                paid.accepted(started.id)
            except MapflowError as error:
                try:
                    if not may_have_worked(error):
                        raise
                    started = self._find(spec, error)
                except MapflowError as final:
                    if final is error and budget is not None:
                        budget.give_back(self._session.unsettled.pop(spec.tag, 0.0))
                    raise
                paid.recovered(started.id)
            except BaseException as stop:
                _tell_tag(spec, stop)
                raise
        self.settle(started, spec.tag, cost)
        return started

    def settle_found(self, found: Processing) -> None:
        """Count a run of unknown outcome, when this client sent it, with what it costs."""
        tag = found.meta.get(TAG)
        if tag is not None and tag in self._session.unsettled:
            self.settle(found, tag)

    def release(self, tag: str) -> None:
        """Give back what was set aside for a run that turned out never to have arrived."""
        reserved = self._session.unsettled.pop(tag, 0.0)
        if self._session.budget is not None:
            self._session.budget.give_back(reserved)

    def settle(self, started: Processing, tag: str, asked: float | None = None) -> None:
        """Count a run with what it really costs, and warn if that is more than quoted."""
        reserved = self._session.unsettled.pop(tag, None)
        asked = reserved if asked is None else asked
        real = cost_told(started, asked)
        budget = self._session.budget
        if budget is not None and reserved is not None and real is not None:
            budget.settle(reserved, real)
        self._standing.spend(asked or 0.0 if real is None else real)
        if real is not None and asked is not None and real > asked:
            try:
                warn(excess(started, asked, real), SpendingWarning)
            except SpendingWarning as raised:
                # Where warnings are errors it is the only thing that still tells of the run.
                raised.add_note(
                    f"Processing {started.id} was started and is charged. Get it by this ID;"
                    f" `mapflow wait {started.id}` waits for it."
                )
                raise

    def _send_once(self, spec: RunSpec, request: dict[str, Any]) -> Processing:
        # False also for a client of the user's, whose transport may repeat requests.
        raw = self._session.transport.json(request, repeatable=False, check=about_run(spec, TAG))
        return Processing(self._session, raw)

    def _find(self, spec: RunSpec, lost: MapflowError) -> Processing:
        try:
            return self._reconciling.find(spec.tag, spec.project_id, lost, v2=spec.v2)
        except BaseException as stop:
            _tell_tag(spec, stop)
            raise

    def _price(self, request: dict[str, Any]) -> float:
        # A question changes nothing, so it may be asked again.
        return read_price(self._session.transport.json(request, repeatable=True))

    def _agreed_cost(
        self, spec: RunSpec, price: Estimate | float | None, *, needed: bool
    ) -> float | None:
        """Compare the price with what may be spent; without a price, a limit refuses."""
        counted = self._standing.credits_left(spec.account) is not None
        if price is None:
            if spec.max_cost is None and not counted and not needed:
                return None
            cost = self._price(cost_request(spec))
        elif isinstance(price, Estimate):
            check_same(price, spec)
            cost = price.cost
        else:
            cost = read_price(price)
        limits.check_max_cost(cost, spec.max_cost)
        if counted:
            self._check_credits(cost, spec.account)
        return cost

    def credits_left(self) -> float | None:
        """What the account has left at this moment; None if credits are not counted."""
        account, _ = self._standing.account(refresh=True)
        return self._standing.credits_left(account)

    def _check_credits(self, cost: float, account: AccountStatus) -> None:
        """Refuse what the account cannot pay, by what it has at this moment."""
        account = self._standing.latest(account)
        try:
            limits.check_credits(cost, self._standing.credits_left(account))
        except LimitExceeded:
            account, _ = self._standing.account(refresh=True)
            limits.check_credits(cost, self._standing.credits_left(account))


def _tell_tag(spec: RunSpec, stop: BaseException) -> None:
    if isinstance(stop, Exception):
        return
    # Ctrl-C or a cancelled task: without the tag the run could not be found later.
    stop.add_note(
        joined(
            "The run may have been started and charged. Search for it with"
            f" `mapflow reconcile {spec.tag} --project {spec.project_id}`",
            Hint(
                python=" or client.processings.reconcile("
                f"{spec.tag!r}, project={spec.project_id!r})",
                command="",
            ),
            ".",
        )
    )

"""Checks rows and asks their prices before they are started."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import uuid4

from mapflow._async.processings.account_cache import FRESH_S
from mapflow._http import timing
from mapflow._requests.run_spec import Labels
from mapflow._rules import obstacles
from mapflow.errors import InvalidArea, InvalidInput, LimitExceeded
from mapflow.geometry import summarise

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._async.processings.sending import AsyncRunSender
    from mapflow._requests.run_spec import RunSpec
    from mapflow._views.estimate import Estimate
    from mapflow.batch._settings import BatchSettings
    from mapflow.geometry import Geometry


class PendingRow(NamedTuple):
    """An area that is to be ordered.

    Attributes:
        number: The number of its row.
        name: The name of its row.
        area: Its geometry, as JSON.
    """

    number: int
    name: str
    area: str

    @property
    def key(self) -> bytes:
        """What tells its area from others; areas may be large."""
        return hashlib.sha256(self.area.encode()).digest()


class AsyncPricing:
    """Checks areas and asks their prices, each once for a turn; equal areas share one price."""

    def __init__(self, client: AsyncMapflow, settings: BatchSettings, project: str | None) -> None:
        self._client = client
        self._settings = settings
        self.project = project
        #: Whether the prices were shown, and agreed to.
        self.is_agreed = False
        #: The limits that left rows out of what was shown, by their numbers.
        self.left_out: dict[int, LimitExceeded] = {}
        self._specs: dict[int, RunSpec] = {}
        self._prices: dict[bytes, Estimate] = {}
        self._last: RunSpec | None = None
        self._last_at = 0.0

    @property
    def running(self) -> AsyncRunSender:
        """What prepares, prices and sends runs."""
        return self._client.processings._running

    async def prepare(self, pending: PendingRow) -> RunSpec:
        """Check a row against everything that is known."""
        spec = self._specs.get(pending.number)
        if spec is None:
            spec = self._like_the_last(pending)
            if spec is None:
                spec = await self.running.prepare(
                    model=self._settings.model,
                    area=_area_of(pending),
                    source=self._settings.source,
                    options=self._settings.options,
                    labels=Labels(pending.name, None, self._settings.meta),
                    extra=self._settings.extra,
                    project=self.project,
                )
                self._last, self._last_at = spec, timing.monotonic()
            self._specs[pending.number] = spec
        return spec

    def _like_the_last(self, pending: PendingRow) -> RunSpec | None:
        """The row before with another area; None if that is old, or the area exceeds a limit.

        What rows have in common, such as the model and its options, is looked up once a minute.
        """
        if self._last is None or timing.monotonic() - self._last_at >= FRESH_S:
            return None
        # The ledger holds areas as `as_geometry` gave them, so they need no second check.
        outline = _area_of(pending)
        try:
            measures = summarise(outline)
        except InvalidArea:
            return None
        spec = replace(
            self._last,
            outline=outline,
            measures=measures,
            labels=Labels(pending.name, None, self._settings.meta),
            tag=uuid4().hex,
        )
        return None if obstacles.of_area(spec) else spec

    async def price(self, pending: PendingRow, spec: RunSpec) -> Estimate:
        """Ask what an area costs."""
        known = self._prices.get(pending.key)
        if known is None:
            known = self._prices[pending.key] = await self.running.price(spec)
        return known

    def known_price(self, pending: PendingRow) -> float | None:
        """The price of an area, if it was asked before."""
        known = self.known_estimate(pending)
        return None if known is None else known.cost

    def known_estimate(self, pending: PendingRow) -> Estimate | None:
        """The estimate of an area, if its price was asked before."""
        return self._prices.get(pending.key)

    async def price_together(self, alike: RunSpec, area: Geometry) -> float:
        """Ask what several areas would cost in one processing that is like another otherwise."""
        spec = replace(alike, outline=area, measures=summarise(area))
        return (await self.running.price(spec)).cost

    def needs_price(self, spec: RunSpec) -> bool:
        """Whether an area is started only when its price is known."""
        account = spec.account
        counted = account.billing_type == "CREDITS" and account.remaining_credits is not None
        return counted or self._client.budget is not None

    def forget(self, number: int) -> None:
        """Let go of what was prepared for a row that is over."""
        self._specs.pop(number, None)


def _area_of(pending: PendingRow) -> Geometry:
    try:
        return cast("Geometry", json.loads(pending.area))
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            "Its area in the ledger is damaged.",
            hint="Start again with this area, in another folder.",
        ) from error

"""Checks rows and asks their prices before they are started."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from mapflow.errors import InvalidInput
from mapflow.geometry import summarise

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._async.processings.sending import AsyncRunSender
    from mapflow._requests.run_spec import PricedRun
    from mapflow.batch._settings import BatchSettings
    from mapflow.errors import LimitExceeded
    from mapflow.geometry import Geometry


class PendingRow(NamedTuple):
    """An area that is to be started.

    Attributes:
        number: The number of its row.
        name: The name of its row.
        area: Its geometry, as JSON.
        areas: How many areas it holds.
    """

    number: int
    name: str
    area: str
    areas: int = 1

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
        self._runs: dict[int, PricedRun] = {}
        self._prices: dict[bytes, float] = {}
        self._last: PricedRun | None = None

    @property
    def sender(self) -> AsyncRunSender:
        """What prepares, prices and sends runs."""
        return self._client.processings._sender

    async def prepare(self, pending: PendingRow) -> PricedRun:
        """Check a row against everything that is known."""
        run = self._runs.get(pending.number)
        if run is None:
            # The ledger holds areas as `as_geometry` gave them, and only areas and names differ.
            spec = replace(
                self._settings.spec,
                area=_area_of(pending),
                name=pending.name,
                project=self.project,
            )
            run = await self.sender.preparer.prepare(spec, before=self._last)
            self._runs[pending.number] = self._last = run
        return run

    async def price(self, pending: PendingRow, run: PricedRun) -> float:
        """Ask what an area costs."""
        known = self._prices.get(pending.key)
        if known is None:
            known = self._prices[pending.key] = await self.sender.cost(run)
        return known

    def known_price(self, pending: PendingRow) -> float | None:
        """The price of an area, if it was requested before."""
        return self._prices.get(pending.key)

    async def price_together(self, alike: PricedRun, area: Geometry) -> float:
        """Ask what several areas would cost in one processing that is like another otherwise."""
        run = replace(alike, outline=area, measures=summarise(area))
        return await self.sender.cost(run)

    def needs_price(self, run: PricedRun) -> bool:
        """Whether an area is started only when its price is known."""
        counted = self.sender.account.credits_left(run.account) is not None
        return counted or self._client.budget is not None

    def forget(self, number: int) -> None:
        """Let go of what was prepared for a row that is over."""
        self._runs.pop(number, None)


def _area_of(pending: PendingRow) -> Geometry:
    try:
        return cast("Geometry", json.loads(pending.area))
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            "Its area in the ledger is damaged.",
            hint="Start again with this area, in another folder.",
        ) from error

"""Recorded conversations of batches."""

import asyncio
import json

import pytest

from mapflow import Mapflow, batch, sources
from mapflow.batch._async import downloads as async_downloads
from mapflow.batch._sync import downloads
from mapflow.batch._worker_pool import AsyncWorkerPool, WorkerPool
from tests.support.client_kinds import maybe_await
from tests.support.places import BLOCK, square

MAPBOX = sources.Provider("Mapbox")
SOUTH = square(37.31, 55.63)
#: Credits that one of the two areas costs, 11 each, and both do not.
BUDGET_OF_ONE = 15


@pytest.fixture
def in_turn(monkeypatch):
    """Lets a batch save a result before it does the next thing.

    By nature it orders the next area meanwhile, in either order, and a recording has one.
    """
    monkeypatch.setattr(downloads, "WorkerPool", _PoolInTurn)
    monkeypatch.setattr(async_downloads, "AsyncWorkerPool", _AsyncPoolInTurn)


@pytest.mark.usefixtures("in_turn")
async def test_within_a_budget(mf, pace, tmp_path):
    run = batch.run if isinstance(mf, Mapflow) else batch.run_async
    waits = pace()
    job_seen = []

    def watch(report):
        # The clock of the server moves on as it does while waiting for one.
        job_seen.extend(row.name for row in report.rows if row.state == "running")
        waits["on_progress"](_Job())

    async def turn(budget):
        return await maybe_await(
            run(
                mf,
                {"North": BLOCK, "South": SOUTH},
                model="forest",
                source=MAPBOX,
                folder=tmp_path / "batch",
                parallel=1,
                budget=budget,
                interval_s=waits["interval_s"],
                on_progress=watch,
            )
        )

    report = await turn(BUDGET_OF_ONE)
    assert [row.state for row in report.rows] == ["done", "over_budget"]
    report = await turn(1000)
    assert report.is_success
    assert list(dict.fromkeys(job_seen)) == ["North", "South"]
    for row in report.rows:
        assert json.loads(row.result.read_text())["type"] == "FeatureCollection"


class _Job:
    percent = 0


class _PoolInTurn(WorkerPool):
    def start(self, item):
        super().start(item)
        self._ended.put(self._ended.get())


class _AsyncPoolInTurn(AsyncWorkerPool):
    async def start(self, item):
        await super().start(item)
        await asyncio.wait(self._tasks)

"""Recorded conversations about many processings at once."""

import json

from mapflow import Mapflow, batch, sources
from tests.support.flavours import settled
from tests.support.places import BLOCK, square

MAPBOX = sources.Provider("Mapbox")
SOUTH = square(37.31, 55.63)
#: Credits that one of the two areas costs, 11 each, and both do not.
BUDGET_OF_ONE = 15


async def test_waiting_for_all(mf, pace, control):
    jobs = [
        await settled(mf.processings.run(model="forest", area=area, source=MAPBOX))
        for area in (BLOCK, SOUTH)
    ]
    seen = []
    if control:
        control.advance(3600)
    ended = await settled(mf.processings.wait_all(jobs, **pace(seen)))
    assert [job.status for job in ended] == ["OK", "OK"]
    assert ended == jobs
    assert seen


async def test_batch(mf, pace, tmp_path):
    run = batch.run if isinstance(mf, Mapflow) else batch.run_async
    waits = pace()
    job_seen = []

    def look(report):
        # The clock of the server moves on as it does while waiting for one.
        job_seen.extend(row.name for row in report.rows if row.state == "running")
        waits["on_progress"](_Job())

    async def turn(budget):
        return await settled(
            run(
                mf,
                {"North": BLOCK, "South": SOUTH},
                model="forest",
                source=MAPBOX,
                folder=tmp_path / "batch",
                parallel=1,
                budget=budget,
                interval_s=waits["interval_s"],
                on_progress=look,
            )
        )

    # A result is fetched while the next area is ordered, in either order. With a budget for one
    # area at first, there is one order of requests, which is what can be recorded and played.
    report = await turn(BUDGET_OF_ONE)
    assert [row.state for row in report.rows] == ["done", "too dear"]
    report = await turn(1000)
    assert report.is_success
    assert list(dict.fromkeys(job_seen)) == ["North", "South"]
    for row in report.rows:
        assert json.loads(row.result.read_text())["type"] == "FeatureCollection"


class _Job:
    percent = 0

"""Recorded conversations about many processings at once."""

import json

from mapflow import Mapflow, batch, sources
from tests.support.flavours import settled
from tests.support.places import BLOCK, square

MAPBOX = sources.Provider("Mapbox")
SOUTH = square(37.31, 55.63)


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

    def look(report):
        # The clock of the server moves on as it does while waiting for one.
        job_seen.extend(row.name for row in report.rows if row.state == "running")
        waits["on_progress"](_Job())

    job_seen = []
    report = await settled(
        run(
            mf,
            {"North": BLOCK, "South": SOUTH},
            model="forest",
            source=MAPBOX,
            folder=tmp_path / "batch",
            parallel=1,
            budget=1000,
            interval_s=waits["interval_s"],
            on_progress=look,
        )
    )
    assert report.is_success
    # One at a time, in the order in which they were given.
    assert job_seen == sorted(job_seen)
    assert set(job_seen) == {"North", "South"}
    for row in report.rows:
        assert json.loads(row.result.read_text())["type"] == "FeatureCollection"


class _Job:
    percent = 0

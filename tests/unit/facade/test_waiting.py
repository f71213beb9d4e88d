"""Waiting: how often it polls, what it survives, how it ends."""

import random
from collections import Counter

import httpx
import pytest

from mapflow import errors
from mapflow._http import timing
from tests.support.client_kinds import maybe_await

from .conftest import JOB, Turn

READ = ("GET", f"/processings/{JOB}")


def state(status, percent=0, **more):
    return {"id": JOB, "name": "Quarry", "status": status, "percentCompleted": percent, **more}


async def wait(mf, **given):
    return await maybe_await(mf.processings.wait(JOB, **given))


async def test_ends_with_ok_and_reports_progress(mf, service, clock):
    service.responses[READ] = [
        Turn(state("UNPROCESSED")),
        Turn(state("IN_PROGRESS", 40)),
        Turn(state("OK", 100)),
    ]
    seen = []
    job = await wait(mf, on_progress=lambda p: seen.append((str(p.status), p.percent)))
    assert seen == [("UNPROCESSED", 0), ("IN_PROGRESS", 40), ("OK", 100)]
    assert job.status.is_success
    assert len(clock.sleeps) == 2


async def test_polls_less_and_less_often(mf, service, clock):
    service.responses[READ] = state("IN_PROGRESS")
    with pytest.raises(errors.WaitTimedOut):
        await wait(mf, timeout_s=3600)
    assert 4.5 <= clock.sleeps[0] <= 5.5
    assert all(pause <= 33 for pause in clock.sleeps)
    assert all(pause >= 27 for pause in clock.sleeps[6:-1])
    assert len(clock.sleeps) <= 150, "polls in an hour"


async def test_deadline_is_kept(mf, service, clock):
    service.responses[READ] = state("IN_PROGRESS", 12)
    with pytest.raises(errors.WaitTimedOut, match="12 %") as caught:
        await wait(mf, timeout_s=100)
    assert sum(clock.sleeps) == pytest.approx(100)
    assert caught.value.processing.id == JOB
    assert caught.value.waited_s == pytest.approx(100)


async def test_an_ended_handle_is_not_read_again(mf, service):
    job = await maybe_await(mf.processings.get(JOB))
    service.log.clear()
    await maybe_await(job.wait())
    assert service.log == []


async def test_blips_are_forgiven_by_a_good_response(mf, service, clock):
    blips = [Turn(httpx.ReadError("reset"))] * 9 + [Turn(httpx.Response(503))]
    service.responses[READ] = [
        *blips,
        Turn(state("IN_PROGRESS")),
        *blips,
        Turn(state("IN_PROGRESS")),
        *blips,
        Turn(state("OK", 100)),
    ]
    assert (await wait(mf, timeout_s=None)).status == "OK"


async def test_eleven_troubles_in_a_row_end_it(mf, service):
    service.responses[READ] = httpx.Response(502)
    with pytest.raises(errors.ServerError):
        await wait(mf)
    assert len(service.sent(*READ)) == 11


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_final_troubles_end_it_at_once(mf, service, status):
    service.responses[READ] = httpx.Response(status)
    with pytest.raises(errors.ApiError):
        await wait(mf)
    assert len(service.sent(*READ)) == 1


@pytest.mark.parametrize("odd", ["AWAITING", "SOMETHING_NEW", None, 7, {}])
async def test_unknown_statuses_are_waited_through(mf, service, odd):
    service.responses[READ] = [Turn(state(odd)), Turn(state("OK", 100))]
    assert (await wait(mf)).status == "OK"


@pytest.mark.parametrize("status", ["CANCELLED", "CANCELED", "REFUNDED"])
async def test_cancelled(mf, service, status):
    service.responses[READ] = state(status)
    with pytest.raises(errors.ProcessingCancelled):
        await wait(mf)


async def test_failure_says_where_what_and_what_to_do(mf, service):
    coarse = {
        "code": "source-validator.PixelSizeTooHigh",
        "parameters": {"max_res": "1.2", "actual_res": "5.62", "level": "error"},
    }
    unknown = {"code": "dataloader.Sunspots", "parameters": {"count": "9"}}
    service.responses[READ] = state("FAILED", messages=[coarse, unknown])
    service.responses["GET", f"/processings/{JOB}/aois"] = [
        {"id": JOB, "status": "OK", "area": 1_000_000, "messages": []},
        {"id": JOB, "status": "FAILED", "area": 1_239_816, "messages": [coarse]},
    ]
    with pytest.raises(errors.ProcessingFailed) as caught:
        await wait(mf)
    told = str(caught.value)
    assert "'Quarry'" in told
    assert "1 of its 2 areas" in told
    assert "Area 2 (1.24 km²)" in told
    assert "5.62" in told
    assert "1.2" in told
    assert "What to do" in told
    assert "dataloader.Sunspots (count=9)" in told
    assert [m.code for m in caught.value.messages] == [coarse["code"], unknown["code"]]


async def test_failure_without_check_is_returned(mf, service):
    service.responses[READ] = state("FAILED")
    assert (await wait(mf, check=False)).status == "FAILED"


async def test_failure_is_told_even_when_its_areas_cannot_be_read(mf, service):
    service.responses[READ] = state("FAILED")
    service.responses["GET", f"/processings/{JOB}/aois"] = httpx.Response(500)
    with pytest.raises(errors.ProcessingFailed, match="no reason"):
        await wait(mf)


@pytest.mark.parametrize(
    "given", [{"timeout_s": -1}, {"interval_s": -1}, {"timeout_s": float("nan")}]
)
async def test_bad_numbers(mf, given):
    with pytest.raises(errors.InvalidInput):
        await wait(mf, **given)


async def test_interruption_says_that_it_goes_on(mf, service, clock):
    service.responses[READ] = state("IN_PROGRESS")

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        await wait(mf, on_progress=interrupt)
    (note,) = caught.value.__notes__
    assert "charged" in note
    assert f"mapflow wait {JOB}" in note
    assert len(service.log) == 1


async def test_a_day_with_outages_and_sleeps(mf, service, clock, monkeypatch):
    """24 hours, 30 outages of up to four and a half minutes, and a lid closed twice."""
    rng = random.Random(7)
    began = clock.time
    outages = [
        (start, start + rng.uniform(5, 270))
        for start in (began + 86_400 * (n + rng.random() * 0.9) / 30 for n in range(30))
    ]
    naps = [began + 20_000, began + 60_000]
    wall = {"ahead": 0.0}
    polls = []

    def asleep_now():
        """The machine sleeps within this pause: time of day advances, the other clock stands."""
        while naps and clock.time >= naps[0]:
            naps.pop(0)
            wall["ahead"] += 8 * 3600
            # The network is back some minutes after the machine.
            outages.append((clock.time, clock.time + 280))

    def read(_):
        now = clock.time
        polls.append(now)
        if any(start <= now < end for start, end in outages):
            fault = rng.choice([httpx.ConnectError("no"), httpx.Response(503), 0])
            if isinstance(fault, Exception):
                raise fault
            return fault or httpx.Response(200, text="<html>down</html>")
        return httpx.Response(200, json=state("OK" if now >= began + 86_400 else "IN_PROGRESS"))

    sleep = clock.sleep

    def nap(seconds):
        sleep(seconds)
        asleep_now()

    async def anap(seconds):
        nap(seconds)

    monkeypatch.setattr(timing, "now", lambda: clock.time + wall["ahead"])
    monkeypatch.setattr(timing, "sleep", nap)
    monkeypatch.setattr(timing, "asleep", anap)
    service.responses[READ] = read
    job = await wait(mf, timeout_s=None)
    assert job.status == "OK"
    assert wall["ahead"] == 16 * 3600
    busiest = max(Counter(int((at - began) // 3600) for at in polls).values())
    assert busiest <= 150, "polls in an hour"


async def test_troubles_before_a_sleep_are_forgotten_after_it(mf, service, clock, monkeypatch):
    """Eight errors, eight hours of sleep, eight more errors: none of them is the service's."""
    service.responses[READ] = [*[Turn(httpx.Response(502))] * 16, Turn(state("OK", 100))]
    ahead = {"s": 0.0}

    def now():
        if len(clock.sleeps) == 8:
            ahead["s"] = 8 * 3600
        return clock.time + ahead["s"]

    monkeypatch.setattr(timing, "now", now)
    assert (await wait(mf)).status == "OK"

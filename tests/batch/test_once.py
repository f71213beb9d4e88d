"""Nothing is paid twice and nothing paid for is lost: gateways, other accounts, clocks."""

import sqlite3
import time

import pytest

from mapflow import batch, errors
from mapflow._http import timing
from mapflow.sandbox import FaultRule
from tests.batch.test_batches import states
from tests.support.client_kinds import maybe_await

#: What comes back after the service has acted, from whatever stands between.
AFTER = [
    FaultRule("html-after", operations="paid", count=1, status=404),
    FaultRule("html-after", operations="paid", count=1, status=403),
    FaultRule("html-after", operations="paid", count=1, status=400),
    FaultRule("html-after", operations="paid", count=1, status=429),
    FaultRule("redirect-after", operations="paid", count=1),
    FaultRule("status-after", operations="paid", count=1, status=429),
    FaultRule("status-after", operations="paid", count=1, status=404),
    FaultRule("status-after", operations="paid", count=1, status=400),
]


def named(rule):
    return f"{rule.fault}-{rule.status or 302}"


@pytest.mark.parametrize("rule", AFTER, ids=named)
async def test_an_error_after_the_service_has_acted(batches, fields, rule):
    batches.running.set_faults(rule)
    report = await batches.run(fields(3), settle_s=0, parallel=1)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 3


@pytest.mark.parametrize("rule", AFTER, ids=named)
async def test_the_last_one_is_found_as_well(batches, fields, rule):
    """No later run would show it with its poll."""
    batches.running.set_faults(rule)
    report = await batches.run(fields(1), settle_s=0)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 1


async def test_what_an_earlier_version_took_for_not_started_is_searched_for(batches, fields):
    """Its ledgers hold rows that wait, with a tag that has been sent."""
    await batches.run(fields(2))
    with sqlite3.connect(batches.folder / "batch.sqlite") as ledger:
        ledger.execute("UPDATE rows SET state = 'waiting', processing_id = NULL, result = NULL")
    ledger.close()
    report = await batches.resume(settle_s=0)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 2


def interrupted(state):
    def stop(report):
        if report.counts.get(state):
            raise KeyboardInterrupt

    return stop


@pytest.fixture
async def half_way(batches, fields):
    """A batch of three of which one runs."""
    with pytest.raises(KeyboardInterrupt):
        await batches.run(
            fields(3),
            parallel=1,
            meta={"sandbox:status": "AWAITING"},
            on_progress=interrupted("running"),
        )
    return batch.status(batches.folder)


async def test_another_account_is_refused(batches, half_way):
    own, batches.client = batches.client, batches.another_account()
    with pytest.raises(errors.InvalidInput, match="started with another account"):
        await batches.resume(settle_s=0)
    assert batch.status(batches.folder) == half_way
    assert len(batches.posts()) == 1
    batches.client = own
    [running] = [row for row in half_way.rows if row.state == "running"]
    with pytest.raises(KeyboardInterrupt):
        await batches.resume(on_progress=interrupted("running"))
    assert running in batch.status(batches.folder).rows


async def test_another_address_is_refused(batches, half_way):
    host = batches.running.base_url.replace("127.0.0.1", "localhost")
    batches.client = batches.another(base_url=host)
    with pytest.raises(errors.InvalidInput, match=r"runs at http://127.*talks to http://localhost"):
        await batches.resume(settle_s=0)
    assert batch.status(batches.folder) == half_way


async def test_a_ledger_without_an_account_is_known_by_what_it_started(batches, half_way):
    with sqlite3.connect(batches.folder / "batch.sqlite") as ledger:
        ledger.execute("UPDATE batch SET service = NULL, account = NULL, project_id = NULL")
    ledger.close()
    batches.client = batches.another_account()
    with pytest.raises(errors.InvalidInput, match="started with another account"):
        await batches.resume(settle_s=0)
    assert batch.status(batches.folder) == half_way


async def test_the_account_is_not_written_down_readably(batches, half_way):
    for path in batches.folder.iterdir():
        assert b"demo@example.com" not in path.read_bytes()
        assert batches.running.token.encode() not in path.read_bytes()


async def test_one_missing_poll_is_not_the_end(batches, half_way):
    """Something between client and service says 404 once."""
    batches.running.set_faults(FaultRule("html", status=404, count=1, operations=["getProcessing"]))
    reports = []

    def stop(report):
        reports.append(report)
        if len(reports) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await batches.resume(settle_s=0, parallel=1, on_progress=stop)
    assert [states(each)[0] for each in reports] == ["running"] * 4


async def test_a_404_for_ever_is_not_the_end_while_the_list_shows_it(batches, half_way):
    batches.running.set_faults(FaultRule("status", status=404, operations=["getProcessing"]))
    reports = []

    def stop(report):
        reports.append(report)
        if len(reports) == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await batches.resume(settle_s=0, parallel=1, on_progress=stop)
    assert [states(each)[0] for each in reports] == ["running"] * 6


@pytest.mark.parametrize("jump_s", [3600, -3600, 10 * 365 * 86400])
async def test_a_wall_clock_that_jumps_orders_nothing_again(batches, fields, monkeypatch, jump_s):
    """The list lags behind; the clock of the machine is set meanwhile."""
    batches.running.set_faults(
        FaultRule("reset-after", operations="paid", count=1),
        FaultRule("stale", seconds=6.0),
    )
    moved = []

    def stop(report):
        if report.counts.get("unknown") and not moved:
            moved.append(True)
            monkeypatch.setattr(timing, "now", lambda: time.time() + jump_s)

    report = await batches.run(fields(1), settle_s=20, on_progress=stop)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 1


async def test_a_clock_far_ahead_keeps_nothing_waiting(batches, fields, monkeypatch):
    """The next turn is on a machine whose clock is right."""
    batches.running.set_faults(FaultRule("reset-before", operations="paid", count=1))
    monkeypatch.setattr(timing, "now", lambda: time.time() + 10 * 365 * 86400)
    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(1), on_progress=interrupted("unknown"))
    monkeypatch.undo()
    assert (await batches.resume(settle_s=0.5)).is_success
    assert len(await batches.there()) == 1


async def test_a_new_turn_starts_the_settling_time_again(batches, fields, monkeypatch):
    """Time that no poll observed does not count: the clock may have been set in between."""
    batches.running.set_faults(FaultRule("reset-before", operations="paid", count=1))
    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(1), on_progress=interrupted("unknown"))
    monkeypatch.setattr(timing, "now", lambda: time.time() + 86400)
    began = time.monotonic()
    assert (await batches.resume(settle_s=2)).is_success
    assert time.monotonic() - began >= 2
    assert len(batches.posts()) == 2


async def test_two_with_one_tag_are_told(batches, fields):
    with pytest.raises(KeyboardInterrupt):
        await batches.run(
            fields(1), meta={"sandbox:status": "AWAITING"}, on_progress=interrupted("running")
        )
    [first] = await batches.there()
    tag = first.meta["mapflow-client-tag"]
    # A proxy that repeats requests would do that.
    await maybe_await(
        batches.client.processings.run(
            model="forest",
            area=batch_area(),
            meta={"sandbox:status": "AWAITING"},
            tag=tag,
        )
    )
    with sqlite3.connect(batches.folder / "batch.sqlite") as ledger:
        ledger.execute("UPDATE rows SET state = 'unknown', processing_id = NULL")
    ledger.close()
    with pytest.raises(KeyboardInterrupt):
        await batches.resume(on_progress=interrupted("running"))
    [row] = batch.status(batches.folder).rows
    assert row.processing_id == first.id
    assert "started 2 times with one tag" in row.note


def batch_area():
    from tests.support.places import BLOCK

    return BLOCK

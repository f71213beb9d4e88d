"""What has failed: restarted by hand, started again, counted once more."""

import contextlib
import sqlite3

import pytest

from mapflow import batch, errors
from mapflow.sandbox import FaultRule
from tests.batch.test_batches import states
from tests.support.client_kinds import maybe_await

FAIL = {"sandbox:fail": "inference.internalError"}


@pytest.fixture
async def failed(batches, fields):
    """A batch of two that have failed."""
    report = await batches.run(fields(2), meta=FAIL, budget=100)
    assert states(report) == ["failed", "failed"]
    return report


async def restart(batches, row):
    """What the note of a failed row advises."""
    assert f"mapflow restart {row.processing_id}" in row.note or "restart" in row.note
    return await maybe_await(batches.client.processings.restart(row.processing_id))


async def test_a_restarted_processing_is_taken_over(batches, failed):
    await restart(batches, failed.rows[0])
    report = await batches.resume()
    assert report.rows[0].state == "done"
    assert report.rows[0].result.is_file()
    assert report.rows[1] == failed.rows[1]
    runs = [seen for seen in batches.posts() if seen["operation"] == "runProcessing"]
    assert len(runs) == 2


async def test_the_same_call_takes_it_over_as_well(batches, fields, failed):
    await restart(batches, failed.rows[1])
    report = await batches.run(fields(2), meta=FAIL, budget=100)
    assert states(report) == ["failed", "done"]


async def test_what_failed_is_started_again(batches, failed):
    shown = []
    report = await batches.resume(retry_failed=True, on_estimate=shown.append)
    assert [row.name for row in shown[0].rows] == ["a0", "a1"]
    assert shown[0].cost == failed.spent
    # Whoever fails here fails again: the request is the same.
    assert states(report) == ["failed", "failed"]
    assert len(await batches.there()) == 4
    assert report.spent == 2 * failed.spent
    new, old = ({row.processing_id for row in each.rows} for each in (report, failed))
    assert not new & old
    tags = [each.meta["mapflow-client-tag"] for each in await batches.there()]
    assert len(set(tags)) == 4


async def test_without_the_wish_nothing_is_started_again(batches, failed):
    assert (await batches.resume()).rows == failed.rows
    assert len(await batches.there()) == 2


async def test_a_no_changes_nothing(batches, failed):
    def no(estimate):
        raise errors.InvalidInput("no")

    with pytest.raises(errors.InvalidInput, match="no"):
        await batches.resume(retry_failed=True, on_estimate=no)
    assert batch.status(batches.folder).rows == failed.rows
    assert (await batches.resume()).rows == failed.rows
    assert len(await batches.there()) == 2


async def test_a_dry_run_changes_nothing(batches, failed):
    estimate = await batches.resume(retry_failed=True, dry_run=True)
    assert estimate.count == 2
    assert batch.status(batches.folder).rows == failed.rows
    assert len(await batches.there()) == 2


async def test_the_budget_counts_both_runs(batches, failed):
    report = await batches.resume(retry_failed=True, budget=failed.spent + 12)
    assert sorted(states(report)) == ["failed", "over_budget"]
    assert report.spent == failed.spent + 11


async def test_a_restarted_one_is_not_started_again(batches, failed):
    await restart(batches, failed.rows[0])
    report = await batches.resume(retry_failed=True)
    assert report.rows[0].state == "done"
    assert report.rows[0].processing_id == failed.rows[0].processing_id
    assert len(await batches.there()) == 3


async def test_what_the_service_refused_is_started_again_on_demand(batches, fields):
    batches.running.set_faults(
        FaultRule("status", status=400, operations=["runProcessing"], count=1)
    )
    report = await batches.run(fields(2), parallel=1)
    assert states(report) == ["refused", "done"]
    assert len(await batches.there()) == 1
    assert (await batches.resume()).rows == report.rows
    assert (await batches.resume(retry_failed=True)).is_success
    assert len(await batches.there()) == 2


async def test_an_area_that_cannot_be_used_is_not_started_again(batches):
    from tests.support.places import square

    report = await batches.run({"good": square(37.3, 55.6), "bad": square(37.3, 95.0)})
    assert (await batches.resume(retry_failed=True)).rows == report.rows


async def test_an_uncertain_refusal_is_searched_for_first(batches, fields):
    report = await batches.run(fields(1))
    # What a turn leaves that is killed between a refusal on the way and the polls after it.
    with contextlib.closing(sqlite3.connect(report.ledger)) as ledger, ledger:
        ledger.execute("UPDATE rows SET state = 'refused', processing_id = NULL, result = NULL")
    again = await batches.resume(retry_failed=True)
    assert states(again) == ["done"]
    assert again.rows[0].processing_id == report.rows[0].processing_id
    assert len(batches.posts()) == 1


async def test_a_budget_cannot_be_enlarged_by_a_damaged_price(batches, fields):
    report = await batches.run(fields(2), budget=16)
    with contextlib.closing(sqlite3.connect(report.ledger)) as ledger, ledger:
        ledger.execute("UPDATE rows SET cost = -1000 WHERE number = 1")
    with pytest.raises(errors.InvalidFile, match="cost of row 1 is -1000"):
        await batches.resume()
    assert len(batches.posts()) == 1

"""What a batch asks for and when: polls, downloads, the disk, and the budget of the client."""

import threading
import time

import pytest

from mapflow import AsyncMapflow, Budget, batch, errors
from mapflow.batch._ledger import Ledger
from mapflow.batch._worker_pool import AsyncWorkerPool, WorkerPool
from mapflow.sandbox import FaultRule
from tests.batch.test_batches import states
from tests.batch.test_once import interrupted


def operations(batches):
    return [seen["operation"] for seen in batches.running.requests()]


async def test_a_poll_asks_for_what_runs_only(batches, fields):
    await batches.run(fields(12), parallel=3)
    names = operations(batches)
    assert "listProjectProcessings" not in names
    assert "listProcessings" not in names
    assert names.count("getResult") == names.count("runProcessing") == 12
    assert names.count("estimateCost") == 12
    assert len(names) <= 5 * 12 + 6


async def test_a_service_without_pages_is_asked_for_the_list(batches, fields):
    batches.running.set_faults(FaultRule("status", status=404, operations=["pageProcessings"]))
    report = await batches.run(fields(4))
    assert report.is_success
    assert operations(batches).count("pageProcessings") == 1


async def test_one_that_is_older_than_the_page_is_read_by_itself(batches, fields, monkeypatch):
    """Others work in the same project, and what runs here is not among the latest."""
    from mapflow.batch._async import polls as of_async
    from mapflow.batch._sync import polls as of_sync

    for module in (of_async, of_sync):
        monkeypatch.setattr(module, "_LARGEST_PAGE", 1)
    assert (await batches.run(fields(3), parallel=3)).is_success
    assert "getProcessing" in operations(batches)


async def test_results_that_wait_are_taken_up_a_few_at_a_time(batches, fields, monkeypatch):
    """Thousands may have ended when a batch is resumed; a look must not go through them all."""
    from mapflow.batch._async import downloads as of_async
    from mapflow.batch._sync import downloads as of_sync

    most = []
    for module, kind in ((of_async, AsyncWorkerPool), (of_sync, WorkerPool)):
        monkeypatch.setattr(module, "_MOST_BEGUN", 2)
        start = kind.start

        def counting(self, item, start=start):
            most.append(self.busy)
            return start(self, item)

        monkeypatch.setattr(kind, "start", counting)
    began = time.monotonic()
    # Between two polls there is time for all of them.
    assert (await batches.run(fields(8), parallel=8, interval_s=2)).is_success
    assert len(most) == 8
    assert max(most) < 2
    assert time.monotonic() - began < 7


async def test_downloads_keep_nothing_from_being_started(batches, fields):
    batches.running.set_faults(FaultRule("latency", seconds=2.5, operations=["getResult"], count=1))
    starts = []

    def watch(report):
        starts.append((len(batches.posts()), report.counts.get("done", 0)))

    report = await batches.run(fields(4), parallel=1, on_progress=watch)
    assert report.is_success
    # All were started while the first result was on its way.
    assert any(started == 4 and done < 4 for started, done in starts)
    first = batches.running.requests()
    names = [seen["operation"] for seen in first]
    assert names.index("getResult") < len(names) - 1 - names[::-1].index("runProcessing")


async def test_the_event_loop_does_not_wait_for_the_disk(batches, fields, monkeypatch):
    threads = []
    real = Ledger.change_all

    def change_all(self, changes):
        threads.append(threading.get_ident())
        real(self, changes)

    monkeypatch.setattr(Ledger, "change_all", change_all)
    await batches.run(fields(2))
    assert threads
    is_loop = threading.get_ident() in threads
    assert is_loop != isinstance(batches.client, AsyncMapflow)


async def test_what_never_arrived_is_given_back_to_the_budget_of_the_client(batches, fields):
    batches.client = batches.another(budget=Budget(23))
    batches.running.set_faults(FaultRule("reset-before", operations="paid", count=1))
    report = await batches.run(fields(2), settle_s=0)
    assert report.is_success
    assert batches.client.budget.spent == 22
    assert len(await batches.there()) == 2


async def test_what_is_found_later_counts_once(batches, fields):
    batches.client = batches.another(budget=Budget(100))
    batches.running.set_faults(
        FaultRule("reset-after", operations="paid", count=1),
        FaultRule("stale", seconds=6.0, methods=["GET"]),
    )
    report = await batches.run(fields(2), settle_s=30)
    assert report.is_success
    assert batches.client.budget.spent == report.spent == 22


async def test_a_note_promises_no_charge_for_what_was_not_started(batches, fields):
    with pytest.raises(errors.UnknownModel) as stopped:
        await batches.run(fields(1), model="lakes")
    notes = " ".join(stopped.value.__notes__)
    assert "charged" not in notes
    assert "mapflow batch resume" in notes


async def test_the_project_stays_that_of_the_beginning(batches, fields):
    with pytest.raises(KeyboardInterrupt):
        await batches.run(
            fields(2),
            parallel=1,
            meta={"sandbox:status": "AWAITING"},
            on_progress=interrupted("running"),
        )
    path = batches.folder / "batch.sqlite"
    with Ledger.reading(path) as ledger:
        origin = ledger.origin
    assert origin is not None
    assert origin.service == batches.running.base_url
    [there] = await batches.there()
    assert origin.project_id == there.project_id


@pytest.mark.parametrize("body", [b'{"error": "busy"}', b'{"message": "being prepared"}', b"[]"])
async def test_what_is_no_result_makes_no_row_done(batches, fields, monkeypatch, body):
    """A 200 whose body is something else."""
    if isinstance(batches.client, AsyncMapflow):

        async def pieces(plan, response):
            yield body
    else:

        def pieces(plan, response):
            yield body

    monkeypatch.setattr(batches.client._session.transport, "pieces", pieces)
    report = await batches.run(fields(1))
    assert states(report) == ["ended"]
    assert report.rows[0].note
    assert not (batches.folder / "a0.geojson").exists()
    monkeypatch.undo()
    assert (await batches.resume()).is_success


def test_a_pool_works_on_so_many_at_once():
    seen, most = [], []

    def act(item):
        seen.append(item)
        most.append(len(seen))
        time.sleep(0.05)
        seen.remove(item)

    pool = WorkerPool(act, 2)
    for item in range(6):
        pool.start(item)
    ended = []
    while pool.busy:
        ended += pool.ended(1.0)
    assert sorted(each.item for each in ended) == list(range(6))
    assert max(most) == 2
    pool.close()


async def test_a_pool_of_tasks_lets_go():
    import asyncio

    pool = AsyncWorkerPool(asyncio.sleep, 2)
    for seconds in (0.01, 30, 30):
        await pool.start(seconds)
    assert [each.item for each in await pool.ended(1.0)] == [0.01]
    began = time.monotonic()
    await pool.aclose()
    assert time.monotonic() - began < 1
    assert pool.busy == 0


async def test_a_status_while_it_works(batches, fields):
    seen = []

    def watch(report):
        seen.append(batch.status(batches.folder) == report)

    await batches.run(fields(3), on_progress=watch)
    assert seen
    assert all(seen)

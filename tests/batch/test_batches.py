"""Many areas from one file: each started once, each result saved, whatever happens in between."""

import inspect
import json
import sqlite3

import pytest

from mapflow import Budget, batch, errors, sources
from mapflow.geometry import area_m2
from mapflow.sandbox import FaultRule
from tests.support.client_kinds import maybe_await
from tests.support.places import BLOCK, square


def states(report):
    return [row.state for row in report.rows]


async def test_each_area_gets_its_result(batches, fields):
    seen = []
    report = await batches.run(fields(5), parallel=2, on_progress=seen.append)
    assert report.is_over
    assert report.is_success
    assert [row.name for row in report.rows] == ["a0", "a1", "a2", "a3", "a4"]
    assert report.spent == sum(row.cost for row in report.rows) > 0
    for row in report.rows:
        assert row.result == batches.folder / f"{row.name}.geojson"
        assert json.loads(row.result.read_text())["type"] == "FeatureCollection"
    assert len(batches.posts()) == len(await batches.there()) == 5
    assert {p.name for p in await batches.there()} == {"a0", "a1", "a2", "a3", "a4"}
    assert json.loads((batches.folder / "report.json").read_text()) == report.to_dict()
    assert max(each.counts.get("running", 0) for each in seen) <= 2
    assert str(report).startswith("5 areas: 5 done")


async def test_the_second_time_nothing_is_done(batches, fields):
    first = await batches.run(fields(2))
    before = len(batches.running.requests())
    assert await batches.run(fields(2)) == first
    assert await batches.resume() == first
    assert batch.status(batches.folder) == first
    assert len(batches.running.requests()) == before


async def test_never_more_at_once_than_allowed(batches, fields):
    # Time stands still for those that run: only the bound keeps the others waiting.
    reports = []

    def stop(report):
        reports.append(report)
        if len(reports) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        await batches.run(
            fields(9), parallel=3, meta={"sandbox:status": "AWAITING"}, on_progress=stop
        )
    assert "mapflow batch resume" in stopped.value.__notes__[0]
    assert reports[-1].counts == {"running": 3, "waiting": 6}
    assert len(batches.posts()) == 3


async def test_one_that_is_refused_is_no_end_of_the_others(batches, tmp_path):
    bow = {
        "type": "Polygon",
        "coordinates": [[[37.3, 55.6], [37.3, 95.0], [37.4, 55.6], [37.3, 55.6]]],
    }
    report = await batches.run({"good": BLOCK, "bad": bow, "fine": BLOCK})
    assert states(report) == ["done", "refused", "done"]
    assert "95" in report.rows[1].note
    assert not report.is_success
    assert report.is_over
    assert len(batches.posts()) == 2


async def test_one_that_fails_is_no_end_of_the_others(batches, fields):
    report = await batches.run(fields(2), meta={"sandbox:fail": "inference.internalError"})
    assert states(report) == ["failed", "failed"]
    assert all(row.note and row.processing_id for row in report.rows)
    assert batch.status(batches.folder).rows == report.rows


async def test_one_that_always_troubles_is_no_end_of_the_others(batches, fields, monkeypatch):
    sender = batches.client.processings._sender
    real = sender.cost

    def cost(run):
        if run.spec.name == "a0":
            raise errors.ServerError("busy", status=500)
        return real(run)

    monkeypatch.setattr(sender, "cost", cost)
    report = await batches.run(fields(3))
    assert states(report) == ["waiting", "done", "done"]
    assert "busy" in report.rows[0].note
    assert not report.is_over
    monkeypatch.undo()
    assert (await batches.resume()).is_success
    assert len(batches.posts()) == 3


async def test_a_service_that_is_down_ends_it(batches, fields):
    batches.running.set_faults(FaultRule("status", status=500))
    with pytest.raises(errors.ServerError) as stopped:
        await batches.run(fields(3))
    assert "mapflow batch resume" in stopped.value.__notes__[-1]
    batches.running.clear_faults()
    assert (await batches.resume()).is_success
    assert len(batches.posts()) == 3


async def test_a_budget_for_the_whole(batches, fields):
    cost = (await batches.run(fields(1), folder=batches.folder / "one")).spent
    report = await batches.run(fields(4), budget=2 * cost + cost / 2)
    assert sorted(states(report)) == ["done", "done", "over_budget", "over_budget"]
    assert report.spent == 2 * cost
    assert report.is_over
    report = await batches.resume(budget=10 * cost)
    assert report.is_success
    assert report.spent == 4 * cost
    assert len(await batches.there()) == 5


async def test_a_bound_for_each(batches, fields):
    report = await batches.run(fields(2), max_cost=0)
    assert states(report) == ["over_budget", "over_budget"]
    assert batches.posts() == []


async def test_the_budget_of_the_client_counts_too(batches, fields):
    cost = (await batches.run(fields(1), folder=batches.folder / "one")).spent
    batches.client = batches.another(budget=Budget(cost))
    report = await batches.run(fields(3))
    assert sorted(states(report)) == ["done", "over_budget", "over_budget"]


LOST = [
    "reset-after",
    "timeout-after",
    "truncate",
    "garbage",
    "empty",
    "status-after",
    "html-after",
]


@pytest.mark.parametrize("fault", LOST)
async def test_lost_responses_are_found(batches, fields, fault):
    if fault == "timeout-after":
        batches.client = batches.another(timeout_s=1)
    batches.running.set_faults(FaultRule(fault, operations="paid", count=1))
    report = await batches.run(fields(2), settle_s=1000)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 2


async def test_what_never_arrived_is_sent_again_later(batches, fields, monkeypatch):
    batches.running.set_faults(FaultRule("reset-before", operations="paid", count=1))
    seen = []
    report = await batches.run(fields(2), settle_s=6, on_progress=seen.append)
    assert report.is_success
    assert any("unknown" in states(each) for each in seen)
    assert len(batches.posts()) == 3
    assert len(await batches.there()) == 2
    assert len({p.meta["mapflow-client-tag"] for p in await batches.there()}) == 2


async def test_before_that_it_is_not(batches, fields):
    batches.running.set_faults(FaultRule("reset-before", operations="paid", count=1))
    reports = []

    def stop(report):
        reports.append(report)
        if report.counts.get("done") == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(2), settle_s=1000, on_progress=stop)
    assert batch.status(batches.folder).counts == {"done": 1, "unknown": 1}
    assert len(batches.posts()) == 2


async def test_what_is_not_shown_yet_has_not_been_deleted(batches, fields):
    batches.running.set_faults(FaultRule("stale", seconds=1.0))
    report = await batches.run(fields(3))
    assert report.is_success
    assert len(batches.posts()) == 3


async def test_what_was_deleted_is_said(batches, fields):
    def stop(report):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(1), meta={"sandbox:status": "AWAITING"}, on_progress=stop)
    [job] = await batches.there()
    await maybe_await(batches.client.processings.delete(job))
    report = await batches.resume(settle_s=0)
    assert states(report) == ["failed"]
    assert "deleted" in report.rows[0].note


async def test_a_damaged_result_is_fetched_again(batches, fields):
    batches.running.set_faults(FaultRule("truncate", operations=["getResult"], count=3))
    report = await batches.run(fields(1))
    assert report.is_success
    assert json.loads(report.rows[0].result.read_text())["type"] == "FeatureCollection"


async def test_a_wrong_model_ends_it_at_once(batches, fields):
    with pytest.raises(errors.UnknownModel):
        await batches.run(fields(3), model="lakes")
    assert batch.status(batches.folder).counts == {"waiting": 3}
    assert batches.posts() == []


@pytest.mark.parametrize(
    "mistake",
    [{"model": "lakes"}, {"options": ["nosuch"]}, {"project": "nosuch"}],
    ids=["model", "option", "project"],
)
async def test_a_mistake_does_not_bind_the_folder(batches, fields, mistake):
    with pytest.raises(errors.MapflowError):
        await batches.run(fields(3), **mistake)
    assert (await batches.run(fields(2), dry_run=True)).count == 2
    assert (await batches.run(fields(2))).is_success
    assert len(batches.posts()) == 2
    with pytest.raises(errors.InvalidInput, match="holds a batch of other areas"):
        await batches.run(fields(3))


async def test_a_login_is_not_kept(batches, fields):
    tiles = sources.XYZ("https://tiles.test/{z}/{x}/{y}.png", login="someone", password="canary-7")

    def stop(report):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(2), source=tiles, parallel=1, on_progress=stop)
    for path in batches.folder.iterdir():
        assert b"canary-7" not in path.read_bytes(), path
    with pytest.raises(errors.InvalidInput, match="same source again"):
        await batches.resume()
    assert (await batches.resume(source=tiles)).is_over
    for path in batches.folder.iterdir():
        assert b"canary-7" not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"model": "buildings"}, "another model"),
        ({"source": None}, "another model, source"),
        ({"meta": {"a": "b"}}, "of other areas"),
    ],
)
async def test_another_batch_needs_another_folder(batches, fields, changed, said):
    await batches.run(fields(1))
    with pytest.raises(errors.InvalidInput, match=said):
        await batches.run(fields(1), **changed)
    with pytest.raises(errors.InvalidInput, match="other areas"):
        await batches.run(fields(2))
    assert len(batches.posts()) == 1


async def test_other_files_are_not_replaced(batches, fields):
    batches.folder.mkdir()
    (batches.folder / "A1.geojson").write_text("mine")
    with pytest.raises(errors.InvalidInput, match=r"holds a1\.geojson already"):
        await batches.run(fields(2))
    assert (batches.folder / "A1.geojson").read_text() == "mine"


async def test_a_report_of_something_else_is_not_replaced(batches, fields):
    batches.folder.mkdir()
    (batches.folder / "report.json").write_text("mine")
    with pytest.raises(errors.InvalidFile, match=r"holds report\.json already, and no ledger"):
        await batches.run(fields(2))
    assert (batches.folder / "report.json").read_text() == "mine"
    assert batches.posts() == []


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"parallel": 0}, "`parallel` must be a whole number, 1 to 1000"),
        ({"parallel": True}, "`parallel` must be a whole number, 1 to 1000"),
        ({"budget": -1}, "`budget` must be 0 or more"),
        ({"budget": float("nan")}, "`budget` must be 0 or more"),
        ({"max_cost": "5"}, "`max_cost` must be 0 or more, in credits"),
        ({"settle_s": -1}, "`settle_s` must be 0 or more"),
        ({"interval_s": None, "settle_s": None}, "`settle_s` must be 0 or more"),
        ({"meta": {"a": 1}}, "takes text only"),
    ],
)
async def test_numbers_that_make_no_sense(batches, fields, option, said):
    with pytest.raises(errors.InvalidInput, match=said):
        await batches.run(fields(1), **option)
    assert not batches.folder.exists()


@pytest.mark.parametrize("place", ["batch", "no/such/folder"])
async def test_there_is_no_batch(batches, tmp_path, place):
    batches.folder = tmp_path / place
    with pytest.raises(errors.InvalidInput, match=r"The ledger .* does not exist"):
        await batches.resume()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(errors.InvalidInput, match=r"The ledger .* does not exist"):
        batch.status(batches.folder)


async def test_it_is_no_ledger(batches, tmp_path):
    path = tmp_path / "some.sqlite"
    path.write_text("nothing of the kind" * 100)
    with pytest.raises(errors.InvalidInput, match="not the ledger of a batch"):
        batch.status(path)
    sqlite3.connect(tmp_path / "other.sqlite").execute("CREATE TABLE rows (a)").connection.close()
    with pytest.raises(errors.InvalidInput, match="not the ledger of a batch"):
        batch.status(tmp_path / "other.sqlite")


async def test_two_at_once_are_refused(batches, fields):
    from mapflow.batch._locks import locked

    await batches.run(fields(1))
    with (
        locked(batches.folder / "batch.sqlite"),
        pytest.raises(errors.InvalidInput, match="Another program works on"),
    ):
        await batches.resume()
    assert (await batches.resume()).is_success


@pytest.fixture
def then(batches, monkeypatch):
    """Lets something happen right after the service has accepted the first run."""

    def arrange(stop):
        sender = batches.client.processings._sender
        real = sender.send
        taken = []

        async def send_async(run):
            started = await real(run)
            taken.append(started)
            if len(taken) == 1:
                raise stop(run.tag)
            return started

        def send(run):
            started = real(run)
            taken.append(started)
            if len(taken) == 1:
                raise stop(run.tag)
            return started

        kind = send_async if inspect.iscoroutinefunction(real) else send
        monkeypatch.setattr(sender, "send", kind)

    return arrange


@pytest.mark.parametrize("settle_s", [0, 1000])
async def test_an_order_that_was_not_written_down_is_found(batches, fields, then, settle_s):
    then(lambda tag: KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(2))
    assert batch.status(batches.folder).counts == {"sending": 1, "waiting": 1}
    report = await batches.resume(settle_s=settle_s)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 2
    assert {row.processing_id for row in report.rows} == {p.id for p in await batches.there()}


@pytest.mark.parametrize("settle_s", [0, 1000])
async def test_an_order_that_appears_late_is_found(batches, fields, then, settle_s):
    then(lambda tag: errors.OutcomeUnknown("lost", tag=tag))
    report = await batches.run(fields(2), settle_s=settle_s)
    assert report.is_success
    assert len(batches.posts()) == len(await batches.there()) == 2


async def test_an_earlier_processing_stands_for_its_areas(batches):
    given = {
        "type": "MultiPolygon",
        "coordinates": [BLOCK["coordinates"], square(37.31, 55.636)["coordinates"]],
    }
    earlier = await maybe_await(
        batches.client.processings.run(
            model="buildings", area=given, source=sources.Provider("Mapbox")
        )
    )
    among = await batches.run([earlier, BLOCK], dry_run=True)
    assert [row.name for row in among.rows] == ["1", "2"]
    assert among.rows[0].area_m2 == pytest.approx(area_m2(given), rel=1e-6)
    named = await batches.run({"before": earlier, "block": BLOCK}, dry_run=True)
    assert [(row.name, row.area_m2) for row in named.rows] == [
        ("before", among.rows[0].area_m2),
        ("block", among.rows[1].area_m2),
    ]
    report = await batches.run(earlier)
    assert states(report) == ["done", "done"]


@pytest.mark.parametrize(
    "given",
    [{"dry_run": None}, {"dry_run": "no"}, {"on_progress": 5}, {"on_estimate": "print"}],
    ids=repr,
)
async def test_wrong_kinds_are_told_before_a_batch_is_made(batches, fields, given):
    with pytest.raises(errors.InvalidInput, match="must be"):
        await batches.run(fields(1), **given)
    assert not batches.folder.exists()
    assert batches.posts() == []


async def test_what_has_failed_is_not_started_again_by_a_word(batches, fields):
    await batches.run(fields(1))
    with pytest.raises(errors.InvalidInput, match="`retry_failed` must be True or False"):
        await batches.resume(retry_failed="no")

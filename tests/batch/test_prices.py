"""What a batch would cost, said before anything is started; and why an area is not started."""

import json
from contextlib import closing

import pytest

from mapflow import Budget, batch, errors
from mapflow.batch._ledger import Ledger
from tests.batch.test_batches import states
from tests.support.client_kinds import maybe_await
from tests.support.places import square


class Stop(Exception):
    """What a person who says no is."""


async def test_the_price_is_the_sum_of_what_each_order_costs(batches, fields):
    """Small areas have a minimum price each, so the price of their sum is far too low."""
    shown = []
    report = await batches.run(fields(20), model="buildings", on_estimate=shown.append)
    [estimate] = shown
    assert estimate.cost == estimate.known_cost == estimate.maximum == report.spent
    assert estimate.count == 20
    assert [row.cost for row in estimate.rows] == [row.cost for row in report.rows]
    assert estimate.area_m2 == pytest.approx(sum(row.area_m2 for row in estimate.rows))


async def test_equal_areas_are_asked_once(batches):
    same = {f"a{number}": square(37.3, 55.636) for number in range(6)}
    estimate = await batches.run(same, dry_run=True)
    costs = [seen for seen in batches.running.requests() if seen["operation"] == "estimateCost"]
    assert len(costs) == 1
    assert estimate.cost == 6 * estimate.rows[0].cost


async def test_each_is_priced_once_and_prepared_once(batches, fields):
    await batches.run(fields(5), budget=1000, max_cost=50, on_estimate=lambda estimate: None)
    names = [seen["operation"] for seen in batches.running.requests()]
    assert names.count("estimateCost") <= 5 + 1  # one more is for all of them together
    assert names.count("getUserStatus") <= 3


async def test_a_dry_run_orders_nothing_and_writes_nothing(batches, fields, tmp_path):
    estimate = await batches.run(fields(3), dry_run=True)
    assert estimate.count == 3
    assert estimate.cost > 0
    assert batches.posts() == []
    assert not batches.folder.exists()
    assert json.loads(json.dumps(estimate.to_dict()))["count"] == 3


async def test_a_no_leaves_nothing_behind(batches, fields):
    def no(estimate):
        raise Stop

    with pytest.raises(Stop):
        await batches.run(fields(3), on_estimate=no)
    assert batches.posts() == []
    assert not batches.folder.exists()


async def test_limits_come_before_prices_and_questions(batches, fields):
    batches.running.account("demo@example.com", aoiAreaLimit=10_000)
    shown = []
    report = await batches.run(fields(2), on_estimate=shown.append)
    assert [row.will_run for row in shown[0].rows] == [False, False]
    assert "processing may cover" in shown[0].rows[0].note
    assert shown[0].cost == 0
    assert states(report) == ["refused", "refused"]
    names = {seen["operation"] for seen in batches.running.requests()}
    assert "estimateCost" not in names


OBSTACLES = [
    ({"max_cost": 5}, {}, "max_cost", r"It costs 11 credits; `max_cost` is 5\."),
    ({"budget": 15}, {}, "budget", r"only 4 remain of the batch's budget of 15"),
    ({}, {"credits": 15}, "remaining_credits", r"(?i)credits, .*\b4 remain"),
    ({}, {"client": 15}, "client_budget", r"(?i)credits, .*\b4 (of the budget|remain)"),
]


@pytest.mark.parametrize(("limit", "account", "obstacle", "said"), OBSTACLES)
async def test_the_true_obstacle_is_named(batches, fields, limit, account, obstacle, said):
    import re

    if "client" in account:
        batches.client = batches.another(budget=Budget(account["client"]))
    elif account:
        batches.running.account("demo@example.com", **account)
    estimate = await batches.run(fields(2), dry_run=True, **limit)
    report = await batches.run(fields(2), **limit)
    row = report.rows[-1]
    assert row.state == "over_budget"
    assert row.obstacle == obstacle
    assert re.search(said, row.note), row.note
    assert [each.will_run for each in estimate.rows] == [
        each.state == "done" for each in report.rows
    ]
    assert estimate.rows[-1].note
    assert estimate.cost == report.spent


async def test_what_no_price_is_known_of_is_said(batches, fields):
    batches.running.account("demo@example.com", billingType="NONE")
    estimate = await batches.run(fields(2), dry_run=True)
    assert estimate.cost is None
    assert estimate.known_cost == 0
    assert estimate.maximum is None
    assert [row.cost for row in estimate.rows] == [None, None]
    assert [row.will_run for row in estimate.rows] == [True, True]


async def test_one_that_cannot_be_used_is_told(batches):
    estimate = await batches.run(
        {"good": square(37.3, 55.6), "bad": square(37.3, 95.0)}, dry_run=True
    )
    assert estimate.count == 1
    [bad] = [row for row in estimate.rows if not row.will_run]
    assert bad.name == "bad"
    assert "95" in bad.note


def small_fields(tmp_path, count):
    """Fields of 0.7 hectares."""
    content = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": f"f{number}"},
                "geometry": square(37.3 + number * 0.003, 55.636, 0.001),
            }
            for number in range(count)
        ],
    }
    path = tmp_path / "small.geojson"
    path.write_text(json.dumps(content))
    return path


async def test_what_grouping_would_save_is_said(batches, tmp_path):
    estimate = await batches.run(small_fields(tmp_path, 10), model="buildings", dry_run=True)
    assert estimate.cost == 160
    assert estimate.grouping.processings == 1
    assert estimate.grouping.rows == 10
    assert estimate.grouping.cost == 16
    assert estimate.grouping.saves == 144
    together = await maybe_await(
        batches.client.processings.estimate(
            model="buildings",
            area={
                "type": "MultiPolygon",
                "coordinates": [
                    square(37.3 + number * 0.003, 55.636, 0.001)["coordinates"]
                    for number in range(10)
                ],
            },
        )
    )
    assert together.cost == estimate.grouping.cost


async def test_grouping_keeps_the_limits_of_one_processing(batches, tmp_path):
    batches.running.account("demo@example.com", maxAoisPerProcessing=4)
    estimate = await batches.run(small_fields(tmp_path, 10), model="buildings", dry_run=True)
    assert estimate.grouping.processings == 3
    assert estimate.grouping.cost == 48


async def test_where_grouping_saves_nothing_nothing_is_said(batches):
    large = {f"l{number}": square(37.3 + number * 0.1, 55.6, 0.05) for number in range(3)}
    estimate = await batches.run(large, dry_run=True)
    assert estimate.grouping is None


async def test_equal_areas_are_not_grouped(batches):
    """The same place twice in one processing would be counted twice and found twice."""
    same = {f"a{number}": square(37.3, 55.636, 0.001) for number in range(3)}
    assert (await batches.run(same, dry_run=True)).grouping is None


async def test_the_price_of_what_is_left(batches, fields):
    """A dry run of a batch that is there tells what it would still start."""
    await batches.run(fields(3), budget=11)
    estimate = await batches.resume(budget=1000, dry_run=True)
    assert estimate.count == 2
    assert estimate.cost == 22
    report = batch.status(batches.folder)
    assert report.budget == 11
    assert report.counts == {"done": 1, "over_budget": 2}
    assert (await batches.run(fields(3), budget=11, dry_run=True)).count == 0
    assert len(batches.posts()) == 1


@pytest.mark.parametrize("wish", [{"budget": "5"}, {"max_cost": -1}])
async def test_wrong_limits_are_refused_before_anything(batches, fields, wish):
    await batches.run(fields(1))
    with pytest.raises(errors.InvalidInput):
        await batches.resume(**wish)


async def test_a_price_that_cannot_be_asked_orders_nothing(batches, fields):
    from mapflow.sandbox import FaultRule

    batches.running.set_faults(FaultRule("reset-before", operations=["estimateCost"]))
    with pytest.raises(errors.TransportError):
        await batches.run(fields(2), on_estimate=lambda estimate: None)
    assert batches.posts() == []
    assert not batches.folder.exists()


async def test_without_a_price_a_limit_refuses(batches, fields):
    from mapflow.sandbox import FaultRule

    batches.running.set_faults(FaultRule("garbage", operations=["estimateCost"]))
    estimate = await batches.run(fields(2), dry_run=True, budget=50)
    assert [row.will_run for row in estimate.rows] == [False, False]
    assert estimate.rows[0].note.startswith("Its price is not known: ")
    assert batches.posts() == []


async def test_a_yes_covers_the_price_that_was_shown(batches, fields):
    """What has become dearer since is not paid for unasked, also by a program that resumes."""

    def stop(report):
        if report.spent:
            raise Stop

    with pytest.raises(Stop):
        await batches.run(
            fields(4), parallel=1, on_estimate=lambda estimate: None, on_progress=stop
        )
    stood = batch.status(batches.folder)
    each = stood.spent
    assert stood.agreed == 4 * each
    with closing(Ledger.open(stood.ledger)) as ledger:
        ledger.keep(agreed=2.5 * each)  # as if each had been cheaper when it was shown
    report = await batches.resume()
    assert states(report) == ["done", "done", "over_budget", "over_budget"]
    assert {row.obstacle for row in report.rows[2:]} == {"agreed"}
    assert "agreed" in report.rows[2].note
    shown = []
    report = await batches.resume(on_estimate=shown.append)
    assert [estimate.cost for estimate in shown] == [2 * each]
    assert states(report) == ["done"] * 4
    assert report.agreed == report.spent == 4 * each


async def test_a_limit_takes_the_place_of_a_price_that_was_agreed_to(batches, fields):
    await batches.run(fields(2), on_estimate=lambda estimate: None)
    stood = batch.status(batches.folder)
    with closing(Ledger.open(stood.ledger)) as ledger:
        ledger.keep(agreed=0)
    await batches.resume(budget=1000)
    assert batch.status(batches.folder).agreed is None


@pytest.mark.parametrize("is_new", [True, False])
async def test_what_the_question_left_out_is_not_started_after_it(batches, fields, is_new):
    """The account is topped up while a person reads the question."""
    price = (await batches.run(fields(1), dry_run=True)).cost
    batches.running.account("demo@example.com", credits=price + 1)
    batches.client = batches.another()

    def response(estimate):
        assert [row.will_run for row in estimate.rows] == [True, False]
        batches.running.account("demo@example.com", credits=1000)

    if is_new:
        report = await batches.run(fields(2), on_estimate=response)
    else:
        await batches.run(fields(2), max_cost=0)
        report = await batches.resume(max_cost=1000, on_estimate=response)
    assert states(report) == ["done", "over_budget"]
    assert report.spent == report.agreed == price
    assert report.rows[1].obstacle == "remaining_credits"
    report = await batches.resume(on_estimate=lambda estimate: None)
    assert states(report) == ["done", "done"]


async def test_what_was_charged_beyond_what_was_shown_is_not_added_to(batches, fields, monkeypatch):
    """Prices rise behind the question: what is charged counts, and the rest is asked again."""
    from mapflow.batch import _async, _sync

    for half in (_sync, _async):
        monkeypatch.setattr(half.starter, "cost_told", lambda started, asked: asked * 2)
        monkeypatch.setattr(half.polls, "cost_told", lambda started, asked: asked)
    report = await batches.run(fields(4), parallel=1, on_estimate=lambda estimate: None)
    assert states(report) == ["done", "done", "over_budget", "over_budget"]
    assert report.spent == report.agreed
    assert {row.obstacle for row in report.rows[2:]} == {"agreed"}


async def test_to_leave_a_limit_out_is_no_yes(batches, fields):
    await batches.run(fields(2), max_cost=1000, on_estimate=lambda estimate: None)
    agreed = batch.status(batches.folder).agreed
    assert (await batches.run(fields(2))).agreed == agreed
    assert (await batches.run(fields(2), max_cost=1000)).agreed is None

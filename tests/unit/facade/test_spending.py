"""Budgets, dry runs, tags that the user chose, and runs found again from another process."""

import json
import threading

import httpx
import pytest

from mapflow import AsyncMapflow, Budget, DryRun, Mapflow, errors, sources
from tests.support.client_kinds import maybe_await
from tests.support.places import MOSCOW

from .conftest import BASE, BUILDINGS, JOB, PROJECT, Turn

RUN = ("POST", "/processings")
COST = ("POST", "/processing/cost")
RESTART = ("POST", f"/processings/{JOB}/restart")
READ = ("GET", f"/processings/{JOB}")
PROJECTS = ("GET", "/projects")
OTHER_PROJECT = "11111111-19a1-40d8-8f16-d1e6dabfd204"
TAG = "0123456789abcdef" * 2


def listed(project, version=""):
    return ("GET", f"/projects/{project}/processings{version}")


async def run(mf, **changes):
    given = {"model": "buildings", "area": MOSCOW, "source": sources.Provider("Mapbox")} | changes
    return await maybe_await(mf.processings.run(**given))


@pytest.fixture
def purse():
    return Budget(100)


@pytest.fixture(params=["sync", "async"])
def frugal(request, service, clock, purse):
    transport = httpx.MockTransport(service)
    kind, http = (
        (Mapflow, httpx.Client(transport=transport))
        if request.param == "sync"
        else (AsyncMapflow, httpx.AsyncClient(transport=transport))
    )
    return kind(token="a@example.com:secret", base_url=BASE, http_client=http, budget=purse)


class TestBudget:
    async def test_each_run_is_taken_from_it(self, frugal, service, purse):
        for spent in (30, 60, 90):
            await run(frugal)
            assert purse.spent == spent
        with pytest.raises(errors.CostLimitExceeded, match="10 of the budget of 100") as caught:
            await run(frugal)
        assert (caught.value.limit, caught.value.allowed, caught.value.found) == ("budget", 10, 30)
        assert len(service.sent(*RUN)) == 3
        assert purse.remaining == 10

    async def test_a_refused_run_is_given_back(self, frugal, service, purse):
        service.responses[RUN] = httpx.Response(400, json={"code": "BAD_REQUEST"})
        with pytest.raises(errors.BadRequest):
            await run(frugal)
        assert purse.spent == 0

    async def test_a_refusal_of_no_known_code_is_given_back_when_nothing_is_found(
        self, frugal, service, purse
    ):
        service.responses[RUN] = httpx.Response(400, json={"code": "NEW_CODE"})
        service.responses[listed(PROJECT)] = []
        with pytest.raises(errors.BadRequest):
            await run(frugal)
        assert purse.spent == 0
        service.responses[READ] = {"id": JOB, "status": "FAILED", "cost": 70}
        service.responses[RESTART] = httpx.Response(409, json={"code": "NEW_CODE"})
        with pytest.raises(errors.Conflict):
            await maybe_await(frugal.processings.restart(JOB))
        assert purse.spent == 0

    async def test_a_run_of_unknown_outcome_stays_counted(self, frugal, service, purse):
        service.responses[RUN] = httpx.ReadTimeout("late")
        service.responses[listed(PROJECT)] = []
        with pytest.raises(errors.OutcomeUnknown):
            await run(frugal)
        assert purse.spent == 30

    async def test_a_lost_restart_tells_what_came_instead(self, frugal, service, purse):
        service.responses[READ] = {"id": JOB, "status": "FAILED", "cost": 70}
        service.responses[RESTART] = httpx.Response(401, json={"message": "expired"})
        with pytest.raises(errors.OutcomeUnknown, match="token is missing or not valid"):
            await maybe_await(frugal.processings.restart(JOB))
        assert purse.spent == 70

    async def test_an_interrupted_run_stays_counted(self, frugal, service, purse):
        def stop(_):
            raise KeyboardInterrupt

        service.responses[RUN] = stop
        with pytest.raises(KeyboardInterrupt):
            await run(frugal)
        assert purse.spent == 30

    async def test_without_a_price_nothing_is_sent(self, frugal, service, purse):
        account = service.responses["GET", "/user/status"]
        account["billingType"] = "NONE"
        service.responses[COST] = httpx.Response(503)
        with pytest.raises(errors.ServerError):
            await run(frugal)
        assert service.sent(*RUN) == []
        assert purse.spent == 0

    async def test_a_restart_counts_with_what_the_processing_cost(self, frugal, service, purse):
        service.responses[READ] = {"id": JOB, "status": "FAILED", "cost": 70}
        service.responses[RESTART] = httpx.Response(200)
        await maybe_await(frugal.processings.restart(JOB))
        assert purse.spent == 70
        with pytest.raises(errors.CostLimitExceeded):
            await maybe_await(frugal.processings.restart(JOB))
        assert len(service.sent(*RESTART)) == 1

    async def test_a_restart_of_unknown_price_is_refused(self, frugal, service):
        service.responses[READ] = {"id": JOB, "status": "FAILED"}
        with pytest.raises(errors.InvalidInput, match="The price of restarting"):
            await maybe_await(frugal.processings.restart(JOB))
        assert service.sent(*RESTART) == []

    async def test_a_refused_restart_is_given_back(self, frugal, service, purse):
        service.responses[READ] = {"id": JOB, "status": "FAILED", "cost": 70}
        service.responses[RESTART] = httpx.Response(409, json={"code": "BAD_REQUEST"})
        with pytest.raises(errors.Conflict):
            await maybe_await(frugal.processings.restart(JOB))
        assert purse.spent == 0

    @pytest.mark.parametrize("bad", [-1, float("nan"), "50", True, [1], float("inf"), 10**400])
    def test_what_is_no_budget(self, bad):
        with pytest.raises(errors.InvalidInput, match="A budget is a number of credits"):
            Mapflow(token="a@example.com:b", base_url=BASE, budget=bad)

    def test_threads_never_spend_more_together(self):
        purse = Budget(100)
        refused = []

        def spend():
            for _ in range(100):
                try:
                    purse.take(1)
                except errors.CostLimitExceeded:
                    refused.append(1)

        threads = [threading.Thread(target=spend) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert purse.spent == 100
        assert len(refused) == 700


async def test_a_bound_on_a_restart(mf, service):
    service.responses[READ] = {"id": JOB, "status": "FAILED", "cost": 70}
    service.responses[RESTART] = httpx.Response(200)
    with pytest.raises(errors.CostLimitExceeded):
        await maybe_await(mf.processings.restart(JOB, max_cost=69))
    assert service.sent(*RESTART) == []
    await maybe_await(mf.processings.restart(JOB, max_cost=70))


class TestDryRun:
    async def test_it_shows_the_request_and_its_price(self, mf, service):
        shown = await run(mf, name="Test", dry_run=True)
        assert isinstance(shown, DryRun)
        assert (shown.method, shown.url, shown.cost) == ("POST", f"{BASE}/processings", 30)
        assert service.sent(*RUN) == []
        await run(mf, name="Test")
        (sent,) = service.sent(*RUN)
        for body in (sent, shown.body):
            body["meta"].pop("mapflow-client-tag")
        assert sent == shown.body
        assert "POST https://mapflow.test/rest/processings for 30 credits, not sent" in str(shown)

    async def test_it_checks_like_the_run_itself(self, frugal, service, purse):
        with pytest.raises(errors.CostLimitExceeded):
            await run(frugal, dry_run=True, max_cost=29)
        purse.take(71)
        with pytest.raises(errors.CostLimitExceeded, match="budget"):
            await run(frugal, dry_run=True)
        assert service.sent(*RUN) == []

    async def test_it_spends_nothing_of_a_budget(self, frugal, purse):
        await run(frugal, dry_run=True)
        assert purse.spent == 0

    async def test_logins_are_not_shown(self, mf, service):
        source = sources.XYZ(
            "https://me:pass1@tiles.example.com/{z}/{x}/{y}.png", login="user2", password="pass3"
        )
        service.responses["POST", "/processing/cost/v2"] = 30
        for changes in ({}, {"inference_params": {"threshold": 0.5}}):
            shown = await run(mf, source=source, dry_run=True, **changes)
            assert shown.url.endswith("v2") == bool(changes)
            for told in (repr(shown), str(shown), json.dumps(shown.body)):
                assert "pass1" not in told
                assert "user2" not in told
                assert "pass3" not in told

    async def test_a_restart(self, mf, service):
        service.responses[READ] = {"id": JOB, "status": "FAILED", "cost": 70}
        shown = await maybe_await(mf.processings.restart(JOB, dry_run=True))
        assert (shown.method, shown.body, shown.cost) == ("POST", None, None)
        assert service.sent(*RESTART) == []


class TestTags:
    async def test_a_tag_of_ones_own(self, mf, service):
        await run(mf, tag=TAG)
        (body,) = service.sent(*RUN)
        assert body["meta"]["mapflow-client-tag"] == TAG

    @pytest.mark.parametrize("bad", ["", "abc", TAG.upper(), TAG + "0", 7])
    async def test_what_is_no_tag(self, mf, service, bad):
        with pytest.raises(errors.InvalidInput, match="not the tag of a run"):
            await run(mf, tag=bad)
        with pytest.raises(errors.InvalidInput, match="not the tag of a run"):
            await maybe_await(mf.processings.reconcile(bad))
        assert service.log == []

    async def test_it_is_enough_to_find_the_run_in_any_project(self, mf, service):
        service.responses[PROJECTS] = [
            {"id": OTHER_PROJECT, "name": "Coast"},
            {"id": PROJECT, "name": "Default", "isDefault": True},
        ]
        service.responses[listed(PROJECT)] = [{"id": BUILDINGS, "status": "OK", "meta": {}}]
        service.responses[listed(OTHER_PROJECT)] = [
            {"id": JOB, "status": "OK", "meta": {"mapflow-client-tag": TAG}}
        ]
        found = await maybe_await(mf.processings.reconcile(TAG))
        assert found.id == JOB
        searched = [path for _, path, _ in service.log]
        assert searched.index(listed(PROJECT)[1]) < searched.index(listed(OTHER_PROJECT)[1])

    async def test_a_named_project_is_the_only_one_searched(self, mf, service):
        service.responses[listed(PROJECT)] = []
        assert await maybe_await(mf.processings.reconcile(TAG, project=PROJECT)) is None
        assert [path for _, path, _ in service.log] == [
            listed(PROJECT)[1],
            listed(PROJECT, "/v2")[1],
        ]

    async def test_what_only_the_other_version_lists_is_found(self, mf, service):
        service.responses[listed(PROJECT)] = []
        service.responses[listed(PROJECT, "/v2")] = [
            {"id": JOB, "status": "OK", "meta": {"mapflow-client-tag": TAG}}
        ]
        assert (await maybe_await(mf.processings.reconcile(TAG, project=PROJECT))).id == JOB

    async def test_a_lost_run_of_version_2_is_searched_for_there(self, mf, service):
        made = []
        path = ("POST", "/processings/v2")

        def start(_):
            meta = service.sent(*path)[-1]["meta"]
            made.append({"id": JOB, "status": "UNPROCESSED", "meta": meta})
            raise httpx.ReadError("reset")

        service.responses[path] = start
        service.responses["POST", "/processing/cost/v2"] = 30
        service.responses[listed(PROJECT, "/v2")] = lambda _: httpx.Response(200, json=made)
        job = await run(mf, inference_params={"threshold": 0.5})
        assert job.id == JOB
        assert len(service.sent(*path)) == 1


async def test_an_interrupted_restart_says_what_may_have_happened(mf, service):
    def stop(_):
        raise KeyboardInterrupt

    service.responses[READ] = [Turn({"id": JOB, "status": "FAILED"})]
    service.responses[RESTART] = stop
    with pytest.raises(KeyboardInterrupt) as caught:
        await maybe_await(mf.processings.restart(JOB))
    (note,) = caught.value.__notes__
    assert JOB in note
    assert "charged" in note

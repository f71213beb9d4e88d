"""Runs as values: prepared once, priced once, sent once, and settled to what they really cost."""

import math
import warnings
from dataclasses import replace

import httpx
import httpx_retries
import pytest

from mapflow import AsyncMapflow, Budget, Mapflow, errors, sources
from mapflow._sync.processings import account_cache
from tests.support import client_kinds
from tests.support.client_kinds import maybe_await
from tests.support.places import MOSCOW, square

from .conftest import BASE, BUILDINGS, JOB, PROJECT, Turn

RUN = ("POST", "/processings")
COST = ("POST", "/processing/cost")
STATUS = ("GET", "/user/status")
DEFAULT = ("GET", "/projects/default")
HOME = ("GET", f"/projects/{PROJECT}")
LIST = ("GET", f"/projects/{PROJECT}/processings")
MAPBOX = sources.Provider("Mapbox")
WHAT = {"model": "buildings", "area": MOSCOW, "source": MAPBOX}
OTHER = "0f14d0ab-9605-4a62-a9e4-5ed26688389b"


async def run(mf, **changes):
    return await maybe_await(mf.processings.run(**(WHAT | changes)))


def line_of(mf):
    """Where the call is awaited: async clients run when ``maybe_await`` awaits them."""
    return __file__ if isinstance(mf, Mapflow) else client_kinds.__file__


async def estimate(mf, **changes):
    return await maybe_await(mf.processings.estimate(**(WHAT | changes)))


def paths(service, since=0):
    return [(method, path) for method, path, _ in service.log[since:]]


@pytest.fixture
def version_2(request, service):
    """The same service at its version 2."""
    for path in ("/processings", "/processing/cost"):
        service.responses["POST", f"{path}/v2"] = service.responses["POST", path]
    service.responses["GET", f"{LIST[1]}/v2"] = []


@pytest.fixture(params=["sync", "async"])
def made(request, service, clock):
    """Makes clients of either kind in front of the service."""

    def make(transport=None, **options):
        transport = transport or httpx.MockTransport(service)
        is_sync = request.param == "sync"
        own = (httpx.Client if is_sync else httpx.AsyncClient)(transport=transport)
        kind = Mapflow if is_sync else AsyncMapflow
        return kind(token="a@example.com:b", base_url=BASE, http_client=own, **options)

    return make


class TestRequests:
    async def test_a_warm_run_takes_no_more_than_a_price_and_the_run(self, mf, service):
        await run(mf)
        assert paths(service) == [STATUS, DEFAULT, COST, RUN]
        cold = len(service.log)
        await run(mf)
        assert paths(service, cold) == [COST, RUN]

    async def test_in_a_named_project_too(self, mf, service):
        service.responses[HOME] = service.responses[DEFAULT]
        await run(mf, project=PROJECT)
        warm = len(service.log)
        await run(mf, project=PROJECT)
        assert paths(service, warm) == [COST, RUN]

    async def test_a_price_that_was_asked_is_passed_on(self, mf, service):
        price = await estimate(mf)
        await run(mf, price=price)
        assert paths(service) == [STATUS, DEFAULT, COST, RUN]

    async def test_the_price_of_another_run_is_refused(self, mf, service):
        price = await estimate(mf, area=square(37, 55))
        with pytest.raises(errors.InvalidInput, match="The price is that of"):
            await run(mf, price=price)
        assert service.sent(*RUN) == []

    @pytest.mark.parametrize(
        "other",
        [
            {"options": {"Simplification": True}},
            {"source": sources.Provider("Mapbox", zoom=17)},
            {"source": sources.Provider("Maxar")},
            {"inference_params": {"threshold": 1}},
        ],
        ids=["options", "zoom", "provider", "parameters"],
    )
    async def test_the_price_of_other_options_or_imagery_is_refused(self, mf, service, other):
        price = await estimate(mf)
        with pytest.raises(errors.InvalidInput, match="other options, imagery or parameters"):
            await run(mf, price=price, max_cost=30, **other)
        assert service.sent(*RUN) == []

    async def test_a_price_that_is_passed_on_is_held_against_the_limits(self, made, service):
        mf = made(budget=29)
        price = await estimate(mf)
        with pytest.raises(errors.CostLimitExceeded, match="max_cost"):
            await run(mf, price=price, max_cost=29)
        with pytest.raises(errors.CostLimitExceeded, match="budget"):
            await run(mf, price=price)
        assert service.sent(*RUN) == []

    async def test_the_account_is_read_again_after_a_minute(self, mf, service, clock):
        await run(mf)
        clock.sleep(account_cache.FRESH_S)
        await run(mf)
        assert len(service.sent(*STATUS)) == 2

    async def test_with_a_token_that_is_asked_for_each_time_it_is_read_each_time(
        self, made, service
    ):
        mf = made()
        mf._session.transport.settings = replace(
            mf._session.transport.settings, token=lambda: "b@example.com:c"
        )
        await run(mf)
        await run(mf)
        assert len(service.sent(*STATUS)) == 2


class TestWhatWasRememberedRefusesNothing:
    async def test_a_new_model(self, mf, service):
        await run(mf)
        service.responses[STATUS]["models"].append({"id": JOB, "name": "Roads"})
        await run(mf, model="roads")
        assert service.sent(*RUN)[-1]["wdName"] == "Roads"

    async def test_credits_that_were_topped_up(self, mf, service):
        account = service.responses[STATUS]
        account["remainingCredits"] = 50
        await run(mf)
        # 20 are left by the client's count, and 120 by the service's.
        account["remainingCredits"] = 120
        await run(mf)
        assert len(service.sent(*RUN)) == 2

    async def test_credits_that_were_spent_here(self, mf, service):
        account = service.responses[STATUS]
        account["remainingCredits"] = 50
        await run(mf)
        account["remainingCredits"] = 20
        with pytest.raises(errors.LimitExceeded, match="20 remain"):
            await run(mf)

    async def test_a_limit_that_was_raised(self, mf, service):
        large = (37.0, 55.0, 37.1, 55.1)
        with pytest.raises(errors.LimitExceeded):
            await run(mf, area=large)
        service.responses[DEFAULT]["user"] = {"aoiAreaLimit": 100_000_000}
        await run(mf, area=large)


class TestLimitsBeforeThePrice:
    @pytest.mark.parametrize(
        "area",
        [(37.0, 55.0, 37.2, 55.2), [square(37 + n / 100, 55) for n in range(11)]],
        ids=["too large", "too many"],
    )
    async def test_no_price_is_asked_for_what_no_limit_allows(self, mf, service, area):
        with pytest.raises(errors.LimitExceeded):
            await run(mf, area=area)
        with pytest.raises(errors.LimitExceeded):
            await run(mf, area=area, dry_run=True)
        assert service.sent(*COST) == []

    async def test_an_estimate_says_limits_balance_and_what_is_missing(self, mf, service):
        service.responses[COST] = 130
        price = await estimate(mf, area=(37.0, 55.0, 37.2, 55.2))
        assert price.aoi_area_limit_m2 == 25_000_000
        assert price.max_areas == 10
        assert price.remaining_credits == 100
        assert price.missing_credits == 30
        assert [error.limit for error in price.obstacles] == [
            "aoi_area_limit_m2",
            "remaining_credits",
        ]

    async def test_an_estimate_of_what_may_be_run_has_no_obstacles(self, mf):
        price = await estimate(mf)
        assert (price.obstacles, price.missing_credits) == ((), 0)

    async def test_a_budget_is_an_obstacle_too(self, made):
        price = await estimate(made(budget=10))
        assert [error.limit for error in price.obstacles] == ["budget"]

    async def test_the_parts_of_a_price(self, mf, service):
        service.responses[STATUS]["dataProviders"] = [
            {
                "name": "Mapbox",
                "displayName": "Mapbox Satellite",
                "price": [{"zoom": 17, "priceSqKm": 1}, {"zoom": 18, "priceSqKm": 3}],
            }
        ]
        price = await estimate(
            mf, source=sources.Provider("Mapbox", zoom=18), options=["Simplification"]
        )
        assert price.parts == (
            ("Segmentation", "model", 8),
            ("Simplification", "option", 5),
            ("Mapbox Satellite", "imagery", 3),
        )
        price = await estimate(mf)
        assert price.parts == (
            ("Segmentation", "model", 8),
            ("Mapbox Satellite", "imagery", None),
        )
        price = await estimate(mf, source=sources.Provider("mapBOX", zoom=17))
        assert price.parts[-1] == ("Mapbox Satellite", "imagery", 1)


class TestSettling:
    """What the response says was charged counts, not what was asked."""

    @pytest.mark.parametrize("version", ["v1", "v2"])
    @pytest.mark.parametrize("real", [25, 40, "35", 45.5])
    async def test_a_budget_is_settled(self, made, service, version_2, version, real):
        purse = Budget(100)
        for path in (RUN, (RUN[0], f"{RUN[1]}/v2")):
            service.responses[path] = {"id": JOB, "status": "UNPROCESSED", "cost": real}
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            await run(made(budget=purse, api_version=version))
        assert purse.spent == float(real)
        dearer = [each for each in told if issubclass(each.category, errors.SpendingWarning)]
        assert len(dearer) == (float(real) > 30)

    @pytest.mark.parametrize("silent", [None, "NaN", math.nan, -1, math.inf, "much", 0, [], True])
    async def test_a_cost_that_says_nothing_leaves_the_price(self, made, service, silent):
        purse = Budget(100)
        service.responses[RUN] = lambda _: (
            httpx.Response(200, json={"id": JOB, "status": "UNPROCESSED", "cost": silent})
            if silent == silent and silent != math.inf
            else httpx.Response(
                200,
                text=f'{{"id": "{JOB}", "status": "UNPROCESSED", "cost": {silent}}}'.replace(
                    "nan", "NaN"
                ).replace("inf", "Infinity"),
            )
        )
        await run(made(budget=purse))
        assert purse.spent == 30

    async def test_more_than_max_cost_is_told_at_the_line_of_the_caller(self, mf, service):
        service.responses[RUN] = {"id": JOB, "status": "UNPROCESSED", "cost": 120}
        with pytest.warns(errors.SpendingWarning, match=f"{JOB} costs 120 credits") as told:
            await run(mf, max_cost=30)
        assert [each.filename for each in told] == [line_of(mf)]

    async def test_a_warning_that_is_an_error_does_not_lose_the_run(self, made, service):
        service.responses[RUN] = {"id": JOB, "status": "UNPROCESSED", "cost": 120}
        purse = Budget(200)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(errors.SpendingWarning) as raised:
                await run(made(budget=purse))
        assert f"Processing {JOB} was started and is charged" in raised.value.__notes__[0]
        assert purse.spent == 120

    async def test_without_a_budget_the_balance_is_counted_down_by_it(self, mf, service):
        service.responses[RUN] = {"id": JOB, "status": "UNPROCESSED", "cost": 80}
        with pytest.warns(errors.SpendingWarning):
            await run(mf)
        service.responses[STATUS]["remainingCredits"] = 20
        with pytest.raises(errors.LimitExceeded, match="20 remain"):
            await run(mf)

    async def test_a_run_that_was_found_again_is_settled(self, made, service):
        purse = Budget(100)
        mf = made(budget=purse)
        service.responses[RUN] = httpx.ReadTimeout("late")
        service.responses[LIST] = []
        with pytest.raises(errors.OutcomeUnknown) as lost:
            await run(mf)
        assert purse.spent == 30
        meta = service.sent(*RUN)[0]["meta"]
        service.responses[LIST] = [{"id": JOB, "status": "OK", "meta": meta, "cost": 20}]
        for _ in range(2):
            await maybe_await(mf.processings.reconcile(lost.value))
            assert purse.spent == 20


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("response", ["NaN", "-1", "null", "{}", "1e999", '"much"', "1e300", ""])
async def test_no_limit_is_kept_by_a_price_that_is_none(
    made, service, version_2, version, response
):
    service.responses[STATUS]["billingType"] = "NONE"
    for path in ("/processing/cost", "/processing/cost/v2"):
        service.responses["POST", path] = httpx.Response(200, text=response)
    for mf, more in ((made(api_version=version), {"max_cost": 50}), (made(budget=50), {})):
        with pytest.raises((errors.InvalidResponse, errors.CostLimitExceeded)):
            await run(mf, **more)
    assert service.sent(*RUN) == []
    assert service.sent("POST", "/processings/v2") == []


class TestRetryingClients:
    """A transport of the user's that repeats POST, as httpx-retries does when told to."""

    @pytest.fixture
    def keen(self, made, service):
        retry = httpx_retries.Retry(
            total=3, allowed_methods=["POST", "GET"], status_forcelist=[502], backoff_factor=0
        )
        inner = httpx.MockTransport(service)
        return made(httpx_retries.RetryTransport(transport=inner, retry=retry))

    @pytest.mark.parametrize("lost", [httpx.Response(502), httpx.ReadTimeout("late")], ids=str)
    async def test_a_run_is_sent_once(self, keen, service, lost):
        service.responses[RUN] = lost
        service.responses[LIST] = []
        with pytest.raises(errors.OutcomeUnknown):
            await run(keen)
        assert len(service.sent(*RUN)) == 1

    async def test_a_restart_is_sent_once(self, keen, service):
        service.responses["GET", f"/processings/{JOB}"] = {"id": JOB, "status": "FAILED"}
        service.responses["POST", f"/processings/{JOB}/restart"] = httpx.Response(502)
        with pytest.raises(errors.OutcomeUnknown):
            await maybe_await(keen.processings.restart(JOB))
        assert len(service.sent("POST", f"/processings/{JOB}/restart")) == 1


async def test_more_than_one_processing_of_a_tag_is_told(mf, service):
    tag = "0123456789abcdef" * 2
    service.responses[LIST] = [
        {
            "id": each,
            "status": "OK",
            "meta": {"mapflow-client-tag": tag},
            "created": f"2026-11-0{day}T00:00:00Z",
        }
        for each, day in ((JOB, 3), (OTHER, 2), (BUILDINGS, 4))
    ]
    with pytest.warns(errors.SpendingWarning, match="3 processings carry the tag") as told:
        found = await maybe_await(mf.processings.reconcile(tag, project=PROJECT))
    assert found.id == OTHER
    text = str(told[0].message)
    assert all(each in text for each in (JOB, OTHER, BUILDINGS, "help@geoalert.io"))
    assert told[0].filename == line_of(mf)


async def test_one_entry_that_cannot_be_read_hides_no_other(mf, service):
    tag = "0123456789abcdef" * 2
    service.responses[LIST] = [
        {"status": "OK"},
        None,
        {"id": JOB, "status": "OK", "meta": {"mapflow-client-tag": tag}},
    ]
    assert (await maybe_await(mf.processings.reconcile(tag, project=PROJECT))).id == JOB


class TestResponsesOfOtherRequests:
    """Responses that a proxy has mixed up: good ones, to another request."""

    @pytest.mark.parametrize(
        "odd",
        [
            {"id": JOB, "status": "OK", "meta": {"mapflow-client-tag": "f" * 32}},
            {"id": JOB, "status": "OK", "meta": {"source-app": "web"}},
            {"id": JOB, "status": "OK", "projectId": OTHER},
            {"id": PROJECT, "name": "Default", "isDefault": True},
            {"email": "a@example.com", "models": []},
            30,
            [],
        ],
        ids=str,
    )
    async def test_of_a_run(self, mf, service, odd):
        service.responses[RUN] = lambda _: httpx.Response(200, json=odd)
        service.responses[LIST] = lambda _: httpx.Response(
            200, json=[{"id": OTHER, "status": "OK", "meta": service.sent(*RUN)[-1]["meta"]}]
        )
        assert (await run(mf)).id == OTHER
        assert len(service.sent(*RUN)) == 1

    @pytest.mark.parametrize(
        ("method", "path", "call", "odd"),
        [
            ("GET", f"/processings/{JOB}", lambda mf: mf.processings.get(JOB), {"status": "OK"}),
            ("GET", f"/projects/{OTHER}", lambda mf: mf.projects.get(OTHER), {"name": "A"}),
            (
                "PUT",
                f"/projects/{OTHER}",
                lambda mf: mf.projects.update(OTHER, name="B"),
                {"name": "B"},
            ),
            (
                "GET",
                f"/rasters/image/{JOB}",
                lambda mf: mf.imagery.images.get(JOB),
                {"filename": "a.tif"},
            ),
            (
                "GET",
                f"/rasters/mosaic/{JOB}",
                lambda mf: mf.imagery.mosaics.get(JOB),
                {"name": "a"},
            ),
            (
                "GET",
                f"/processings/template/{JOB}",
                lambda mf: mf.planned.get(JOB),
                {"name": "a"},
            ),
        ],
        ids=["processing", "project", "project update", "image", "mosaic", "planned search"],
    )
    async def test_of_a_thing(self, mf, service, method, path, call, odd):
        service.responses[method, path] = {"id": BUILDINGS, **odd}
        with pytest.raises(errors.InvalidResponse, match=f"it is about {BUILDINGS}"):
            await maybe_await(call(mf))

    @pytest.mark.parametrize("odd", [OTHER, OTHER.upper()])
    async def test_of_a_state_of_an_image(self, mf, service, odd):
        service.responses["GET", f"/rasters/image/{JOB}/status"] = {"image_id": odd}
        with pytest.raises(errors.InvalidResponse, match="it is about"):
            await maybe_await(mf.imagery.images.status(JOB))

    @pytest.mark.parametrize("call", ["wait", "wait_all"])
    async def test_of_a_poll(self, mf, service, call):
        """A poll that fails is repeated, like any other."""
        wrong = {"id": OTHER, "status": "OK", "projectId": OTHER}
        right = {"id": JOB, "status": "OK", "projectId": PROJECT, "name": "Mine"}
        service.responses["GET", f"/processings/{JOB}"] = [Turn(wrong), Turn(right)]
        service.responses[LIST] = []
        if call == "wait":
            job = await maybe_await(mf.processings.wait(JOB))
        else:
            [job] = await maybe_await(mf.processings.wait_all([JOB]))
        assert (job.id, job.name) == (JOB, "Mine")

    async def test_of_a_list(self, mf, service):
        service.responses[LIST] = [{"id": JOB, "status": "OK", "projectId": OTHER}]
        with pytest.raises(errors.InvalidResponse, match=f"they are of {OTHER}"):
            await maybe_await(mf.processings.list(PROJECT))
        service.responses[LIST].append({"id": OTHER, "status": "OK", "projectId": PROJECT})
        assert len(await maybe_await(mf.processings.list(PROJECT))) == 2

    async def test_of_the_account(self, mf, service):
        service.responses[STATUS] = service.responses[DEFAULT]
        with pytest.raises(errors.InvalidResponse, match="nothing that an account has"):
            await run(mf)
        assert service.sent(*RUN) == []

    async def test_of_the_default_project(self, mf, service):
        service.responses[DEFAULT] = {"id": OTHER, "isDefault": False}
        with pytest.raises(errors.InvalidResponse, match="not the default project"):
            await run(mf)
        assert service.sent(*RUN) == []

    async def test_an_id_is_the_same_in_either_case(self, mf, service):
        service.responses["GET", f"/processings/{JOB}"] = {"id": JOB.upper(), "status": "OK"}
        assert (await maybe_await(mf.processings.get(JOB))).status == "OK"


async def test_stopping_while_a_lost_run_is_searched_for_shows_its_tag(mf, service):
    def stop(_):
        raise KeyboardInterrupt

    service.responses[RUN] = httpx.ReadTimeout("late")
    service.responses[LIST] = stop
    with pytest.raises(KeyboardInterrupt) as caught:
        await run(mf)
    assert service.sent(*RUN)[0]["meta"]["mapflow-client-tag"] in caught.value.__notes__[0]

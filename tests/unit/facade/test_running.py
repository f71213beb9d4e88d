"""Spending: what is checked before, that it is sent once, and what a lost response leads to."""

import pickle

import httpx
import pytest

from mapflow import errors, sources
from tests.support.client_kinds import maybe_await
from tests.support.places import MOSCOW, square

from .conftest import BUILDINGS, JOB, PROJECT, Turn

pytestmark = pytest.mark.pythons

RUN = ("POST", "/processings")
LIST = ("GET", f"/projects/{PROJECT}/processings")


async def run(mf, **changes):
    given = {"model": "buildings", "area": MOSCOW, "source": sources.Provider("Mapbox")} | changes
    return await maybe_await(mf.processings.run(**given))


async def test_request_is_what_the_document_shows(mf, service):
    await run(mf, options={"simplification": False}, name="Test", meta={"test": "test"})
    (body,) = service.sent(*RUN)
    assert body["wdName"] == "🏠 Buildings"
    assert body["geometry"]["type"] == "Polygon"
    assert body["params"] == {"data_provider": "Mapbox"}
    assert body["blocks"] == [{"name": "Simplification", "enabled": False}]
    assert body["projectId"] == PROJECT
    assert body["name"] == "Test"
    assert body["meta"]["test"] == "test"
    assert body["meta"]["mapflow-client-tag"]


async def test_default_project_is_looked_up_once(mf, service):
    await run(mf)
    await run(mf)
    assert len(service.sent("GET", "/projects/default")) == 1


async def test_models_of_one_name_are_told_apart_by_id(mf, service):
    models = service.responses["GET", "/user/status"]["models"]
    models.append({"id": JOB, "name": "🏠 Buildings"})
    await run(mf, model=BUILDINGS)
    (body,) = service.sent(*RUN)
    assert body["wdId"] == BUILDINGS
    assert "wdName" not in body


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"model": "roads"}, errors.UnknownModel),
        ({"options": ["Heights"]}, errors.UnknownOption),
        ({"options": {"Segmentation": False}}, errors.UnknownOption),
        ({"area": (37.0, 55.0, 37.2, 55.2)}, errors.LimitExceeded),
        ({"max_cost": 29}, errors.CostLimitExceeded),
        ({"meta": {"n": 1}}, errors.InvalidInput),
        ({"area": {"type": "Point", "coordinates": [37, 55]}}, errors.InvalidArea),
        (
            {
                "area": {
                    "type": "MultiPolygon",
                    "coordinates": [square(37 + n / 100, 55)["coordinates"] for n in range(11)],
                }
            },
            errors.LimitExceeded,
        ),
    ],
)
async def test_nothing_is_sent_for_bad_input(mf, service, changes, error):
    with pytest.raises(error):
        await run(mf, **changes)
    assert service.sent(*RUN) == []


async def test_too_little_credit(mf, service):
    service.responses["GET", "/user/status"]["remainingCredits"] = 29
    with pytest.raises(errors.LimitExceeded, match="30 credits"):
        await run(mf)
    assert service.sent(*RUN) == []


async def test_a_limit_without_a_price_refuses(mf, service):
    service.responses["POST", "/processing/cost"] = httpx.Response(500, text="<html>")
    with pytest.raises(errors.ServerError):
        await run(mf, max_cost=1000)
    assert service.sent(*RUN) == []


@pytest.mark.parametrize("response", [30, 30.0, "30", " 30 "])
async def test_price_in_every_form(mf, service, response):
    service.responses["POST", "/processing/cost"] = response
    estimate = await maybe_await(mf.processings.estimate(model="buildings", area=MOSCOW))
    assert estimate.cost == 30


@pytest.mark.parametrize("response", [None, True, "much", [], -1, "NaN"])
async def test_price_that_is_none(mf, service, response):
    service.responses["POST", "/processing/cost"] = lambda _: httpx.Response(200, json=response)
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.processings.estimate(model="buildings", area=MOSCOW))


LOST = [
    httpx.ReadError("reset"),
    httpx.ReadTimeout("late"),
    httpx.RemoteProtocolError("cut"),
    httpx.Response(500, text="oops"),
    httpx.Response(502, text="<html>bad gateway</html>"),
    httpx.Response(503),
    httpx.Response(504),
    httpx.Response(408),
    httpx.Response(301, headers={"location": "https://elsewhere.test/"}),
    httpx.Response(307, headers={"location": "/rest/processings"}, json={"code": "MOVED"}),
    httpx.Response(400),
    httpx.Response(400, text="Bad Request"),
    httpx.Response(403, text="<html>forbidden</html>"),
    httpx.Response(404, json={"message": "no Route matched with those values"}),
    httpx.Response(409, json={"error": "conflict"}),
    httpx.Response(413, json=["too large"]),
    httpx.Response(425, json={"code": "TOO_EARLY"}),
    httpx.Response(429),
    httpx.Response(429, json={"code": "TOO_MANY_REQUESTS", "message": "slow down"}),
    httpx.Response(200, text="<html>"),
    httpx.Response(200, text='{"id": "6528'),
]


def ids(response):
    return type(response).__name__ + str(getattr(response, "status_code", ""))


@pytest.mark.parametrize("lost", LOST, ids=ids)
async def test_lost_response_finds_the_processing(mf, service, lost):
    """The service started the processing; only its response did not arrive."""
    made = []

    def start(request):
        made.append({"id": JOB, "status": "UNPROCESSED", "meta": service.sent(*RUN)[-1]["meta"]})
        return lost

    service.responses[RUN] = lambda request: start(request)
    service.responses[LIST] = lambda request: httpx.Response(200, json=made)
    if isinstance(lost, Exception):

        def start_and_raise(request):
            start(request)
            raise lost

        service.responses[RUN] = start_and_raise
    job = await run(mf)
    assert job.id == JOB
    assert len(service.sent(*RUN)) == 1


@pytest.mark.parametrize("lost", LOST, ids=ids)
async def test_lost_response_without_a_trace(mf, service, lost):
    """It is unknown whether the service will still act: that is said, and nothing is repeated."""
    service.responses[RUN] = lost
    service.responses[LIST] = []
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await run(mf)
    assert len(service.sent(*RUN)) == 1
    tag = service.sent(*RUN)[0]["meta"]["mapflow-client-tag"]
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.tag, error.project_id) == (tag, PROJECT)

    assert await maybe_await(mf.processings.reconcile(error)) is None
    service.responses[LIST] = [
        {"id": BUILDINGS, "status": "OK", "meta": {"mapflow-client-tag": "another"}},
        {"id": JOB, "status": "OK", "meta": {"mapflow-client-tag": tag}},
    ]
    assert (await maybe_await(mf.processings.reconcile(error))).id == JOB
    assert len(service.sent(*RUN)) == 1


@pytest.mark.parametrize(
    "refused",
    [
        httpx.ConnectError("no"),
        httpx.ConnectTimeout("no"),
        httpx.Response(400, json={"code": "TOO_LARGE_PROCESSING", "params": {"area": "1"}}),
        httpx.Response(403, json={"code": "X", "message": "no access to data provider abc"}),
        httpx.Response(404, json={"code": "NOT_FOUND", "message": "no project", "params": None}),
    ],
    ids=ids,
)
async def test_plain_refusals_are_told_as_they_are(mf, service, refused):
    service.responses[RUN] = refused
    with pytest.raises((errors.ApiError, errors.TransportError)):
        await run(mf)
    assert len(service.sent(*RUN)) == 1
    assert service.sent(*LIST) == []


OF_NO_KNOWN_CODE = httpx.Response(400, json={"code": 40001, "message": "blocked"})


async def test_a_refusal_of_no_known_code_is_one_when_nothing_is_found(mf, service):
    """The service may have new codes, and proxies have other codes."""
    service.responses[RUN] = OF_NO_KNOWN_CODE
    service.responses[LIST] = []
    with pytest.raises(errors.BadRequest, match="blocked"):
        await run(mf)
    assert len(service.sent(*RUN)) == 1
    assert len(service.sent(*LIST)) == 3


async def test_a_refusal_of_no_known_code_is_none_when_the_run_is_there(mf, service):
    service.responses[RUN] = OF_NO_KNOWN_CODE
    service.responses[LIST] = lambda _: httpx.Response(
        200, json=[{"id": JOB, "status": "OK", "meta": service.sent(*RUN)[0]["meta"]}]
    )
    assert (await run(mf)).id == JOB
    assert len(service.sent(*RUN)) == 1


async def test_a_refusal_of_no_known_code_stays_unknown_while_the_list_fails(mf, service):
    service.responses[RUN] = OF_NO_KNOWN_CODE
    service.responses[LIST] = httpx.Response(503)
    with pytest.raises(errors.OutcomeUnknown):
        await run(mf)


RESTART = ("POST", f"/processings/{JOB}/restart")
READ = ("GET", f"/processings/{JOB}")


@pytest.mark.parametrize("status", ["OK", "IN_PROGRESS", "UNPROCESSED", "REFUNDED"])
async def test_only_a_failed_processing_is_restarted(mf, service, status):
    service.responses[READ] = {"id": JOB, "status": status}
    with pytest.raises(errors.InvalidInput, match=status):
        await maybe_await(mf.processings.restart(JOB))
    assert service.sent(*RESTART) == []


async def test_restart(mf, service):
    service.responses[READ] = [
        Turn({"id": JOB, "status": "FAILED"}),
        Turn({"id": JOB, "status": "IN_PROGRESS"}),
    ]
    service.responses[RESTART] = httpx.Response(200)
    job = await maybe_await(mf.processings.restart(JOB))
    assert job.status == "IN_PROGRESS"


@pytest.mark.parametrize("lost", [httpx.ReadError("reset"), httpx.Response(502)], ids=ids)
async def test_lost_restart_is_read_off_the_status(mf, service, lost):
    service.responses[READ] = [
        Turn({"id": JOB, "status": "FAILED"}),
        Turn({"id": JOB, "status": "IN_PROGRESS"}),
    ]
    service.responses[RESTART] = lost
    job = await maybe_await(mf.processings.restart(JOB))
    assert job.status == "IN_PROGRESS"
    assert len(service.sent(*RESTART)) == 1


async def test_lost_restart_without_a_trace(mf, service):
    service.responses[READ] = {"id": JOB, "status": "FAILED"}
    service.responses[RESTART] = httpx.ReadTimeout("late")
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await maybe_await(mf.processings.restart(JOB))
    assert caught.value.processing_id == JOB
    assert len(service.sent(*RESTART)) == 1

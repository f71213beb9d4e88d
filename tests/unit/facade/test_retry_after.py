"""``Retry-After``: read in every form, kept on the error, heeded by waits and by retries."""

import pickle
import time

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from mapflow._http.retry_after import retry_after_s
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await
from tests.support.places import FIELD_IMAGE

from .conftest import JOB, Turn

READ = ("GET", f"/processings/{JOB}")
DATE = "Sun, 29 Nov 2026 10:00:00 GMT"


def later(status=429, text="600", **headers):
    return Turn(httpx.Response(status, headers={"Retry-After": text, **headers}))


def state(status):
    return {"id": JOB, "name": "Quarry", "status": status}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("600", 600),
        (" 7 ", 7),
        ("0", 0),
        ("1.5", 1.5),
        ("Sun, 29 Nov 2026 10:02:00 GMT", 120),
        ("Sunday, 29-Nov-26 10:02:00 GMT", 120),
        ("Sun Nov 29 10:02:00 2026", 120),
        ("Sun, 29 Nov 2026 09:00:00 GMT", 0),
        ("999999", 3600),
        ("9" * 400, 3600),
        ("Sun, 29 Nov 2099 10:02:00 GMT", 3600),
    ],
)
def test_every_form_of_it(text, seconds):
    assert retry_after_s({"retry-after": text, "date": DATE}) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "-5",
        "1e3",
        "nan",
        "inf",
        "٣",
        "Sun, 99 Nov 2026 10:00:00 GMT",
        "Sun, 29 Nov 99999999999999 10:00:00 GMT",
        "Sun, 29 Nov 2026 10:00:00 +99999999999",
        "\x00",
        "," * 50,
    ],
)
def test_what_cannot_be_read_is_none(text):
    assert retry_after_s({"retry-after": text, "date": DATE}) is None


def test_a_date_is_read_by_the_clock_of_the_service(clock):
    # This machine believes that it is 1970.
    headers = {"retry-after": "Sun, 29 Nov 2026 10:02:00 GMT"}
    assert retry_after_s(headers) == 3600
    assert retry_after_s(headers | {"date": DATE}) == 120
    assert retry_after_s(headers | {"date": "yesterday"}) == 3600


@pytest.mark.parametrize("status", [429, 503])
async def test_the_error_says_how_long(mf, service, status):
    service.responses["GET", "/user/status"] = later(status).response
    with pytest.raises(errors.ApiError, match="600 s") as caught:
        await maybe_await(mf.account.status())
    assert caught.value.retry_after_s == 600
    assert pickle.loads(pickle.dumps(caught.value)).retry_after_s == 600


async def test_an_error_without_it_says_nothing_of_it(mf, service):
    service.responses["GET", "/user/status"] = httpx.Response(503)
    with pytest.raises(errors.ServerError, match="later") as caught:
        await maybe_await(mf.account.status())
    assert caught.value.retry_after_s is None


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("many", [False, True])
async def test_a_wait_outlives_hours_of_it(mf, service, clock, status, many):
    """Five hours of "later, in ten minutes" do not end a wait of six."""
    where = ("GET", "/projects/p/processings") if many else READ
    good = [state("OK")] if many else state("OK")
    if many:
        project = "546d148f-19a1-40d8-8f16-d1e6dabfd204"
        where = ("GET", f"/projects/{project}/processings")
    service.responses[where] = [*[later(status)] * 30, Turn(good)]
    if many:
        (job,) = await maybe_await(mf.processings.wait_all([JOB], project=project))
    else:
        job = await maybe_await(mf.processings.wait(JOB))
    assert job.status == "OK"
    assert clock.sleeps == [600] * 30


async def test_a_wait_ends_in_its_time_and_says_why(mf, service, clock):
    service.responses[READ] = later().response
    began = clock.time
    with pytest.raises(errors.WaitTimedOut, match="Too many requests") as caught:
        await maybe_await(mf.processings.wait(JOB, timeout_s=1500))
    assert clock.time - began == pytest.approx(1500)
    assert clock.sleeps == [600, 600, 300]
    assert isinstance(caught.value.__cause__, errors.RateLimited)


async def test_too_many_requests_for_hours_without_it_are_waited_through(mf, service, clock):
    service.responses[READ] = [*[Turn(httpx.Response(429))] * 500, Turn(state("OK"))]
    assert (await maybe_await(mf.processings.wait(JOB))).status == "OK"


async def test_an_insane_one_costs_an_hour_at_most(mf, service, clock):
    service.responses[READ] = [later(text="99999999"), Turn(state("OK"))]
    await maybe_await(mf.processings.wait(JOB))
    assert clock.sleeps == [3600]


async def test_a_fixed_interval_is_never_shorter_than_asked(mf, service, clock):
    service.responses[READ] = [later(text="30"), Turn(state("RUNNING")), Turn(state("OK"))]
    await maybe_await(mf.processings.wait(JOB, interval_s=2))
    assert clock.sleeps == [30, 2]


async def test_waiting_for_an_image_heeds_it(mf, service, clock):
    path = ("GET", f"/rasters/image/{JOB}/status")
    good = {"image_id": JOB, "preprocessing_status": "COMPLETED", "status": "COMPLETED"}
    service.responses[path] = [*[later(503)] * 20, Turn(good)]
    with pytest.raises(errors.TimedOut, match="not ready"):
        await maybe_await(mf.imagery.images.wait(JOB, timeout_s=6000))
    assert clock.sleeps == [600] * 10


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("text", ["2.5", "Sun, 29 Nov 99999999999999 10:00:00 GMT"])
async def test_retries_heed_it_and_survive_nonsense(kind, text, monkeypatch, loopback):
    pauses, asked = [], []

    async def pause(seconds):
        pauses.append(seconds)

    async def response(reader, writer):
        while True:
            await reader.readuntil(b"\r\n\r\n")
            asked.append(1)
            status = b"200 OK" if len(asked) > 1 else b"503 X\r\nRetry-After: " + text.encode()
            body = b'{"email": "a@example.com"}'
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)

    with holes.served(response) as port:
        monkeypatch.setattr(time, "sleep", pauses.append)
        monkeypatch.setattr("httpx_retries.retry.asyncio.sleep", pause)
        client = kind(token="a@example.com:b", base_url=f"http://127.0.0.1:{port}/rest")
        assert (await maybe_await(client.account.status())).email == "a@example.com"
        await closed(client)
        monkeypatch.undo()
    assert len(asked) == 2
    assert len(pauses) == 1
    assert pauses[0] == 2.5 if text == "2.5" else pauses[0] <= 1


async def test_an_upload_that_arrived_is_not_lost_to_it(mf, service, clock):
    """The search for its image is repeated when the service says so; the file is not sent again."""
    where = f"/rasters/mosaic/{JOB}/image"
    image = {"id": JOB, "filename": FIELD_IMAGE.name, "mosaic_id": JOB}
    busy = [later(503, "100"), later(429, "100"), Turn(httpx.Response(502))]
    service.responses["GET", where] = [Turn([]), *busy, Turn([image])]
    service.responses["POST", where] = {"message": "file uploaded"}
    service.responses["GET", "/rasters/memory"] = {}
    service.responses["GET", f"/rasters/mosaic/{JOB}/status"] = {"mosaic_id": JOB, "images": []}
    found = await maybe_await(mf.imagery.mosaics.upload(JOB, FIELD_IMAGE))
    assert found.filename == FIELD_IMAGE.name
    assert clock.sleeps[:2] == [100, 100]
    assert len([1 for method, path, _ in service.log if (method, path) == ("POST", where)]) == 1

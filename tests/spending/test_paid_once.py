"""Whatever happens to a paid request, it is sent once, and what it started is not lost."""

import dataclasses
from uuid import uuid4

import httpx
import httpx_retries
import pytest

from mapflow import errors
from mapflow.sandbox import FaultRule
from tests.support.client_kinds import maybe_await

SORTS = {"processing": "runProcessing", "restart": "restartProcessing", "planned": "runTemplate"}
BEFORE = {
    "reset before commit": FaultRule("reset-before", operations="paid", count=1),
    "timeout before commit": FaultRule("timeout", operations="paid", count=1),
    **{
        f"{status} before commit": FaultRule("status", operations="paid", count=1, status=status)
        for status in (500, 502, 503, 504)
    },
    "429 before commit": FaultRule("status", operations="paid", count=1, status=429),
    "a gateway's page": FaultRule("html", operations="paid", count=1),
    "sent elsewhere": FaultRule("redirect", operations="paid", count=1),
}
AFTER = {
    "reset after commit": FaultRule("reset-after", operations="paid", count=1),
    "timeout after commit": FaultRule("timeout-after", operations="paid", count=1),
    "truncated response": FaultRule("truncate", operations="paid", count=1),
    "truncated response of unknown length": FaultRule(
        "truncate", operations="paid", count=1, chunked=True
    ),
    **{
        f"{status} after commit": FaultRule(
            "status-after", operations="paid", count=1, status=status
        )
        for status in (500, 502, 503, 504)
    },
    **{
        f"{status} of no known code after commit": FaultRule(
            "status-after", operations="paid", count=1, status=status
        )
        for status in (400, 401, 403, 404, 408, 409, 422, 425, 429)
    },
    **{
        f"a gateway's page of {status} after commit": FaultRule(
            "html-after", operations="paid", count=1, status=status
        )
        for status in (400, 403, 404, 413, 429, 502)
    },
    "sent elsewhere after commit": FaultRule("redirect-after", operations="paid", count=1),
    "a broken response": FaultRule("garbage", operations="paid", count=1),
    "an empty response": FaultRule("empty", operations="paid", count=1),
}


@pytest.fixture
def books(mf, running):
    """What the sandbox holds: credits left, and its processings with their tags."""

    async def look():
        project = await maybe_await(mf.projects.default())
        everything = await maybe_await(mf.processings.list(project=project))
        left = (await maybe_await(mf.account.status())).remaining_credits
        return left, [(found.id, found.meta.get("mapflow-client-tag")) for found in everything]

    return look


def posts(running, since):
    """The paid requests that the sandbox has seen."""
    return [seen for seen in running.requests() if seen["paid"] and seen["number"] > since]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
async def test_it_is_sent_once(running, mf, paid, books, hasty, sort, fault):
    call = await getattr(paid, sort)()
    left, known = await books()
    number = running.requests()[-1]["number"]
    tag = uuid4().hex
    running.set_faults({**BEFORE, **AFTER}[fault])
    try:
        job = await call(tag)
    except errors.OutcomeUnknown as error:
        job = None
        lost = error
    finally:
        running.clear_faults()

    [post] = posts(running, number)
    assert post["operation"].removesuffix("V2") == SORTS[sort]
    assert post["operation"].endswith("V2") is mf._session.v2
    assert post["fault"] is not None
    assert post["committed"] is (fault in AFTER)
    after, found = await books()
    new = [each for each in found if each not in known]
    if fault in AFTER:
        assert job is not None
        if sort == "restart":
            assert (new, after) == ([], left)
            assert (await maybe_await(mf.processings.get(job.id))).status == "IN_PROGRESS"
        else:
            assert new == [(job.id, tag)]
            assert left - after == job.cost
    else:
        assert job is None
        assert (new, after) == ([], left)
        assert (lost.tag, lost.processing_id is None) == (
            (None, False) if sort == "restart" else (tag, True)
        )


@pytest.fixture
async def keen(running, kind, mf):
    """A client with an HTTP client of the user's that repeats POST whatever happens."""
    is_sync = kind.__name__ == "Mapflow"
    retry = httpx_retries.Retry(total=3, allowed_methods=["POST", "GET"], backoff_factor=0)
    own = (httpx.Client if is_sync else httpx.AsyncClient)(
        transport=httpx_retries.RetryTransport(retry=retry), timeout=mf._session.transport.timeout_s
    )
    version = "v2" if mf._session.v2 else "v1"
    yield kind(token=running.token, base_url=running.base_url, api_version=version, http_client=own)
    await maybe_await(own.close() if is_sync else own.aclose())


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("fault", ["reset after commit", "502 after commit", "503 after commit"])
async def test_a_client_that_repeats_everything_pays_once(
    running, mf, keen, paid, books, hasty, sort, fault
):
    paid.mf = keen
    call = await getattr(paid, sort)()
    left, known = await books()
    number = running.requests()[-1]["number"]
    tag = uuid4().hex
    running.set_faults(dataclasses.replace(AFTER[fault], count=4))
    try:
        job = await call(tag)
    finally:
        running.clear_faults()
    assert len(posts(running, number)) == 1
    after, found = await books()
    new = [each for each in found if each not in known]
    assert (new, after) == (([], left) if sort == "restart" else ([(job.id, tag)], left - job.cost))

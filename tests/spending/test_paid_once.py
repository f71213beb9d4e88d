"""Whatever happens to a paid request, it is sent once, and what it started is not lost."""

from uuid import uuid4

import pytest

from mapflow import errors
from mapflow.sandbox import FaultRule
from tests.support.flavours import settled

SORTS = {"processing": "runProcessing", "restart": "restartProcessing", "planned": "runTemplate"}
BEFORE = {
    "reset before commit": FaultRule("reset-before", operations="paid", count=1),
    "timeout before commit": FaultRule("timeout", operations="paid", count=1),
    **{
        f"{status} before commit": FaultRule("status", operations="paid", count=1, status=status)
        for status in (500, 502, 503, 504)
    },
    "a gateway's page": FaultRule("html", operations="paid", count=1),
}
AFTER = {
    "reset after commit": FaultRule("reset-after", operations="paid", count=1),
    "timeout after commit": FaultRule("timeout-after", operations="paid", count=1),
    "truncated answer": FaultRule("truncate", operations="paid", count=1),
    "truncated answer of unknown length": FaultRule(
        "truncate", operations="paid", count=1, chunked=True
    ),
    **{
        f"{status} after commit": FaultRule(
            "status-after", operations="paid", count=1, status=status
        )
        for status in (500, 502, 503, 504)
    },
    "a gateway's page after commit": FaultRule("html-after", operations="paid", count=1),
    "a broken answer": FaultRule("garbage", operations="paid", count=1),
    "an empty answer": FaultRule("empty", operations="paid", count=1),
}


@pytest.fixture
def books(mf, running):
    """What the sandbox holds: credits left, and its processings with their tags."""

    async def look():
        project = await settled(mf.projects.default())
        everything = await settled(mf.processings.list(project=project))
        left = (await settled(mf.account.status())).remaining_credits
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
    assert post["operation"].endswith("V2") is mf._v2
    assert post["fault"] is not None
    assert post["committed"] is (fault in AFTER)
    after, found = await books()
    new = [each for each in found if each not in known]
    if fault in AFTER:
        assert job is not None
        if sort == "restart":
            assert (new, after) == ([], left)
            assert (await settled(mf.processings.get(job.id))).status == "IN_PROGRESS"
        else:
            assert new == [(job.id, tag)]
            assert left - after == job.cost
    else:
        assert job is None
        assert (new, after) == ([], left)
        assert (lost.tag, lost.processing_id is None) == (
            (None, False) if sort == "restart" else (tag, True)
        )

"""Waiting for many: as few requests as for one, each reported once, errors shared."""

from uuid import UUID

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.support.client_kinds import maybe_await

from .conftest import BASE, JOB, PROJECT, Turn

OTHER = "11111111-19a1-40d8-8f16-d1e6dabfd204"
LIST = ("GET", f"/projects/{PROJECT}/processings")


def ident(number):
    return str(UUID(int=number + 1))


def states(*statuses, project=PROJECT):
    return [
        {"id": ident(n), "projectId": project, "status": status, "percentCompleted": 0}
        for n, status in enumerate(statuses)
    ]


async def handles(mf, service, count, project=PROJECT):
    service.responses["GET", f"/projects/{project}/processings"] = states(
        *["UNPROCESSED"] * count, project=project
    )
    found = await maybe_await(mf.processings.list(project))
    service.log.clear()
    return found


async def all_of(stream):
    if hasattr(stream, "__aiter__"):
        return [item async for item in stream]
    return list(stream)


async def keep(stream, found):
    """Put what comes into a list, which an error does not take away."""
    if hasattr(stream, "__aiter__"):
        async for item in stream:
            found.append(item)
    else:
        for item in stream:
            found.append(item)


async def test_a_thousand_take_no_more_requests_than_one(mf, service, clock):
    """Both waits last an hour; the second is for a thousand."""
    requests = {}
    for count in (1, 1000):
        jobs = await handles(mf, service, count)
        ended_at = clock.time + 3600

        def listing(_, count=count, ended_at=ended_at):
            status = "OK" if clock.time >= ended_at else "IN_PROGRESS"
            return httpx.Response(200, json=states(*[status] * count))

        service.responses[LIST] = listing
        ended = await maybe_await(mf.processings.wait_all(jobs))
        assert [job.id for job in ended] == [job.id for job in jobs]
        assert all(job.status == "OK" for job in ended)
        requests[count] = len(service.log)
    assert requests[1] > 100
    # The pauses are jittered by a tenth, so two waits of an hour differ by a few polls.
    assert requests[1000] <= 1.05 * requests[1]


async def test_each_is_given_once_when_it_has_ended(mf, service, clock):
    jobs = await handles(mf, service, 3)
    service.responses[LIST] = [
        Turn(states("OK", "IN_PROGRESS", "UNPROCESSED")),
        Turn(states("OK", "IN_PROGRESS", "FAILED")),
        Turn(states("OK", "CANCELLED", "FAILED")),
    ]
    ended = await all_of(mf.processings.as_completed(jobs))
    assert [(job.id, job.status) for job in ended] == [
        (ident(0), "OK"),
        (ident(2), "FAILED"),
        (ident(1), "CANCELLED"),
    ]
    assert len(service.log) == 3
    assert jobs[0].status == "OK", "the handles that were given are kept up to date"


async def test_progress_is_told_for_what_has_changed(mf, service, clock):
    jobs = await handles(mf, service, 2)
    service.responses[LIST] = [
        Turn(states("IN_PROGRESS", "UNPROCESSED")),
        Turn(states("IN_PROGRESS", "OK")),
        Turn(states("OK", "OK")),
    ]
    told = []
    await maybe_await(
        mf.processings.wait_all(jobs, on_progress=lambda job: told.append((job.id, job.status)))
    )
    assert told == [
        (ident(0), "IN_PROGRESS"),
        (ident(1), "OK"),
        (ident(0), "OK"),
    ]


async def test_ids_are_searched_for_in_the_default_project(mf, service, clock):
    service.responses[LIST] = states("OK", "OK")
    ended = await maybe_await(mf.processings.wait_all([ident(1), ident(0), ident(1)]))
    assert [job.id for job in ended] == [ident(1), ident(0), ident(1)]
    assert [path for _, path, _ in service.log] == ["/projects/default", LIST[1]]


async def test_each_project_is_read_once_a_poll(mf, service, clock):
    jobs = await handles(mf, service, 2)
    service.responses["GET", f"/projects/{OTHER}/processings"] = [
        {"id": JOB, "projectId": OTHER, "status": "OK"}
    ]
    service.responses[LIST] = states("OK", "OK")
    service.responses["GET", f"/processings/{JOB}"] = {
        "id": JOB, "projectId": OTHER, "status": "IN_PROGRESS",
    }  # fmt: skip
    elsewhere = await maybe_await(mf.processings.get(JOB))
    service.log.clear()
    await maybe_await(mf.processings.wait_all([*jobs, elsewhere]))
    assert len(service.log) == 2


async def test_one_that_was_moved_is_followed(mf, service, clock):
    jobs = await handles(mf, service, 2)
    service.responses[LIST] = states("OK")
    service.responses["GET", f"/processings/{ident(1)}"] = {
        "id": ident(1), "projectId": OTHER, "status": "IN_PROGRESS",
    }  # fmt: skip
    service.responses["GET", f"/projects/{OTHER}/processings"] = [
        {"id": ident(1), "projectId": OTHER, "status": "OK"}
    ]
    ended = await maybe_await(mf.processings.wait_all(jobs))
    assert [job.status for job in ended] == ["OK", "OK"]


async def test_one_that_was_deleted_is_named(mf, service, clock):
    jobs = await handles(mf, service, 2)
    service.responses[LIST] = states("OK")
    with pytest.raises(errors.NotFound, match=ident(1)) as gone:
        await maybe_await(mf.processings.wait_all(jobs))
    assert gone.value.processing_id == ident(1)


async def test_one_that_was_deleted_holds_up_no_other(mf, service, clock):
    jobs = await handles(mf, service, 3)
    service.responses[LIST] = states("OK", "OK", "OK")[1:]
    ended = []
    with pytest.raises(errors.NotFound) as gone:
        await keep(mf.processings.as_completed(jobs), ended)
    assert gone.value.processing_id == ident(0)
    assert [job.id for job in ended] == [ident(1), ident(2)]


async def test_the_deadline_counts_for_all(mf, service, clock):
    jobs = await handles(mf, service, 3)
    service.responses[LIST] = states("OK", "IN_PROGRESS", "IN_PROGRESS")
    with pytest.raises(errors.WaitTimedOut, match="2 of 3 processings have not ended after 100 s"):
        await maybe_await(mf.processings.wait_all(jobs, timeout_s=100))
    assert sum(clock.sleeps) == pytest.approx(100)


async def test_blips_are_forgiven_and_eleven_are_not(mf, service, clock):
    jobs = await handles(mf, service, 2)
    service.responses[LIST] = [
        *[Turn(httpx.Response(502))] * 10,
        Turn(states("IN_PROGRESS", "OK")),
        *[Turn(httpx.ReadError("reset"))] * 10,
        Turn(states("OK", "OK")),
    ]
    await maybe_await(mf.processings.wait_all(jobs, timeout_s=None))
    jobs = await handles(mf, service, 2)
    service.responses[LIST] = httpx.Response(502)
    with pytest.raises(errors.ServerError) as caught:
        await maybe_await(mf.processings.wait_all(jobs))
    assert len(service.log) == 11
    (note,) = caught.value.__notes__
    assert "2 processings continue at Mapflow and are charged" in note


async def test_ended_ones_cost_no_request(mf, service, clock):
    service.responses[LIST] = states("OK", "FAILED")
    jobs = await maybe_await(mf.processings.list(PROJECT))
    service.log.clear()
    assert len(await maybe_await(mf.processings.wait_all(jobs))) == 2
    assert await maybe_await(mf.processings.wait_all([])) == []
    assert service.log == []


async def test_interruption_names_the_way_back(mf, service, clock):
    jobs = await handles(mf, service, 7)
    service.responses[LIST] = states(*["IN_PROGRESS"] * 7)

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        await maybe_await(mf.processings.wait_all(jobs, on_progress=interrupt))
    (note,) = caught.value.__notes__
    assert "7 processings continue" in note
    assert ident(4) in note
    assert ident(5) not in note


class TestTokens:
    """A token that expires during a wait."""

    def client(self, client_kind, service, token):
        transport = httpx.MockTransport(service)
        if client_kind == "sync":
            return Mapflow(
                token=token, base_url=BASE, http_client=httpx.Client(transport=transport)
            )
        return AsyncMapflow(
            token=token, base_url=BASE, http_client=httpx.AsyncClient(transport=transport)
        )

    @pytest.mark.parametrize("client_kind", ["sync", "async"])
    async def test_a_function_may_give_a_better_one(self, client_kind, service, clock):
        service.responses["GET", f"/processings/{JOB}"] = [
            Turn({"id": JOB, "status": "IN_PROGRESS"}),
            *[Turn(httpx.Response(401))] * 3,
            Turn({"id": JOB, "status": "OK"}),
        ]
        asked = []
        mf = self.client(client_kind, service, lambda: asked.append(1) or "a@example.com:secret")
        assert (await maybe_await(mf.processings.wait(JOB))).status == "OK"
        assert len(asked) == 5

    @pytest.mark.parametrize("client_kind", ["sync", "async"])
    async def test_a_fixed_one_ends_the_wait_with_the_way_back(self, client_kind, service, clock):
        service.responses["GET", f"/processings/{JOB}"] = [
            Turn({"id": JOB, "status": "IN_PROGRESS"}),
            Turn(httpx.Response(401)),
        ]
        mf = self.client(client_kind, service, "a@example.com:secret")
        with pytest.raises(errors.AuthenticationError) as caught:
            await maybe_await(mf.processings.wait(JOB))
        (note,) = caught.value.__notes__
        assert f"mapflow wait {JOB}" in note

"""Restarts that begin at a processing in hand."""

import httpx
import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await

from .conftest import JOB, Turn


class TestRestartsByHandle:
    async def test_a_dry_run(self, mf, service):
        service.responses["GET", f"/processings/{JOB}"] = {
            "id": JOB,
            "status": "FAILED",
            "cost": 70,
        }
        job = await maybe_await(mf.processings.get(JOB))
        shown = await maybe_await(job.restart(dry_run=True))
        assert (shown.method, shown.cost) == ("POST", None)
        with pytest.raises(errors.CostLimitExceeded):
            await maybe_await(job.restart(max_cost=69, dry_run=True))
        assert service.sent("POST", f"/processings/{JOB}/restart") == []

    async def test_what_fails_after_it_says_that_it_was_restarted(self, mf, service):
        path = f"/processings/{JOB}"
        service.responses["GET", path] = [
            Turn({"id": JOB, "status": "FAILED"}),
            Turn(httpx.ReadError("reset")),
        ]
        service.responses["POST", f"{path}/restart"] = httpx.Response(200)
        with pytest.raises(errors.ConnectionFailed) as caught:
            await maybe_await(mf.processings.restart(JOB))
        assert "was restarted; only reading it again failed" in caught.value.__notes__[0]

"""What the logger ``mapflow`` tells, at which level."""

import logging
import subprocess
import sys

import httpx
import pytest

from mapflow import errors, sources
from mapflow._logging import operation_of
from tests.support import conformance
from tests.support.client_kinds import maybe_await
from tests.support.places import MOSCOW

from .conftest import JOB, PROJECT, Turn

RUN = ("POST", "/processings")
TAG = "f" * 32


@pytest.fixture
def told(caplog):
    """The records of our logger, at every level."""
    caplog.set_level(logging.DEBUG, logger="mapflow")
    return lambda level: [
        r for r in caplog.records if r.name == "mapflow" and r.levelno == getattr(logging, level)
    ]


def _facts(record):
    return {
        name: getattr(record, name)
        for name in ("operation", "tag", "price", "outcome", "processing_id")
    }


async def _run(mf, **more):
    usual = {"model": "buildings", "area": MOSCOW, "source": sources.Provider("Mapbox")}
    return await maybe_await(mf.processings.run(**usual, tag=TAG, **more))


def test_every_paid_operation_is_named_as_in_the_description():
    paid = {
        operation["operationId"]: path
        for _, _, path, operation, _ in conformance.operations()
        if operation.get("x-paid")
    }
    assert {operation_of(path) for path in paid.values()} == set(paid)
    assert all(operation_of(path) == name for name, path in paid.items())


async def test_a_run_is_told_once_with_what_it_cost(mf, service, told):
    await _run(mf, max_cost=50)
    [record] = told("INFO")
    assert _facts(record) == {
        "operation": "runProcessing",
        "tag": TAG,
        "price": 30,
        "outcome": "accepted",
        "processing_id": JOB,
    }
    assert record.getMessage() == (
        f"runProcessing: tag {TAG}, price 30 credits, accepted, processing {JOB}"
    )
    assert told("WARNING") == []
    assert any("POST https://mapflow.test/rest/processings -> 200" in r.getMessage()
               for r in told("DEBUG"))  # fmt: skip


async def test_estimates_and_dry_runs_are_no_paid_requests(mf, service, told):
    await _run(mf, dry_run=True)
    assert told("INFO") == []


async def test_a_refusal_is_told(mf, service, told):
    service.responses[RUN] = httpx.Response(400, json={"code": "BAD_REQUEST", "message": "no"})
    with pytest.raises(errors.BadRequest):
        await _run(mf)
    [record] = told("INFO")
    assert (record.outcome, record.processing_id) == ("refused", None)


async def test_what_was_never_sent_is_told(mf, service, told):
    service.responses[RUN] = httpx.ConnectError("no way")
    with pytest.raises(errors.ConnectionFailed):
        await _run(mf)
    [record] = told("INFO")
    assert record.outcome == "not sent"


async def test_a_lost_response_is_told_as_unknown_or_as_recovered(mf, service, told):
    service.responses[RUN] = httpx.ReadError("lost")
    listed = ("GET", f"/projects/{PROJECT}/processings")
    service.responses[listed] = [Turn(httpx.ReadError("lost too")), Turn([])]
    with pytest.raises(errors.OutcomeUnknown):
        await _run(mf)
    [record] = told("INFO")
    assert record.outcome == "unknown"
    assert any(TAG in r.getMessage() for r in told("WARNING"))

    service.responses[listed] = [{"id": JOB, "meta": {"mapflow-client-tag": TAG}}]
    await _run(mf)
    _, record = told("INFO")
    assert (record.outcome, record.processing_id) == ("recovered", JOB)
    assert any(JOB in r.getMessage() for r in told("WARNING"))


async def test_an_interruption_is_told(mf, service, told):
    def stop(request):
        raise KeyboardInterrupt

    service.responses[RUN] = stop
    with pytest.raises(KeyboardInterrupt):
        await _run(mf)
    [record] = told("INFO")
    assert record.outcome == "interrupted"


async def test_a_restart_is_told(mf, service, told):
    service.responses["GET", f"/processings/{JOB}"] = {"id": JOB, "status": "FAILED", "cost": 16}
    service.responses["POST", f"/processings/{JOB}/restart"] = {}
    await maybe_await(mf.processings.restart(JOB))
    [record] = told("INFO")
    assert _facts(record) | {"price": None} == {
        "operation": "restartProcessing",
        "tag": None,
        "price": None,
        "outcome": "accepted",
        "processing_id": JOB,
    }


async def test_a_poll_that_failed_is_told(mf, service, told):
    responses = [Turn(httpx.ReadError("lost")), Turn({"id": JOB, "status": "OK"})]
    service.responses["GET", f"/processings/{JOB}"] = responses
    await maybe_await(mf.processings.wait(JOB))
    [record] = told("WARNING")
    assert "poll" in record.getMessage()


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.usefixtures("clock")
async def test_retries_are_told(kind, mapflow_sandbox, told):
    from mapflow import AsyncMapflow, Mapflow
    from mapflow.sandbox import FaultRule
    from tests.support.client_kinds import closed

    mapflow_sandbox.set_faults(
        FaultRule("status", status=503, operations=["getUserStatus"], count=1),
        FaultRule("reset-before", operations=["getUserStatus"], count=1),
    )
    client = {"sync": Mapflow, "async": AsyncMapflow}[kind](
        token=mapflow_sandbox.token, base_url=mapflow_sandbox.base_url
    )
    await maybe_await(client.account.status())
    await closed(client)
    first, *_ = (record.getMessage() for record in told("WARNING"))
    assert "Retry 1 of GET" in first
    assert "HTTP 503" in first
    assert "?" not in first


@pytest.mark.usefixtures("programs")
def test_nothing_is_configured_and_nothing_is_printed():
    code = """
import logging, sys
before = logging.root.handlers[:], logging.root.level
import mapflow, mapflow._http._sync.transport
log = logging.getLogger("mapflow")
assert (logging.root.handlers[:], logging.root.level) == before
assert log.level == logging.NOTSET and log.propagate
assert [type(h).__name__ for h in log.handlers] == ["NullHandler"]
log.warning("not of this package")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""Whatever the other side does not say, every public method ends in the time it was given."""

import asyncio
import importlib
import pkgutil
import time
from concurrent.futures import ThreadPoolExecutor

import mapflow_openapi
import pytest

import mapflow
from mapflow import AsyncMapflow, Mapflow, errors
from tests.support import holes
from tests.support.every import calls

pytestmark = [pytest.mark.slow, pytest.mark.pythons]

TIMEOUT_S = 0.3
#: What the documentation gives a call in addition to its timeout.
GRACE_S = 1.0
#: These fetch nothing by themselves.
LAZY = {"processings.result", "Processing.result"}
# More at once than two busy cores can serve would be late for other reasons.
AT_ONCE = 10


# Programs, and what only the kernel of a notebook loads, which brings IPython.
_NOT_CALLED_HERE = ("mapflow.sandbox", "mapflow.cli", "mapflow.mcp", "mapflow.progress._notebook")


@pytest.fixture(scope="module", autouse=True)
def _warm():
    """Load what takes longer than the time under test: tables, and the pieces of a client.

    Modules that several threads load at once are parsed at once, by pytest's rewriting of plugins
    too, and CPython 3.11 then raises a SystemError now and then ("AST constructor recursion depth
    mismatch").
    """
    import geopandas  # noqa: F401

    for package in (mapflow_openapi, mapflow):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not each.name.startswith(_NOT_CALLED_HERE):
                importlib.import_module(each.name)


def _client(kind, port, **more):
    return kind(
        token="a@example.com:b",
        base_url=f"http://127.0.0.1:{port}/rest",
        timeout_s=TIMEOUT_S,
        transfer_timeout_s=TIMEOUT_S,
        max_retries=0,
        **more,
    )


def _judged(call, began, error):
    """What is wrong with how a call ended, or None."""
    took_s = time.monotonic() - began
    # A wait has a separate time, within which it polls several times.
    own_s = call.arguments.get("timeout_s", 0)
    if took_s > TIMEOUT_S + own_s + GRACE_S:
        return f"{call}: {took_s:.2f} s"
    if error is None and call.name not in LAZY:
        return f"{call}: no error"
    if error is not None and not isinstance(error, errors.MapflowError):
        return f"{call}: {error!r}"
    return None


def _try_sync(call):
    began = time.monotonic()
    try:
        call.sync()
    except Exception as error:  # noqa: BLE001 - any other is a finding
        return _judged(call, began, error)
    return _judged(call, began, None)


async def _try_async(call, free):
    async with free:
        began = time.monotonic()
        try:
            await call.maybe_await()
        except Exception as error:  # noqa: BLE001
            return _judged(call, began, error)
        return _judged(call, began, None)


@pytest.mark.parametrize("mode", holes.MODES)
def test_every_sync_method_ends(mode, tmp_path, loopback):
    with (
        holes.served(holes.MODES[mode]) as port,
        _client(Mapflow, port) as client,
        ThreadPoolExecutor(AT_ONCE) as hands,
    ):
        every = calls(client, tmp_path)
        assert len(every) > 100
        found = [*hands.map(_try_sync, every)]
    assert [fault for fault in found if fault] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", holes.MODES)
async def test_every_async_method_ends(mode, tmp_path, loopback):
    with holes.served(holes.MODES[mode]) as port:
        async with _client(AsyncMapflow, port) as client:
            every = calls(client, tmp_path)
            free = asyncio.Semaphore(AT_ONCE)
            found = await asyncio.gather(*(_try_async(call, free) for call in every))
    assert [fault for fault in found if fault] == []
    assert list(tmp_path.iterdir()) == []


async def _come_back_later(reader, writer):
    while True:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 429 X\r\nRetry-After: 999999\r\nContent-Length: 0\r\n\r\n")


def test_a_service_that_says_later_for_ever_is_believed_for_two_minutes(monkeypatch, loopback):
    pauses = []
    with holes.served(_come_back_later) as port:
        client = Mapflow(token="a@example.com:b", base_url=f"http://127.0.0.1:{port}/rest")
        with client:
            monkeypatch.setattr(time, "sleep", pauses.append)
            with pytest.raises(errors.RateLimited):
                client.account.status()
    assert sum(pauses) == 120
    assert len(pauses) <= 4


def test_repeated_attempts_have_the_same_time_each(loopback):
    with holes.served(holes.MODES["dripping_headers"]) as port:
        client = Mapflow(
            token="a@example.com:b",
            base_url=f"http://127.0.0.1:{port}/rest",
            timeout_s=TIMEOUT_S,
            max_retries=1,
        )
        began = time.monotonic()
        with client, pytest.raises(errors.TimedOut):
            client.account.status()
    # The one pause between them is at most a second.
    assert 2 * TIMEOUT_S <= time.monotonic() - began <= 2 * TIMEOUT_S + 1 + GRACE_S

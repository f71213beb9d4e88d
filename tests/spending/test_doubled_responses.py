"""Responses that a proxy delivers twice: none is taken for that of another request."""

from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from mapflow import errors, sources
from mapflow._requests.run_spec import RunSpec
from tests.support.client_kinds import closed, maybe_await
from tests.support.middlebox import between
from tests.support.places import BLOCK, MOSCOW

from .conftest import MODEL


@pytest.fixture
def box(running, loopback):
    port = int(running.base_url.rpartition(":")[2].partition("/")[0])
    with between(port) as box:
        yield box


@pytest.fixture(params=["v1", "v2"])
def version(request):
    return request.param


@pytest.fixture
async def ours(running, kind, box, version, hasty):
    """A client behind the middlebox that makes its own connections."""
    client = kind(
        token=running.token,
        base_url=f"http://127.0.0.1:{box.port}/rest",
        api_version=version,
        timeout_s=10,
    )
    yield client
    await closed(client)


@pytest.fixture
async def theirs(running, kind, box, version, hasty):
    """A client behind the middlebox with an HTTP client of the user's, of one connection."""
    is_sync = kind.__name__ == "Mapflow"
    own = (httpx.Client if is_sync else httpx.AsyncClient)(limits=httpx.Limits(max_connections=1))
    yield kind(
        token=running.token,
        base_url=f"http://127.0.0.1:{box.port}/rest",
        api_version=version,
        timeout_s=10,
        http_client=own,
    )
    await maybe_await(own.close() if is_sync else own.aclose())


@pytest.fixture(params=["ours", "theirs"])
def mf(request, ours, theirs):
    return {"ours": ours, "theirs": theirs}[request.param]


@pytest.fixture
async def straight(running, kind, box):
    """A client that goes past the middlebox."""
    client = kind(token=running.token, base_url=running.base_url)
    yield client
    await closed(client)


async def run(mf, area=BLOCK, **more):
    given = {"model": MODEL, "area": area, "source": sources.Provider("Mapbox")} | more
    return await maybe_await(mf.processings.run(**given))


@pytest.mark.parametrize("when", ["at once", "late"])
async def test_get_gives_what_was_asked_for_or_an_error(mf, box, when):
    first, second = await run(mf), await run(mf)
    box.doubles = lambda method, path: when if first.id in path else None
    for _ in range(3):
        await maybe_await(mf.processings.get(first.id))
        try:
            found = await maybe_await(mf.processings.get(second.id))
        except errors.InvalidResponse:
            found = await maybe_await(mf.processings.get(second.id))
        assert found.id == second.id


@pytest.mark.parametrize("when", ["at once", "late"])
@pytest.mark.parametrize("doubled", ["/user/status", "/projects/default", "cost", "processings"])
async def test_a_run_after_any_doubled_response(mf, straight, box, when, doubled):
    left = (await maybe_await(straight.account.status())).remaining_credits
    box.doubles = lambda method, path: when if doubled in path else None
    started = {}
    for tag in (uuid4().hex, uuid4().hex):
        try:
            started[tag] = (await run(mf, tag=tag, max_cost=1000)).id
        except errors.MapflowError as error:
            if isinstance(error, errors.OutcomeUnknown):
                started[tag] = None
    listed = {}
    home = await maybe_await(straight.projects.default())
    for each in await maybe_await(straight.processings.list(home)):
        tag = each.meta.get("mapflow-client-tag")
        if tag in started:
            assert tag not in listed
            listed[tag] = each
    for tag, known in started.items():
        if tag in listed:
            assert known in (listed[tag].id, None)
        found = await maybe_await(straight.processings.reconcile(tag))
        assert (found and found.id) == (listed[tag].id if tag in listed else None)
    # Whatever was started is among those that were reported to the caller.
    paid = left - (await maybe_await(straight.account.status())).remaining_credits
    assert paid == sum(each.cost for each in listed.values())


async def test_a_run_is_not_taken_for_the_one_before(mf, box):
    first = await run(mf)
    box.doubles = lambda method, path: "late" if method == "POST" and "cost" not in path else None
    second = await run(mf)
    # Without a price in between, the response that comes next is that of the run before.
    sender, source = mf.processings._sender, sources.Provider("Mapbox")
    spec = RunSpec(model=MODEL, area=MOSCOW, source=source, max_cost=1000)
    prepared = replace(await maybe_await(sender.preparer.prepare(spec)), price=100)
    third = await maybe_await(sender.send(prepared))
    assert len({first.id, second.id, third.id}) == 3
    assert third.meta["mapflow-client-tag"] == prepared.tag


async def test_a_price_is_not_taken_for_that_of_another_run(ours, box):
    large = {"area": (37.30, 55.60, 37.36, 55.64)}
    what = {"model": MODEL, "source": sources.Provider("Mapbox")}
    price = (await maybe_await(ours.processings.estimate(**what, **large))).cost
    cheap = await maybe_await(ours.processings.estimate(**what, area=BLOCK))
    assert cheap.cost < price
    box.doubles = lambda method, path: "at once" if "cost" in path else None
    await maybe_await(ours.processings.estimate(**what, area=BLOCK))
    assert (await maybe_await(ours.processings.estimate(**what, **large))).cost == price

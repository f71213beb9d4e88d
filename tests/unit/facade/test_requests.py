"""Requests that a caller writes go the way of all others, and never cost by accident."""

import json
import logging
from contextlib import nullcontext

import httpx
import pytest

from mapflow import AsyncMapflow, Budget, Mapflow, errors, spec
from mapflow._requests.operations import OPERATIONS
from tests.support.client_kinds import closed, maybe_await
from tests.support.conformance import operations

TOKEN = "demo@example.com:secret"
BASE = "https://api.mapflow.ai/rest"
ID = "65285409-ac88-4fc0-a937-193cf42c2343"
TAG = "0123456789abcdef0123456789abcdef"
PAID = [(o.method, o.path.replace("{", "").replace("}", "")) for o in OPERATIONS if o.is_paid]


class Service:
    """Returns what a test says, and keeps the requests."""

    def __init__(self):
        self.asked = []
        self.responses = []

    def __call__(self, request):
        self.asked.append(request)
        response = self.responses.pop(0) if self.responses else httpx.Response(200, json={"id": ID})
        if isinstance(response, Exception):
            raise response
        return response


@pytest.fixture
def service():
    return Service()


@pytest.fixture(params=["sync", "async"])
async def connect(request, service, monkeypatch):
    made = []
    transport = httpx.MockTransport(service)
    name = "HTTPTransport" if request.param == "sync" else "AsyncHTTPTransport"
    handle = "handle_request" if request.param == "sync" else "handle_async_request"
    replaced = getattr(httpx.MockTransport, handle)
    monkeypatch.setattr(getattr(httpx, name), handle, lambda _, each: replaced(transport, each))

    def connect(**options):
        kind = Mapflow if request.param == "sync" else AsyncMapflow
        made.append(kind(token=TOKEN, base_url=BASE, **options))
        return made[-1]

    yield connect
    for client in made:
        await closed(client)


@pytest.fixture
def mf(connect):
    return connect(max_retries=0)


def test_the_paid_ones_are_those_of_the_description():
    marked = {o["operationId"] for _, _, _, o, _ in operations() if o.get("x-paid")}
    assert marked == {o.name for o in OPERATIONS if o.is_paid}
    assert {o.name for o in OPERATIONS} == {o["operationId"] for _, _, _, o, _ in operations()}
    assert "x-paid" in spec.path().read_text(encoding="utf-8")


async def test_it_carries_what_all_requests_carry(mf, service):
    response = await maybe_await(
        mf.request(
            "patch", "/new/thing", json={"on": True, "n": [1, 2.5]}, paid=False,
            params={"tags": ["a", "b&c"], "all": True, "limit": 3, "none": None},
        )
    )  # fmt: skip
    assert response == {"id": ID}
    (asked,) = service.asked
    assert (asked.method, asked.url.path) == ("PATCH", "/rest/new/thing")
    assert asked.url.query == b"tags=a&tags=b%26c&all=true&limit=3"
    assert json.loads(asked.content) == {"on": True, "n": [1, 2.5]}
    assert asked.headers["authorization"].startswith("Basic ")
    assert asked.headers["user-agent"].startswith("mapflow-client/")


async def test_an_own_address_and_its_query(mf, service):
    await maybe_await(mf.request("GET", f"{BASE}/projects?limit=1", params={"offset": 2}))
    assert str(service.asked[0].url) == f"{BASE}/projects?limit=1&offset=2"


@pytest.mark.parametrize(
    "path",
    [
        "https://example.com/rest/projects",
        "http://api.mapflow.ai/rest/projects",
        "https://api.mapflow.ai/restful/projects",
        "https://api.mapflow.ai.example.com/rest/projects",
        "https://api.mapflow.ai/other",
        "//example.com/projects",
        "projects",
        "",
        "/",
        "/../admin",
        "/projects/..",
        "/%2e%2e/admin",
        "/projects%2Fdefault",
        "/projects//default",
        "/projects/",
        "/processings;v=1",
        "/projects#x",
        "/projects\n",
        "/pro jects",
        "/%2570rocessings",
        "\\\\example.com\\x",
    ],
)
async def test_no_other_address_gets_the_token(mf, service, path):
    if path.endswith("\n"):
        path = "/pro\njects"
    with pytest.raises(errors.InvalidInput, match="path"):
        await maybe_await(mf.request("GET", path))
    with pytest.raises(errors.InvalidInput, match="path"):
        await maybe_await(mf.download(path, "never"))
    assert service.asked == []


@pytest.mark.parametrize(
    ("body", "kind", "value"),
    [
        (b'{"new": [1, null]}', "application/json", {"new": [1, None]}),
        (b"17.5", "application/json", 17.5),
        (b'"text"', "application/json", "text"),
        (b"", "application/json", None),
        (b"3.4.1", "text/plain", "3.4.1"),
    ],
)
async def test_what_comes_back(mf, service, body, kind, value):
    service.responses = [httpx.Response(200, content=body, headers={"content-type": kind})]
    assert await maybe_await(mf.request("GET", "/projects")) == value


async def test_errors_are_those_of_all_calls(mf, service):
    service.responses = [httpx.Response(404, json={"code": "X", "message": "gone"})]
    with pytest.raises(errors.NotFound):
        await maybe_await(mf.request("GET", "/projects"))
    service.responses = [httpx.Response(200, content=b"<html>")]
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.request("GET", "/projects"))


@pytest.mark.parametrize(
    ("method", "options", "times"),
    [
        ("GET", {}, 2),
        ("PUT", {"paid": False}, 2),
        ("POST", {"paid": False}, 1),
        ("POST", {"paid": False, "repeatable": True}, 2),
        ("GET", {"repeatable": False}, 1),
        ("POST", {"paid": True}, 1),
    ],
)
@pytest.mark.usefixtures("clock")
async def test_what_is_retried(connect, service, method, options, times):
    mf = connect(max_retries=1)
    later = httpx.Response(503, headers={"retry-after": "0"})
    service.responses = [later, httpx.Response(200, json=1)]
    with nullcontext() if times > 1 else pytest.raises(errors.MapflowError):
        await maybe_await(mf.request(method, "/new", **options))
    assert len(service.asked) == times


@pytest.mark.usefixtures("clock")
async def test_a_repeated_delete_that_finds_nothing_is_done(connect, service):
    service.responses = [
        httpx.Response(503, headers={"retry-after": "0"}),
        httpx.Response(404, json={"code": "X"}),
    ]
    assert await maybe_await(connect(max_retries=1).request("DELETE", f"/projects/{ID}")) is None


@pytest.mark.parametrize(("method", "path"), PAID)
@pytest.mark.parametrize(
    "writing", [str, str.upper, lambda p: p.replace("p", "%70", 1), lambda p: BASE + p + "?a=1"]
)
async def test_no_accident_costs_credits(mf, service, method, path, writing):
    for paid in (None, False):
        with pytest.raises(errors.InvalidInput, match="costs credits"):
            await maybe_await(mf.request(method, writing(path), json={}, paid=paid))
    with pytest.raises(errors.InvalidInput, match="costs credits"):
        await maybe_await(mf.download(writing(path), "never", method=method))
    assert service.asked == []


@pytest.mark.parametrize(("method", "path"), PAID)
@pytest.mark.parametrize("ending", ["%20", "%09", "%3Fa=1", "%E2%80%8B", ".", "\u00a0", "%C2%AD"])
async def test_what_a_lenient_server_reads_as_paid_is(mf, service, method, path, ending):
    for paid in (None, False):
        with pytest.raises(errors.InvalidInput, match="costs credits"):
            await maybe_await(mf.request(method, path + ending, json={}, paid=paid))
    wide = path.replace("p", "\uff50", 1) + ending
    with pytest.raises(errors.InvalidInput, match="costs credits"):
        await maybe_await(mf.request(method, wide, json={}, paid=False))
    assert service.asked == []


@pytest.mark.parametrize("given", [1, 0, "yes", [True, False]])
@pytest.mark.parametrize("name", ["paid", "repeatable"])
async def test_yes_and_no_are_told_as_such(mf, service, name, given):
    with pytest.raises(errors.InvalidInput, match=name):
        await maybe_await(mf.request("POST", "/processings", json={}, **{name: given}))
    assert service.asked == []


async def test_a_number_that_cannot_be_written(mf, service):
    with pytest.raises(errors.InvalidInput, match="too large"):
        await maybe_await(mf.request("GET", "/projects", params={"limit": 10**5000}))
    assert service.asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_an_unknown_operation_may_cost(mf, service, method):
    with pytest.raises(errors.InvalidInput, match="may cost credits"):
        await maybe_await(mf.request(method, "/processings/v3"))
    assert service.asked == []
    await maybe_await(mf.request("GET", "/processings/v3"))
    assert len(service.asked) == 1


@pytest.mark.parametrize(("method", "path"), PAID)
async def test_a_paid_request_is_logged_and_sent_once(connect, service, caplog, method, path):
    caplog.set_level(logging.INFO, "mapflow")
    mf = connect(max_retries=4)
    response = await maybe_await(mf.request(method, path, json={"meta": {}}, paid=True))
    assert response == {"id": ID}
    (record,) = [r for r in caplog.records if r.levelno == logging.INFO]
    assert (record.outcome, record.processing_id) == ("accepted", ID)
    assert record.operation in {o.name for o in OPERATIONS if o.is_paid}
    service.responses = [httpx.ReadError("reset")]
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await maybe_await(
            mf.request(method, path, json={"meta": {"mapflow-client-tag": TAG}}, paid=True)
        )
    assert caught.value.tag == TAG
    assert len(service.asked) == 2
    assert caplog.records[-1].outcome == "unknown"


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, {"message": "expired"}, "token is missing or not valid"),
        (422, {"detail": [{"loc": ["body", "wdId"], "msg": "field required"}]}, "body.wdId: field"),
        (502, {}, "not available"),
    ],
)
async def test_what_the_service_said_is_told_of_what_may_be_charged(
    mf, service, status, body, told
):
    service.responses = [httpx.Response(status, json=body)]
    with pytest.raises(errors.OutcomeUnknown, match=told) as caught:
        await maybe_await(mf.request("POST", "/processings", json={}, paid=True))
    assert "may be charged" in str(caught.value)


async def test_a_paid_request_is_not_repeatable(mf, service):
    with pytest.raises(errors.InvalidInput, match="sent once"):
        await maybe_await(mf.request("POST", "/processings", paid=True, repeatable=True))
    assert service.asked == []


async def test_a_budget_counts_it(connect, service):
    purse = Budget(20)
    mf = connect(budget=purse, max_retries=0)

    async def pay(**options):
        return await maybe_await(mf.request("POST", "/processings", json={}, paid=True, **options))

    for price in (None, -1, float("nan"), True, "5"):
        with pytest.raises(errors.InvalidInput, match="price"):
            await pay(price=price)
    with pytest.raises(errors.CostLimitExceeded):
        await pay(price=21)
    assert service.asked == []
    service.responses = [httpx.Response(200, json={"id": ID, "cost": 7})]
    await pay(price=5)
    assert purse.spent == 7
    for refused in (
        httpx.Response(400, json={"code": "BAD_REQUEST", "message": "no"}),
        httpx.ConnectError("no server there"),
    ):
        service.responses = [refused]
        with pytest.raises(errors.MapflowError):
            await pay(price=5)
        assert purse.spent == 7
    service.responses = [httpx.ReadError("reset")]
    with pytest.raises(errors.OutcomeUnknown):
        await pay(price=5)
    assert purse.spent == 12


async def test_what_a_lost_request_cost_is_counted_once_it_is_found(connect, service):
    purse = Budget(20)
    mf = connect(budget=purse, max_retries=0)
    meta = {"mapflow-client-tag": TAG}
    service.responses = [httpx.ReadError("reset")]
    with pytest.raises(errors.OutcomeUnknown) as lost:
        await maybe_await(
            mf.request("POST", "/processings", json={"meta": meta}, paid=True, price=5)
        )
    assert purse.spent == 5
    found = {"id": ID, "status": "OK", "projectId": ID, "cost": 9, "meta": meta}
    service.responses = [httpx.Response(200, json=[found])]
    with pytest.warns(errors.SpendingWarning, match="costs 9 credits"):
        job = await maybe_await(mf.processings.reconcile(lost.value, project=ID))
    assert job.id == ID
    assert purse.spent == 9
    # One that arrived is settled by its response, and not again.
    service.responses = [httpx.Response(200, json=found)]
    await maybe_await(mf.request("POST", "/processings", json={"meta": meta}, paid=True, price=9))
    assert purse.spent == 18
    service.responses = [httpx.Response(200, json=[found])]
    await maybe_await(mf.processings.reconcile(TAG, project=ID))
    assert purse.spent == 18


async def test_any_bytes_are_saved(mf, service, tmp_path):
    service.responses = [httpx.Response(200, content=b"\x89PNG rest")]
    path = await maybe_await(mf.download(f"/rasters/image/{ID}/preview/s", tmp_path / "p.png"))
    assert path.read_bytes() == b"\x89PNG rest"
    with pytest.raises(errors.InvalidFile):
        await maybe_await(mf.download(f"/rasters/image/{ID}/preview/s", tmp_path / "p.png"))


@pytest.mark.parametrize("path", ["/processings", "/processings/v3"])
async def test_what_may_cost_is_not_downloaded(mf, service, tmp_path, path):
    with pytest.raises(errors.InvalidInput, match=r"credits.*Send it with `request`") as caught:
        await maybe_await(mf.download(path, tmp_path / "x", method="POST", json={}))
    # A download has no such argument.
    assert "paid=" not in str(caught.value)
    assert service.asked == []


async def test_names_are_texts(mf, service):
    with pytest.raises(errors.InvalidInput, match="names in `params` must be texts, got 1"):
        await maybe_await(mf.request("GET", "/projects", params={1: "a"}))
    assert service.asked == []


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "", "GET /x"])
async def test_odd_methods(mf, service, method):
    with pytest.raises(errors.InvalidInput, match="method"):
        await maybe_await(mf.request(method, "/projects"))
    assert service.asked == []

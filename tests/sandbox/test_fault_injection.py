"""Each fault as a client meets it, and what happened to the request."""

import contextlib
import email.utils
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from mapflow import sandbox
from mapflow.sandbox import FaultRule
from tests.support.places import MOSCOW

pytestmark = pytest.mark.pythons

LOST = (httpx.ReadError, httpx.RemoteProtocolError)


@pytest.fixture
def client(running):
    """A client that gives up soon; unlike `api` it takes responses that break the document."""
    headers = {"Authorization": f"Basic {running.token}"}
    with httpx.Client(
        base_url=running.base_url, headers=headers, timeout=10, trust_env=False
    ) as client:
        yield client


@pytest.fixture
def faulted(running, client):
    """Creates a project under a fault; returns the response or the exception, and the log entry."""

    def create(name, timeout_s=10, **parameters):
        rule = FaultRule(name, operations=["createProject"], count=1, **parameters)
        running.set_faults(rule)
        try:
            outcome = client.post("/projects", json={"name": "Quays"}, timeout=timeout_s)
        except httpx.TransportError as error:
            outcome = error
        [seen] = [seen for seen in running.requests() if seen["operation"] == "createProject"]
        assert seen["fault"] == rule.fault
        assert (seen["method"], seen["path"], seen["paid"]) == ("POST", "/rest/projects", False)
        return outcome, seen

    return create


@pytest.fixture
def created(client):
    """Whether the project is there."""

    def look():
        return "Quays" in [project["name"] for project in client.get("/projects").json()]

    return look


@pytest.mark.parametrize(
    ("name", "parameters", "is_done"),
    [
        ("reset-before", {}, False),
        ("reset-after", {}, True),
        ("timeout", {}, False),
        ("blackhole", {}, False),
        ("timeout-after", {}, True),
        ("timeout", {"seconds": 0.1}, False),
        ("timeout-after", {"seconds": [0.1, 0.2]}, True),
        ("truncate", {}, True),
        ("truncate", {"chunked": True}, True),
    ],
)
def test_the_response_is_lost(faulted, created, name, parameters, is_done):
    hangs = "seconds" not in parameters and name not in ("reset-before", "reset-after", "truncate")
    outcome, seen = faulted(name, timeout_s=0.5 if hangs else 10, **parameters)
    assert isinstance(outcome, httpx.ReadTimeout if hangs else LOST), outcome
    assert seen["committed"] is is_done
    assert created() is is_done


@pytest.mark.parametrize(
    ("name", "parameters", "status", "is_done"),
    [
        *(("status", {"status": number}, number, False) for number in (408, 429, 500, 502, 504)),
        ("status", {}, 503, False),
        ("status-after", {}, 503, True),
        ("status-after", {"status": 500}, 500, True),
        ("html", {}, 502, False),
        ("html", {"status": 200}, 200, False),
        ("html-after", {"status": 502}, 502, True),
        ("garbage", {}, 200, True),
        ("empty", {}, 200, True),
        ("redirect", {}, 302, False),
        ("redirect-after", {}, 302, True),
        ("latency", {"seconds": 0}, 200, True),
        ("drip", {"pause_s": 0}, 200, True),
    ],
)
def test_something_else_is_returned(faulted, created, name, parameters, status, is_done):
    response, seen = faulted(name, **parameters)
    assert response.status_code == seen["status"] == status
    assert seen["committed"] is is_done
    assert created() is is_done


def test_what_is_returned_instead(faulted):
    response, _ = faulted("status")
    assert response.json()["code"] == "SANDBOX_FAULT"
    assert response.json()["message"] == "a fault of the sandbox: it was asked for a 503"
    assert "retry-after" not in response.headers


def test_a_gateways_page(faulted, running):
    for status in (502, 200):
        running.reset()
        response, _ = faulted("html", status=status)
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.text.startswith("<html>")
        assert ("<h1>502 Bad Gateway</h1>" in response.text) is (status == 502)


def test_broken_and_empty_bodies(faulted, running):
    response, _ = faulted("garbage")
    assert response.headers["content-type"] == "application/json"
    with pytest.raises(json.JSONDecodeError):
        response.json()
    running.reset()
    response, _ = faulted("empty")
    assert (response.content, response.headers["content-length"]) == (b"", "0")


def test_a_redirect_leads_to_another_host(faulted, running):
    response, _ = faulted("redirect")
    assert response.headers["location"] == "http://elsewhere.invalid/"
    running.reset()
    response, _ = faulted("redirect", location="http://127.0.0.1:9/x")
    assert response.headers["location"] == "http://127.0.0.1:9/x"


def test_the_data_api_fails_in_its_own_envelope(running, client):
    running.set_faults(FaultRule("status", status=500))
    assert set(client.get("/rasters/memory").json()) == {"detail"}


def test_retry_after(faulted, running):
    def header(wanted):
        running.reset()
        response, _ = faulted("status", status=429, retry_after=wanted)
        return response.headers["retry-after"]

    assert header(7) == "7"
    assert header(0) == "0"
    assert header(1.5) == "1.5"
    assert header(10_000_000) == "10000000"
    assert header("huge") == "1000000000"
    assert header("negative") == "-5"
    assert header("garbage") == "in a while"
    now = time.time()
    assert 0 < email.utils.parsedate_to_datetime(header("date")).timestamp() - now < 4
    assert email.utils.parsedate_to_datetime(header("past")).timestamp() < now - 80_000


def test_latency(faulted, created):
    began = time.perf_counter()
    _, seen = faulted("latency", seconds=[0.3, 0.4])
    assert 0.3 < time.perf_counter() - began < 3
    assert seen["duration_ms"] >= 300
    assert created()


def test_who_leaves_before_the_latency_is_over_gets_nothing_done(running, client, faulted, created):
    outcome, _ = faulted("latency", seconds=1, timeout_s=0.2)
    assert isinstance(outcome, httpx.ReadTimeout)
    running.set_faults(FaultRule("latency", seconds=1, methods=["DELETE"]))
    project = client.post("/projects", json={"name": "Docks"}).json()["id"]
    with pytest.raises(httpx.ReadTimeout):
        client.delete(f"/projects/{project}", timeout=0.2)
    time.sleep(1)
    assert not created()
    assert client.get(f"/projects/{project}").status_code == 200


# Below HTTP


def _send(running, request):
    """Send the text of a request and return the socket."""
    parts = urlsplit(running.base_url)
    sock = socket.create_connection((parts.hostname, parts.port), timeout=10)
    lines = request.strip().splitlines()
    lines[1:1] = [f"Host: {parts.netloc}", f"Authorization: Basic {running.token}"]
    sock.sendall("\r\n".join([*lines, "", ""]).encode())
    return sock


def _rest(sock):
    """All that still comes, and how the connection ended."""
    parts = []
    try:
        while part := sock.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        return b"".join(parts), "reset"
    return b"".join(parts), "end"


def test_a_reset_is_one(running):
    for name in ("reset-before", "reset-after"):
        running.set_faults(FaultRule(name))
        with _send(running, "GET /rest/projects HTTP/1.1") as sock:
            assert _rest(sock) == (b"", "reset")


@pytest.mark.parametrize("keep", [0, 0.25, 0.99])
def test_a_truncated_body_on_the_wire(running, keep):
    running.set_faults(FaultRule("truncate", keep=keep))
    with _send(running, "GET /rest/projects HTTP/1.1") as sock:
        response, how = _rest(sock)
    head, _, body = response.partition(b"\r\n\r\n")
    [length] = [int(line[16:]) for line in head.splitlines() if line.startswith(b"content-length:")]
    assert how == "end"
    assert length > 100
    assert len(body) == int(length * keep)


def test_a_truncated_chunked_body_on_the_wire(running):
    running.set_faults(FaultRule("truncate", keep=0.5, chunked=True))
    with _send(running, "GET /rest/projects HTTP/1.1") as sock:
        response, how = _rest(sock)
    head, _, body = response.partition(b"\r\n\r\n")
    assert how == "end"
    assert b"transfer-encoding: chunked" in head.lower()
    assert b"content-length" not in head.lower()
    size, _, chunk = body.partition(b"\r\n")
    assert len(chunk) == int(size, 16) + 2
    assert b"\r\n0\r\n" not in body, "the last chunk must not come"


def test_a_response_without_a_body_is_lost_whole(running, client):
    project = client.post("/projects", json={"name": "x"}).json()["id"]
    running.set_faults(FaultRule("truncate"))
    with _send(running, f"DELETE /rest/projects/{project} HTTP/1.1") as sock:
        assert _rest(sock) == (b"", "end")
    running.clear_faults()
    assert client.get(f"/projects/{project}").status_code == 404


def test_drops_come_one_by_one(running):
    running.set_faults(FaultRule("drip", pause_s=0.05, operations=["getVersion"]))
    with _send(running, "GET /rest/version HTTP/1.1") as sock:
        times, response = [], b""
        while not response.endswith(b"3.6.0"):
            response += sock.recv(65536)
            times.append(time.perf_counter())
    assert times[-1] - times[0] >= 3 * 0.05
    assert b"content-length: 5" in response.lower()


def test_a_dripping_result_is_complete_at_the_end(running, client, finish):
    done = finish(MOSCOW)
    path = f"/processings/{done['id']}/result"
    whole = client.get(path).content
    running.set_faults(FaultRule("drip", pause_s=0, piece_bytes=1000))
    assert client.get(path).content == whole
    running.set_faults(FaultRule("truncate", keep=0.75))
    got = b""
    with pytest.raises(httpx.RemoteProtocolError), client.stream("GET", path) as response:
        for piece in response.iter_raw():
            got += piece
    assert got == whole[: int(len(whole) * 0.75)]


def test_a_timeout_that_is_waited_out_ends_the_connection(running):
    running.set_faults(FaultRule("timeout", seconds=0.2))
    began = time.perf_counter()
    with _send(running, "GET /rest/projects HTTP/1.1") as sock:
        assert _rest(sock) == (b"", "end")
    assert time.perf_counter() - began >= 0.2


def test_no_other_client_waits_for_a_timeout(running, client):
    running.set_faults(FaultRule("timeout", operations=["listProjects"]))
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(_send(running, "GET /rest/projects HTTP/1.1"))
        began = time.perf_counter()
        assert client.get("/user/status").status_code == 200
        assert time.perf_counter() - began < 2
        waiting = [seen for seen in running.requests() if seen["fault"] == "timeout"]
        assert len(waiting) == 20
        assert {seen["operation"] for seen in waiting} == {"listProjects"}
        assert {(seen["status"], seen["duration_ms"]) for seen in waiting} == {(None, None)}


def test_a_connection_goes_on_after_a_fault_above_it(running):
    rule = FaultRule("status", operations=["listProjects"], count=1)
    running.set_faults(rule)
    with _send(running, "GET /rest/projects HTTP/1.1") as sock:
        response = b""
        while not response.endswith(b"}"):
            response += sock.recv(65536)
        assert response.startswith(b"HTTP/1.1 503 ")
        again = "GET /rest/projects HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        sock.sendall(f"{again}Authorization: Basic {running.token}\r\n\r\n".encode())
        assert _rest(sock)[0].startswith(b"HTTP/1.1 200 ")


def test_an_upload_may_be_lost_as_well(running, client):
    content = b"0" * 3_000_000
    for name in ("reset-before", "timeout", "status"):
        running.set_faults(FaultRule(name, operations=["uploadToNewMosaic"]))
        try:
            response = client.post(
                "/rasters/mosaic/image", params={"name": "m"}, files={"file": content}, timeout=1
            )
        except httpx.TransportError:
            assert name != "status"
        else:
            assert response.status_code == 503
        assert running.requests()[-1]["committed"] is False
    assert client.get("/rasters/mosaic").json() == []
    assert running.errors() == ""


# Money


@pytest.fixture
def run(client):
    """Starts a processing; the response, or None when it was lost."""

    def post(**more):
        body = {"wdName": "🏠 Buildings", "geometry": MOSCOW, **more}
        try:
            return client.post("/processings", json=body, timeout=1)
        except httpx.TransportError:
            return None

    return post


def test_paid_requests_can_be_counted(running, client, run):
    running.set_faults(
        FaultRule("reset-before", operations="paid", count=1),
        FaultRule("timeout-after", operations="paid", skip=1, count=1),
        FaultRule("status-after", operations="paid", skip=2, count=1),
    )
    responses = [run() for _ in range(4)]
    assert [response and response.status_code for response in responses] == [None, None, 503, 200]
    assert run(geometry={"type": "Point", "coordinates": [0, 0]}).status_code == 400
    paid = [seen for seen in running.requests() if seen["paid"]]
    assert [(seen["operation"], seen["fault"], seen["committed"]) for seen in paid] == [
        ("runProcessing", "reset-before", False),
        ("runProcessing", "timeout-after", True),
        ("runProcessing", "status-after", True),
        ("runProcessing", None, True),
        ("runProcessing", None, False),
    ]
    assert {seen["account"] for seen in paid[1:]} == {"demo@example.com"}
    assert len(client.get("/processings").json()) == 3
    assert [counted.faulted for counted in running.faults()] == [1, 1, 1]


def test_a_refused_request_is_not_committed_by_a_fault(running, run):
    running.set_faults(FaultRule("garbage"))
    assert run(geometry={"type": "Point", "coordinates": [0, 0]}).status_code == 200
    assert running.requests()[-1]["committed"] is False


def test_a_storm_leaves_the_control_interface_alone(running, client):
    running.set_faults(FaultRule("reset-before"), "storm")
    with httpx.Client(base_url=running.control_url, trust_env=False) as control:
        for page in ("", "clock", "requests", "accounts", "faults") * 20:
            assert control.get(page).status_code == 200
        for _ in range(100):
            control.post("clock", json={"seconds": 1}).raise_for_status()
    for _ in range(5):
        with pytest.raises(httpx.TransportError):
            client.get("/projects")
    # What is outside of the API has a bad day too.
    with pytest.raises(httpx.TransportError):
        client.get(running.base_url.replace("/rest", "/imagery/0/0/0.png"))


def test_a_storm_is_the_same_again(running, client):
    def met():
        running.reset()
        running.set_faults("storm")
        for _ in range(60):
            with contextlib.suppress(httpx.TransportError):
                client.get("/version", timeout=0.3)
                client.get("/projects/default", timeout=0.3)
        return [(seen["operation"], seen["fault"], seen["status"]) for seen in running.requests()]

    first = met()
    assert len({fault for _, fault, _ in first}) > 4
    assert met() == first
    assert running.errors() == ""


def test_concurrent_requests_share_out_the_same_faults(running, client):
    def met():
        running.reset()
        running.set_faults(FaultRule("status", probability=0.3))
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: client.get("/version"), range(40)))
        return [seen["fault"] for seen in running.requests()]

    first = met()
    assert first == met(), "number n of an operation meets the same, whoever sends it"
    assert 4 < first.count("status") < 20


def test_it_ends_at_once_in_the_middle_of_faults():
    with sandbox.start(faults="storm") as running, contextlib.ExitStack() as stack:
        running.set_faults(
            FaultRule("timeout", operations=["listProjects"]),
            FaultRule("latency", operations=["getUserStatus"], seconds=60),
            FaultRule("drip", operations=["getVersion"], pause_s=60),
        )
        for path in ("projects", "user/status", "version"):
            stack.enter_context(_send(running, f"GET /rest/{path} HTTP/1.1"))
        while len(running.requests()) < 3:
            time.sleep(0.01)
        began = time.perf_counter()
        process = running._process
        process.terminate()
        assert process.wait(10) == 0
        assert time.perf_counter() - began < 1.5
        assert running.errors() == ""


def test_without_rules_nothing_is_different(running, client):
    before = client.get("/projects/default")
    running.set_faults(FaultRule("empty"))
    running.clear_faults()
    after = client.get("/projects/default")
    for response in (before, after):
        del response.headers["date"]  # a second may have passed
    assert (after.content, after.headers) == (before.content, before.headers)
    assert running.requests()[-1]["fault"] is None

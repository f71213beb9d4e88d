"""What a sandbox bears: large bodies, silent clients, secrets in what it remembers."""

import contextlib
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from mapflow import sandbox
from mapflow.sandbox.control.masking import masked_query

pytestmark = pytest.mark.pythons

PATIENT_FOR_S = 0.5
LEAST_BYTES = 20
IMPATIENT = f"""
from mapflow.sandbox.client_timeout import ClientTimeoutProtocol
ClientTimeoutProtocol.patience_s = {PATIENT_FOR_S}
ClientTimeoutProtocol.least_bytes = {LEAST_BYTES}
from mapflow.sandbox.__main__ import main
main(["--json"])
"""


@pytest.fixture
def connect(running):
    """Opens connections to the sandbox."""
    with contextlib.ExitStack() as stack:

        def opened(url=running.base_url):
            parts = urlsplit(url)
            address = (parts.hostname, parts.port)
            return stack.enter_context(socket.create_connection(address, timeout=10))

        yield opened


def _head(running, line, **headers):
    headers = {"Host": "localhost", "Authorization": f"Basic {running.token}", **headers}
    lines = [line, *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_body_that_announces_too_much_is_refused_unread(running, connect):
    sock = connect()
    line = "POST /rest/projects HTTP/1.1"
    sock.sendall(_head(running, line, Content_Length=10**12, Content_Type="application/json"))
    response = sock.recv(65536)
    while b"}" not in response:
        response += sock.recv(65536)
    assert response.startswith(b"HTTP/1.1 413 ")
    assert b"the request body is larger than 67108864 bytes, the maximum" in response


def test_a_body_that_announces_nothing_is_refused_when_it_is_too_much(api):
    def endless():
        while True:
            yield b" " * 1_000_000

    content = endless()
    headers = {"Content-Type": "application/json"}
    # The server responds as soon as it is too much; httpx continues to send until it is hindered.
    with pytest.raises(httpx.HTTPError):
        api.post("/projects", content=_until(content, 200), headers=headers).raise_for_status()
    assert api.post("/projects", content=_until(endless(), 66), headers=headers).status_code == 400
    assert api.post("/projects", content=_until(endless(), 68), headers=headers).status_code == 413


def _until(parts, count):
    for _ in range(count):
        yield next(parts)


def test_the_control_interface_takes_little(running):
    for content in (b" " * 1_100_000, iter([b" " * 1_100_000])):
        response = httpx.post(f"{running.control_url}clock", content=content)
        assert response.status_code == 413
        assert "larger than 1048576 bytes" in response.json()["message"]


def test_an_upload_is_refused_while_it_is_still_on_its_way(running, connect):
    running.account("demo@example.com", maxUploadFileSize=1000)
    sock = connect()
    sock.sendall(
        _head(
            running,
            "POST /rest/rasters/mosaic/image?name=m HTTP/1.1",
            Content_Length=10**9,
            Content_Type="multipart/form-data; boundary=x",
        )
    )
    sock.sendall(b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + b"0" * 5000)
    response = sock.recv(65536)
    while b"}}}" not in response:
        response += sock.recv(65536)
    assert response.startswith(b"HTTP/1.1 413 ")
    detail = json.loads(response.partition(b"\r\n\r\n")[2])["detail"]
    assert detail["code"] == "FileTooBig"
    assert detail["parameters"]["max_file_size"] == "1000"
    assert 999_999_000 < int(detail["parameters"]["actual_file_size"]) < 10**9


@pytest.mark.parametrize("path", ["/projects", "/rasters/mosaic/image?name=m", "/processings/v2"])
def test_who_breaks_off_does_no_harm(running, connect, api, path):
    kind = "multipart/form-data; boundary=x" if "image" in path else "application/json"
    sock = connect()
    line = f"POST /rest{path} HTTP/1.1"
    sock.sendall(_head(running, line, Content_Length=10**6, Content_Type=kind))
    sock.sendall(b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + b"0" * 5000)
    sock.close()
    while not (seen := running.requests()) or seen[-1]["duration_ms"] is None:
        time.sleep(0.01)
    assert (seen[-1]["status"], seen[-1]["committed"]) == (None, False)
    assert api.get("/projects").status_code == 200
    assert running.errors() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_broken_off_upload_leaves_no_file(running, connect):
    def incoming():
        links = Path(f"/proc/{running.pid}/fd").iterdir()
        targets = (str(link.readlink()) for link in links if link.is_symlink())
        return [target for target in targets if "incoming-" in target]

    sock = connect()
    line = "POST /rest/rasters/mosaic/image?name=m HTTP/1.1"
    kind = "multipart/form-data; boundary=x"
    sock.sendall(_head(running, line, Content_Length=10**6, Content_Type=kind))
    sock.sendall(b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + b"0" * 5000)
    _wait_for(incoming)
    [file] = incoming()
    sock.close()
    _wait_for(lambda: not Path(file).exists())
    assert incoming() == []


def _wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_slow_clients_hold_up_no_others(running, connect, api):
    for number in range(50):
        sock = connect()
        head = _head(running, "POST /rest/projects HTTP/1.1", Content_Length=100)
        sock.sendall(head[: 20 + number * 3])
    began = time.perf_counter()
    assert api.get("/projects").status_code == 200
    assert time.perf_counter() - began < 2


@pytest.fixture(scope="module")
def impatient():
    """A sandbox that waits for its clients for half a second only."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", IMPATIENT], text=True, **pipes) as process:
        try:
            yield json.loads(process.stdout.readline())
            process.terminate()
            assert process.communicate(timeout=10)[1] == ""
        finally:
            process.kill()


@pytest.mark.parametrize("sent", ["", "GET /rest/vers", "headers", "body"])
def test_a_silent_client_is_left(impatient, connect, sent):
    head = (
        "POST /rest/projects HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Basic {impatient['token']}\r\n"
    )
    whole = f"{head}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n" + '{"name":'
    text = {"headers": head, "body": whole}.get(sent, sent)
    sock = connect(impatient["base_url"])
    began = time.perf_counter()
    sock.sendall(text.encode())
    with contextlib.suppress(ConnectionResetError):
        assert sock.recv(1000) == b""
    assert PATIENT_FOR_S * 0.9 < time.perf_counter() - began < 5


def test_a_client_that_goes_on_is_waited_for(impatient, connect):
    sock = connect(impatient["base_url"])
    text = b"GET /rest/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for begin in range(0, len(text), 10):
        sock.sendall(text[begin : begin + 10])
        time.sleep(PATIENT_FOR_S / 4)
    assert sock.recv(1000).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("part", ["headers", "body", "form"])
def test_a_client_that_trickles_is_left(impatient, connect, part):
    head = f"POST /rest/projects HTTP/1.1\r\nAuthorization: Basic {impatient['token']}\r\n"
    if part != "headers":
        kind = "multipart/form-data; boundary=x" if part == "form" else "application/json"
        head += f"Host: localhost\r\nContent-Type: {kind}\r\nContent-Length: 100000\r\n\r\n"
    if part == "form":
        head = head.replace("/rest/projects", "/rest/rasters/mosaic/image?name=m")
    sock = connect(impatient["base_url"])
    sock.settimeout(PATIENT_FOR_S / 10)
    sock.sendall(head.encode())
    began = time.perf_counter()
    with pytest.raises(OSError, match=r"(?i)reset|pipe|closed"):
        while time.perf_counter() - began < 10:
            sock.sendall(b"a")
            with contextlib.suppress(TimeoutError):
                if sock.recv(1000) == b"":
                    raise ConnectionError("closed")
    assert time.perf_counter() - began < 5


def test_it_ends_at_once_whatever_clients_have_begun():
    with sandbox.start() as running, contextlib.ExitStack() as stack:
        parts = urlsplit(running.base_url)
        line, kind = "POST /rest/projects HTTP/1.1", "application/json"
        head = _head(running, line, Content_Length=100, Content_Type=kind)
        for text in (b"", head[:30], head, head + b"{"):
            sock = stack.enter_context(socket.create_connection((parts.hostname, parts.port)))
            sock.sendall(text)
        _wait_for(lambda: len(running.requests()) == 2)
        began = time.perf_counter()
        running._process.terminate()
        assert running._process.wait(10) == 0
        assert time.perf_counter() - began < 1.5
        assert running.errors() == ""


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("a=1&b=two+words", "a=1&b=two+words"),
        (
            "token=x&apiKey=x&raster_password=x",
            "token=REDACTED&apiKey=REDACTED&raster_password=REDACTED",
        ),
        ("raster_login=x&user=x&sig=x", "raster_login=REDACTED&user=REDACTED&sig=REDACTED"),
        ("expires=1&signature=x", "expires=1&signature=REDACTED"),
        ("userId=1&author=me&design=d", "userId=1&author=me&design=d"),
        (
            "url=https%3A%2F%2Fme%3Apass@tiles.example.com%2F%7Bz%7D%2F%7Bx%7D.png%3Fkey%3D9%23f",
            "url=https%3A%2F%2FREDACTED%40tiles.example.com%2F%7Bz%7D%2F%7Bx%7D.png"
            "%3FREDACTED%23REDACTED",
        ),
        ("url=https%3A%2F%2F%5Bme%3Apass@x", "url=REDACTED"),
        ("url=s3%3A%2F%2Fbucket%2Fa.tif", "url=s3%3A%2F%2Fbucket%2Fa.tif"),
        ("", ""),
    ],
)
def test_secrets_in_a_query_are_masked(query, kept):
    assert masked_query(query) == kept


def test_the_log_keeps_no_secrets_of_sources(api, running):
    secrets = ["pass-9", "login-9", "key-9"]
    params = {
        "source_type": "xyz",
        "url": "https://login-9:pass-9@tiles.example.com/{z}/{x}/{y}.png?key=key-9",
        "raster_login": "login-9",
        "raster_password": "pass-9",
    }
    api.post("/processings", json={"wdName": "x", "params": params})
    api.get("/catalog/meta", params=params)
    for page in ("requests", "", "faults"):
        text = httpx.get(running.control_url + page).text
        assert not [secret for secret in secrets if secret in text]
    assert running.requests()[-1]["path"] == "/rest/catalog/meta"


def test_a_request_under_way_is_in_the_log(running, connect):
    sock = connect()
    line = "POST /rest/projects HTTP/1.1"
    sock.sendall(_head(running, line, Content_Length=10, Content_Type="application/json"))
    _wait_for(running.requests)
    [seen] = running.requests()
    assert (seen["method"], seen["path"]) == ("POST", "/rest/projects")
    assert (seen["status"], seen["duration_ms"], seen["committed"]) == (None, None, False)


def test_every_operation_is_named_in_the_log(api, running):
    api.get("/projects/default")
    httpx.head(f"{running.base_url}/projects", headers=api.headers)
    api.post("/projects/page", json={})
    api.get("/nothing")
    httpx.get(running.base_url.replace("/rest", "/imagery/0/0/0.png"))
    assert [(seen["operation"], seen["paid"], seen["fault"]) for seen in running.requests()] == [
        ("getDefaultProject", False, None),
        ("listProjects", False, None),
        ("pageProjects", False, None),
        (None, False, None),
        (None, False, None),
    ]

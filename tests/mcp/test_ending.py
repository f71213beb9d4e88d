"""The server ends when it is told to, and when its assistant went away."""

import json
import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals.")

_HELLO = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {},
               "clientInfo": {"name": "x", "version": "1"}},
}  # fmt: skip


@pytest.fixture
def server(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "mapflow.cli", "mcp", "--folder", tmp_path],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "MAPFLOW_TOKEN": "YUBleGFtcGxlLmNvbTpzZWNyZXQ=",
             "MAPFLOW_BASE_URL": "http://127.0.0.1:9/rest"},
    )  # fmt: skip
    process.stdin.write(json.dumps(_HELLO) + "\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 1
    yield process
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        try:
            stream.close()
        except BrokenPipeError:
            continue


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_though_stdin_is_open(server, number):
    server.send_signal(number)
    assert server.wait(10) == 128 + number
    assert server.stderr.read() == ""


def test_an_assistant_that_is_gone_is_no_failure(server):
    server.stdout.close()
    server.stdin.write('{"jsonrpc": "2.0", "id": 2, "method": "ping"}\n')
    server.stdin.close()
    assert server.wait(10) == 0
    assert server.stderr.read() == ""

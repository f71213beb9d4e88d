"""The program: how it starts, what it says, how it ends."""

import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time

import httpx
import pytest

from mapflow import sandbox

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "mapflow.sandbox"]
TOKEN = "YWRhQGV4YW1wbGUuY29tOnNlY3JldA=="


@contextlib.contextmanager
def _start(*more):
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, *more], text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def test_one_line_of_json_and_nothing_else():
    with _start("--json", "--token", TOKEN) as process:
        announced = json.loads(process.stdout.readline())
        assert set(announced) == {"base_url", "token", "pid", "control_url"}
        assert announced["token"] == TOKEN
        assert announced["pid"] == process.pid
        assert announced["base_url"].startswith("http://127.0.0.1:")
        header = {"Authorization": f"Basic {TOKEN}"}
        status = httpx.get(f"{announced['base_url']}/user/status", headers=header)
        assert status.json()["email"] == "ada@example.com"
        process.terminate()
        out, err = process.communicate(timeout=10)
        assert (out, err, process.returncode) == ("", "", 0)


def test_other_accounts_are_there_from_the_start_and_after_a_reset():
    with _start("--json", "--account", "colleague@example.com") as process:
        announced = json.loads(process.stdout.readline())
        token = announced["accounts"]["colleague@example.com"]
        for _ in range(2):
            header = {"Authorization": f"Basic {token}"}
            status = httpx.get(f"{announced['base_url']}/user/status", headers=header)
            assert status.json()["email"] == "colleague@example.com"
            httpx.post(f"{announced['control_url']}reset").raise_for_status()


def test_an_account_has_an_address():
    with _start("--account", "colleague") as process:
        _, err = process.communicate(timeout=10)
    assert process.returncode
    assert "an account needs an e-mail address, got 'colleague'" in err


def test_words_for_people():
    with _start() as process:
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            said += line
        assert "synthetic" in said
        assert "not the Mapflow service" in said
        settings = dict(
            line.strip().removeprefix("export ").split("=", 1)
            for line in said.splitlines()
            if line.strip().startswith("export ")
        )
        assert set(settings) == {"MAPFLOW_BASE_URL", "MAPFLOW_TOKEN"}
        header = {"Authorization": f"Basic {settings['MAPFLOW_TOKEN']}"}
        url = f"{settings['MAPFLOW_BASE_URL']}/user/status"
        assert httpx.get(url, headers=header).status_code == 200
        process.terminate()
        process.communicate(timeout=10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(number):
    with _start("--json") as process:
        url = json.loads(process.stdout.readline())["base_url"]
        # An open connection does not keep it.
        with httpx.Client() as client:
            client.get(url)
            began = time.monotonic()
            process.send_signal(number)
            out, err = process.communicate(timeout=10)
            assert time.monotonic() - began < 5
        assert (out, err, process.returncode) == ("", "", 0)


def test_it_ends_with_its_parent():
    parent = (
        "import os, sys\n"
        "from mapflow import sandbox\n"
        "running = sandbox.start()\n"
        "print(running.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, check=False
    )
    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while _is_alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_responds_quickly(mapflow_sandbox):
    header = {"Authorization": f"Basic {mapflow_sandbox.token}"}
    times = []
    with httpx.Client(headers=header) as client:
        for _ in range(50):
            began = time.perf_counter()
            client.get(f"{mapflow_sandbox.base_url}/user/status")
            times.append(time.perf_counter() - began)
    # Nagle's algorithm and delayed acknowledgements together would cost 40 ms each.
    assert statistics.median(times) < 0.03


def test_a_port_can_be_chosen_and_used_again_at_once():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for _ in range(2):
        with sandbox.start(port=port) as running:
            assert running.base_url == f"http://127.0.0.1:{port}/rest"
            assert httpx.get(running.control_url).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--host", "0.0.0.0"], "loopback"),  # noqa: S104 - the point is that it is refused
        (["--token", "nonsense"], "base64"),
        (["--speed", "-1"], "speed"),
        (["--speed", "inf"], "speed"),
        (["--state", "/proc/none/x.db"], "/proc/none"),
        (["--port", "99999"], "port"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(arguments, word):
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode in (1, 2)
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said():
    with sandbox.start() as running:
        port = int(running.base_url.split(":")[2].split("/")[0])
        with pytest.raises(RuntimeError, match="ddress"):
            sandbox.start(port=port)


def test_the_fixture_is_reset_before_each_test(mapflow_sandbox):
    assert mapflow_sandbox.requests() == []
    header = {"Authorization": f"Basic {mapflow_sandbox.token}"}
    for _ in range(2):
        httpx.post(f"{mapflow_sandbox.base_url}/projects", headers=header, json={"name": "x"})
    assert len(httpx.get(f"{mapflow_sandbox.base_url}/projects", headers=header).json()) == 3


def test_the_fixture_is_reset_before_each_test_again(mapflow_sandbox):
    header = {"Authorization": f"Basic {mapflow_sandbox.token}"}
    assert len(httpx.get(f"{mapflow_sandbox.base_url}/projects", headers=header).json()) == 1


def test_importing_the_controls_loads_no_server():
    code = (
        "import sys, mapflow.sandbox.pytest_plugin, mapflow.sandbox as s; s.start; "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('starlette', 'uvicorn', 'jsonschema', 'httpx', 'numpy', 'yaml', 'anyio', 'PIL')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_starting_loads_nothing_heavy():
    code = (
        "import sys, mapflow.sandbox.app, mapflow.sandbox.server; "
        "print([m for m in ('numpy', 'rasterio', 'shapely', 'pyproj', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_does_not_import_the_client():
    code = (
        "import sys, mapflow.sandbox.app, mapflow.sandbox.server; "
        "print(sorted(m for m in sys.modules if m.startswith(('mapflow.', 'mapflow_openapi'))"
        " and not m.startswith('mapflow.sandbox')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(eval(done.stdout))  # noqa: S307 - printed by the line above
    assert loaded <= {"mapflow.spec", "mapflow._version"}


def test_ctrl_c_does_not_reach_it():
    with sandbox.start() as running:
        assert os.getpgid(running.pid) != os.getpgid(0), "it is in a separate session"


def test_a_process_can_be_stopped_twice():
    running = sandbox.start()
    assert str(running.pid) in repr(running)
    assert running.token not in repr(running)
    running.stop()
    running.stop()

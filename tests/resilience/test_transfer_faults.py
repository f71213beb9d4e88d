"""Downloads from a sandbox on its bad days: nothing that was received is asked for twice."""

import signal
import subprocess
import sys
import time

import pytest

from mapflow import Mapflow, errors, sandbox, sources
from mapflow._http import timing
from mapflow.sandbox import FaultRule
from tests.cli.terminal import Terminal
from tests.support.signals import hear_ctrl_c

pytestmark = pytest.mark.slow

BOX = (37.28, 55.62, 37.31, 55.64)
DRIP = FaultRule("drip", operations=["getResult"], piece_bytes=8000, pause_s=0.05)


@pytest.fixture(scope="module")
def whole():
    """A sandbox with a finished processing, and its id."""
    with sandbox.start(speed=0) as running, client_of(running) as mf:
        mapbox = sources.Provider("Mapbox")
        job = mf.processings.run(model="buildings", area=BOX, source=mapbox)
        running.advance(100_000)
        job.wait()
        yield running, job.id


def client_of(running, **given):
    return Mapflow(token=running.token, base_url=running.base_url, **given)


@pytest.fixture
def world(whole, loopback, monkeypatch):
    whole[0].clear_faults()
    monkeypatch.setattr(timing, "sleep", lambda seconds: None)
    return whole


@pytest.fixture
def asked(world):
    """The responses to requests for results since: status and bytes."""
    running = world[0]
    before = len(running.requests())

    def look():
        seen = [each for each in running.requests()[before:] if each["operation"] == "getResult"]
        return [(each["status"], each["response_bytes"]) for each in seen]

    return look


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_responses_that_are_cut_off(world, asked, tmp_path):
    running, job = world
    running.set_faults(FaultRule("truncate", operations=["getResult"], keep=0.5, count=3))
    with client_of(running) as mf:
        path = mf.processings.result(job).save(tmp_path / "a.geojson")
    statuses, sent = zip(*asked(), strict=True)
    assert statuses == (200, 206, 206, 206)
    assert sum(sent) == path.stat().st_size
    assert left(tmp_path) == ["a.geojson"]


def test_without_a_length_too(world, asked, tmp_path):
    running, job = world
    cut = FaultRule("truncate", operations=["getResult"], keep=0.7, chunked=True, count=1)
    running.set_faults(cut)
    with client_of(running) as mf:
        path = mf.processings.result(job).save(tmp_path / "a.geojson")
    statuses, sent = zip(*asked(), strict=True)
    assert statuses == (200, 206)
    assert sum(sent) == path.stat().st_size


@pytest.mark.parametrize(
    "fault",
    [
        FaultRule("reset-before", operations=["getResult"], count=2),
        FaultRule("reset-after", operations=["getResult"], count=2),
        FaultRule("status", operations=["getResult"], status=503, count=2),
    ],
    ids=lambda fault: fault.fault,
)
def test_responses_that_do_not_come(world, asked, tmp_path, fault, monkeypatch):
    """These are repeated where all requests are; together with the others they are not too many."""
    running, job = world
    running.set_faults(FaultRule("truncate", operations=["getResult"], count=1), fault)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with client_of(running, max_retries=3) as mf:
        path = mf.processings.result(job).save(tmp_path / "a.geojson")
    responses = asked()
    assert [status for status, _ in responses if status in (200, 206)] == [200, 206]
    assert len(responses) == 4
    assert sum(sent for status, sent in responses if status in (200, 206)) == path.stat().st_size


def test_attempts_before_and_after_the_response_count_together(world, asked, tmp_path, monkeypatch):
    running, job = world
    running.set_faults(
        FaultRule("reset-before", operations=["getResult"], count=1),
        FaultRule("truncate", operations=["getResult"], keep=0.5, count=1),
        FaultRule("reset-before", operations=["getResult"]),
    )
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with client_of(running, max_retries=3) as mf, pytest.raises(errors.ConnectionFailed) as caught:
        mf.processings.result(job).save(tmp_path / "a.geojson")
    assert len(asked()) == 4
    assert "kept in .a.geojson.part" in "".join(caught.value.__notes__)
    running.clear_faults()
    with client_of(running) as mf:
        path = mf.processings.result(job).save(tmp_path / "a.geojson")
    status, sent = asked()[-1]
    assert status == 206
    assert sent < 0.6 * path.stat().st_size


def test_a_response_that_drips(world, asked, tmp_path):
    """The time of the transfer is over; the next call has a new deadline, and resumes."""
    running, job = world
    drip = FaultRule("drip", operations=["getResult"], piece_bytes=2000, pause_s=0.2)
    running.set_faults(drip)
    with (
        client_of(running, transfer_timeout_s=2) as mf,
        pytest.raises(errors.TimedOut) as caught,
    ):
        mf.processings.result(job).save(tmp_path / "a.geojson")
    assert len(asked()) == 1
    assert left(tmp_path) == [".a.geojson.part", ".a.geojson.part.json"]
    had = (tmp_path / ".a.geojson.part").stat().st_size
    assert had > 0
    assert "resumes the download" in "".join(caught.value.__notes__)
    running.clear_faults()
    with client_of(running) as mf:
        path = mf.processings.result(job).save(tmp_path / "a.geojson")
    assert asked()[-1] == (206, path.stat().st_size - had)


SAVE = (
    "import sys; from mapflow import Mapflow\n"
    "with Mapflow() as mf: mf.processings.result(sys.argv[1]).save('a.geojson',"
    " on_progress=lambda at: print(at.done_bytes, flush=True))\n"
)


@pytest.fixture
def at_work(world, tmp_path, monkeypatch):
    """Another process that is downloading, slowly."""
    running, job = world
    running.set_faults(DRIP)
    monkeypatch.setenv("MAPFLOW_BASE_URL", running.base_url)
    monkeypatch.setenv("MAPFLOW_TOKEN", running.token)
    monkeypatch.chdir(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", SAVE, job],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,
    ) as process:
        assert int(process.stdout.readline()) > 0
        yield process
        process.kill()


def test_two_processes_and_one_file(world, at_work, tmp_path):
    running, job = world
    with client_of(running) as mf:
        for overwrite in (False, True):
            with pytest.raises(errors.InvalidFile, match="Another process") as refused:
                mf.processings.result(job).save("a.geojson", overwrite=overwrite)
            assert "choose another name" in str(refused.value)
        elsewhere = mf.processings.result(job)
        assert at_work.poll() is None
        at_work.communicate(timeout=60)
        assert at_work.returncode == 0
        running.clear_faults()
        truth = elsewhere.save("b.geojson").read_bytes()
    assert (tmp_path / "a.geojson").read_bytes() == truth
    assert left(tmp_path) == ["a.geojson", "b.geojson"]


def test_a_process_that_was_interrupted(world, asked, at_work, tmp_path):
    running, job = world
    at_work.send_signal(signal.SIGINT)
    _, told = at_work.communicate(timeout=30)
    assert "KeyboardInterrupt" in told
    assert "resumes the download" in told
    assert left(tmp_path) == [".a.geojson.part", ".a.geojson.part.json"]
    had = (tmp_path / ".a.geojson.part").stat().st_size
    running.clear_faults()
    with client_of(running) as mf:
        path = mf.processings.result(job).save("a.geojson")
    assert asked()[-1] == (206, path.stat().st_size - had)
    assert left(tmp_path) == ["a.geojson"]


def test_ctrl_c_says_how_to_go_on(world, tmp_path, monkeypatch):
    running, job = world
    running.set_faults(DRIP)
    monkeypatch.setenv("MAPFLOW_BASE_URL", running.base_url)
    monkeypatch.setenv("MAPFLOW_TOKEN", running.token)
    monkeypatch.chdir(tmp_path)
    terminal = Terminal("result", job, "-o", "a.geojson")
    terminal.until("/s", timeout_s=60)
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "Interrupted. What was downloaded is kept in .a.geojson.part" in terminal.text
    assert "the same command resumes the download" in terminal.text

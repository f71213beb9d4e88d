"""No credit is spent without the user's consent, and none that was spent is lost from sight."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mapflow import errors, sources
from mapflow.cli._exits import Exit, PaidStop, Stop, after_paying
from mapflow.sandbox import FaultRule
from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox")
PLANNED = ("planned", "run", "PLAN", "--name", "x", "-m", "buildings", "-a", QUARTER)
PAID = {
    "run": RUN,
    "run from stdin": ("run", "-m", "buildings", "-a", "-"),
    "run and save": (*RUN, "-o", "roofs.geojson"),
    "restart": ("restart", "65285409-ac88-4fc0-a937-193cf42c2343"),
    "search": ("search", QUARTER, "--run", "buildings"),
    "planned run": PLANNED,
}


@pytest.mark.parametrize("arguments", PAID.values(), ids=PAID)
def test_no_terminal_and_no_limit_sends_nothing(cli, arguments):
    done = cli(*arguments, stdin=QUARTER.read_text("utf-8"))
    assert done.code == 2
    assert done.out == ""
    assert "--yes" in done.err
    assert "--max-cost" in done.err
    assert cli.service.requests() == []


@pytest.mark.parametrize("arguments", PAID.values(), ids=PAID)
def test_the_same_in_a_process_without_a_terminal(cli, arguments):
    done = cli.finish(cli.start(*arguments))
    assert done.code == 2, done
    assert cli.service.requests() == []


@pytest.mark.parametrize("agreement", [("--yes",), ("--max-cost", "16")])
def test_a_yes_or_a_limit_is_enough(cli, agreement):
    assert cli.ok(*RUN, *agreement).out.strip()
    assert cli.ok("status").facts["credits_left"] == "984 credits"


def test_a_limit_alone_holds(cli):
    done = cli(*RUN, "--max-cost", "15")
    assert done.code == 5
    assert cli.ok("list", "--json").json == []


def paid(cli):
    return 1000 - cli.ok("status", "--json").json["remaining_credits"]


def the_only_one(cli):
    (found,) = cli.ok("list", "--json").json
    return found["id"]


def run_as_process(cli, *arguments, **options):
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE} | options
    process = subprocess.run(
        [sys.executable, "-m", "mapflow.cli", *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
        **options,
    )
    assert "Traceback" not in process.stderr
    assert "Exception ignored" not in process.stderr
    return process


@pytest.mark.parametrize("more", [(), ("--json",), ("--wait", "--interval", "0"), ("-o", "-")])
def test_a_full_disk_behind_stdout(cli, more):
    with Path("/dev/full").open("w") as full:
        done = run_as_process(cli, *RUN, "--yes", *more, stdout=full)
    assert done.returncode == 10, done
    assert the_only_one(cli) in done.stderr
    assert f"`mapflow wait {the_only_one(cli)} --output FILE`" in done.stderr


@pytest.mark.parametrize("more", [(), ("--json",), ("-o", "-")])
def test_a_stdout_that_leads_nowhere_is_known_before_paying(cli, more):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run_as_process(cli, *RUN, "--yes", *more, stdout=writing)
    finally:
        os.close(writing)
    assert done.returncode == 2, done
    assert "reader of stdout has gone" in done.stderr
    closed = run_as_process(cli, *RUN, "--yes", *more, preexec_fn=lambda: os.close(1))
    assert closed.returncode == 2, closed
    assert "stdout is closed" in closed.stderr
    assert cli.service.requests() == []


def test_streams_that_are_closed_are_no_reason_to_fail(cli):
    done = run_as_process(cli, "status", preexec_fn=lambda: (os.close(0), os.close(2)))
    assert done.returncode == 0
    assert "credits_left" in done.stdout
    done = run_as_process(cli, "status", preexec_fn=lambda: os.close(1))
    assert done.returncode == 1
    assert done.stderr == "Error: stdout cannot be written to: it is closed.\n"
    with Path("/dev/full").open("w") as full:
        done = run_as_process(cli, "status", "--json", stdout=full)
    assert done.returncode == 1
    assert "stdout cannot be written to: No space left on device" in done.stderr


@pytest.mark.parametrize("spoil", ["folder gone", "file appeared", "not writable"])
def test_what_spoils_the_file_while_waiting(cli, folder, monkeypatch, spoil):
    (folder / "deep").mkdir()
    target = folder / "deep" / "roofs.geojson"
    real = sys.modules["mapflow.cli.running"].wait_for

    def wait_and_spoil(*arguments, **options):
        ended = real(*arguments, **options)
        if spoil == "folder gone":
            (folder / "deep").rmdir()
        elif spoil == "file appeared":
            target.write_text("mine")
        else:
            (folder / "deep").rmdir()
            (folder / "deep").write_text("a file now")
        return ended

    monkeypatch.setattr("mapflow.cli.running.wait_for", wait_and_spoil)
    done = cli(*RUN, "--yes", "-o", target, "--interval", "0")
    assert done.code == 10, done
    assert the_only_one(cli) in done.err.splitlines()[-1]
    assert "is charged" in done.err
    if spoil == "file appeared":
        assert target.read_text() == "mine"


def test_a_restart_that_cannot_be_told(cli, failed):
    with Path("/dev/full").open("w") as full:
        done = run_as_process(cli, "restart", failed, "--yes", "--json", stdout=full)
    assert done.returncode == 10, done
    assert f"Processing {failed} was restarted" in done.stderr


@pytest.mark.parametrize("target", ["/dev/null", "/proc/roofs.geojson", "."])
def test_files_that_cannot_be_are_refused_before_paying(cli, target):
    done = cli(*RUN, "--yes", "-o", target, "--overwrite")
    assert done.code == 2
    assert cli.service.requests() == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), 10),
        (BrokenPipeError(), 10),
        (errors.ConnectionFailed("x"), 10),
        (errors.AuthenticationError("x", status=401, method="GET", url="u"), 10),
        (errors.InvalidInput("x"), 10),
        (Stop("x"), 10),
        (ZeroDivisionError(), 10),
        (errors.WaitTimedOut("x", processing=None, waited_s=1.0), 7),
        (errors.ProcessingFailed("x", processing=None), 6),
        (errors.OutcomeUnknown("x"), 9),
    ],
)
def test_codes_after_paying(error, code):
    from mapflow.cli._exits import exit_code, sentence

    with pytest.raises(type(error) if code != 10 else PaidStop) as caught, after_paying("ID"):
        raise error
    assert exit_code(caught.value) == code
    if code == 10:
        assert caught.value.processing_id == "ID"
        assert "`mapflow wait ID --output FILE`" in sentence(caught.value)


def test_ctrl_c_after_paying_names_what_was_paid_for():
    with pytest.raises(KeyboardInterrupt) as caught, after_paying("ID"):
        raise KeyboardInterrupt
    assert "Processing ID was started" in caught.value.__notes__[0]


def test_the_meaning_of_two():
    from mapflow.cli._exits import MEANINGS

    assert "nothing was sent that costs" in MEANINGS[Exit.USAGE]
    assert "is charged" in MEANINGS[Exit.PAID]


def test_a_run_on_a_terminal_asks_little(cli):
    from tests.cli.terminal import Terminal

    terminal = Terminal(*RUN)
    terminal.until("Continue? [y/N]")
    terminal.type("y\n")
    assert terminal.end() == 0
    sent = [f"{seen['method']} {seen['path']}" for seen in cli.service.requests()]
    assert len(sent) <= 4, sent
    assert sum(call == "POST /rest/processings" for call in sent) == 1


def test_a_restart_that_cannot_be_read_again_was_paid(cli, failed):
    faults = FaultRule("status", status=404, operations=["getProcessing"], skip=1, count=1)
    cli.service.set_faults(faults)
    done = cli("restart", failed, "--yes")
    assert done.code == 10, done
    assert f"Processing {failed} was restarted and may be charged again." in done.err
    assert f"`mapflow wait {failed} --output FILE`" in done.err


@pytest.mark.parametrize("arguments", [("--max-cost", "1"), ()])
def test_no_prompt_for_a_restart_that_is_refused(cli, failed, finished, arguments):
    terminal = Terminal("restart", failed if arguments else finished, *arguments)
    assert terminal.end() == (5 if arguments else 2)
    assert "[y/N]" not in terminal.text


def test_what_was_carried_out_twice_is_told(cli):
    tag = "0" * 31 + "7"
    with cli.service.client() as client:
        jobs = [
            client.processings.run(
                model="buildings", area=QUARTER, source=sources.Provider("Mapbox"), tag=tag
            )
            for _ in range(2)
        ]
    done = cli.ok("reconcile", tag, "--json")
    assert done.json["id"] == jobs[0].id
    assert "Note: 2 processings carry the tag" in done.err
    assert all(job.id in done.err for job in jobs)

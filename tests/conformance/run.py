"""Starts a sandbox, lets schemathesis loose on it, and says what came of it.

    python -m tests.conformance.run [--seed N] [--examples N]
"""

import argparse
import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mapflow import sandbox, spec

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SLOWEST_S = 3600
# Whatever else is set would steer schemathesis, or send its requests through a proxy.
_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        requests: How many the sandbox has seen of it.
        failures: Each as (operation, kind of fault).
        answers: By operation, how often it was answered with which status.
        seconds: From the first request to the last.
        complete: Whether every phase went on to its end.
        text: What schemathesis says about it.
    """

    requests: int
    failures: frozenset
    answers: dict
    seconds: float
    complete: bool
    text: str


def run(target, *, seed, examples, only=()):
    """Run all phases against a sandbox that is new.

    Args:
        target: The running sandbox.
        seed: Decides the requests.
        examples: How many are made up for each operation and phase.
        only: Operations to be asked for; all of them when left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        report, notes = Path(folder, "report.json"), Path(folder, "notes.json")
        command = [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", str(spec.path()), "--url", target.base_url),
            *("--seed", str(seed), "--max-examples", str(examples)),
            *("--report-json-path", str(report), "--no-color"),
        ]
        for operation in only:
            command += ["--include-operation-id", operation]
        began = time.monotonic()
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=_environment(target, notes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=SLOWEST_S,
        )
        seconds = time.monotonic() - began
        if not (report.exists() and notes.exists()):
            raise RuntimeError(f"schemathesis ended with {ended.returncode}:\n{ended.stdout}")
        found, noted = json.loads(report.read_bytes()), json.loads(notes.read_bytes())
    return Outcome(
        requests=target.requests()[-1]["number"] - noted["prepared_with"],
        failures=_failures(found),
        answers=noted["answers"],
        seconds=seconds,
        complete=found["complete"] and not found["errors"],
        text=ended.stdout,
    )


def _failures(found):
    return frozenset(
        (operation, failure["title"])
        for failure in found["failures"]
        for operation in failure["operations"]
    )


def _environment(target, notes):
    wanted = {"base_url": target.base_url, "control_url": target.control_url, "token": target.token}
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "CONFORM_TARGET": json.dumps(wanted),
        "CONFORM_NOTES": str(notes),
        "CONFORM_TOKEN": target.token,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "COLUMNS": "120",
    }


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=0, help="decides the requests (default 0)")
    parser.add_argument(
        "--examples", type=int, default=40, help="made up for each operation and phase (default 40)"
    )
    wanted = parser.parse_args(arguments)
    with sandbox.start(speed=0, seed=0) as target:
        outcome = run(target, seed=wanted.seed, examples=wanted.examples)
        print(outcome.text)
        print(target.errors(), file=sys.stderr)
    for op, st in sorted(outcome.answers.items()): print(op.ljust(28), st)
    print(
        f"seed {wanted.seed}: {outcome.requests} requests, {len(outcome.failures)} failures,"
        f" {outcome.seconds:.0f} s"
    )
    return 1 if outcome.failures or not outcome.complete else 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())

"""Sends whatever the document allows, and what it does not, to a sandbox, and checks all responses.

    python -m tests.fuzz.run [--seed N] [--examples N]

Prints a line of figures, and what failed with the request that makes it fail.
"""

import argparse
import base64
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from mapflow import sandbox
from tests.fuzz import world

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PHASES = "examples,coverage,fuzzing,stateful"


@dataclass(frozen=True)
class Outcome:
    """What one run of schemathesis saw."""

    code: int
    output: str
    requests: int
    seconds: float

    @property
    def failures(self):
        """The kinds of failure with how often each was found, as its summary names them."""
        return dict(re.findall(r"❌ (\w+ [^:\n]+): (\d+)", self.output.partition("SUMMARY")[2]))

    @property
    def cases(self):
        """How many requests were made up."""
        counted = re.search(r"([\d,]+) generated", self.output)
        return int(counted[1].replace(",", "")) if counted else 0


def _tool():
    """Where schemathesis is: beside this Python, or on the path, in a separate environment."""
    here = str(Path(sys.executable).parent)
    found = shutil.which("schemathesis", path=os.pathsep.join([here, os.environ.get("PATH", "")]))
    if found is None:
        raise LookupError(
            "schemathesis is not installed: it is in the dependency group conformance"
        )
    return found


def run(base_url, token, found, *, examples, seed, requests, phases=PHASES, only=()):
    """Let schemathesis test a server.

    Args:
        base_url: Its address.
        token: Of an account.
        found: What exists there, as `world.build` gives it.
        examples: How many requests to make up for each operation, at most.
        seed: Decides all of them.
        requests: A function that tells how many requests the server has seen.
        phases: Which phases of schemathesis.
        only: Operations to test; Default: all.
    """
    email, _, secret = base64.b64decode(token).decode().partition(":")
    command = [
        _tool(),
        "--config-file", str(HERE / "schemathesis.toml"),
        "run", str(ROOT / "openapi.yaml"), "--url", base_url,
        "--phases", phases, "--checks", "all", "--max-examples", str(examples), "--seed", str(seed),
        "--request-timeout", "60", "--continue-on-failure", "--no-color",
        "--suppress-health-check", "all",
    ]  # fmt: skip
    for operation in only:
        command += ["--include-operation-id", operation]
    began, before = time.monotonic(), requests()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
                "PYTHONPATH": str(ROOT),
                "PYTHONUTF8": "1",
                "CONFORMANCE_WORLD": json.dumps(found),
                "SANDBOX_EMAIL": email,
                "SANDBOX_SECRET": secret,
            },
        )
    taken = time.monotonic() - began
    return Outcome(done.returncode, done.stdout + done.stderr, requests() - before, taken)


def main():
    """Run everything once against a new sandbox."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--examples", type=int, default=60, help="requests for each operation")
    given = parser.parse_args()
    with sandbox.start(seed=1) as running:
        found = world.build(running.base_url, running.token, running.control_url)
        outcome = run(
            running.base_url, running.token, found,
            examples=given.examples, seed=given.seed, requests=lambda: seen(running),
        )  # fmt: skip
        errors = running.errors()
    if outcome.code:
        sys.stdout.write(outcome.output + errors)
    failed = ", ".join(f"{count} times {kind}" for kind, count in outcome.failures.items())
    print(
        f"conform: {outcome.requests} requests, {failed or 'no failure'},"
        f" {outcome.seconds:.0f} s, seed {given.seed}"
    )
    return outcome.code


def seen(running):
    """How many requests a sandbox has seen."""
    log = running.requests()
    return log[-1]["number"] if log else 0


if __name__ == "__main__":
    sys.exit(main())

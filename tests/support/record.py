"""Starts a sandbox whose clock stands still, and records every cassette from it."""

import os
import subprocess
import sys

from mapflow import sandbox


def main(arguments):
    with sandbox.start(seed=0, speed=0) as server:
        # In a separate process, as pytest wants to be the first to import what it tests.
        command = ["pytest", "-q", "tests/cassettes", "--record", "--api-url", server.base_url]
        environment = {**os.environ, "MAPFLOW_TOKEN": server.token}
        run = subprocess.run(
            [sys.executable, "-m", *command, *arguments], env=environment, check=False
        )
        return run.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

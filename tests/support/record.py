"""Starts a sandbox whose clock stands still, and records every cassette from it."""

import os
import sys

import pytest

from mapflow import sandbox


def main(arguments):
    with sandbox.start(seed=0, speed=0) as server:
        os.environ["MAPFLOW_TOKEN"] = server.token
        chosen = ["tests/cassettes", "-q", "-k", "not async"]
        return pytest.main([*chosen, "--record", "--api-url", server.base_url, *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

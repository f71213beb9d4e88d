"""Random responses at every operation, through both clients.

``scripts/soak responses [--seed N] [--count N]``, where the count is for each operation.

Whatever the service returns, a call returns a value or raises an error of this package.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mapflow._http import timing
from tests.resilience.mutation import drive
from tests.resilience.mutation.calls import CALLS
from tests.soak.random_responses import random_response

COUNT = 10_000
#: A call works on memory alone here: one that takes longer goes round in circles.
LONGEST_S = 10
KINDS = ("sync", "async")


class Hung(BaseException):
    """Not an Exception: no code on the way may take it for an error that it knows."""


@dataclass
class Found:
    """The outcome of the responses at one operation, or at several."""

    ended: Counter[str] = field(default_factory=Counter)
    #: One example for each place that they came from.
    faults: dict[str, str] = field(default_factory=dict)
    slowest_s: float = 0.0

    def add(self, other):
        """Count another's in."""
        self.ended += other.ended
        self.faults |= other.faults
        self.slowest_s = max(self.slowest_s, other.slowest_s)


@contextmanager
def _no_pauses():
    """Waits take no time, on a clock that knows of them."""
    now = [0.0]

    def sleep(seconds):
        now[0] += max(seconds, 0)

    async def asleep(seconds):
        sleep(seconds)

    before = timing.monotonic, timing.sleep, timing.asleep
    timing.monotonic, timing.sleep, timing.asleep = (lambda: now[0]), sleep, asleep
    try:
        yield
    finally:
        timing.monotonic, timing.sleep, timing.asleep = before


def _hung(*_):
    raise Hung


async def _try(kind, operation, response, folder, found):
    began = time.monotonic()
    signal.alarm(LONGEST_S)
    try:
        given, error = await drive.ended(kind, operation, *response, folder)
        found.ended["value" if error is None else type(error).__name__] += 1
        del given
    except (Exception, Hung) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        found.ended[f"FAULT {type(error).__name__}"] += 1
        found.faults[f"{type(error).__name__} at {where}"] = (
            f"{kind} {operation}: {error!r:.200}; {response!r:.400}"
        )
    finally:
        signal.alarm(0)
    found.slowest_s = max(found.slowest_s, time.monotonic() - began)


def tried(kind, operation, seed, count):
    """Send this number of responses to one operation of one client."""
    found = Found()
    # The other things that it tells the user are not checked here.
    logging.getLogger("mapflow").addHandler(logging.NullHandler())
    # The same responses for both clients; a text seeds alike in every process.
    random = Random(f"{seed} {operation}")
    usual = drive.usual()[operation]

    async def all_of_them(folder):
        for _ in range(count):
            await _try(kind, operation, random_response(random, *usual), folder, found)

    before = signal.signal(signal.SIGALRM, _hung)
    try:
        with tempfile.TemporaryDirectory() as folder, _no_pauses():
            asyncio.run(all_of_them(Path(folder)))
    finally:
        signal.signal(signal.SIGALRM, before)
    return found


def main(arguments=None):
    """Run all, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=COUNT, help="responses at each operation")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args(arguments)
    began, whole = time.monotonic(), Found()
    with ProcessPoolExecutor(given.processes) as hands:
        jobs = [
            hands.submit(tried, kind, operation, given.seed, given.count)
            for operation in CALLS
            for kind in KINDS
        ]
        for job in jobs:
            whole.add(job.result())
    figures = {
        "seed": given.seed,
        "operations": len(CALLS),
        "clients": len(KINDS),
        "responses": whole.ended.total(),
        "ended": dict(whole.ended.most_common()),
        "faults": sum(n for how, n in whole.ended.items() if how.startswith("FAULT")),
        "slowest_s": round(whole.slowest_s, 3),
        "took_s": round(time.monotonic() - began, 1),
    }
    # One of each place is enough to continue.
    for place, fault in whole.faults.items():
        print(f"{place}: {fault}", file=sys.stderr)
    print(json.dumps(figures))
    return 1 if whole.faults else 0


if __name__ == "__main__":
    sys.exit(main())

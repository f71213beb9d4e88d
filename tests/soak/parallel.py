"""One client for many callers at once: threads of the sync one, tasks of the async one.

``scripts/soak parallel [--seed N] [--count N]``, where the count is of rounds for each caller.
Every caller works on a separate area, and whatever it gets must be about that.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mapflow import AsyncMapflow, Mapflow, sandbox, sources
from tests.support.client_kinds import closed, maybe_await

THREADS = 32
TASKS = 200
ROUNDS = 3
MAPBOX = sources.Provider("Mapbox")
#: What the client keeps open for the next call.
KEPT_OPEN = 10
_SIDE = 0.001
_BETWEEN = 0.01


@dataclass
class Found:
    """What came of it."""

    calls: int = 0
    faults: list[str] = field(default_factory=list)
    features: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, features, fault):
        with self.lock:
            self.calls += 1
            self.features += features
            if fault:
                self.faults.append(fault)


def sockets():
    """How many sockets this process has open."""
    found = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found += str(entry.readlink()).startswith("socket:")
        except FileNotFoundError:
            continue  # that of the folder itself
    return found


class Caller:
    """Uses the client as if it were alone, and compares what it gets with what it asked for."""

    def __init__(self, number, client, folder, found, seed):
        self.name = f"caller-{number}"
        self.client = client
        self.folder = folder
        self.found = found
        self.random = Random(f"{seed} {number}")
        west = round(37.30 + number * _BETWEEN, 6)
        self.west, self.south = west, 55.636
        east, north = west + _SIDE, self.south + _SIDE
        ring = [[west, 55.636], [east, 55.636], [east, north], [west, north], [west, 55.636]]
        self.area = {"type": "Polygon", "coordinates": [ring]}

    async def act(self, rounds):
        """Do everything there is to do, some rounds of it."""
        try:
            project = await maybe_await(self.client.projects.create(self.name))
            self.check("project", project.name, self.name)
            jobs = [await self.job(project, number) for number in range(rounds)]
            listed = await maybe_await(self.client.processings.list(project))
            self.check("list", {job.id for job in listed}, {job.id for job in jobs})
        except Exception as error:
            self.found.add(0, f"{self.name}: {error!r}")

    def check(self, what, given, expected, features=0):
        fault = "" if given == expected else f"{self.name}, {what}: {given!r}, not {expected!r}"
        self.found.add(features, fault)

    async def job(self, project, number):
        """Run one processing to its file, with some reads in between."""
        mf, name = self.client, f"{self.name}-{number}"
        run = {"model": "buildings", "area": self.area, "source": MAPBOX}
        job = await maybe_await(
            mf.processings.run(**run, name=name, project=project, max_cost=1000)
        )
        self.check("run", (job.name, job.project_id), (name, project.id))
        reads = [
            self.read_project(project),
            self.read_job(job, name),
            self.read_price(run),
            self.read_account(),
        ]
        self.random.shuffle(reads)
        for read in reads:
            await read
        await maybe_await(job.wait(interval_s=0.05))
        path = self.folder / f"{name}.geojson"
        await maybe_await(job.result().save(path))
        features = json.loads(path.read_bytes())["features"]
        outside = [feature for feature in features if not self.is_mine(feature)]
        self.check("result", outside, [], len(features))
        return job

    def is_mine(self, feature):
        # What stands on the edge reaches a little over it; the next caller is ten sides away.
        near = _SIDE
        return all(
            self.west - near <= x <= self.west + _SIDE + near
            and self.south - near <= y <= self.south + _SIDE + near
            for x, y, *_ in _positions(feature["geometry"]["coordinates"])
        )

    async def read_project(self, project):
        again = await maybe_await(self.client.projects.get(project.id))
        self.check("project again", (again.id, again.name), (project.id, self.name))

    async def read_job(self, job, name):
        again = await maybe_await(self.client.processings.get(job.id))
        self.check("job again", (again.id, again.name), (job.id, name))

    async def read_price(self, run):
        estimate = await maybe_await(self.client.processings.estimate(**run))
        self.check("price", estimate.cost > 0, True)

    async def read_account(self):
        status = await maybe_await(self.client.account.status())
        self.check("account", status.email, "many@example.com")


def _positions(coordinates):
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)


def _threads(callers, rounds):
    with ThreadPoolExecutor(len(callers)) as hands:
        # Each thread has a separate loop, in which nothing but the script itself runs.
        list(hands.map(lambda caller: asyncio.run(caller.act(rounds)), callers))


async def _tasks(callers, rounds):
    await asyncio.gather(*(caller.act(rounds) for caller in callers))


async def _measured(kind, count, rounds, seed, running):
    token = running.account("many@example.com", credits=10**9)
    found, began, before = Found(), time.monotonic(), sockets()
    client = kind(token=token, base_url=running.base_url, timeout_s=120)
    with tempfile.TemporaryDirectory() as folder:
        callers = [Caller(n, client, Path(folder), found, seed) for n in range(count)]
        if kind is Mapflow:
            _threads(callers, rounds)
        else:
            await _tasks(callers, rounds)
    # Closing a connection is done by the loop, when it gets to it.
    await asyncio.sleep(0.1)
    kept = sockets() - before
    await closed(client)
    await asyncio.sleep(0.1)
    return {
        "callers": count,
        "checks": found.calls,
        "features": found.features,
        "faults": len(found.faults),
        "kept_sockets": kept,
        "leaked_sockets": sockets() - before,
        "took_s": round(time.monotonic() - began, 1),
    }, found.faults


def measured(kind, count, rounds, seed):
    """Let ``count`` callers share a client; return the figures, and what was wrong."""
    with sandbox.start(seed=seed, speed=10_000) as running:
        return asyncio.run(_measured(kind, count, rounds, seed, running))


def main(arguments=None):
    """Run both, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=ROUNDS, help="rounds for each caller")
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--tasks", type=int, default=TASKS)
    given = parser.parse_args(arguments)
    figures, bad = {"seed": given.seed, "rounds": given.count}, False
    for name, kind, count in (
        ("sync", Mapflow, given.threads),
        ("async", AsyncMapflow, given.tasks),
    ):
        figures[name], faults = measured(kind, count, given.count, given.seed)
        for fault in faults[:20]:
            print(fault, file=sys.stderr)
        leaks = figures[name]["leaked_sockets"] or figures[name]["kept_sockets"] > KEPT_OPEN
        bad |= bool(faults or leaks)
    print(json.dumps(figures))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

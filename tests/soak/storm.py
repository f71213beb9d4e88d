"""Runs by the thousand through a storm, in which a fifth of all requests meets a fault.

    python -m tests.soak.storm [--count N] [--seed N] [--clients N]

What its user does here is what the documentation says: an error before the paid request means that
nothing was bought, so the call is made again; `OutcomeUnknown` means to search again later with
the same tag, and to run again only what is not there.
"""

import argparse
import asyncio
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random

from mapflow import AsyncMapflow, MapflowError, sandbox, sources
from mapflow.errors import OutcomeUnknown, RateLimited

_A_PROJECT = 50
_POLL_S = 5.0
_MODEL = "forest"
_AT_ONCE = 12
_TAG = "mapflow-client-tag"
_GIVES_UP_S = 2.0
_SIDES_DEG = (0.002, 0.004, 0.006, 0.01)


@dataclass
class Figures:
    """What a storm did."""

    runs: int = 0
    requests: int = 0
    faulted: int = 0
    calls: int = 0
    posts: int = 0
    unknown: int = 0
    found_later: int = 0
    failed_before: int = 0
    refused: int = 0
    lost: int = 0
    duplicated: int = 0
    estimated: float = 0.0
    charged: float = 0.0
    foreign: list[str] = field(default_factory=list)

    @property
    def is_clean(self):
        """Whether nothing was lost, and nothing paid twice."""
        return (
            not self.foreign
            and (self.lost, self.duplicated) == (0, 0)
            and self.posts == self.calls
            and self.charged == self.estimated
        )


class Storm:
    """One sandbox, some clients, and what they did so far."""

    def __init__(self, running, clients, seed):
        self._running = running
        self._clients = clients
        self._mf = clients[0]
        self._random = Random(seed)
        # What is left in its pool of connections is for those that are dropped.
        self._gates = [asyncio.Semaphore(_AT_ONCE) for _ in clients]
        self.seen = Figures()

    async def prices(self):
        """What each size of area costs, asked for while the weather is fine."""
        return {
            side: (
                await self._mf.processings.estimate(
                    model=_MODEL, area=_box(side), source=sources.Provider("Mapbox")
                )
            ).cost
            for side in _SIDES_DEG
        }

    async def start(self, count, prices):
        """Start the processings of the storm, some in each project."""
        homes = [
            (await self._mf.projects.create(f"Storm {number}")).id
            for number in range(-(-count // _A_PROJECT))
        ]
        wanted = {
            f"{self._random.getrandbits(128):032x}": self._random.choice(_SIDES_DEG)
            for _ in range(count)
        }
        log = Log(self._running)
        self._running.set_faults("storm")
        watching = asyncio.create_task(log.watch())
        started = await asyncio.gather(
            *(
                self._one(place % len(self._clients), tag, side, homes[place // _A_PROJECT])
                for place, (tag, side) in enumerate(wanted.items())
            )
        )
        watching.cancel()
        self._running.clear_faults()
        log.read()
        self.seen.runs = count
        self.seen.requests, self.seen.faulted, self.seen.posts = log.count, log.faulted, log.paid
        self.seen.estimated = float(sum(prices[side] for side in wanted.values()))
        await self._compare(homes, dict(zip(wanted, started, strict=True)))

    async def _compare(self, homes, started):
        """Compare what was returned with what is there."""
        there = [found for home in homes for found in await self._mf.processings.list(project=home)]
        tags = [found.meta.get(_TAG) for found in there]
        self.seen.lost = len(set(started) - set(tags))
        self.seen.duplicated = len(tags) - len(set(tags))
        ids = {found.meta.get(_TAG): found.id for found in there}
        for tag, job in started.items():
            if job is not None and ids.get(tag) != job.id:
                self.seen.foreign.append(f"{tag} was returned as {job.id}")

    async def _one(self, number, tag, side, project):
        """Start one processing, whatever it takes."""
        mf = self._clients[number]
        async with self._gates[number]:
            while True:
                try:
                    job = await mf.processings.run(
                        model=_MODEL,
                        area=_box(side),
                        source=sources.Provider("Mapbox"),
                        project=project,
                        max_cost=1000,
                        tag=tag,
                    )
                except OutcomeUnknown as error:
                    self.seen.calls += 1
                    self.seen.unknown += 1
                    job = await self._search_again(error)
                    if job is None:
                        continue
                    self.seen.found_later += 1
                    return job
                except RateLimited as error:
                    # Either the paid request was refused for now, or one before it.
                    paid = error.method == "POST" and error.url.endswith("/processings")
                    self.seen.calls += paid
                    self.seen.refused += paid
                    self.seen.failed_before += not paid
                    continue
                except MapflowError:
                    self.seen.failed_before += 1
                    continue
                except Exception as error:
                    self.seen.foreign.append(repr(error))
                    return None
                self.seen.calls += 1
                return job

    async def _search_again(self, error):
        while True:
            try:
                return await self._mf.processings.reconcile(error)
            except MapflowError:
                continue


class Log:
    """What a sandbox has seen since, counted while it remembers it."""

    def __init__(self, running):
        self._running = running
        self._last = self._first_unknown()
        self._under_way = set()
        self.count = self.faulted = self.paid = 0

    async def watch(self):
        """Go on reading."""
        while True:
            await asyncio.sleep(_POLL_S)
            await asyncio.to_thread(self.read)

    def read(self):
        """Count what is new, and what has ended since the last time."""
        entries = {seen["number"]: seen for seen in self._running.requests()}
        new = [number for number in entries if number > self._last]
        if gone := {*self._under_way, *range(self._last + 1, max(entries) + 1)} - set(entries):
            raise RuntimeError(f"The sandbox has forgotten {len(gone)} requests too early.")
        for number in [*self._under_way, *new]:
            seen = entries[number]
            self.count += number not in self._under_way
            if seen["duration_ms"] is None and seen["fault"] is None:
                self._under_way.add(number)
                continue
            self._under_way.discard(number)
            self.faulted += seen["fault"] is not None
            self.paid += seen["paid"]
        self._last = max(entries)

    def _first_unknown(self):
        log = self._running.requests()
        return log[-1]["number"] if log else 0


def _box(side):
    return (37.3, 55.636, 37.3 + side, 55.636 + side)


async def run(count, seed, clients=12):
    """Start ``count`` processings in a storm, and report the outcome."""
    async with AsyncExitStack() as stack:
        running = stack.enter_context(sandbox.start(seed=seed, speed=0))
        running.account("demo@example.com", credits=100_000_000)
        made = [
            await stack.enter_async_context(
                AsyncMapflow(token=running.token, base_url=running.base_url, timeout_s=_GIVES_UP_S)
            )
            for _ in range(clients)
        ]
        storm = Storm(running, made, seed)
        prices = await storm.prices()
        before = (await made[0].account.status()).remaining_credits
        await storm.start(count, prices)
        storm.seen.charged = before - (await made[0].account.status()).remaining_credits
        if "Traceback" in running.errors():
            storm.seen.foreign.append(running.errors())
    return storm.seen


def main():
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=12)
    given = parser.parse_args()
    began = time.monotonic()
    seen = asyncio.run(run(given.count, given.seed, given.clients))
    print("\n".join(seen.foreign))
    print(
        f"storm: {seen.runs} runs, {seen.requests} requests, {seen.faulted} of them faulted"
        f" ({seen.faulted / seen.requests:.1%}); {seen.calls} paid calls, {seen.posts} paid"
        f" requests, {seen.refused} of them refused; {seen.failed_before} errors before anything"
        f" was sent, {seen.unknown} unknown"
        f" outcomes, {seen.found_later} of them found later; {seen.lost} lost,"
        f" {seen.duplicated} duplicated; {seen.charged:g} credits charged for"
        f" {seen.estimated:g} estimated; {time.monotonic() - began:.0f} s, seed {given.seed}"
    )
    return 0 if seen.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

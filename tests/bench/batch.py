"""A batch of thousands of areas: what it sends, what is listed, and what a poll costs.

python -m tests.bench.batch [--rows N] [--parallel N]
"""

import argparse
import collections
import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from mapflow import Mapflow, batch, sandbox, sources


@dataclass
class Figures:
    """What came of it."""

    rows: int = 0
    took_s: float = 0.0
    requests: collections.Counter = field(default_factory=collections.Counter)
    listed_bytes: int = 0
    polls: int = 0

    @property
    def requests_a_row(self):
        return sum(self.requests.values()) / self.rows

    @property
    def listed_bytes_a_row(self):
        return self.listed_bytes / self.rows


def measure(rows, parallel=50, *, interval_s=0.25, speed=200):
    """Run a batch of ``rows`` areas against a sandbox, and count."""
    with sandbox.start(seed=1, speed=speed) as running, tempfile.TemporaryDirectory() as place:
        running.account("demo@example.com", credits=100_000_000)
        file = Path(place) / "areas.geojson"
        file.write_text(json.dumps(areas(rows)))
        seen = Figures(rows)
        with Mapflow(token=running.token, base_url=running.base_url) as mf:
            _watch(mf, seen)
            began = time.perf_counter()
            report = batch.run(
                mf,
                file,
                model="forest",
                source=sources.Provider("Mapbox"),
                folder=Path(place) / "batch",
                parallel=parallel,
                interval_s=interval_s,
            )
            seen.took_s = time.perf_counter() - began
        if not report.is_success:
            raise RuntimeError(f"The batch went wrong: {report}.")
    return seen


def _watch(mf, seen):
    """Count what the client sends and receives, without the service's help."""
    pool = mf._session.transport._clients.client
    send = pool.send

    def counting(request, **options):
        response = send(request, **options)
        kind = _kind(request)
        seen.requests[kind] += 1
        if kind in ("list", "get", "page"):
            seen.polls += 1
            length = response.headers.get("content-length")
            seen.listed_bytes += int(length or 0)
        return response

    pool.send = counting


def _kind(request):
    path = request.url.path
    if path.endswith("/page"):
        return "page"
    if path.endswith("/result"):
        return "result"
    if "/cost" in path:
        return "cost"
    if request.method == "POST":
        return "run"
    if "/projects/" in path and "/processings" in path:
        return "list"
    return "get" if "/processings/" in path else "other"


def work_per_poll(finished, running=50, *, count=200):
    """CPU time of this program for one poll, with ``finished`` finished rows, in seconds."""
    from mapflow.batch import _states
    from mapflow.batch._ledger import Ledger
    from mapflow.batch._ledger_cache import LedgerCache
    from mapflow.batch._rows import Row

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "batch.sqlite"
        names = [Row(f"a{number}", "{}", None) for number in range(finished + running)]
        ledger = Ledger.create(path, names, {}, "")
        try:
            cache = LedgerCache(ledger)
            for number in range(1, finished + running + 1):
                state = _states.DONE if number <= finished else _states.RUNNING
                cache.apply([(number, {"state": state, "processing_id": f"p{number}"})])
            began = time.process_time()
            for _ in range(count):
                rows = cache.rows(_states.RUNNING, _states.UNKNOWN)
                cache.apply([(row.number, {"status": "IN_PROGRESS"}) for row in rows])
                cache.count(_states.RUNNING)
                cache.first(_states.WAITING)
                str(cache.report())
            return (time.process_time() - began) / count
        finally:
            ledger.close()


def areas(count):
    """Squares side by side, a feature each."""
    features = []
    for number in range(count):
        west, south = 37.3 + number % 100 * 0.003, 55.0 + number // 100 * 0.003
        east, north = west + 0.002, south + 0.002
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": f"a{number}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def main():
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--parallel", type=int, default=50)
    given = parser.parse_args()
    seen = measure(given.rows, given.parallel)
    few, many = work_per_poll(100), work_per_poll(10_000)
    print(
        f"batch: {seen.rows} rows in {seen.took_s:.0f} s; {seen.requests_a_row:.2f} requests a row"
        f" {dict(seen.requests)}; {seen.listed_bytes_a_row / 1024:.1f} kB listed a row;"
        f" a poll costs {few * 1e3:.2f} ms with 100 rows finished, {many * 1e3:.2f} ms with 10,000"
    )


if __name__ == "__main__":
    main()

"""Ledgers of batches, damaged at random: each call returns or raises an error of this package.

``scripts/soak ledgers --seed 7 --count 10000``
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from mapflow import Mapflow, batch, errors, sources
from mapflow._http import timing

MODEL = "30ddfd15-04aa-47f6-9ceb-68ce709fd710"
PROJECT = "546d148f-19a1-40d8-8f16-d1e6dabfd204"
JOB = "65285409-ac88-4fc0-a937-193cf42c2343"
AREA = (37.300, 55.636, 37.302, 55.638)
#: What stands in a column but should not have been written there.
_ODD = (
    None, 0, 1, -1, 2**63 - 1, 1.5, 1e308, "", "x", "\x00", "{", "[]", "{}", "null", "5", '"x"',
    b"", b"\xff\x00", JOB, "waiting", "sending", "unknown", "running", "ended", "done", "failed",
    "refused", "over_budget", "../../x", "x" * 300, '{"type": "Point"}', "[" * 5000,
)  # fmt: skip
_TABLES = {
    "rows": (
        *("number", "name", "area", "state", "tag", "sent", "processing_id", "cost", "status"),
        *("note", "result", "obstacle", "earlier_id", "earlier_cost"),
    ),
    "batch": (
        *("id", "version", "created", "fingerprint", "settings"),
        *("service", "account", "project_id"),
    ),
}
_SETTINGS = (
    *("model", "options", "project", "source", "has_source", "shown_source", "meta"),
    *("max_cost", "budget"),
)
#: The maximum of requests for one call; any further request gets a refused token.
_MOST_REQUESTS = 80


@dataclass
class Seen:
    """What came of all the ledgers."""

    count: int = 0
    outcomes: Counter = field(default_factory=Counter)
    foreign: list = field(default_factory=list)

    @property
    def is_clean(self):
        return not self.foreign


class Service:
    """Knows one model and one project, and loses what is started now and then."""

    def __init__(self, rng):
        self.rng = rng
        self.asked = 0

    def __call__(self, request):
        self.asked += 1
        if self.asked > _MOST_REQUESTS:
            return httpx.Response(401, json={"message": "enough"})
        path = request.url.path.removeprefix("/rest")
        job = {"id": JOB, "status": self.rng.choice(["OK", "FAILED", "IN_PROGRESS", "CANCELLED"])}
        responses = {
            "/user/status": {
                "email": "ada@example.com",
                "billingType": "CREDITS",
                "remainingCredits": 1000,
                "models": [{"id": MODEL, "name": "buildings"}],
            },
            "/projects/default": {"id": PROJECT, "isDefault": True},
            f"/projects/{PROJECT}": {"id": PROJECT},
            f"/projects/{PROJECT}/processings": self.rng.choice([[], [job]]),
            "/processing/cost": 8,
            "/processings": job,
            f"/processings/{JOB}": job,
            f"/processings/{JOB}/aois": [],
            f"/processings/{JOB}/result": {"type": "FeatureCollection", "features": []},
        }
        if path not in responses or self.rng.random() < 0.05:
            return httpx.Response(self.rng.choice([404, 500, 400]), json={"message": "no"})
        return httpx.Response(200, json=responses[path])


def _client(rng):
    http = httpx.Client(transport=httpx.MockTransport(Service(rng)))
    return Mapflow(
        token="ada@example.com:secret", base_url="https://api.example.test/rest", http_client=http
    )


def _areas():
    return {"North": AREA, "South": (37.310, 55.636, 37.312, 55.638), "West": AREA}


def _whole(folder):
    """A batch of which nothing is started yet."""
    with _client(random.Random(1)) as client:
        batch.run(
            client,
            _areas(),
            model="buildings",
            source=sources.Provider("Mapbox"),
            folder=folder,
            max_cost=0,
        )


def _value(rng):
    return rng.choice(_ODD)


def _alter(rng, path):
    """Write odd values, or take tables away, as another program could."""
    with sqlite3.connect(path) as ledger:
        for _ in range(rng.randint(1, 3)):
            table = rng.choice(["rows", "rows", "batch"])
            column = rng.choice(_TABLES[table])
            statement = rng.choice(
                [
                    (f"UPDATE {table} SET {column} = ?", (_value(rng),)),
                    (f"UPDATE {table} SET {column} = ? WHERE rowid = 1", (_value(rng),)),
                    (f"DROP TABLE {table}", ()),
                    (f"DELETE FROM {table}", ()),
                    (f"ALTER TABLE {table} RENAME TO other", ()),
                    (f"ALTER TABLE {table} RENAME COLUMN {column} TO other", ()),
                    ("UPDATE batch SET settings = ?", (_settings(rng),)),
                    (
                        "UPDATE rows SET state = ?, processing_id = ?, tag = ? WHERE number = 1",
                        (rng.choice(["running", "ended", "sending", "unknown"]), JOB, "f" * 32),
                    ),
                ]
            )
            with suppress(sqlite3.Error):
                ledger.execute(*statement)
    ledger.close()


def _settings(rng):
    made = {
        "model": "buildings", "options": None, "project": None, "has_source": True, "meta": {},
        "source": {"v1": {"data_provider": "Mapbox"}, "v2": {}}, "shown_source": "x",
        "max_cost": None, "budget": None,
    }  # fmt: skip
    for name in rng.choices(_SETTINGS, k=rng.randint(0, 3)):
        odd = rng.choice(
            [*_ODD, [], {}, [1], {"v1": 5}, {"v1": {"a": 5}, "v2": 5}, {"a": {}}, True, {"v2": {}}]
        )
        made[name] = odd if not isinstance(odd, bytes) else "bytes"
    return json.dumps(made)


def _damage(rng, folder):
    """Leave in the folder what may be there in the place of a ledger."""
    path = folder / "batch.sqlite"
    kind = rng.choice(["bytes", "flips", "cut", "alter", "alter", "alter", "alter", "place"])
    if kind == "bytes":
        path.write_bytes(rng.randbytes(rng.choice([0, 1, 100, 5000])))
    elif kind == "flips":
        content = bytearray(path.read_bytes())
        for _ in range(rng.choice([1, 10, 1000])):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(content)
    elif kind == "cut":
        content = path.read_bytes()
        path.write_bytes(content[: rng.randrange(len(content))])
    elif kind == "alter":
        _alter(rng, path)
    else:
        path.unlink()
        rng.choice(
            [
                path.mkdir,
                lambda: path.symlink_to(path),
                lambda: path.symlink_to(folder / "nowhere"),
                lambda: os.mkfifo(path),
                lambda: _folder_for(folder / "report.json"),
                lambda: (folder / ".batch.sqlite.lock").unlink(missing_ok=True),
            ]
        )()
    for beside in ("batch.sqlite-wal", "batch.sqlite-shm", "batch.sqlite-journal"):
        if rng.random() < 0.1:
            (folder / beside).write_bytes(rng.randbytes(rng.randrange(5000)))


def _folder_for(file):
    file.unlink(missing_ok=True)
    file.mkdir()


def _use(rng, folder):
    with _client(rng) as client:
        what = rng.randrange(6)
        if what == 0:
            batch.exists(folder)
            batch.status(folder)
        elif what == 1:
            batch.status(folder / "batch.sqlite").to_dict()
        elif what == 2:
            batch.resume(client, folder, dry_run=True, max_cost=100)
        elif what == 3:
            batch.run(
                client,
                _areas(),
                model="buildings",
                source=sources.Provider("Mapbox"),
                folder=folder,
                max_cost=rng.choice([0, 100]),
                interval_s=0,
                settle_s=0,
            )
        else:
            batch.resume(
                client,
                folder,
                source=rng.choice([None, sources.Provider("Mapbox")]),
                retry_failed=rng.random() < 0.3,
                max_cost=rng.choice([None, 100]),
                interval_s=0,
                settle_s=0,
            )


@contextmanager
def _no_pauses():
    kept, now = (timing.sleep, timing.monotonic), [0.0]

    def sleep(seconds):
        now[0] += seconds

    timing.sleep, timing.monotonic = sleep, lambda: now[0]
    try:
        yield
    finally:
        timing.sleep, timing.monotonic = kept


def run(count, seed):
    """Try ledgers."""
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, _no_pauses():
        whole = Path(folder) / "whole"
        _whole(whole)
        for number in range(count):
            rng = random.Random(f"{seed}/{number}")
            place = Path(folder) / "batch"
            shutil.copytree(whole, place)
            _damage(rng, place)
            _judge(seen, number, rng, place)
            shutil.rmtree(place)
    return seen


def _judge(seen, number, rng, place):
    seen.count += 1
    try:
        _use(rng, place)
    except errors.MapflowError as error:
        seen.outcomes[type(error).__name__] += 1
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        seen.foreign.append(f"{number}: {type(error).__name__} at {where}: {str(error)[:200]!a}")
    else:
        seen.outcomes["works"] += 1


def main():
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    seen = run(given.count, given.seed)
    print("\n".join(seen.foreign))
    told = ", ".join(f"{count} {name}" for name, count in seen.outcomes.most_common())
    print(
        f"ledgers: {seen.count} ledgers, {len(seen.foreign)} foreign exceptions; {told};"
        f" {time.monotonic() - began:.0f} s, seed {given.seed}"
    )
    return 0 if seen.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

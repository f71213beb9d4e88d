"""Folders that earlier versions left, killed while they sent a request: read, resumed, finished.

Each archive was made by the code of its time: three rows done and one on its way to be, one failed,
one running, one whose request was just sent, one waiting, one above ``max_cost``, one unusable.
"""

import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from mapflow import batch, sources
from mapflow.batch import _schema
from mapflow.batch._ledger import Ledger
from tests.batch.test_batches import states
from tests.support.client_kinds import maybe_await

pytestmark = pytest.mark.pythons

LEFT = sorted((Path(__file__).parent / "ledgers").glob("*.zip"))
NAMES = ["large", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "bad"]


@pytest.fixture(params=LEFT, ids=lambda path: path.stem)
def left(request, tmp_path):
    """A folder of an earlier version."""
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(tmp_path / "batch")
    return tmp_path / "batch"


def version_of(path):
    with closing(sqlite3.connect(path)) as ledger:
        return ledger.execute("SELECT version FROM batch").fetchone()[0]


async def settle(batches, folder):
    """Have the service hold what the batch had started, and let the ledger point at it."""
    project = (await maybe_await(batches.client.projects.default())).id
    with closing(sqlite3.connect(folder / "batch.sqlite")) as ledger:
        columns = {row[1] for row in ledger.execute("PRAGMA table_info(batch)")}
        if "service" in columns:
            here = (batches.client.base_url, project)
            ledger.execute("UPDATE batch SET service = ?, project_id = ?", here)
        started = ledger.execute("SELECT name, area, tag FROM rows WHERE tag IS NOT NULL")
        for name, area, tag in started.fetchall():
            there = await maybe_await(
                batches.client.processings.run(
                    model="forest",
                    source=sources.Provider("Mapbox"),
                    area=json.loads(area),
                    name=name,
                    tag=tag,
                    meta={"sandbox:fail": "inference.internalError"} if name == "a2" else None,
                )
            )
            ledger.execute(
                "UPDATE rows SET processing_id = ? WHERE name = ? AND processing_id IS NOT NULL",
                (there.id, name),
            )
        ledger.commit()
    # What failed has failed before today's program looks.
    failing = next(each for each in await batches.there() if each.name == "a2")
    while not failing.status.is_terminal:
        failing = await maybe_await(batches.client.processings.get(failing.id))


async def test_it_is_read_as_it_lies_there(left):
    before = {path: path.read_bytes() for path in left.glob("batch.sqlite*")}
    report = batch.status(left)
    assert [row.name for row in report.rows] == NAMES
    assert {"done", "running", "failed", "sending", "waiting", "refused"} <= set(states(report))
    assert report.rows[0].state == "over_budget"
    assert report.spent == 77
    assert {path: path.read_bytes() for path in before} == before


async def test_it_is_finished_and_nothing_is_paid_twice(batches, left):
    assert left == batches.folder
    await settle(batches, left)
    before = len(batches.posts())
    report = await batches.resume()
    shown = {row.name: row.state for row in report.rows}
    assert shown == dict.fromkeys(NAMES, "done") | {
        "large": "over_budget",
        "a2": "failed",
        "bad": "refused",
    }
    assert len(batches.posts()) == before + 1  # a7 alone was waiting
    assert version_of(left / "batch.sqlite") == _schema.VERSION
    report = await batches.resume(max_cost=10_000, retry_failed=True)
    assert states(report) == ["done"] * 9 + ["refused"]
    assert len(batches.posts()) == before + 3  # what was too expensive, and what had failed
    assert report.spent == sum(row.cost for row in report.rows[:9]) + 11
    assert all(row.result.is_file() for row in report.rows[:9])
    assert await batches.resume() == batch.status(left) == report
    assert len(batches.posts()) == before + 3


KILLED = """
import os, signal, sys
from pathlib import Path
from mapflow.batch import _schema
from mapflow.batch._ledger import Ledger

seen, moment = 0, int(sys.argv[2])
connect = _schema.connect

def connecting(path):
    connection = connect(path)
    def trace(statement):
        global seen
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(trace)
    return connection

_schema.connect = connecting
Ledger.open(Path(sys.argv[1])).close()
print(seen)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process is killed like this there")
def test_a_kill_while_it_is_brought_up_to_date_leaves_the_old_or_the_new(tmp_path):
    def opened(moment):
        folder = tmp_path / str(moment)
        with zipfile.ZipFile(LEFT[0]) as archive:
            archive.extractall(folder)
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, folder / "batch.sqlite", str(moment)],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return folder / "batch.sqlite", ended

    def rows(path):
        with Ledger.reading(path) as ledger:
            return ledger.rows()

    path, ended = opened(0)
    statements = int(ended.stdout)
    wanted = rows(path)
    assert version_of(path) == _schema.VERSION
    for moment in (3, statements // 2, statements - 1, statements):
        path, ended = opened(moment)
        assert ended.returncode < 0, ended.stderr
        with closing(sqlite3.connect(path)) as there:
            columns = [row[1] for row in there.execute("PRAGMA table_info(rows)")]
        assert version_of(path) == 1
        assert columns == ["number", "name", "area", "state", "tag", "sent", "processing_id",
                           "cost", "status", "note", "result"]  # fmt: skip
        assert [row.name for row in rows(path)] == NAMES
        Ledger.open(path).close()
        assert rows(path) == wanted
        assert version_of(path) == _schema.VERSION


def test_each_version_has_a_folder():
    found = {path.stem.split("-")[1] for path in LEFT}
    assert found >= {str(version) for version in range(1, _schema.VERSION)}

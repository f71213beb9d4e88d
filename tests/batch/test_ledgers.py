"""Ledgers: of other versions, damaged, on disks that are full, in folders that are read only."""

import contextlib
import errno
import gc
import json
import os
import random
import shutil
import sqlite3
import stat
import warnings

import pytest

from mapflow import batch, errors
from mapflow.batch import _folders, _schema
from tests.batch.test_batches import states

pytestmark = pytest.mark.pythons

VERSION_1 = """
CREATE TABLE batch (
  id TEXT NOT NULL, version INTEGER NOT NULL, created REAL NOT NULL,
  fingerprint TEXT NOT NULL, settings TEXT NOT NULL
);
CREATE TABLE rows (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, area TEXT,
  state TEXT NOT NULL, tag TEXT UNIQUE, sent REAL, processing_id TEXT UNIQUE, cost REAL,
  status TEXT, note TEXT, result TEXT
);
CREATE INDEX by_state ON rows (state, number);
"""


def as_version_1(path):
    """Write a ledger as the first version would have left it."""
    old = sqlite3.connect(path)
    head = old.execute("SELECT id, 1, created, fingerprint, settings FROM batch").fetchall()
    rows = old.execute(
        "SELECT number, name, area, state, tag, sent, processing_id, cost, status, note, result"
        " FROM rows"
    ).fetchall()
    old.close()
    path.unlink()
    new = sqlite3.connect(path)
    new.executescript(VERSION_1)
    new.executemany("INSERT INTO batch VALUES (?, ?, ?, ?, ?)", head)
    new.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    new.execute("UPDATE rows SET state = 'too dear' WHERE state = 'over_budget'")
    new.commit()
    new.close()
    path.chmod(0o644)


def altered(path, *statements):
    with sqlite3.connect(path) as ledger:
        for statement in statements:
            ledger.execute(statement)
    ledger.close()


async def test_a_ledger_of_the_first_version_is_brought_up_to_date(batches, fields):
    await batches.run(fields(3), budget=22)
    path = batches.folder / "batch.sqlite"
    before = batch.status(batches.folder)
    as_version_1(path)
    shown = batch.status(batches.folder)
    assert states(shown) == states(before)
    assert path.stat().st_mode & 0o777 == 0o644  # reading changes nothing
    report = await batches.resume(budget=1000)
    assert report.is_success
    assert len(batches.posts()) == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert batch.status(batches.folder) == report


async def test_a_ledger_of_a_newer_version_is_refused(batches, fields):
    await batches.run(fields(1))
    altered(batches.folder / "batch.sqlite", "UPDATE batch SET version = 5")
    for call in (batches.resume, lambda: batches.run(fields(1))):
        with pytest.raises(errors.InvalidInput, match=r"newer version of mapflow-client.*up to 4"):
            await call()
    with pytest.raises(errors.InvalidInput, match="newer version"):
        batch.status(batches.folder)


async def test_no_other_user_may_read_a_ledger(batches, fields):
    modes = []

    def watch(report):
        modes.extend(
            stat.S_IMODE(path.stat().st_mode) for path in batches.folder.glob("batch.sqlite*")
        )

    before = os.umask(0o022)
    try:
        await batches.run(fields(1), on_progress=watch)
    finally:
        os.umask(before)
    assert set(modes) == {0o600}
    assert stat.S_IMODE((batches.folder / "batch.sqlite").stat().st_mode) == 0o600


DAMAGED = [
    "UPDATE batch SET settings = '{'",
    "UPDATE batch SET settings = '[]'",
    "UPDATE batch SET settings = '{}'",
    "UPDATE batch SET settings = x'ff00'",
    "UPDATE batch SET settings = json_set(settings, '$.source', json('{}'))",
    "UPDATE batch SET settings = json_set(settings, '$.source.v1', 5)",
    "UPDATE batch SET settings = json_set(settings, '$.meta', 5)",
    "UPDATE batch SET settings = json_set(settings, '$.budget', 'x')",
    "DELETE FROM batch",
    "DELETE FROM rows",
    "DELETE FROM rows WHERE number = 1",
    "UPDATE rows SET state = 'lost'",
    "UPDATE rows SET state = x'ff'",
    "UPDATE rows SET cost = 'dear'",
    "UPDATE rows SET cost = 9e999",
    "UPDATE rows SET cost = -9e999",
    "UPDATE rows SET processing_id = NULL, state = 'running'",
    "UPDATE rows SET area = NULL, state = 'waiting', tag = NULL, processing_id = NULL",
    "UPDATE rows SET area = '{', state = 'waiting', tag = NULL, processing_id = NULL",
    "UPDATE rows SET area = 'null', state = 'waiting', tag = NULL, processing_id = NULL",
    "UPDATE rows SET tag = x'ff' WHERE number = 1",
    "UPDATE rows SET note = cast(x'ff' AS TEXT)",
    "UPDATE rows SET holds = '{'",
    "UPDATE rows SET holds = '5'",
    "UPDATE rows SET holds = '[7]'",
    "DROP TABLE rows",
    "ALTER TABLE rows RENAME COLUMN name TO title",
    "UPDATE batch SET version = 'two'",
]


@pytest.mark.parametrize("damage", DAMAGED)
async def test_a_damaged_ledger_is_told(batches, fields, damage):
    await batches.run(fields(2))
    path = batches.folder / "batch.sqlite"
    altered(path, damage)
    posts = len(batches.posts())
    with pytest.raises(errors.MapflowError):
        report = await batches.resume(settle_s=0)
        # One row that cannot be read does not end a batch.
        assert "refused" in states(report), report
        raise errors.MapflowError("told in the report")
    assert len(batches.posts()) == posts


async def test_random_damage_is_told(batches, fields, tmp_path):
    await batches.run(fields(3))
    whole = (batches.folder / "batch.sqlite").read_bytes()
    chance = random.Random(3)
    for number in range(150):
        path = tmp_path / f"{number}.sqlite"
        content = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.choice((len(content), chance.randrange(len(content))))])
        # Anything else that is raised fails here.
        with contextlib.suppress(errors.MapflowError):
            batch.status(path)


async def test_a_ledger_in_a_folder_that_is_read_only_can_be_read(batches, fields, monkeypatch):
    report = await batches.run(fields(1))
    real = _schema._opened

    def opened(path, mode):
        if mode == "ro":
            # As SQLite says it there; for root no folder is read only.
            raise sqlite3.OperationalError("unable to open database file")
        assert path.parent != batches.folder
        return real(path, mode)

    monkeypatch.setattr(_schema, "_opened", opened)
    before = sorted(batches.folder.iterdir())
    assert batch.status(batches.folder) == report
    assert sorted(batches.folder.iterdir()) == before


async def test_a_full_disk_is_told_and_nothing_is_lost(batches, fields, monkeypatch):
    """The ledger cannot be written after the run was accepted: the next turn finds it."""
    from mapflow.batch._ledger import Ledger

    real = Ledger.change_all

    def change_all(self, changes):
        if any(columns.get("state") == "running" for _, columns in changes):
            # As SQLite says it.
            self._connection.execute("PRAGMA max_page_count = 1")
            with _schema.explained(self.path, writes=True):
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
        real(self, changes)

    monkeypatch.setattr(Ledger, "change_all", change_all)
    with pytest.raises(errors.InvalidFile, match="disk is full") as stopped:
        await batches.run(fields(2))
    assert "Free space" in str(stopped.value)
    assert "mapflow batch resume" in "".join(stopped.value.__notes__)
    assert len(batches.posts()) == 1
    monkeypatch.undo()
    assert (await batches.resume()).is_success
    assert len(batches.posts()) == len(await batches.there()) == 2


async def test_a_report_that_cannot_be_written_hides_nothing(batches, fields, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    areas = fields(1)
    monkeypatch.setattr(_folders.Path, "write_bytes", full)
    with pytest.raises(errors.InvalidFile, match="No space left") as stopped:
        await batches.run(areas)
    assert "mapflow batch status" in "".join(stopped.value.__notes__)
    assert batch.status(batches.folder).is_success


async def test_the_first_error_is_the_one_that_is_told(batches, fields, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    def stop(report):
        raise KeyboardInterrupt

    areas = fields(1)
    monkeypatch.setattr(_folders.Path, "write_bytes", full)
    with pytest.raises(KeyboardInterrupt) as stopped:
        await batches.run(areas, meta={"sandbox:status": "AWAITING"}, on_progress=stop)
    notes = " ".join(stopped.value.__notes__)
    assert "mapflow batch resume" in notes
    assert "No space left" in notes


async def test_the_folder_goes_away(batches, fields):
    def away(report):
        shutil.rmtree(batches.folder, ignore_errors=True)

    with pytest.raises(errors.MapflowError) as stopped:
        await batches.run(fields(3), parallel=1, on_progress=away)
    assert stopped.value.__notes__


@pytest.mark.parametrize("name", ["a\0b", "x" * 256, "f/g"])
async def test_folders_that_cannot_be(batches, fields, tmp_path, name):
    (tmp_path / "f").write_text("a file")
    with pytest.raises(errors.InvalidInput):
        await batches.run(fields(1), folder=tmp_path / name)
    with pytest.raises(errors.InvalidInput):
        batch.status(tmp_path / name)
    assert not batch.exists(tmp_path / name)
    assert batches.posts() == []


async def test_connections_are_closed(batches, fields, tmp_path):
    """Python 3.13 warns of each that is not."""
    made = []
    real = sqlite3.connect

    class Watched(sqlite3.Connection):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            made.append(self)

    def connect(*arguments, **options):
        return real(*arguments, factory=Watched, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        await batches.run(fields(1))
        batch.status(batches.folder)
        await batches.resume()
        (tmp_path / "no.sqlite").write_bytes(b"nothing of the kind" * 100)
        for call in (batch.status, batch.measure):
            with pytest.raises(errors.MapflowError):
                call(tmp_path / "no.sqlite")
        batches.folder = tmp_path / "no.sqlite"
        with pytest.raises(errors.MapflowError):
            await batches.resume()
    assert made
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gc.collect()


async def test_a_settings_text_has_no_login(batches, fields):
    await batches.run(fields(1))
    connection = sqlite3.connect(batches.folder / "batch.sqlite")
    [settings] = connection.execute("SELECT settings FROM batch").fetchone()
    connection.close()
    assert "password" not in json.loads(settings)

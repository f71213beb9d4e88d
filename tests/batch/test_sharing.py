"""Results that become files with the help of an executor, and a folder of files for engines."""

import errno
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyarrow.dataset
import pyarrow.parquet
import pytest

from mapflow import batch
from mapflow.batch._sharing import executors, tasks
from mapflow.errors import InvalidFile, InvalidInput, ResultWarning
from tests.batch.test_collecting import batch_of
from tests.joining.world import free_standing, parts_of
from tests.support.client_kinds import maybe_await

TOWN = free_standing(4, 24)


@pytest.fixture(scope="module")
def parts():
    return list(parts_of(TOWN, "clip"))


@pytest.fixture
def folder(tmp_path, parts):
    return batch_of(tmp_path / "roofs", parts)


@pytest.fixture(params=["sync", "async"])
def dataset(request):
    function = batch.dataset if request.param == "sync" else batch.dataset_async

    async def call(*arguments, **more):
        return await maybe_await(function(*arguments, **more))

    return call


@pytest.fixture
def small_shares(monkeypatch):
    """As many tasks as a large batch has."""
    monkeypatch.setattr(batch._results, "_SHARE_BYTES", 20_000)


class Here(Executor):
    """Does at once what it is given, last first if several wait."""

    def submit(self, function, /, *arguments, **more):
        future = Future()
        try:
            future.set_result(function(*arguments, **more))
        except Exception as error:  # noqa: BLE001  # as pools do
            future.set_exception(error)
        return future


def rows_of(path):
    table = pyarrow.dataset.dataset(path).to_table()
    return sorted(table.to_pylist(), key=lambda row: row["id"])


@pytest.mark.parametrize("join", ["auto", "none"])
@pytest.mark.parametrize("suffix", ["geojson", "parquet", "csv"])
@pytest.mark.parametrize("kind", ["threads", "here"])
async def test_the_file_is_the_same_with_an_executor(
    tmp_path, folder, small_shares, join, suffix, kind
):
    alone, shared = tmp_path / f"alone.{suffix}", tmp_path / f"shared.{suffix}"
    plain = batch.collect(folder, alone, join=join)
    with ThreadPoolExecutor(3) if kind == "threads" else Here() as executor:
        found = batch.collect(folder, shared, join=join, executor=executor)
    assert found._replace(path=alone) == plain
    assert shared.read_bytes() == alone.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"roofs", alone.name, shared.name}


async def test_the_dataset_holds_what_the_file_holds(dataset, tmp_path, folder):
    file = batch.collect(folder, tmp_path / "all.parquet")
    made = await dataset(folder, tmp_path / "set", file_mb=0.02)
    assert made[2:] == file[1:]
    assert made.files == len(list(made.path.iterdir())) > 3
    assert rows_of(made.path) == rows_of(file.path)
    assert {path.name for path in tmp_path.iterdir()} == {"roofs", "all.parquet", "set"}


async def test_without_joining_too(dataset, tmp_path, folder):
    file = batch.collect(folder, tmp_path / "all.parquet", join="none")
    made = await dataset(folder, tmp_path / "set", join="none", file_mb=0.02)
    assert made[2:] == file[1:]
    assert rows_of(made.path) == rows_of(file.path)


async def test_each_file_says_where_it_lies_at_both_ends(dataset, tmp_path, folder):
    made = await dataset(folder, tmp_path / "set", file_mb=0.02)
    boxes = []
    for path in sorted(made.path.iterdir()):
        file = pyarrow.parquet.ParquetFile(path)
        in_schema = json.loads(file.schema_arrow.metadata[b"geo"])
        assert json.loads(file.metadata.metadata[b"geo"]) == in_schema
        column = in_schema["columns"]["geometry"]
        assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
        boxes.append(column["bbox"])
        rows = file.read().to_pylist()
        assert min(row["bbox"]["xmin"] for row in rows) == pytest.approx(column["bbox"][0])
    schemas = [pyarrow.parquet.read_schema(path) for path in made.path.iterdir()]
    assert all(schema.equals(schemas[0]) for schema in schemas)
    # Neighbours share a file: together the boxes are hardly larger than the town.
    area = sum((east - west) * (north - south) for west, south, east, north in boxes)
    west, south, _, _ = map(min, zip(*boxes, strict=True))
    _, _, east, north = map(max, zip(*boxes, strict=True))
    assert area < 1.3 * (east - west) * (north - south)


async def test_results_that_differ_have_columns_that_hold_all(dataset, tmp_path, parts):
    folder = batch_of(tmp_path / "roofs", parts)
    for number, values in enumerate([{"n": 1}, {"n": 1.5}, {"n": "x", "late": True}, {}]):
        path = folder / f"r0c{number}.geojson"
        held = json.loads(path.read_text())
        for feature in held["features"]:
            feature["properties"] = {"id": 1, **values}
        path.write_text(json.dumps(held))
    empty = folder / "r3c3.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    file = batch.collect(folder, tmp_path / "all.parquet")
    made = await dataset(folder, tmp_path / "set", file_mb=0.001)
    assert rows_of(made.path) == rows_of(file.path)
    assert made.files == 15


async def test_nothing_at_all_is_a_table_still(dataset, tmp_path, parts):
    folder = batch_of(tmp_path / "roofs", parts)
    for path in folder.glob("*.geojson"):
        path.write_text('{"type": "FeatureCollection", "features": []}')
    made = await dataset(folder, tmp_path / "set")
    assert (made.files, made.features) == (1, 0)
    assert pyarrow.dataset.dataset(made.path).count_rows() == 0
    with Here() as executor:
        batch.collect(folder, tmp_path / "shared.geojson", executor=executor)
    batch.collect(folder, tmp_path / "alone.geojson")
    assert (tmp_path / "shared.geojson").read_bytes() == (tmp_path / "alone.geojson").read_bytes()


async def test_only_a_dataset_is_replaced(dataset, tmp_path, folder):
    target = tmp_path / "set"
    target.mkdir()
    await dataset(folder, target)
    with pytest.raises(InvalidFile, match="holds a dataset already") as no:
        await dataset(folder, target)
    assert "overwrite=True" in str(no.value.hint)
    made = await dataset(folder, target, overwrite=True, file_mb=0.02)
    assert made.files == len(list(target.iterdir())) > 3
    (target / "notes.txt").write_text("mine")
    with pytest.raises(InvalidFile, match=r"notes\.txt, which is not of a dataset"):
        await dataset(folder, target, overwrite=True)
    with pytest.raises(InvalidFile, match="is the folder of the batch"):
        await dataset(folder, folder, overwrite=True)
    with pytest.raises(InvalidFile, match="is a file"):
        await dataset(folder, target / "notes.txt")
    with pytest.raises(InvalidInput, match="`file_mb` must be above 0"):
        await dataset(folder, tmp_path / "other", file_mb=0)


async def test_damaged_results_leave_nothing(dataset, tmp_path, folder):
    (folder / "r1c1.geojson").write_text("<html>")
    with pytest.raises(InvalidFile, match="is not a result"):
        await dataset(folder, tmp_path / "set")
    with ThreadPoolExecutor(2) as executor, pytest.raises(InvalidFile, match="is not a result"):
        batch.collect(folder, tmp_path / "all.geojson", executor=executor)
    assert [path.name for path in tmp_path.iterdir()] == ["roofs"]


def test_after_an_error_no_task_writes_into_a_folder_that_is_gone(tmp_path, folder, monkeypatch):
    begun, ended = threading.Event(), []
    write = tasks.write

    def work(folder, mark, share):
        if share == 0:
            begun.wait(10)
            raise OSError("no")
        begun.set()
        time.sleep(0.3)
        write(folder, mark, share)
        ended.append(share)

    monkeypatch.setattr(batch._results, "_SHARE_BYTES", 20_000)
    monkeypatch.setattr(tasks, "write", work)
    with ThreadPoolExecutor(2) as executor:
        with pytest.raises(InvalidInput, match="OSError: no"):
            batch.collect(folder, tmp_path / "all.geojson", executor=executor)
        assert ended
    assert [path.name for path in tmp_path.iterdir()] == ["roofs"]


def test_what_is_no_executor_is_refused(tmp_path, folder):
    class Client:
        def get_executor(self):
            raise AssertionError

    with pytest.raises(InvalidInput, match=r"must be an executor of concurrent[.]futures, got int"):
        batch.collect(folder, tmp_path / "all.geojson", executor=4)
    with pytest.raises(InvalidInput, match="got Client") as no:
        batch.dataset(folder, tmp_path / "set", executor=Client())
    assert no.value.hint == "Pass `client.get_executor()`."


def test_what_is_wrong_with_features_is_said(tmp_path, folder):
    path = folder / "r1c1.geojson"
    held = json.loads(path.read_text())
    held["features"][0]["properties"]["share"] = float("nan")
    path.write_text(json.dumps(held))
    with Here() as executor, pytest.warns(ResultWarning, match="1 value is NaN"):
        batch.collect(folder, tmp_path / "all.geojson", executor=executor)


@pytest.mark.parametrize(
    ("raised", "text", "hint"),
    [
        (ModuleNotFoundError("No module named 'mapflow'"), "No module named", "same version"),
        (type("KilledWorker", (Exception,), {})("three times"), "three times", "more memory"),
        (OSError("no"), "OSError: no", "call this again: it starts from the beginning"),
    ],
)
def test_errors_of_workers_are_explained(tmp_path, folder, monkeypatch, raised, text, hint):
    def fail(*_):
        raise raised

    monkeypatch.setattr(tasks, "write", fail)
    with Here() as executor, pytest.raises(InvalidInput, match=text) as no:
        batch.collect(folder, tmp_path / "all.geojson", executor=executor)
    assert hint in str(no.value.hint)


def test_if_an_executor_breaks_what_was_done_is_kept(tmp_path, folder, monkeypatch):
    class Broken(Here):
        def submit(self, task, *args):
            if task is tasks.write:
                raise BrokenExecutor("gone")
            return super().submit(task, *args)

    target = tmp_path / "all.geojson"
    with pytest.raises(InvalidInput, match="The executor broke: gone") as no:
        batch.collect(folder, target, executor=Broken())
    assert "what was done is kept" in str(no.value.hint)
    assert list((tmp_path / ".all.geojson.work" / "sifted").glob("*.json"))
    # A second call does not do it again.
    monkeypatch.setattr(tasks, "sift", None)
    batch.collect(folder, target, executor=Here())
    assert target.read_bytes() == batch.collect(folder, tmp_path / "b.geojson").path.read_bytes()
    assert not list(tmp_path.glob(".*.work"))


def test_a_dataset_is_not_lost_between_a_kill_and_an_error(tmp_path, folder):
    target = tmp_path / "set"
    made = batch.dataset(folder, target)
    # As a program leaves it that is killed when it has put the old one aside.
    (tmp_path / ".set.work").mkdir()
    target.rename(tmp_path / ".set.work" / "old")
    result = next(folder.glob("*.geojson"))
    whole = result.read_bytes()
    result.write_text("{")
    with pytest.raises(InvalidFile):
        batch.dataset(folder, target, overwrite=True)
    assert len(list(target.iterdir())) == made.files
    result.write_bytes(whole)
    assert batch.dataset(folder, target, overwrite=True) == made


def test_a_dataset_that_cannot_get_its_name_leaves_the_old_one(tmp_path, folder, monkeypatch):
    target = tmp_path / "set"
    made = batch.dataset(folder, target)
    replace = Path.replace

    def fail(self, other):
        if self.name == "files":
            raise OSError(errno.EIO, "no")
        return replace(self, other)

    with monkeypatch.context() as patch, pytest.raises(InvalidFile):
        patch.setattr(Path, "replace", fail)
        batch.dataset(folder, target, overwrite=True)
    assert len(list(target.iterdir())) == made.files


def test_a_dataset_goes_where_a_link_leads(tmp_path, folder):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "disk")
    for overwrite in (False, True, True):
        made = batch.dataset(folder, link, overwrite=overwrite)
        assert made.path == link
        assert link.is_symlink()
        assert len(list((tmp_path / "disk").iterdir())) == made.files
    assert not list(tmp_path.glob(".*"))


def test_an_executor_that_was_closed(tmp_path, folder):
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(InvalidInput, match="cannot schedule new futures") as no:
        batch.collect(folder, tmp_path / "all.geojson", executor=executor)
    assert "Keep the executor open" in str(no.value.hint)


def test_workers_that_see_other_files_or_have_another_version(tmp_path, folder):
    with pytest.raises(InvalidFile, match="A worker cannot read"):
        tasks.sift(str(tmp_path / "elsewhere"), "mark", 0)


_KILLED = """
import os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
import multiprocessing

if __name__ == "__main__":
    import threading
    from mapflow import batch
    from mapflow.batch import _results
    _results._SHARE_BYTES = 20_000
    pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
    def killer():
        while not os.path.isdir(sys.argv[3]) or not os.listdir(sys.argv[3]):
            time.sleep(0.001)
        os.kill(next(iter(pool._processes)), signal.SIGKILL)
    threading.Thread(target=killer, daemon=True).start()
    found = batch.collect(sys.argv[1], sys.argv[2], executor=pool)
    print(found.features, pool._broken)
"""


@pytest.mark.slow
def test_a_pool_of_which_a_process_is_killed_is_replaced(tmp_path, folder):
    alone = batch.collect(folder, tmp_path / "alone.geojson")
    target = tmp_path / "shared.geojson"
    program = tmp_path / "program.py"
    program.write_text(_KILLED)
    arguments = [sys.executable, program, folder, target]
    watched = tmp_path / ".shared.geojson.work/written"
    done = subprocess.run([*arguments, watched], capture_output=True, text=True, check=False)
    assert done.stdout.split()[0] == str(alone.features), done.stderr
    assert "terminated abruptly" in done.stdout
    assert target.read_bytes() == (tmp_path / "alone.geojson").read_bytes()
    assert not watched.parent.exists()


def test_a_pool_whose_processes_are_always_killed_ends(tmp_path, monkeypatch):
    made = []

    class Broken(ProcessPoolExecutor):
        def submit(self, *_, **__):
            made.append(self)
            raise BrokenProcessPool("terminated abruptly")

    monkeypatch.setattr(executors, "ProcessPoolExecutor", Broken)
    with (
        Broken(1) as pool,
        executors.Workers(pool) as workers,
        pytest.raises(InvalidInput, match="killed 3 times, and no task got done") as no,
    ):
        workers.run(tasks.sift, str(tmp_path), "", [1, 2])
    assert "memory" in str(no.value.hint)
    assert len(set(made)) == 3
    assert {vars(pool)["_max_workers"] for pool in made} == {1}


_MAKE = """
import sys
from mapflow import batch
made = batch.dataset(sys.argv[1], sys.argv[2], file_mb=0.02)
print(made.features)
"""


@pytest.mark.slow
def test_killed_at_any_moment_it_resumes_and_no_half_file_is_seen(tmp_path, folder):
    command = [sys.executable, "-c", _MAKE, folder, tmp_path / "whole"]
    begin = time.monotonic()
    subprocess.run(command, check=True)
    whole_s = time.monotonic() - begin
    expected = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    target = tmp_path / "set"
    command[-1] = target
    kept = []
    for share in (0.7, 0.85, 0.95):
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(share * whole_s)
        program.kill()
        program.wait()
        if target.exists():
            break
        written = tmp_path / ".set.work/written"
        kept.append(len(list(written.iterdir())) if written.exists() else 0)
        for path in (tmp_path / ".set.work").glob("files/part-*.parquet"):
            pyarrow.parquet.read_table(path)
    assert kept == sorted(kept), "what was complete stays"
    if not target.exists():
        subprocess.run(command, check=True)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == expected
    assert not (tmp_path / ".set.work").exists()


def test_what_another_batch_left_is_not_taken(tmp_path, folder, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "write", interrupt)
        with pytest.raises(KeyboardInterrupt):
            batch.dataset(folder, tmp_path / "set")
    assert list((tmp_path / ".set.work/sifted").iterdir())
    (folder / "r1c1.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    made = batch.dataset(folder, tmp_path / "set")
    file = batch.collect(folder, tmp_path / "all.parquet")
    assert rows_of(made.path) == rows_of(file.path)


def test_two_at_once_do_not_mix(tmp_path, folder, monkeypatch):
    begun, end = threading.Event(), threading.Event()
    write = tasks.write

    def slowly(*arguments):
        begun.set()
        end.wait(10)
        write(*arguments)

    monkeypatch.setattr(tasks, "write", slowly)
    first = threading.Thread(target=batch.dataset, args=(folder, tmp_path / "set"))
    first.start()
    begun.wait(10)
    try:
        with pytest.raises(InvalidFile, match="is writing"):
            batch.dataset(folder, tmp_path / "set")
    finally:
        end.set()
        first.join()
    assert list((tmp_path / "set").iterdir())

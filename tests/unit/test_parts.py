"""Unfinished files: whose they are, what they are called, and what is put in their way."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from mapflow import _file_locks, errors
from mapflow._downloads.download import receiving
from mapflow._downloads.resume_state import ResumeState, read_resume_state

ONE = {"etag": '"one"', "content-length": "4"}


def receive(path, content=b"good", **headers):
    with receiving(path, source="GET /x", overwrite=True) as target:
        list(target.recover())
        target.begin(200, ONE | headers)
        target.write(content)
        target.check()


def break_off(path):
    with pytest.raises(ZeroDivisionError), receiving(path, source="GET /x", overwrite=True) as it:
        it.begin(200, ONE)
        it.write(b"go")
        1 / 0  # noqa: B018


@pytest.fixture
def victim(tmp_path):
    path = tmp_path / "victim"
    path.write_text("mine")
    return path


def test_parts_are_found_again(tmp_path):
    path = tmp_path / "a"
    break_off(path)
    with receiving(path, source="GET /x", overwrite=True) as target:
        list(target.recover())
        assert target.asking()["Range"] == "bytes=2-"
        rest = {"content-range": "bytes 2-3/4", "etag": '"one"'}
        assert target.begin(206, rest)
        target.write(b"od")
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_a_mark_that_repeats_a_secret_is_not_written_down(tmp_path):
    path = tmp_path / "a.geojson"
    with pytest.raises(ZeroDivisionError), receiving(path, source="GET /x", overwrite=True) as it:
        it.secrets = ["s3cret-token"]
        it.begin(200, {"etag": '"1-s3cret-token"', "content-length": "4"})
        it.write(b"go")
        1 / 0  # noqa: B018
    for left in tmp_path.rglob("*"):
        assert b"s3cret-token" not in left.read_bytes()
    break_off(path)
    assert any(b"one" in left.read_bytes() for left in tmp_path.rglob("*"))


def test_a_part_without_its_beginning_is_no_error(tmp_path):
    with (
        pytest.raises(ZeroDivisionError),
        receiving(tmp_path / "a", source="GET /x", overwrite=False),
    ):
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".a.part", ".a.part.json"])
@pytest.mark.parametrize("kind", ["symlink", "hardlink", "folder", "fifo"])
def test_what_lies_in_the_way_is_left_alone(tmp_path, victim, name, kind):
    """The names can be foretold: in a folder that others write to, a link would lead astray."""
    way = tmp_path / name
    {
        "symlink": lambda: way.symlink_to(victim),
        "hardlink": lambda: way.hardlink_to(victim),
        "folder": way.mkdir,
        "fifo": lambda: os.mkfifo(way),
    }[kind]()
    receive(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"good"
    assert victim.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir() if p not in (way, victim)] == ["a"]


def test_a_note_of_somebody_else_is_not_believed(tmp_path, victim):
    break_off(tmp_path / "a")
    note = tmp_path / ".a.part.json"
    note.rename(victim)
    note.symlink_to(victim)
    with receiving(tmp_path / "a", source="GET /x", overwrite=True) as target:
        list(target.recover())
        assert target.asking() == {}


def test_a_file_system_without_locks(tmp_path, monkeypatch):
    def refuse(descriptor, blocking):
        raise OSError(errno.ENOLCK, "No locks available")

    break_off(tmp_path / "a")
    monkeypatch.setattr(_file_locks, "lock_descriptor", refuse)
    with receiving(tmp_path / "b", source="GET /x", overwrite=True) as one:
        names = {p.name for p in tmp_path.iterdir()} - {".a.part", ".a.part.json"}
        assert len(names) == 1
        assert names != {".b.part"}
        one.begin(200, ONE)
        one.write(b"good")
    assert (tmp_path / "b").read_bytes() == b"good"
    with (
        pytest.raises(ZeroDivisionError),
        receiving(tmp_path / "c", source="GET /x", overwrite=True) as target,
    ):
        target.begin(200, ONE)
        target.write(b"go")
        1 / 0  # noqa: B018
    # What another time left is kept for a time with locks.
    assert {p.name for p in tmp_path.iterdir()} == {"b", ".a.part", ".a.part.json"}


@pytest.mark.parametrize("names", [("x" * 240 + "1", "x" * 240 + "2"), ("я" * 120, "я" * 121)])
def test_long_names_have_parts_of_their_own(tmp_path, names):
    first, second = (tmp_path / name for name in names)
    with (
        receiving(first, source="GET /x", overwrite=False) as one,
        receiving(second, source="GET /x", overwrite=False) as two,
    ):
        one.write(b"1")
        two.write(b"2")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_one_at_a_time(tmp_path):
    path = tmp_path / "a"
    with receiving(path, source="GET /x", overwrite=False) as target:
        target.write(b"good")
        with (
            pytest.raises(errors.InvalidFile, match="is downloading to"),
            receiving(path, source="GET /x", overwrite=False),
        ):
            pass
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_the_one_who_waits_at_the_end_does_not_hold_the_finished_file(tmp_path, monkeypatch):
    """Opened before the other one renamed it, locked after: it is the finished file by then."""
    path, take, calls = tmp_path / "a", _file_locks.lock_descriptor, []

    def late(descriptor, blocking):
        calls.append(descriptor)
        if len(calls) == 1:
            (tmp_path / ".a.part").rename(path)
        return take(descriptor, blocking=blocking)

    monkeypatch.setattr(_file_locks, "lock_descriptor", late)
    (tmp_path / ".a.part").write_bytes(b"finished")
    with receiving(tmp_path / "a", source="GET /x", overwrite=True) as target:
        target.write(b"new")
        assert path.read_bytes() == b"finished"
    assert path.read_bytes() == b"new"
    assert len(calls) == 2


HOLDER = """
import sys, time
from pathlib import Path
from mapflow._downloads.download import receiving
with receiving(Path(sys.argv[1]), source="GET /x", overwrite=False) as target:
    target.begin(200, {"etag": '"one"', "content-length": "4"})
    target.write(b"go")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.usefixtures("programs")
def test_the_lock_ends_with_its_process(tmp_path):
    path = tmp_path / "a"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(errors.InvalidFile, match="is downloading to"):
            receive(path)
        process.kill()
        process.wait()
        assert (tmp_path / ".a.part").read_bytes() == b"go"
        receive(path)
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_notes_can_be_read_again():
    note = ResumeState("GET /x", '"one"', 9, 4, 7)
    assert read_resume_state(msgspec.json.encode(note)) == note
    unknown = msgspec.structs.replace(note, total_bytes=None)
    assert read_resume_state(msgspec.json.encode(unknown)) == unknown
    written = msgspec.json.encode(note)
    for size in range(len(written)):
        assert read_resume_state(written[:size]) is None

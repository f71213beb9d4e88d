"""What killed programs leave under hidden names is removed, and nothing of those that are alive."""

import subprocess
import sys
import threading

import pytest

from mapflow import _drafts
from mapflow._drafts import folder_beside, replace_file

_HOLD = """
import sys, pathlib
from mapflow._drafts import folder_beside
with folder_beside(pathlib.Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print(folder, flush=True)
    sys.stdin.read()
"""


def _hidden(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.fixture
def another(programs, tmp_path):
    """Programs that are in the middle of writing a file."""
    started = []

    def start(name):
        program = subprocess.Popen(
            [sys.executable, "-c", _HOLD, tmp_path / name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(program)
        program.stdout.readline()
        return program

    yield start
    for program in started:
        program.kill()
        program.wait()
        program.stdout.close()
        program.stdin.close()


def test_of_a_killed_program_the_next_one_leaves_nothing(another, tmp_path):
    killed, alive = another("roofs.gpkg"), another("roofs.gpkg")
    killed.kill()
    killed.wait()
    assert len(_hidden(tmp_path)) == 2
    replace_file(tmp_path / "roofs.gpkg", b"new")
    assert len(_hidden(tmp_path)) == 1
    alive.communicate("")
    assert alive.returncode == 0
    assert _hidden(tmp_path) == []


def test_drafts_of_other_files_stay(another, tmp_path):
    another("yards.gpkg").kill()
    replace_file(tmp_path / "roofs.gpkg", b"new")
    assert len(_hidden(tmp_path)) == 1


def test_one_that_is_only_begun_is_removed_and_its_owner_makes_another(tmp_path, monkeypatch):
    """Between making a folder and locking it a program may be killed, or overtaken."""
    target = tmp_path / "roofs.gpkg"
    hold = _drafts.hold
    overtaken = []

    def slowly(path, mode=0o666):
        if not overtaken:
            overtaken.append(path.parent)
            _drafts._remove_abandoned(tmp_path, ".roofs.")
        return hold(path, mode)

    monkeypatch.setattr(_drafts, "hold", slowly)
    with folder_beside(target) as folder:
        assert folder.is_dir()
        assert not overtaken[0].exists()
    assert _hidden(tmp_path) == []


def test_folders_that_only_look_like_drafts_stay(tmp_path):
    mine = tmp_path / ".roofs.12345678.tmp"
    mine.mkdir()
    (mine / "notes").write_text("mine")
    (tmp_path / ".roofs.abcdefgh.tmp").write_text("a file")
    replace_file(tmp_path / "roofs.gpkg", b"new")
    assert (mine / "notes").exists()
    assert len(_hidden(tmp_path)) == 2


def test_threads_that_write_one_file_leave_it_complete(tmp_path):
    target = tmp_path / "map.html"
    contents = [bytes([65 + number]) * 1000 for number in range(8)]

    def write(content):
        for _ in range(40):
            replace_file(target, content)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that threads change where it matters
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual_s)
    assert target.read_bytes() in contents
    assert _hidden(tmp_path) == []

"""A lock on a partial file ends with its download, also if a process was forked meanwhile."""

import os
import signal
import subprocess
import sys
import time

import pytest

from mapflow._downloads.partial_file import PartialFile

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

HOLD = """
import os, pathlib, signal, sys, time
from mapflow._downloads.partial_file import PartialFile
held = PartialFile(pathlib.Path(sys.argv[1]))
child = os.fork()
if not child:
    time.sleep(30)
    os._exit(0)
print(child, flush=True)
time.sleep(30)
"""


def test_a_killed_process_leaves_no_lock_to_its_child(tmp_path):
    target = tmp_path / "roofs.geojson"
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target)], stdout=subprocess.PIPE, text=True
    )
    child = int(held.stdout.readline())
    try:
        # The child closes what it got right after the fork, which cannot be seen.
        time.sleep(0.5)
        held.kill()
        held.wait()
        PartialFile(target).drop()
    finally:
        os.kill(child, signal.SIGKILL)
        held.stdout.close()


@pytest.mark.parametrize("end", ["keep", "drop"])
def test_an_ended_download_leaves_no_lock_to_a_copy_of_its_descriptor(tmp_path, end):
    target = tmp_path / "roofs.geojson"
    partial = PartialFile(target)
    copy = os.dup(partial._file.fileno())
    try:
        getattr(partial, end)()
        PartialFile(target).drop()
    finally:
        os.close(copy)

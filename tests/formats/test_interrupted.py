"""A program that is killed while it converts leaves a complete file: the old one, or the new."""

import signal
import subprocess
import sys
import time

import pyarrow.parquet
import pytest

from mapflow import formats
from tests.formats.results import collection, feature, write

pytestmark = pytest.mark.slow
_CODE = """
import sys
from mapflow import formats
while True:
    formats.save(sys.argv[2], sys.argv[1], overwrite=True)
    print("saved", flush=True)
"""


def test_killed_at_any_moment(tmp_path):
    given = write(tmp_path / "in.geojson", collection([feature(n) for n in range(5000)]))
    target = tmp_path / "out.parquet"
    for moment in range(12):
        program = subprocess.Popen(
            [sys.executable, "-c", _CODE, given, target], stdout=subprocess.PIPE
        )
        program.stdout.readline()
        time.sleep(0.02 * moment)
        program.send_signal(signal.SIGKILL)
        program.wait()
        program.stdout.close()
        assert pyarrow.parquet.read_table(target).num_rows == 5000
    formats.save(target, given, overwrite=True)
    assert {path.name for path in tmp_path.iterdir()} == {"in.geojson", "out.parquet"}

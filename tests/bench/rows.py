"""What a batch costs this program for each of its rows: few rows beside forty thousand.

python -m tests.bench.rows
"""

import json
import tempfile
import time
from pathlib import Path

from mapflow import batch
from mapflow.batch import _states
from mapflow.batch._folders import check_folder, write_report
from mapflow.batch._ledger import Ledger, fingerprint_of
from mapflow.batch._ledger_cache import LedgerCache
from mapflow.batch._rows import read_rows
from tests.bench.batch import areas

FEW, MANY = 2_000, 40_000


def measure():
    """CPU time for a row, in seconds, by how many there are."""
    return {f"{count:,} rows": min(a_row(count) for _ in range(2)) for count in (FEW, MANY)}


def a_row(count):
    """Read, write, look, report and status: CPU time of all of it, for each row."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "batch"
        folder.mkdir()
        file = Path(place) / "areas.geojson"
        file.write_text(json.dumps(areas(count)))
        began = time.process_time()
        rows = read_rows(file, None)
        check_folder(folder, rows)
        ledger = Ledger.create(folder / "batch.sqlite", rows, {}, fingerprint_of(rows, {}))
        try:
            _finish(ledger, count)
        finally:
            ledger.close()
        batch.status(folder)
        return (time.process_time() - began) / count


def _finish(ledger, count, at_once=50):
    """Take all rows through their states, with a report after each poll."""
    cache = LedgerCache(ledger)
    for first in range(1, count + 1, at_once):
        numbers = range(first, min(first + at_once, count + 1))
        for state in (_states.RUNNING, _states.ENDED, _states.DONE):
            changes = [(number, {"state": state, "processing_id": f"p{number}"})
                       for number in numbers]  # fmt: skip
            ledger.change_all(changes)
            cache.apply(changes)
        # As many reports as there are results, which arrive one by one.
        for _ in numbers:
            str(cache.report())
    write_report(ledger.path.parent, cache.report())


if __name__ == "__main__":
    for name, seconds in measure().items():
        print(f"{name}: {seconds * 1e3:.3f} ms a row")

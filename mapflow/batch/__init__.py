"""Many areas, one call: a ledger remembers what was ordered, whatever ends the program.

from mapflow import Mapflow, batch, sources

with Mapflow() as mf:
report = batch.run(
mf, "fields.geojson", model="fields", source=sources.Provider("Mapbox"),
folder="fields", budget=500,
)
print(report)
"""

from __future__ import annotations

from os import PathLike

from mapflow.batch._async.runner import resume as resume_async
from mapflow.batch._async.runner import run as run_async
from mapflow.batch._ledger import Ledger
from mapflow.batch._places import ledger_in
from mapflow.batch._report import Report, RowReport, report_of
from mapflow.batch._sync.runner import resume, run

__all__ = ["Report", "RowReport", "resume", "resume_async", "run", "run_async", "status"]


def status(batch: str | PathLike[str]) -> Report:
    """Read how a batch stands, also while another program works on it. The service is not asked.

    Args:
        batch: The folder of the batch, or its ledger.

    Returns:
        How each area stood when that was last written down.

    Raises:
        InvalidInput: There is no such batch.

    Example:
        ```python
        from mapflow import batch, sources

        batch.run(mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs")
        print(batch.status("roofs").counts)
        ```
    """
    ledger = Ledger.open(ledger_in(batch), read_only=True)
    try:
        return report_of(ledger)
    finally:
        ledger.close()

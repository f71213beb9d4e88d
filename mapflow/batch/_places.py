"""Where the files of a batch are."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from mapflow.batch._rows import Row, file_name
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow.batch._report import Report

LEDGER: Final = "batch.sqlite"
REPORT: Final = "report.json"


def make_folder(folder: str | PathLike[str]) -> Path:
    """Make the folder of a batch, and see whether it can be written."""
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            f"The folder {place} cannot be made: {error.strerror}.", hint="Choose another."
        ) from error
    if not os.access(place, os.W_OK):
        raise InvalidInput(f"The folder {place} cannot be written.", hint="Choose another.")
    return place


def ledger_in(batch: str | PathLike[str]) -> Path:
    """The ledger that is meant by a folder or by the file itself."""
    path = Path(batch)
    return path / LEDGER if path.is_dir() else path


def result_file(name: str) -> str:
    """The file of the result of a row, within the folder."""
    return f"{file_name(name)}.geojson"


def check_free(folder: Path, rows: Sequence[Row]) -> None:
    """Refuse a folder in which results would take the place of other files."""
    there = {path.name.casefold() for path in folder.iterdir()}
    taken = [row.name for row in rows if result_file(row.name).casefold() in there]
    if taken:
        raise InvalidInput(
            f"{folder} holds {result_file(taken[0])} already, and no ledger that made it.",
            hint="Choose another folder, so that nothing is replaced.",
        )


def write_report(folder: Path, report: Report) -> None:
    """Write the report beside the results, whole or not at all."""
    draft = folder / f".{REPORT}.{uuid4().hex}"
    draft.write_text(json.dumps(report.to_dict(), indent=2, ensure_ascii=False), "utf-8")
    draft.replace(folder / REPORT)

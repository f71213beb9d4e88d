"""Where the files of a batch are."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow._drafts import replace_file
from mapflow.batch._rows import Row, file_name
from mapflow.errors import InvalidFile, InvalidInput

if TYPE_CHECKING:
    from mapflow.batch._report import Report

LEDGER: Final = "batch.sqlite"
REPORT: Final = "report.json"


def make_folder(folder: Path) -> None:
    """Make the folder of a batch."""
    with _explained(f"The folder {folder} cannot be made"):
        folder.mkdir(parents=True, exist_ok=True)


def check_folder(folder: Path, rows: Sequence[Row]) -> None:
    """Refuse a folder that cannot be used, before anything is requested or created.

    That is one that cannot be written, and one in which results would replace other files.
    """
    with _explained(f"The folder {folder} cannot be used"):
        nearest = folder
        while not nearest.exists() and nearest != nearest.parent:
            nearest = nearest.parent
        if not nearest.is_dir():
            raise InvalidFile(f"{nearest} is not a folder.", hint="Choose another folder.")
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise InvalidFile(
                f"The folder {nearest} cannot be written to.", hint="Choose another folder."
            )
        if nearest == folder:
            _check_free(folder, rows)


def ledger_in(batch: str | PathLike[str]) -> Path:
    """The ledger that is meant by a folder or by the file itself."""
    try:
        path = Path(batch)
        return path / LEDGER if path.is_dir() else path
    except (OSError, TypeError, ValueError) as error:
        raise InvalidInput(
            f"The batch {batch!r} does not exist.", hint="Give its folder, or the ledger in it."
        ) from error


def ledger_to_be(folder: str | PathLike[str]) -> Path:
    """The ledger of a batch in a folder, which need not be there."""
    try:
        path = Path(folder) / LEDGER
        path.exists()
    except (OSError, TypeError, ValueError) as error:
        raise InvalidFile(
            f"{folder!r} cannot be a folder: {error}.", hint="Choose another folder."
        ) from error
    return path


def result_file(name: str) -> str:
    """The file of the result of a row, within the folder."""
    return f"{file_name(name)}.geojson"


def _check_free(folder: Path, rows: Sequence[Row]) -> None:
    there = {path.name.casefold() for path in folder.iterdir()}
    files = [result_file(row.name) for row in rows]
    if LEDGER not in there:
        files.append(REPORT)
    for file in files:
        if file.casefold() in there:
            raise not_ours(folder, file)


def not_ours(folder: Path, file: str) -> InvalidFile:
    """The error for a file that a batch would replace, and did not write."""
    return InvalidFile(
        f"{folder} holds {file} already, and no ledger that made it.",
        hint="Choose another folder, so that nothing is replaced.",
    )


def write_report(folder: Path, report: Report) -> None:
    """Write the report beside the results, complete or not at all."""
    with _explained(f"{folder / REPORT} cannot be written"):
        text = json.dumps(report.to_dict(), indent=2, ensure_ascii=False)
        # A name that is not valid Unicode must not prevent the report.
        data = text.encode("utf-8", errors="backslashreplace")
        replace_file(folder / REPORT, data)


@contextmanager
def _explained(what: str) -> Generator[None]:
    """Turn the errors of the disk into ours."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidFile(
            f"{what}: {reason}.", hint="Check the folder and the disk, or choose another folder."
        ) from error

"""Collects the results of a batch to one file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Final, NamedTuple

from mapflow._files import as_path, unreadable
from mapflow._hints import Hint, joined
from mapflow._results.features import features_of
from mapflow._results.reader import NotAResult
from mapflow.batch import _states
from mapflow.batch._folders import LEDGER, REPORT, ledger_in
from mapflow.batch._ledger import Entry, Ledger
from mapflow.batch._plans import PLAN
from mapflow.errors import InvalidFile, InvalidInput
from mapflow.formats import save
from mapflow.joining import Join, JoinMode, Part

_PARTIAL: Final = Hint(python="partial=True", command="--partial")
#: Maximum number of areas that an error names.
_NAMED: Final = 3


class Collected(NamedTuple):
    """The file that holds the results of a batch.

    Attributes:
        path: The file.
        areas: How many results are in it.
        missing: How many areas have none.
        features_read: How many features the results have.
        features: How many features the file has.
        joined: How many of those were made of several.
    """

    path: Path
    areas: int
    missing: int
    features_read: int
    features: int
    joined: int


def collect_results(
    batch: str | PathLike[str],
    path: str | PathLike[str],
    *,
    join: JoinMode,
    partial: bool,
    tolerance_m: float,
    overwrite: bool,
) -> Collected:
    """Join the results of a batch and save them."""
    target = as_path(path)
    with Ledger.reading(ledger_in(batch)) as ledger:
        rows = ledger.rows()
        done = [row for row in rows if row.state == _states.DONE and row.result]
        if not partial:
            _check_complete(rows)
        parts = [_part(row, ledger) for row in done]
    stream = Join(parts, join=join, tolerance_m=tolerance_m)
    _check_apart(target, ledger.path.parent, done)
    save(target, stream, overwrite=overwrite)
    missing = len(rows) - len(done)
    return Collected(target, len(done), missing, stream.read, stream.written, stream.joined)


def _part(row: Entry, ledger: Ledger) -> Part:
    file = ledger.path.parent / (row.result or "")
    if not file.is_file():
        raise InvalidFile(
            f"The result of {row.name!r} is missing: {file} does not exist.",
            hint=f"Put it back; or save it again with `mapflow result {row.processing_id}`.",
        )
    area = json.loads(ledger.area(row.number))
    return Part(row.name, area, _features(file), row.processing_id)


def _features(file: Path) -> Iterator[dict[str, object]]:
    """The features in a file that a batch saved."""
    try:
        yield from features_of(file)
    except NotAResult as error:
        raise InvalidFile(
            f"{file} is not a result: it is {error.what}.",
            hint="Replace it by the result that the batch saved.",
        ) from error
    except OSError as error:
        raise unreadable(file, error) from error


def _check_complete(rows: list[Entry]) -> None:
    missing = [row for row in rows if row.state != _states.DONE]
    if not missing:
        return
    named = ", ".join(f"{row.name!r} is {row.state}" for row in missing[:_NAMED])
    more = f", and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    raise InvalidInput(
        f"{len(missing)} of {len(rows)} areas have no result: {named}{more}.",
        hint=joined(
            "Resume the batch first, or pass ", _PARTIAL, " to collect the others without them."
        ),
    )


def _check_apart(target: Path, folder: Path, rows: list[Entry]) -> None:
    """Refuse to replace a result that is read, or what else a batch keeps."""
    if target.resolve() in {(folder / name).resolve() for name in (LEDGER, PLAN, REPORT)}:
        raise InvalidFile(
            f"{target} belongs to the batch itself.", hint="Give the file another name."
        )
    taken = {(folder / (row.result or "")).resolve() for row in rows}
    if target.resolve() in taken:
        raise InvalidFile(
            f"{target} is the result of one area.", hint="Give the file another name."
        )

"""The results of a batch: which there are, and what is known of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow._files import unreadable
from mapflow._hints import Hint, joined
from mapflow._results.features import features_of
from mapflow._results.reader import NotAResult
from mapflow.batch import _states
from mapflow.batch._folders import ledger_in
from mapflow.batch._ledger import Entry, Ledger
from mapflow.batch._plans import plan_of
from mapflow.errors import InvalidFile, InvalidInput
from mapflow.joining import Part

if TYPE_CHECKING:
    from mapflow.splitting import SplitPlan
    from mapflow.splitting._found import PartFeatures

_PARTIAL: Final = Hint(python="partial=True", command="--partial", tool="partial=true")
#: Maximum number of areas that an error names.
_NAMED: Final = 3


@dataclass(frozen=True)
class Input:
    """The result of one area.

    Attributes:
        name: The name of its row.
        area: The area, as GeoJSON.
        file: The file of the result.
        processing_id: Its processing.
        core: What it alone is responsible for, if its area reaches over that.
        found: Tells where its features belong; None if the row is not a part of a plan.
    """

    name: str
    area: Mapping[str, object]
    file: Path
    processing_id: str | None
    core: Mapping[str, object] | None = None
    found: PartFeatures | None = None

    def part(self, features: Iterable[Mapping[str, object]] = ()) -> Part:
        """What is joined."""
        return Part(self.name, self.area, features, self.processing_id, self.core)

    def features(self) -> Iterator[dict[str, object]]:
        """Read its features: those that are wanted, with what the plan knows of them.

        Raises:
            InvalidFile: The file is missing, or does not hold a result.
        """
        try:
            read = features_of(self.file)
            yield from read if self.found is None else self.found.told(read)
        except NotAResult as error:
            raise InvalidFile(
                f"{self.file} is not a result: it is {error.what}.",
                hint="Replace it by the result that the batch saved.",
            ) from error
        except OSError as error:
            raise unreadable(self.file, error) from error


@dataclass(frozen=True)
class Inputs:
    """The results of a batch.

    Attributes:
        results: Those that are there, in the order of the rows.
        missing: How many areas have none.
        folder: The folder of the batch.
    """

    results: list[Input]
    missing: int
    folder: Path


def read_inputs(batch: str | PathLike[str], *, partial: bool) -> Inputs:
    """Read which results a batch has.

    Args:
        batch: The folder of the batch, or its ledger.
        partial: Whether areas may have none.

    Raises:
        InvalidInput: There is no batch, or an area has no result.
        InvalidFile: A result is not where the batch saved it.
    """
    with Ledger.reading(ledger_in(batch)) as ledger:
        rows = ledger.rows()
        if not partial:
            _check_complete(rows)
        plan = plan_of(ledger)
        results = [
            _input(row, ledger, plan) for row in rows if row.state == _states.DONE and row.result
        ]
        return Inputs(results, len(rows) - len(results), ledger.path.parent)


def _input(row: Entry, ledger: Ledger, plan: SplitPlan | None) -> Input:
    file = ledger.path.parent / (row.result or "")
    if not file.is_file():
        raise InvalidFile(
            f"The result of {row.name!r} is missing: {file} does not exist.",
            hint=f"Put it back; or save it again with `mapflow result {row.processing_id}`.",
        )
    known = Input(row.name, json.loads(ledger.area(row.number)), file, row.processing_id)
    if plan is None:
        return known
    from mapflow.splitting._found import PartFeatures

    part = plan.parts[row.number - 1]
    return replace(
        known,
        core=part.core if plan.overlap_m else None,
        found=PartFeatures.of(part, plan.parcels),
    )


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

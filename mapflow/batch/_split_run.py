"""What a run of a whole area comes to, and where it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

from mapflow._files import as_path
from mapflow.batch._folders import LEDGER, REPORT, ledger_to_be, result_file
from mapflow.batch._ledger import Ledger
from mapflow.batch._outputs import OutputFile
from mapflow.batch._plans import PLAN, kept_plan
from mapflow.errors import InvalidFile

if TYPE_CHECKING:
    from mapflow._display.facts import Facts
    from mapflow.batch._report import Report
    from mapflow.batch._results import Collected
    from mapflow.geometry import NamedArea
    from mapflow.splitting import Group, SplitPlan

_PARTS: Final = ".parts"


class How(TypedDict):
    """How an area is split, as for `mapflow.split`."""

    overlap_m: float
    spread_deg: float | None
    group: Group


class SplitRun(NamedTuple):
    """A run of an area of any size.

    Attributes:
        plan: The processings that it took.
        report: How each of them stands.
        collected: The file with the joined results; None while a part has no result.
    """

    plan: SplitPlan
    report: Report
    collected: Collected | None

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts, facts_of

        known = self.report._facts()
        found = () if self.collected is None else facts_of(self.collected).rows
        return Facts("Split run", str(self.plan), [*found, *known.rows], known.notes)


class Place(NamedTuple):
    """Where the run of an area is kept.

    Attributes:
        target: The file that it is for.
        ledger: The ledger of its batch.
    """

    target: Path
    ledger: Path

    @classmethod
    def of(cls, path: str | PathLike[str], folder: str | PathLike[str] | None) -> Place:
        """The place for a file; without a folder, one beside it that is called like it."""
        target = as_path(path)
        if not target.name:
            raise InvalidFile(
                f"{path!r} is not the name of a file.", hint="Name the file to write."
            )
        return cls(target, ledger_to_be(folder or target.with_suffix(_PARTS)))

    def output(self, how: dict[str, object]) -> OutputFile:
        """The file, as far as the ledger knows it."""
        if not self.ledger.is_file():
            return OutputFile.of(self.target, how, None)
        with Ledger.reading(self.ledger) as ledger:
            return OutputFile.of(self.target, how, ledger)

    def check_apart(self, names: Iterable[str]) -> None:
        """Refuse a file in whose place the batch would keep one of its own.

        Args:
            names: The names of the parts.
        """
        folder, target = self.ledger.parent.resolve(), self.target.resolve()
        own = {LEDGER, PLAN, REPORT, *map(result_file, names)}
        if target.parent == folder and target.name.casefold() in {each.casefold() for each in own}:
            raise InvalidFile(
                f"{self.target} is one of the files that the batch keeps itself.",
                hint="Give the file another name, or choose another folder for the batch.",
            )

    def plan(self, split_of: str) -> SplitPlan | None:
        """The plan that was made of the same input before; None if there is none, or it is lost.

        A plan is made once: limits of an account may change while its parts run.
        """
        if not self.ledger.is_file():
            return None
        with Ledger.reading(self.ledger) as ledger:
            if ledger.settings.get("split_of") != split_of:
                return None
            return kept_plan(ledger)

    @property
    def has_started(self) -> bool:
        """Whether something was started that costs, or may have been."""
        if not self.ledger.is_file():
            return False
        with Ledger.reading(self.ledger) as ledger:
            return ledger.has_started

    @property
    def kept_limits(self) -> tuple[object, object]:
        """What may be spent by what was started: on one part, and on all."""
        with Ledger.reading(self.ledger) as ledger:
            return ledger.settings.get("max_cost"), ledger.settings.get("budget")


def digest_of(areas: Sequence[NamedArea], how: How) -> str:
    """A short text that changes with the areas and with how they are split."""
    digest = hashlib.sha256(json.dumps(how, sort_keys=True).encode())
    for area in areas:
        digest.update(json.dumps([area.name, area.geometry], sort_keys=True).encode())
    return digest.hexdigest()

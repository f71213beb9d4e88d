"""The file that a batch is made into, and what its ledger knows of it.

A program may be killed before the file has its name, or right after. Then the next one can tell
that file from one of the user's, which nothing replaces unasked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from mapflow.batch._results import Collected
from mapflow.errors import MapflowError
from mapflow.formats._conversion import check_targets
from mapflow.formats._registry import format_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapflow.batch._ledger import Ledger

_KEY = "outputs"


class OutputFile:
    """A file that a batch is made into.

    Args:
        path: The file.
        how: What it depends on besides the results.
        kept: What a ledger keeps of the file that was written last.
    """

    def __init__(
        self, path: Path, how: Mapping[str, object], kept: Mapping[str, object] | None
    ) -> None:
        self.path = path
        self._how: dict[str, object] = {"path": str(path.absolute()), **how}
        self._kept = dict(kept or {})
        self._earlier = self._kept, _mark(path)

    @classmethod
    def of(cls, path: Path, how: Mapping[str, object], ledger: Ledger | None) -> OutputFile:
        """The file, with what a ledger knows of it."""
        return cls(path, how, None if ledger is None else _all(ledger).get(str(path.absolute())))

    def check(self, *, overwrite: bool) -> None:
        """Refuse a place where the file cannot be written.

        Raises:
            InvalidFile: Another file is there, or none can be.
            ConfigurationError: The format needs an extra that is not installed.
        """
        check_targets(format_of(self.path), self.path, overwrite=overwrite or self.is_ours)

    @property
    def collected(self) -> Collected | None:
        """What is in the file, if it is there as it was written."""
        figures, mark = self._kept.get("collected"), _mark(self.path)
        if not self._is_same or mark is None or self._kept.get("mark") != mark:
            return None
        if not isinstance(figures, list):
            return None
        return Collected(self.path, *cast("list[int]", figures))

    @property
    def is_ours(self) -> bool:
        """Whether nothing but what the batch wrote would be replaced."""
        if not self._is_same:
            return False
        mark = _mark(self.path)
        if self._kept.get("mark") is not None:
            # A shapefile has other files, which belong to it.
            return mark is None or mark == self._kept["mark"]
        # A program ended while it wrote the file.
        return mark is None or mark != self._kept.get("before")

    def begin(self, ledger: Ledger) -> None:
        """Write down that the file is about to be written."""
        before = None if self.is_ours else _mark(self.path)
        self._earlier = self._kept, _mark(self.path)
        self._keep(ledger, {**self._how, "before": before, "mark": None, "collected": None})

    def give_up(self, ledger: Ledger) -> None:
        """Write down that nothing was written, if so: a file that is there later is not ours."""
        kept, mark = self._earlier
        if _mark(self.path) != mark:
            return
        if mark is None:
            try:
                check_targets(format_of(self.path), self.path, overwrite=False)
            except MapflowError:
                return  # some of the files that belong to it were written
        self._keep(ledger, kept)

    def end(self, ledger: Ledger, collected: Collected) -> None:
        """Write down what was written."""
        figures = list(collected[1:])
        self._keep(
            ledger,
            {**self._how, "before": None, "mark": _mark(self.path), "collected": figures},
        )

    def _keep(self, ledger: Ledger, kept: dict[str, object]) -> None:
        ledger.keep(**{_KEY: {**_all(ledger), str(self.path.absolute()): kept}})
        self._kept = kept

    @property
    def _is_same(self) -> bool:
        return all(self._kept.get(name) == value for name, value in self._how.items())


def _all(ledger: Ledger) -> dict[str, dict[str, object]]:
    """What a ledger keeps of each file that it was made into."""
    kept = ledger.settings.get(_KEY)
    files = cast("dict[str, object]", kept) if isinstance(kept, dict) else {}
    return {
        path: cast("dict[str, object]", file)
        for path, file in files.items()
        if isinstance(file, dict)
    }


def _mark(path: Path) -> list[int] | None:
    """What changes when a file is written again or edited; None without a file."""
    try:
        state = path.stat()
    except OSError:
        return None
    return [state.st_ino, state.st_size, state.st_mtime_ns]

"""How far work is, in one form for every kind of work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from mapflow._masking.secrets import mask_text
from mapflow._text.display import printable, size
from mapflow._text.numbers import amount
from mapflow._views.processing import called

if TYPE_CHECKING:
    from mapflow._http.transfers import Progress
    from mapflow._views.processing import ProcessingRecord
    from mapflow.batch import Report
    from mapflow.status import Status

#: A name that is longer would leave no room for the bar.
_NAME_LENGTH: Final = 40
#: States of a batch's rows that the user must act on.
_TROUBLED: Final = ("failed", "refused", "over_budget")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a piece of work is.

    Attributes:
        what: What is being done.
        detail: The state that it is in, if it has one.
        done: How much of it.
        total: Of how much; None if unknown.
        amount: The same in words.
        line: All of it as a line of a log.
        state: What is worth a line in a log whenever it changes; None for work that is only told
            of now and then.
        is_over: Whether nothing is left to do.
        in_bytes: Whether bytes are counted.
        is_joint: Whether it tells of several processings, of which the first was told alone.
    """

    what: str
    detail: str
    done: float
    total: float | None
    amount: str
    line: str
    state: str | None
    is_over: bool
    in_bytes: bool = False
    is_joint: bool = False


class Canvas(Protocol):
    """Where steps are shown."""

    def draw(self, key: str, step: Step) -> None:
        """Show how far the piece of work with this key is."""
        ...

    def keep_moving(self) -> None:
        """Show that time passes between two steps too: `close` is sure to be called."""
        ...

    def close(self) -> None:
        """Leave what is shown as it is, and give the screen back. Can be called more than once."""
        ...


class Waits:
    """Processings that are waited for, of which there may be thousands: each report is a sum."""

    def __init__(self, label: str | None) -> None:
        self._label = label
        self._known: dict[str, tuple[Status, int]] = {}
        self._states: Counter[Status] = Counter()
        self._percents = 0

    @property
    def are_many(self) -> bool:
        """Whether more than one was reported."""
        return len(self._known) > 1

    def take(self, job: ProcessingRecord) -> Step:
        """Take what is new of one of them."""
        percent = 100 if job.status.is_terminal else job.percent or 0
        if job.id in self._known:
            status, earlier = self._known[job.id]
            self._states[status] -= 1
            self._percents -= earlier
        self._known[job.id] = (job.status, percent)
        self._states[job.status] += 1
        self._percents += percent
        return self._together() if self.are_many else self._alone(job)

    def _alone(self, job: ProcessingRecord) -> Step:
        what = _short(self._label or called(job) or "Processing")
        status = printable(job.status)
        percent = job.percent or 0
        return Step(
            what=what,
            detail=status,
            done=percent,
            total=100,
            amount=f"{percent} %",
            line=f"{what}: {status} {percent} %",
            state=status,
            is_over=job.status.is_terminal,
        )

    def _together(self) -> Step:
        count = len(self._known)
        what = _short(self._label or f"{count:,} processings")
        states = {status: number for status, number in sorted(self._states.items()) if number}
        detail = ", ".join(f"{number} {printable(status)}" for status, number in states.items())
        percent = self._percents / count
        return Step(
            what=what,
            detail=detail,
            done=percent,
            total=100,
            amount=f"{percent:.0f} %",
            line=f"{what}: {detail}, {percent:.0f} %",
            state=detail,
            is_over=all(status.is_terminal for status in states),
            is_joint=True,
        )


def of_report(report: Report, label: str | None) -> Step:
    """How far a batch is."""
    counts = dict(report.counts)
    total = sum(counts.values())
    done = counts.pop("done", 0)
    others = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    spent = f"{amount(report.spent)} credits"
    return Step(
        what=_short(label or "Batch"),
        detail=f"{others or 'done'}, {spent}",
        done=done,
        total=total,
        amount=f"{done:,} of {total:,}",
        line=f"{_short(label) + ': ' if label else ''}{report}.",
        state=str([report.is_over, *(counts.get(state, 0) for state in _TROUBLED)]),
        is_over=report.is_over,
    )


def of_transfer(progress: Progress, label: str | None, *, is_one_of_many: bool) -> Step:
    """How far a download or an upload is."""
    done, total = progress
    is_over = done == total
    what = _short(label or "File")
    share = f"{size(done)} of {size(total)} ({100 * done / total:.0f} %)" if total else size(done)
    return Step(
        what=what,
        detail="",
        done=done,
        total=total,
        amount=share,
        line=f"Sent {what}." if is_one_of_many and is_over else f"{what}: {share}",
        state="sent" if is_one_of_many and is_over else None,
        is_over=is_over,
        in_bytes=True,
    )


def _short(name: str) -> str:
    shown = printable(mask_text(name))
    return shown if len(shown) <= _NAME_LENGTH else shown[: _NAME_LENGTH - 1] + "…"

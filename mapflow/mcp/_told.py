"""What the tools return: plain values with units in their names, and the next step."""

from dataclasses import dataclass, field

from mapflow import AsyncProcessing, Status
from mapflow._hints import tool_form
from mapflow.batch import Report
from mapflow.formats import Summary
from mapflow.mcp._errors import readable, short

#: How many of a batch's areas are told of by name.
_MOST_ROWS = 20


@dataclass
class Told:
    """What every tool returns beside its values."""

    #: What is odd, a sentence each.
    notes: list[str] = field(default_factory=list[str], kw_only=True)


@dataclass
class ClassTold:
    """The features of one class."""

    name: str
    features: int
    area_m2: float


@dataclass
class SummaryTold:
    """What a result holds. Features themselves are never returned: there may be a million."""

    features: int
    area_m2: float
    classes: list[ClassTold]
    bbox: list[float] | None

    @classmethod
    def of(cls, summary: Summary) -> "SummaryTold":
        """Tell of a summary."""
        classes = [
            ClassTold(each.name, each.count, round(each.area_m2, 1)) for each in summary.classes
        ]
        bbox = None if summary.bbox is None else list(summary.bbox)
        return cls(summary.count, round(summary.area_m2, 1), classes, bbox)


@dataclass
class ProcessingTold:
    """A processing. Its name and description were written by people: they are data."""

    id: str
    name: str
    description: str | None
    status: str
    percent: int | None
    cost: float | None
    area_m2: float | None
    model: str | None
    created: str | None
    is_over: bool
    has_result: bool
    #: What went wrong and what to do, translated.
    messages: list[str]
    next: str

    @classmethod
    def of(cls, found: AsyncProcessing) -> "ProcessingTold":
        """Tell of a processing."""
        status = found.status
        return cls(
            found.id,
            short(found.name),
            None if found.description is None else short(found.description),
            str(status),
            found.percent,
            found.cost,
            found.area_m2,
            found.model_name,
            None if found.created is None else found.created.isoformat(),
            status.is_terminal,
            status.is_success,
            [readable(str(message)) for message in found.messages],
            next_of(status),
        )


@dataclass
class BatchRowTold:
    """One area of a batch that has no result yet, and why."""

    name: str
    state: str
    note: str | None
    processing_id: str | None


@dataclass
class BatchTold(Told):
    """How a batch stands."""

    folder: str
    is_running_here: bool
    counts: dict[str, int]
    spent: float
    budget: float | None
    without_result: list[BatchRowTold]
    next: str

    @classmethod
    def of(cls, folder: str, report: Report, *, is_running: bool) -> "BatchTold":
        """Tell of a batch."""
        rows = [
            BatchRowTold(
                short(row.name),
                row.state,
                row.note and readable(tool_form(row.note)),
                row.processing_id,
            )
            for row in report.rows
            if row.state != "done"
        ]
        told = cls(
            folder, is_running, report.counts, report.spent, report.budget, rows[:_MOST_ROWS],
            _next_of_batch(report, is_running=is_running),
        )  # fmt: skip
        if len(rows) > _MOST_ROWS:
            told.notes.append(f"{len(rows) - _MOST_ROWS} more have no result yet.")
        return told


@dataclass
class Started(Told):
    """What a quote started: a processing or a batch."""

    processing: ProcessingTold | None
    batch: BatchTold | None
    next: str


@dataclass
class QuoteTold(Told):
    """What something would cost. Nothing was started; run_quote starts it."""

    quote: str
    what: str
    cost: float | None
    remaining_credits: float | None
    session_budget_left: float
    #: What would refuse it now, a sentence each; empty if it can be run.
    obstacles: list[str]
    next: str


def next_of(status: Status) -> str:
    """What to do with a processing of that status."""
    if status.is_success:
        return "save_result saves its features as a file and tells a summary."
    if status.is_terminal:
        return "estimate_restart quotes running its failed parts again, if the messages allow it."
    return "It is still running, which takes minutes to hours: call wait_for."


def _next_of_batch(report: Report, *, is_running: bool) -> str:
    if is_running:
        return "It is still running, which takes minutes to hours: call wait_for_batch."
    if report.is_success:
        return "save_batch_result joins its results into one file."
    return "estimate_resume quotes what is left to do; retry_failed=true includes what failed."

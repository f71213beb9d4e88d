"""Tools about processings: starting what was quoted, waiting, lists, deleting."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from mcp.server.mcpserver import Context
from pydantic import Field

from mapflow import AsyncProcessing
from mapflow.errors import InvalidInput, WaitTimedOut
from mapflow.mcp._arguments import WAIT_S, Limit, ProjectText, Timeout
from mapflow.mcp._errors import readable, short
from mapflow.mcp._kinds import FOR_GOOD, READS, Entry
from mapflow.mcp._progress import Teller, telling
from mapflow.mcp._session import Session
from mapflow.mcp._told import ProcessingTold, Started, Told

#: Another word would find nothing, without a reason.
StatusWord: TypeAlias = Literal[
    "UNPROCESSED", "IN_PROGRESS", "OK", "FAILED", "AWAITING", "CANCELLED", "CANCELED", "REFUNDED"
]


@dataclass
class AreaTold:
    """One area of interest of a processing."""

    status: str
    area_m2: float | None
    messages: list[str]


@dataclass
class ProcessingWithAreas(ProcessingTold, Told):
    """A processing, and its areas if it failed."""

    areas: list[AreaTold]


@dataclass
class ProcessingsTold(Told):
    """Processings, the newest first."""

    processings: list[ProcessingTold]


@dataclass
class HistoryRow:
    """A processing of the past."""

    name: str
    project: str | None
    model: str | None
    status: str
    cost: float | None
    area_m2: float | None
    created: str | None


@dataclass
class HistoryTold(Told):
    """Processings of the past, all projects together."""

    rows: list[HistoryRow]
    total: int | None


@dataclass
class Reconciled(Told):
    """Whether a run whose response was lost was started."""

    was_started: bool
    processing: ProcessingTold | None
    next: str


@dataclass
class Deleted(Told):
    """What was deleted."""

    deleted: str


class Running:
    """Tools about processings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tools(self) -> list[Entry]:
        """The tools."""
        return [
            Entry(self.run_quote, FOR_GOOD, "Run what was quoted (costs credits)"),
            Entry(self.reconcile, READS, "Find a run whose response was lost"),
            Entry(self.list_processings, READS, "Processings"),
            Entry(self.get_processing, READS, "State of a processing"),
            Entry(self.wait_for, READS, "Wait for a processing"),
            Entry(self.history, READS, "History of all projects"),
            Entry(self.delete_processing, FOR_GOOD, "Delete a processing"),
        ]

    async def run_quote(
        self,
        quote: Annotated[str, Field(description="ID of a quote of this session.")],
        max_cost: Annotated[
            float,
            Field(
                ge=0,
                allow_inf_nan=False,
                description="Maximum that the user agreed to pay, in credits.",
            ),
        ],
        name: Annotated[
            str | None, Field(description="Name of the new processing. Default: Mapflow's.")
        ] = None,
    ) -> Started:
        """Start what was quoted. This is the only tool that costs credits: ask the user first.

        A quote runs once. A second call starts nothing, also if the first one failed.
        """
        session = self._session
        return await session.pay(
            session.quotes.use(quote, max_cost, session.budget), max_cost, name
        )

    async def reconcile(
        self, tag: Annotated[str, Field(description="The tag that the error named.")]
    ) -> Reconciled:
        """Find out whether a run whose response was lost was started."""
        found = await self._session.client.processings.reconcile(tag)
        if found is None:
            return Reconciled(
                was_started=False,
                processing=None,
                next="Mapflow shows no such processing. Ask once more in a few minutes; only then"
                " get a new quote.",
            )
        told = ProcessingTold.of(found)
        return Reconciled(was_started=True, processing=told, next=told.next)

    async def list_processings(
        self,
        project: ProjectText = None,
        terms: Annotated[str | None, Field(description="Text to find in names.")] = None,
        limit: Limit = 20,
    ) -> ProcessingsTold:
        """The newest processings of a project, with their states."""
        pages = self._session.client.processings.pages(
            project, terms=terms, sort_by="CREATED", descending=True, page_size=limit
        )
        found: list[ProcessingTold] = []
        async for processing in pages:
            found.append(ProcessingTold.of(processing))
            if len(found) == limit:
                break
        told = ProcessingsTold(found)
        if pages.total is not None and pages.total > len(found):
            told.notes.append(f"{pages.total - len(found)} more are not listed.")
        return told

    async def get_processing(self, processing_id: str) -> ProcessingWithAreas:
        """State of a processing, what it cost, and if it failed, why, and what to do."""
        return await self._with_areas(await self._session.client.processings.get(processing_id))

    async def wait_for(
        self, processing_id: str, ctx: Context[Any], timeout_s: Timeout = WAIT_S
    ) -> ProcessingWithAreas:
        """Wait until a processing has ended, and report its progress meanwhile.

        That takes minutes to hours. When the time is up it continues: call this again.
        """
        processings = self._session.client.processings
        job = await processings.get(processing_id)

        async def wait(tell: Teller) -> None:
            def take(seen: AsyncProcessing) -> None:
                tell(seen.percent or 0, 100, str(seen.status))

            take(job)
            waiting = processings.as_completed([job], timeout_s=timeout_s, on_progress=take)
            try:
                async for _ in waiting:
                    pass
            except WaitTimedOut:
                await job.refresh()

        await telling(ctx, wait)
        return await self._with_areas(job)

    async def history(
        self,
        after: Annotated[str | None, Field(description="First day, such as 2026-01-31.")] = None,
        before: Annotated[str | None, Field(description="Last day.")] = None,
        statuses: Annotated[
            list[StatusWord] | None,
            Field(description='Such as ["OK", "FAILED"]. Default: all.'),
        ] = None,
        terms: Annotated[str | None, Field(description="Text to find.")] = None,
        limit: Limit = 50,
    ) -> HistoryTold:
        """Past processings of all projects, with what each cost."""
        pages = self._session.client.processings.statistics(
            after=after, before=before, statuses=statuses or (), terms=terms, page_size=limit
        )
        rows: list[HistoryRow] = []
        async for row in pages:
            rows.append(
                HistoryRow(
                    short(row.name),
                    row.project_name and short(row.project_name),
                    row.model_name,
                    str(row.status),
                    row.cost,
                    row.area_m2,
                    None if row.created is None else row.created.isoformat(),
                )
            )
            if len(rows) == limit:
                break
        return HistoryTold(rows, pages.total)

    async def delete_processing(
        self,
        processing_id: str,
        confirm: Annotated[
            bool, Field(description="Whether the user has agreed to lose it.")
        ] = False,
    ) -> Deleted:
        """Delete a processing with its areas and its result, for good. Credits do not come back.

        Mapflow has no operation that stops a processing and gives its credits back.
        """
        job = await self._session.client.processings.get(processing_id)
        what = f"processing {job.id}, {short(job.name)!r}, {job.status}"
        if not confirm:
            raise unconfirmed(what)
        await job.delete()
        return Deleted(what)

    async def _with_areas(self, job: AsyncProcessing) -> ProcessingWithAreas:
        told = ProcessingTold.of(job)
        areas = await job.areas() if job.status.is_terminal and not job.status.is_success else []
        return ProcessingWithAreas(
            **vars(told),
            areas=[
                AreaTold(
                    str(area.status),
                    area.area_m2,
                    [readable(str(message)) for message in area.messages],
                )
                for area in areas
                if area.messages
            ][:20],
        )


def unconfirmed(what: str) -> InvalidInput:
    return InvalidInput(
        f"This deletes {what}, for good.",
        hint="Ask the user. If they agree, call it again with confirm=true.",
    )

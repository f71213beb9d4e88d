"""Tools that tell prices. What they return as a quote is the only thing that can be run."""

import asyncio
from functools import partial
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import Field

from mapflow import batch, geometry, sources, split
from mapflow._hints import tool_form
from mapflow._text.numbers import amount
from mapflow.batch import BatchEstimate
from mapflow.errors import InvalidInput
from mapflow.geometry import AreasLike
from mapflow.mcp._arguments import (
    AreaArgument,
    CrsText,
    FolderText,
    LayerText,
    ModelText,
    OptionSwitches,
    ProjectText,
    RepairSwitch,
    SourceText,
    ZoomNumber,
)
from mapflow.mcp._batches import OnReport
from mapflow.mcp._errors import readable, sentence, short
from mapflow.mcp._folder import AreaText
from mapflow.mcp._kinds import READS, Entry
from mapflow.mcp._quotes import Quote, Start
from mapflow.mcp._session import Session
from mapflow.mcp._told import BatchTold, ProcessingTold, QuoteTold, Started
from mapflow.sources import Source
from mapflow.splitting import SplitLimits, SplitPlan
from mapflow.splitting._limits import limits_from

_MOST_OBSTACLES = 20
_AGREED = (
    "Show the price to the user. If they agree, call run_quote with this quote and the maximum"
    " that they agreed to."
)
_REFUSED = (
    "It would be refused now. Tell the user what `obstacles` says; when that has changed, get a new"
    " quote."
)


class Quoting:
    """Tools that ask what something would cost. They start nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tools(self) -> list[Entry]:
        """The tools."""
        return [
            Entry(self.estimate_cost, READS, "Price of a processing"),
            Entry(self.estimate_batch, READS, "Price of many or large areas"),
            Entry(self.estimate_restart, READS, "Price of a restart"),
            Entry(self.estimate_resume, READS, "Price of resuming a batch"),
        ]

    async def estimate_cost(
        self,
        model: ModelText,
        source: SourceText,
        area: Annotated[
            AreaText | None,
            Field(
                description="A file of the server's folder, GeoJSON, WKT, or [west, south, east,"
                " north] in degrees. Default: all the ground of my-imagery."
            ),
        ] = None,
        options: OptionSwitches = None,
        zoom: ZoomNumber = None,
        project: ProjectText = None,
        layer: LayerText = None,
        crs: CrsText = None,
        repair: RepairSwitch = False,
    ) -> QuoteTold:
        """Check a processing and tell its price in credits. Nothing is started or charged.

        Show the price to the user. The quote is what run_quote takes.
        """
        client = self._session.client
        imagery = sources.parse(source, zoom=zoom)
        # Read once: what runs is what was priced, also if the file changes.
        outline = (
            None
            if area is None
            else await self._session.outline(area, crs=crs, layer=layer, repair=repair)
        )
        estimate = await client.processings.estimate(
            model=model, area=outline, source=imagery, options=options, project=project
        )
        tag = uuid4().hex

        async def start(max_cost: float, name: str | None) -> Started:
            # Without a price it is asked again: what is compared with max_cost is never old.
            job = await client.processings.run(
                model=model, area=outline, source=imagery, options=options, project=project,
                name=name, max_cost=max_cost, tag=tag,
            )  # fmt: skip
            told = ProcessingTold.of(job)
            return Started(told, None, told.next)

        west_north = ", ".join(f"{degrees:.4f}" for degrees in estimate.centre)
        what = (
            f"{estimate.model.name} on {estimate.area_m2 / 1e6:.4g} km² in"
            f" {estimate.area_count} area(s) around lon/lat {west_north}"
        )
        quote = self._session.quotes.add(what, estimate.cost, start)
        told = self._told(quote, estimate.remaining_credits)
        # The session's budget is told of already, with what this user can do about it.
        told.obstacles += [sentence(each) for each in estimate.obstacles if each.limit != "budget"]
        told.next = _REFUSED if told.obstacles else _AGREED
        return told

    async def estimate_batch(
        self,
        model: ModelText,
        area: AreaArgument,
        source: SourceText,
        folder: FolderText,
        how: Annotated[
            Literal["split", "each"],
            Field(
                description="split: an area of any size, cut into as few processings as the"
                " account's limits allow; each: a processing for each area of a file."
            ),
        ] = "split",
        options: OptionSwitches = None,
        zoom: ZoomNumber = None,
        project: ProjectText = None,
        layer: LayerText = None,
        crs: CrsText = None,
        repair: RepairSwitch = False,
    ) -> QuoteTold:
        """Tell the price of a large area or of many areas. Nothing is started or charged.

        Show the price and the number of processings to the user. The quote is what run_quote
        takes; it then works on the batch in that folder.
        """
        client = self._session.client
        path = self._session.folder.inside(folder)
        imagery = sources.parse(source, zoom=zoom)
        areas: AreasLike | SplitPlan = self._session.folder.area(area)
        summary = ""
        if how == "split":
            limits = await self._limits(imagery, project)
            reading = partial(split, limits=limits, crs=crs, layer=layer, repair=repair)
            areas = plan = await asyncio.to_thread(reading, areas)
            summary = str(plan)
        else:
            read = partial(geometry.read_areas, crs=crs, layer=layer, repair=repair)
            areas = await asyncio.to_thread(read, areas)
        estimate = await batch.run_async(
            client, areas, model=model, source=imagery, folder=path, options=options,
            project=project, dry_run=True,
        )  # fmt: skip

        async def start(max_cost: float, name: str | None) -> Started:
            del name  # its processings are named after the areas

            async def work(on_progress: OnReport) -> batch.Report:
                return await batch.run_async(
                    client, areas, model=model, source=imagery, folder=path, options=options,
                    project=project, budget=max_cost, on_progress=on_progress,
                )  # fmt: skip

            return _started(await self._session.batches.start(path, work))

        count = len(estimate.rows)
        summary = summary or f"{count} processing{'' if count == 1 else 's'}"
        what = f"{short(model)}: {summary}; kept in {self._session.folder.shown(path)}"
        return await self._quoted(what, estimate, start)

    async def estimate_restart(self, processing_id: str) -> QuoteTold:
        """Tell what running the failed parts of a processing again may cost. Nothing is started.

        Mapflow names no price for a restart, so the quote is what the whole processing did cost.
        """
        client = self._session.client
        job = await client.processings.get(processing_id)
        if job.status != "FAILED":
            raise InvalidInput(
                f"Processing {job.id} cannot be restarted: it is {job.status}.",
                hint="Only a failed processing has parts to run again.",
            )

        async def start(max_cost: float, name: str | None) -> Started:
            del name  # it keeps the one it has
            restarted = await client.processings.restart(job.id, max_cost=max_cost)
            told = ProcessingTold.of(restarted)
            return Started(told, None, told.next)

        quote = self._session.quotes.add(f"Restart of processing {job.id}", job.cost, start)
        return self._told(quote, (await client.account.status()).remaining_credits)

    async def estimate_resume(
        self,
        folder: FolderText,
        retry_failed: Annotated[
            bool, Field(description="Whether to run again what failed; each is charged again.")
        ] = False,
        source: Annotated[
            str | None,
            Field(description="Needed again only if the source has a key in its address."),
        ] = None,
    ) -> QuoteTold:
        """Tell what is left to do in a batch and its price. Nothing is started or charged."""
        client = self._session.client
        path = self._session.folder.inside(folder)
        imagery = None if source is None else sources.parse(source)
        before = await asyncio.to_thread(batch.status, path)
        estimate = await batch.resume_async(
            client, path, source=imagery, retry_failed=retry_failed, dry_run=True
        )

        async def start(max_cost: float, name: str | None) -> Started:
            del name  # its processings are named after the areas

            async def work(on_progress: OnReport) -> batch.Report:
                return await batch.resume_async(
                    client, path, source=imagery, retry_failed=retry_failed,
                    # What was started before counts in the budget of a batch.
                    budget=before.spent + max_cost, on_progress=on_progress,
                )  # fmt: skip

            return _started(await self._session.batches.start(path, work))

        count = len(estimate.rows)
        what = (
            f"{count or 'no'} processing{'' if count == 1 else 's'} to start of"
            f" {self._session.folder.shown(path)}; what runs already is waited for"
        )
        return await self._quoted(what, estimate, start)

    async def _limits(self, imagery: Source, project: str | None) -> SplitLimits:
        client = self._session.client
        projects = client.projects
        home = await (projects.default() if project is None else projects.get(project))
        provider = imagery.name if isinstance(imagery, sources.Provider) else None
        return limits_from(await client.account.status(), home.aoi_area_limit_m2, provider)

    async def _quoted(self, what: str, estimate: BatchEstimate, start: Start) -> QuoteTold:
        """A quote of a batch: all that has a price counts, also what something stands against."""
        known = [row.cost for row in estimate.rows if row.cost is not None]
        is_priced = all(row.cost is not None for row in estimate.rows if row.will_run)
        quote = self._session.quotes.add(what, sum(known) if is_priced else None, start)
        status = await self._session.client.account.status()
        told = self._told(quote, status.remaining_credits)
        blocked = [
            f"{short(row.name)}: {readable(tool_form(row.note))}"
            for row in estimate.rows
            if row.cost is None and row.note
        ]
        told.obstacles += blocked[:_MOST_OBSTACLES]
        if blocked and not known:
            told.next = _REFUSED
        if len(blocked) > _MOST_OBSTACLES:
            told.notes.append(f"{len(blocked) - _MOST_OBSTACLES} more areas cannot be run.")
        if estimate.grouping is not None:
            told.notes.append(
                f"Small areas in one processing would save {amount(estimate.grouping.saves)}"
                ' credits: how="split" puts them together.'
            )
        return told

    def _told(self, quote: Quote, remaining_credits: float | None) -> QuoteTold:
        left = self._session.budget.remaining
        cost = quote.cost
        obstacles: list[str] = []
        if cost is not None and cost > left:
            obstacles.append(
                f"It costs {amount(cost)} credits; {amount(left)} of this session's budget of"
                f" {amount(self._session.budget.limit)} remain. Only the user can change that,"
                " with `mapflow mcp --budget CREDITS`."
            )
        return QuoteTold(
            quote=quote.id,
            what=quote.what,
            cost=cost,
            remaining_credits=remaining_credits,
            session_budget_left=left,
            obstacles=obstacles,
            next=_REFUSED if obstacles else _AGREED,
        )


def _started(told: BatchTold) -> Started:
    return Started(None, told, told.next)

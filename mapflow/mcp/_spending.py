"""Tools that cost credits, and those that say what it would cost."""

from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations

from mapflow import sources
from mapflow.errors import WaitTimedOut
from mapflow.mcp._errors import explained
from mapflow.mcp._reading import as_told
from mapflow.mcp._session import Session

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=True)
_PAYS = ToolAnnotations(
    read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=True
)
_SOURCE_HELP = f"`source` is one of {sources.FORMS}."


def register(server: MCPServer, session: Session) -> None:
    """Add the tools that cost, and what they need before."""

    @server.tool(
        annotations=_READS,
        description=(
            "What a processing would cost, in credits. Nothing is started. Show the price to the "
            "user; the quote that this returns is what run_processing takes. `area` is a file of "
            "the server's folder, GeoJSON, WKT or [west, south, east, north]. " + _SOURCE_HELP
        ),
    )
    @explained
    async def estimate_cost(
        model: str,
        area: str | dict[str, Any] | list[float],
        source: str,
        options: dict[str, bool] | None = None,
        zoom: int | None = None,
    ) -> dict[str, Any]:
        given = session.area(area)
        imagery = sources.parse(source, zoom=zoom)
        estimate = await session.client.processings.estimate(
            model=model, area=given, source=imagery, options=options
        )
        quote = session.quotes.add(
            model=model, area=given, source=imagery, options=options, cost=estimate.cost,
            estimate=estimate,
        )  # fmt: skip
        return {
            "quote": quote.id,
            "cost": estimate.cost,
            "area_m2": estimate.area_m2,
            "areas": estimate.area_count,
            "centre_lon_lat": list(estimate.centre),
            "remaining_credits": estimate.remaining_credits,
            "obstacles": [str(each) for each in estimate.obstacles],
        }

    @server.tool(annotations=_PAYS)
    @explained
    async def run_processing(quote: str, max_cost: float, name: str | None = None) -> dict[str, Any]:
        """Start what estimate_cost quoted. This costs credits: ask the user first.

        `max_cost` is the most the user agreed to pay, in credits. A quote runs once: a second call
        starts nothing.
        """
        accepted = session.quotes.accept(quote, max_cost)
        job = await session.client.processings.run(
            model=accepted.model,
            area=accepted.area,
            source=accepted.source,
            options=accepted.options,
            name=name,
            price=accepted.estimate,
            max_cost=max_cost,
        )
        accepted.started = str(job.id)
        return as_told(job)

    @server.tool(annotations=_PAYS)
    @explained
    async def restart_processing(processing_id: str, max_cost: float) -> dict[str, Any]:
        """Run the failed parts of a processing again; it may cost up to `max_cost` credits."""
        job = await session.client.processings.get(processing_id)
        return as_told(await job.restart(max_cost=max_cost))

    @server.tool(annotations=_READS)
    @explained
    async def wait_for(processing_id: str, ctx: Context, timeout_s: float = 600) -> dict[str, Any]:
        """Wait until a processing has ended; it reports its progress meanwhile.

        It takes minutes to hours. When the time is up, the processing continues: call this again.
        """
        job = await session.client.processings.get(processing_id)
        seen = [-1]

        async def tell(percent: int, status: str) -> None:
            await ctx.report_progress(percent, 100, status)

        try:
            async for ended in session.client.processings.as_completed(
                [job], timeout_s=timeout_s, on_progress=lambda each: seen.append(each.percent or 0)
            ):
                job = ended
        except WaitTimedOut:
            await job.refresh()
        await tell(job.percent or 0, str(job.status))
        return as_told(job)

    @server.tool(annotations=_READS)
    @explained
    async def reconcile(tag: str) -> dict[str, Any]:
        """Find out whether a run whose response was lost was started, by the tag of its error."""
        found = await session.client.processings.reconcile(tag)
        if found is None:
            return {"started": False}
        return {"started": True, **as_told(found)}

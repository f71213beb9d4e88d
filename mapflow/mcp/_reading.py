"""Tools that read: they cost nothing and change nothing."""

from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from mapflow.mcp._errors import explained
from mapflow.mcp._session import Session
from mapflow.messages import translate

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=True)


def register(server: MCPServer, session: Session) -> None:
    """Add the tools that read."""

    @server.tool(annotations=_READS)
    @explained
    async def account() -> dict[str, Any]:
        """Credits left, limits of an area, providers of imagery and models of this account."""
        status = await session.client.account.status()
        budget = session.client.budget
        return {
            "email": status.email,
            "remaining_credits": status.remaining_credits,
            "session_budget_left": None if budget is None else budget.remaining,
            "largest_area_m2": status.area_limit_m2,
            "most_areas_in_a_processing": status.max_areas,
            "providers": [
                {"source": f"provider:{each.name}", "label": each.label}
                for each in status.providers
            ],
            "models": [each.name for each in status.models],
        }

    @server.tool(annotations=_READS)
    @explained
    async def models() -> list[dict[str, Any]]:
        """The AI models: what each finds, its price per km² in credits, and its options."""
        return [
            {
                "name": model.name,
                "description": model.description,
                "credits_per_km2": model.price_per_km2,
                "options": [
                    {"name": option.name, "label": option.label, "optional": option.optional}
                    for option in model.options
                ],
            }
            for model in await session.client.models.list()
        ]

    @server.tool(annotations=_READS)
    @explained
    async def processings(project: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """The newest processings of a project, the default one if none is named."""
        found = await session.client.processings.list(project)
        return [as_told(each) for each in found[:limit]]

    @server.tool(annotations=_READS)
    @explained
    async def processing(processing_id: str) -> dict[str, Any]:
        """State of one processing, what it cost, and if it failed, why and what to do."""
        found = await session.client.processings.get(processing_id)
        told = as_told(found)
        if found.status.is_terminal and not found.status.is_success:
            told["areas"] = [
                {"status": str(area.status), "messages": [str(m) for m in area.messages]}
                for area in await found.areas()
            ]
        return told

    @server.tool(annotations=_READS)
    @explained
    async def explain_error(code: str) -> str:
        """What an error code of Mapflow means, and what to do about it."""
        message = translate(code)
        return f"{message.text} {message.hint or ''}".strip()

    @server.tool(annotations=_READS)
    @explained
    async def projects() -> list[dict[str, Any]]:
        """The projects that processings are kept in."""
        return [
            {"id": str(each.id), "name": each.name}
            for each in await session.client.projects.list()
        ]


def as_told(processing: Any) -> dict[str, Any]:  # noqa: ANN401  # handles of either kind
    """What an assistant is told of a processing."""
    return {
        "id": str(processing.id),
        "name": processing.name,
        "status": str(processing.status),
        "percent": processing.percent,
        "cost": processing.cost,
        "area_m2": processing.area_m2,
        "messages": [str(message) for message in processing.messages],
    }

"""Tools that write files into the server's folder, and that upload files from it."""

from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from mapflow.mcp._errors import explained
from mapflow.mcp._session import Session

_WRITES = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)


def register(server: MCPServer, session: Session) -> None:
    """Add the tools that move files."""

    @server.tool(annotations=_WRITES)
    @explained
    async def save_result(
        processing_id: str, file: str, *, overwrite: bool = False
    ) -> dict[str, Any]:
        """Save the result of a finished processing, in the format of the file's suffix.

        Suffixes: .geojson, .geojsonl, .gpkg, .parquet, .fgb, .shp, .kml, .csv. Features are never
        returned as text: there may be a million. The summary has their count and area by class.
        """
        target = session.file(file)
        result = session.client.processings.result(processing_id)
        saved = await result.save(target, overwrite=overwrite)
        return {"file": str(saved), "bytes": saved.stat().st_size, **await _summary(result)}

    @server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=True))
    @explained
    async def summarise_result(processing_id: str) -> dict[str, Any]:
        """Count and area by class of a finished processing's result, without saving it."""
        return await _summary(session.client.processings.result(processing_id))

    @server.tool(annotations=_WRITES)
    @explained
    async def upload_image(file: str, name: str | None = None) -> dict[str, Any]:
        """Upload a GeoTIFF of the server's folder as imagery of yours; it costs no credits."""
        mosaic = await session.client.imagery.upload(session.file(file), name=name)
        return {"mosaic": str(mosaic.id), "source": f"my-imagery:mosaic={mosaic.id}"}


async def _summary(result: Any) -> dict[str, Any]:  # noqa: ANN401  # results of either kind
    summary = await result.summary()
    return {
        "features": summary.count,
        "area_m2": round(summary.area_m2, 1),
        "classes": [
            {"name": each.name, "features": each.count, "area_m2": round(each.area_m2, 1)}
            for each in summary.classes
        ],
    }

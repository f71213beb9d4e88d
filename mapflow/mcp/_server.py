"""Puts the server together."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mcp.server.mcpserver import MCPServer

from mapflow._version import __version__
from mapflow.mcp import _reading, _results, _spending
from mapflow.mcp._session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from mapflow import AsyncMapflow

_INSTRUCTIONS = """Mapflow finds buildings, roads, forest, fields and construction sites on \
satellite imagery. A processing takes minutes to hours and costs credits.

1. estimate_cost for the user's area, and show the price.
2. Only when the user agrees: run_processing with the quote and the maximum that they agreed to.
3. wait_for it, then save_result, and tell the summary.

If a tool fails, its text says what to do. Never run again what may have been started: reconcile."""


def make_server(make_client: Callable[[], AsyncMapflow], folder: Path) -> MCPServer[Session]:
    """Make a server of one account.

    Args:
        make_client: Makes the client; it should have a budget.
        folder: The only folder whose files are read and written.

    Returns:
        The server; ``run()`` serves on stdin and stdout.

    Example:
        ```python
        from pathlib import Path

        from mapflow import AsyncMapflow
        from mapflow.mcp import make_server

        server = make_server(lambda: AsyncMapflow(budget=100), Path.cwd())
        print(server.name)
        ```
    """
    session = Session(make_client, folder.resolve())

    @asynccontextmanager
    async def lifespan(_: MCPServer[Session]) -> AsyncIterator[Session]:
        try:
            yield session
        finally:
            await session.close()

    server = MCPServer(
        "mapflow", instructions=_INSTRUCTIONS, version=__version__, lifespan=lifespan
    )
    for tools in (_reading, _spending, _results):
        tools.register(server, session)
    return server

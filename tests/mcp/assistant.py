"""A scripted assistant: a real client of the protocol, over stdio, in a separate thread."""

import asyncio
import json
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


@dataclass
class Called:
    """What came of calling a tool."""

    is_error: bool
    text: str
    #: The structured result.
    told: dict
    progress: list = field(default_factory=list)
    seconds: float = 0.0

    def __getitem__(self, name):
        return self.told[name]


class Assistant:
    """Starts ``mapflow mcp`` and calls its tools."""

    def __init__(self, folder, service, *options, token=None):
        self._options = ["--folder", str(folder), *options]
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MAPFLOW_")
        } | {
            "MAPFLOW_TOKEN": token or service.token,
            "MAPFLOW_BASE_URL": service.base_url,
            "XDG_CONFIG_HOME": str(folder / ".nowhere"),
        }
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failure = None
        self._thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._ready.wait(60)
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)
        assert not self._thread.is_alive(), "the server did not end"
        self._errors.seek(0)
        self.stderr = self._errors.read()
        self._errors.close()
        self._loop.close()

    def _live(self):
        try:
            self._loop.run_until_complete(self._session())
        except BaseException as error:  # noqa: BLE001
            self._failure = error
            self._ready.set()

    async def _session(self):
        self._stop = asyncio.Event()
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "mapflow.cli", "mcp", *self._options],
            env=self._environment,
        )
        async with (
            stdio_client(server, errlog=self._errors) as streams,
            ClientSession(*streams) as self._client,
        ):
            self.hello = await self._client.initialize()
            self._ready.set()
            await self._stop.wait()

    def tools(self):
        """The tools by name."""
        return {tool.name: tool for tool in self._await(self._client.list_tools()).tools}

    def start(self, tool, **arguments):
        """Call a tool, and do not wait for it."""
        return asyncio.run_coroutine_threadsafe(self._call(tool, arguments), self._loop)

    def try_(self, tool, **arguments):
        """Call a tool, whatever comes of it."""
        return self._await(self._call(tool, arguments))

    def __call__(self, tool, **arguments):
        """Call a tool, which must succeed."""
        called = self.try_(tool, **arguments)
        assert not called.is_error, called.text
        return called

    def refused(self, tool, **arguments):
        """Call a tool, which must be refused; the text that says why."""
        called = self.try_(tool, **arguments)
        assert called.is_error, called.told
        return called.text

    def pay(self, quote, max_cost=None, **more):
        """Run what was quoted."""
        limit = quote["cost"] if max_cost is None else max_cost
        return self("run_quote", quote=quote["quote"], max_cost=limit, **more)

    async def _call(self, tool, arguments):
        progress = []

        async def take(done, total, message):
            progress.append((time.monotonic(), done, total, message))

        began = time.monotonic()
        result = await self._client.call_tool(tool, arguments, progress_callback=take)
        text = "\n".join(part.text for part in result.content if hasattr(part, "text"))
        took = time.monotonic() - began
        return Called(bool(result.is_error), text, result.structured_content or {}, progress, took)

    def _await(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(120)


def messages(out):
    """The messages of a server's stdout: one JSON document a line, and nothing else."""
    return [json.loads(line) for line in out.splitlines()]

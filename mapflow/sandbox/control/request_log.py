"""Remembers the requests that were seen, without tokens and bodies."""

import collections
import time
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapflow.sandbox.control.masking import masked_query
from mapflow.sandbox.control.seen_requests import SEEN, SeenEntry
from mapflow.sandbox.openapi import OPERATION, Operation

_REMEMBERED: Final = 10_000
_CONTROL: Final = "/sandbox"


class RequestLog:
    """The last requests, the oldest first."""

    def __init__(self) -> None:
        self._seen: collections.deque[SeenEntry] = collections.deque(maxlen=_REMEMBERED)
        self._count = 0

    def entries(self) -> list[dict[str, Any]]:
        """Return what was seen."""
        return [seen.written() for seen in self._seen]

    def clear(self) -> None:
        """Forget everything."""
        self._seen.clear()
        self._count = 0

    def add(self, scope: Scope) -> SeenEntry:
        """Remember a request that has just arrived."""
        self._count += 1
        query = masked_query(scope["query_string"].decode("latin-1"))
        seen = SeenEntry(self._count, time.time(), scope["method"], scope["path"], query)
        self._seen.append(seen)
        return seen


class LogRequests:
    """Writes every request but those of the control interface into a log."""

    def __init__(self, app: ASGIApp, log: RequestLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and remember it."""
        if scope["type"] != "http" or scope["path"].startswith(_CONTROL):
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        seen = scope[SEEN] = self._log.add(scope)

        async def count_body() -> Message:
            message = await receive()
            seen.body_bytes += len(message.get("body", b""))
            return message

        async def watch_response(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = status = message["status"]
                if seen.fault is None:
                    seen.committed = 200 <= status < 300
            seen.response_bytes += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, count_body, watch_response)
        finally:
            seen.duration_ms = round((time.perf_counter() - began) * 1000, 2)
            operation: Operation | None = scope.get(OPERATION)
            if operation is not None:
                seen.operation, seen.paid = operation.operation_id, operation.is_paid

"""Remembers the requests that were seen, without tokens and bodies."""

import collections
import datetime
import time
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCOUNT: Final = "mapflow.sandbox.account"
_REMEMBERED: Final = 10_000
_SECRET: Final = ("token", "password", "secret", "key", "login")
_CONTROL: Final = "/sandbox"


class RequestLog:
    """The last requests, the oldest first."""

    def __init__(self) -> None:
        self._entries: collections.deque[dict[str, Any]] = collections.deque(maxlen=_REMEMBERED)
        self._count = 0

    def entries(self) -> list[dict[str, Any]]:
        """Return what was seen."""
        return [{**entry, "time": _written(entry["time"])} for entry in self._entries]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._count = 0

    def add(
        self, scope: Scope, status: int | None, began: float, body_bytes: int, answer_bytes: int
    ) -> None:
        """Remember a request."""
        self._count += 1
        self._entries.append(
            {
                "number": self._count,
                "time": time.time(),
                "method": scope["method"],
                "path": scope["path"],
                "query": _without_secrets(scope["query_string"].decode("latin-1")),
                "status": status,
                "account": scope.get(ACCOUNT),
                "body_bytes": body_bytes,
                "answer_bytes": answer_bytes,
                "duration_ms": round((time.perf_counter() - began) * 1000, 2),
            }
        )


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
        status: int | None = None
        body_bytes = answer_bytes = 0

        async def count_body() -> Message:
            nonlocal body_bytes
            message = await receive()
            body_bytes += len(message.get("body", b""))
            return message

        async def watch_answer(message: Message) -> None:
            nonlocal status, answer_bytes
            if message["type"] == "http.response.start":
                status = message["status"]
            answer_bytes += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, count_body, watch_answer)
        finally:
            self._log.add(scope, status, began, body_bytes, answer_bytes)


def _written(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="milliseconds")


def _without_secrets(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, "REDACTED" if _is_secret(name) else value) for name, value in pairs])


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET)

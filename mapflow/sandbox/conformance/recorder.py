"""Keeps what the service saw and sent while a client was at work."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapflow.sandbox.openapi import OPERATION, Operation

API: Final = "/rest"
_KEPT_BYTES: Final = 16 * 1024 * 1024


@dataclasses.dataclass(slots=True)
class Exchange:
    """A request and what was sent for it.

    Attributes:
        path: Under the base address.
        authorization: That header; "" without one.
        media: Media type of the request body; "" without one.
        body: The request body.
        status: Of the response; None if none was sent.
        response_body: Body of the response.
        is_paid: Whether the operation spends credits.
    """

    method: str
    path: str
    authorization: str
    media: str
    body: bytes = b""
    status: int | None = None
    response_body: bytes = b""
    is_paid: bool = False

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is of any type
        """The decoded request body; None if it is not JSON."""
        return _decoded(self.body)

    @property
    def response_json(self) -> Any:  # noqa: ANN401 - JSON is of any type
        """The decoded body of the response; None if it is not JSON."""
        return _decoded(self.response_body)

    @property
    def is_success(self) -> bool:
        """Whether the response was a success."""
        return self.status is not None and 200 <= self.status < 300


class Recorder:
    """Passes everything on and keeps it.

    Args:
        app: The service.
        after: Called with each exchange that has ended.
    """

    def __init__(self, app: ASGIApp, after: Callable[[Exchange], None]) -> None:
        self._app = app
        self._after = after
        self.exchanges: list[Exchange] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or not scope["path"].startswith(f"{API}/"):
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        exchange = Exchange(
            scope["method"],
            scope["path"].removeprefix(API),
            headers.get(b"authorization", ""),
            headers.get(b"content-type", ""),
        )
        self.exchanges.append(exchange)

        async def hear() -> Message:
            message = await receive()
            if len(exchange.body) < _KEPT_BYTES:
                exchange.body += message.get("body", b"")
            return message

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
            elif len(exchange.response_body) < _KEPT_BYTES:
                exchange.response_body += message.get("body", b"")
            await send(message)

        try:
            await self._app(scope, hear, say)
        finally:
            operation: Operation | None = scope.get(OPERATION)
            exchange.is_paid = operation is not None and operation.is_paid
            self._after(exchange)


def _decoded(body: bytes) -> Any:  # noqa: ANN401 - JSON is of any type
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None

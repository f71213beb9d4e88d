"""Changes JSON responses on their way to the client."""

import json
from typing import Final

from starlette.types import Message, Send

from mapflow.sandbox.fault_injection.mutations import Change, ResponseSchemas
from mapflow.sandbox.openapi import Operation
from mapflow.sandbox.openapi.responses import encode

_TYPE: Final = b"content-type"
_LENGTH: Final = b"content-length"


class MutatedResponse:
    """Sends a response as a change makes it; what is not JSON of the description passes as it is.

    Args:
        send: Where to.
        operation: What was asked for; None for what is not part of the API.
        shapes: What the description says of values.
        change: The change.
    """

    def __init__(
        self, send: Send, operation: Operation | None, shapes: ResponseSchemas, change: Change
    ) -> None:
        self._send = send
        self._operation = operation
        self._shapes = shapes
        self._change = change
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Send a message, or keep it until the response is complete."""
        if message["type"] == "http.response.start" and self._is_described(message):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            body = self._changed(self._start["status"])
            headers = [
                (name, str(len(body)).encode() if name == _LENGTH else value)
                for name, value in self._start["headers"]
            ]
            await self._send({**self._start, "headers": headers})
            await self._send({**message, "body": body})

    def _is_described(self, start: Message) -> bool:
        media = dict(start["headers"]).get(_TYPE, b"").split(b";", 1)[0]
        return (
            media == b"application/json"
            and self._operation is not None
            and self._operation.schema(start["status"]) is not None
        )

    def _changed(self, status: int) -> bytes:
        schema = self._operation.schema(status) if self._operation else None
        if schema is None or not self._body:
            return self._body
        return encode(self._shapes.changed(json.loads(self._body), schema, self._change))

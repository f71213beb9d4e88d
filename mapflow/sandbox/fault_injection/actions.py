"""What each fault does to a request."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapflow.sandbox.control.seen_requests import SeenEntry
from mapflow.sandbox.fault_injection import responses
from mapflow.sandbox.fault_injection.mutated_response import MutatedResponse
from mapflow.sandbox.fault_injection.mutations import (
    Change,
    ResponseSchemas,
    with_extra_members,
    with_floats,
    with_new_values,
    with_nulls,
    without_members,
)
from mapflow.sandbox.fault_injection.selection import SelectedFault
from mapflow.sandbox.fault_injection.transport import Connection
from mapflow.sandbox.openapi import Operation

_LENGTH: Final = b"content-length"


@dataclasses.dataclass(slots=True)
class FaultedRequest:
    """A request and the fault that it gets."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    connection: Connection
    seen: SeenEntry
    selected: SelectedFault
    operation: Operation | None
    shapes: ResponseSchemas

    async def carry_out(self, send: Send) -> None:
        """Let the API carry out the request, and record whether it did."""

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.seen.committed = 200 <= message["status"] < 300
            await send(message)

        await self.app(self.scope, self.receive, note)

    async def respond(self, response: Response) -> None:
        """Send a response instead of the API's."""
        await response(self.scope, self.receive, self.send)

    async def is_left_within(self, seconds: float) -> bool:
        """Wait, and say whether the client left meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self.connection.gone.wait()
        except TimeoutError:
            return False
        return True

    async def end(self) -> None:
        """Wait for the end of the connection: only then may a request stay without a response."""
        while (await self.receive())["type"] != "http.disconnect":
            pass


async def _latency(faulted: FaultedRequest) -> None:
    if not await faulted.is_left_within(faulted.selected.span("seconds")):
        await faulted.carry_out(faulted.send)


async def _reset_before(faulted: FaultedRequest) -> None:
    faulted.connection.reset()
    await faulted.end()


async def _reset_after(faulted: FaultedRequest) -> None:
    await faulted.carry_out(_swallow)
    faulted.connection.reset()
    await faulted.end()


async def _timeout(faulted: FaultedRequest) -> None:
    seconds = faulted.selected.value("seconds")
    try:
        async with asyncio.timeout(None if seconds is None else faulted.selected.span("seconds")):
            await faulted.end()
    except TimeoutError:
        faulted.connection.close()
        await faulted.end()


async def _timeout_after(faulted: FaultedRequest) -> None:
    await faulted.carry_out(_swallow)
    await _timeout(faulted)


async def _truncate(faulted: FaultedRequest) -> None:
    selected = faulted.selected
    await faulted.carry_out(
        _Cut(faulted, selected.value("keep"), is_chunked=selected.value("chunked"))
    )
    faulted.connection.close()
    await faulted.end()


class _Cut:
    """Sends the head of a response and a part of its body; nothing if there is no body."""

    def __init__(self, faulted: FaultedRequest, keep: float, *, is_chunked: bool) -> None:
        self._send = faulted.send
        self._has_body = faulted.scope["method"] != "HEAD"
        self._keep = keep
        self._is_chunked = is_chunked
        self._left = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            length = next((int(value) for name, value in headers if name == _LENGTH), 0)
            self._left = int(length * self._keep)
            self._has_body = self._has_body and length > 0
            if self._is_chunked:
                headers = [(name, value) for name, value in headers if name != _LENGTH]
            if self._has_body:
                await self._send({**message, "headers": headers})
        elif self._has_body and self._left:
            piece = message.get("body", b"")[: self._left]
            self._left -= len(piece)
            await self._send({"type": message["type"], "body": piece, "more_body": True})


async def _drip(faulted: FaultedRequest) -> None:
    pause_s, size = faulted.selected.value("pause_s"), faulted.selected.value("piece_bytes")

    async def in_drops(message: Message) -> None:
        body = message.get("body", b"")
        for begin in range(0, len(body), size):
            if begin and await faulted.is_left_within(pause_s):
                return
            piece = body[begin : begin + size]
            await faulted.send({"type": message["type"], "body": piece, "more_body": True})
        if not body or not message.get("more_body", False):
            await faulted.send(message if not body else {**message, "body": b""})

    await faulted.carry_out(in_drops)


async def _status(faulted: FaultedRequest) -> None:
    selected, path = faulted.selected, faulted.scope["path"]
    await faulted.respond(
        responses.failure(selected.one_of("status"), path, selected.one_of("retry_after"))
    )


async def _html(faulted: FaultedRequest) -> None:
    await faulted.respond(responses.page(faulted.selected.one_of("status")))


async def _redirect(faulted: FaultedRequest) -> None:
    await faulted.respond(responses.elsewhere(faulted.selected.value("location")))


async def _garbage(faulted: FaultedRequest) -> None:
    await faulted.respond(responses.garbage())


async def _empty(faulted: FaultedRequest) -> None:
    await faulted.respond(responses.nothing())


async def _stale(faulted: FaultedRequest) -> None:
    await faulted.carry_out(faulted.send)


async def _created(faulted: FaultedRequest) -> None:
    async def say(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            message = {**message, "status": 201}
        await faulted.send(message)

    await faulted.carry_out(say)


async def _swallow(_message: Message) -> None:
    """Keep a response from being sent."""


Action = Callable[[FaultedRequest], Awaitable[None]]
Changes = Callable[[ResponseSchemas, SelectedFault], Change]


def _reshaped(changes: Changes) -> Action:
    """Return what changes a response within what the description allows."""

    async def act(faulted: FaultedRequest) -> None:
        change = changes(faulted.shapes, faulted.selected)
        send = MutatedResponse(faulted.send, faulted.operation, faulted.shapes, change)
        await faulted.carry_out(send)

    return act


def _after(fault: Action) -> Action:
    """Return the same, with the request carried out before."""

    async def act(faulted: FaultedRequest) -> None:
        await faulted.carry_out(_swallow)
        await fault(faulted)

    return act


ACTIONS: Final[Mapping[str, Action]] = {
    "latency": _latency,
    "reset-before": _reset_before,
    "reset-after": _reset_after,
    "timeout": _timeout,
    "timeout-after": _timeout_after,
    "truncate": _truncate,
    "drip": _drip,
    "status": _status,
    "status-after": _after(_status),
    "html": _html,
    "html-after": _after(_html),
    "garbage": _after(_garbage),
    "empty": _after(_empty),
    "redirect": _redirect,
    "redirect-after": _after(_redirect),
    "stale": _stale,
    "extra-members": _reshaped(lambda _shapes, _selected: with_extra_members),
    "new-values": _reshaped(lambda _shapes, _selected: with_new_values),
    "nulls": _reshaped(lambda shapes, selected: with_nulls(shapes, inner=selected.value("inner"))),
    "missing-members": _reshaped(
        lambda _, selected: without_members(inner=selected.value("inner"))
    ),
    "floats": _reshaped(lambda _shapes, _selected: with_floats),
    "created": _created,
}

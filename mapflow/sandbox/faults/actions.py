"""What each fault does to a request."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapflow.sandbox.control.seen import Seen
from mapflow.sandbox.engine import Operation
from mapflow.sandbox.faults import answers
from mapflow.sandbox.faults.choosing import Choice
from mapflow.sandbox.faults.reshaping import Reshaping
from mapflow.sandbox.faults.shapes import (
    Change,
    Shapes,
    with_extra_members,
    with_floats,
    with_new_values,
    with_nulls,
    without_members,
)
from mapflow.sandbox.faults.transport import Connection

_LENGTH: Final = b"content-length"


@dataclasses.dataclass(slots=True)
class Meeting:
    """A request and the fault that it meets."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    connection: Connection
    seen: Seen
    choice: Choice
    operation: Operation | None
    shapes: Shapes

    async def carry_out(self, send: Send) -> None:
        """Let the API do what is asked, and note whether it did."""

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.seen.committed = 200 <= message["status"] < 300
            await send(message)

        await self.app(self.scope, self.receive, note)

    async def answer(self, response: Response) -> None:
        """Answer this."""
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
        """Wait for the end of the connection: only then may a request stay without an answer."""
        while (await self.receive())["type"] != "http.disconnect":
            pass


async def _latency(meeting: Meeting) -> None:
    if not await meeting.is_left_within(meeting.choice.span("seconds")):
        await meeting.carry_out(meeting.send)


async def _reset_before(meeting: Meeting) -> None:
    meeting.connection.reset()
    await meeting.end()


async def _reset_after(meeting: Meeting) -> None:
    await meeting.carry_out(_swallow)
    meeting.connection.reset()
    await meeting.end()


async def _timeout(meeting: Meeting) -> None:
    seconds = meeting.choice.value("seconds")
    try:
        async with asyncio.timeout(None if seconds is None else meeting.choice.span("seconds")):
            await meeting.end()
    except TimeoutError:
        meeting.connection.close()
        await meeting.end()


async def _timeout_after(meeting: Meeting) -> None:
    await meeting.carry_out(_swallow)
    await _timeout(meeting)


async def _truncate(meeting: Meeting) -> None:
    choice = meeting.choice
    await meeting.carry_out(_Cut(meeting, choice.value("keep"), is_chunked=choice.value("chunked")))
    meeting.connection.close()
    await meeting.end()


class _Cut:
    """Sends the head of an answer and a part of its body; nothing where there is no body."""

    def __init__(self, meeting: Meeting, keep: float, *, is_chunked: bool) -> None:
        self._send = meeting.send
        self._has_body = meeting.scope["method"] != "HEAD"
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


async def _drip(meeting: Meeting) -> None:
    pause_s, size = meeting.choice.value("pause_s"), meeting.choice.value("piece_bytes")

    async def in_drops(message: Message) -> None:
        body = message.get("body", b"")
        for begin in range(0, len(body), size):
            if begin and await meeting.is_left_within(pause_s):
                return
            piece = body[begin : begin + size]
            await meeting.send({"type": message["type"], "body": piece, "more_body": True})
        if not body or not message.get("more_body", False):
            await meeting.send(message if not body else {**message, "body": b""})

    await meeting.carry_out(in_drops)


async def _status(meeting: Meeting) -> None:
    choice, path = meeting.choice, meeting.scope["path"]
    await meeting.answer(
        answers.failure(choice.one_of("status"), path, choice.one_of("retry_after"))
    )


async def _html(meeting: Meeting) -> None:
    await meeting.answer(answers.page(meeting.choice.one_of("status")))


async def _redirect(meeting: Meeting) -> None:
    await meeting.answer(answers.elsewhere(meeting.choice.value("location")))


async def _garbage(meeting: Meeting) -> None:
    await meeting.answer(answers.garbage())


async def _empty(meeting: Meeting) -> None:
    await meeting.answer(answers.nothing())


async def _stale(meeting: Meeting) -> None:
    await meeting.carry_out(meeting.send)


async def _created(meeting: Meeting) -> None:
    async def say(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            message = {**message, "status": 201}
        await meeting.send(message)

    await meeting.carry_out(say)


async def _swallow(_message: Message) -> None:
    """Keep an answer from being sent."""


Action = Callable[[Meeting], Awaitable[None]]
Changes = Callable[[Shapes, Choice], Change]


def _reshaped(changes: Changes) -> Action:
    """Return what changes an answer within what the description allows."""

    async def act(meeting: Meeting) -> None:
        change = changes(meeting.shapes, meeting.choice)
        send = Reshaping(meeting.send, meeting.operation, meeting.shapes, change)
        await meeting.carry_out(send)

    return act


def _after(answer: Action) -> Action:
    """Return the same, with the request carried out before."""

    async def act(meeting: Meeting) -> None:
        await meeting.carry_out(_swallow)
        await answer(meeting)

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
    "extra-members": _reshaped(lambda _shapes, _choice: with_extra_members),
    "new-values": _reshaped(lambda _shapes, _choice: with_new_values),
    "nulls": _reshaped(lambda shapes, choice: with_nulls(shapes, inner=choice.value("inner"))),
    "missing-members": _reshaped(lambda _, choice: without_members(inner=choice.value("inner"))),
    "floats": _reshaped(lambda _shapes, _choice: with_floats),
    "created": _created,
}

"""Transports that receive a body as part of the attempt.

What repeats requests sees no further than the headers. A read whose body is cut off is lost all
the same, and as safe to repeat.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import AsyncIterator, Iterator
from typing import Final, cast

import httpx

from mapflow._http.unsolicited import (
    aend_connection,
    end_connection,
    has_more,
    is_unsolicited,
    unsolicited_error,
)
from mapflow._text.json_text import decoded

#: Among the extensions of a request: up to how many bytes of the body belong to the attempt.
BUFFERED_BYTES: Final = "buffered_bytes"
# Up to here a body is decoded once more; services tell the length of larger ones.
_SMALL_BYTES: Final = 1 << 20


class BufferedTransport(httpx.BaseTransport):
    """Receives bodies before it hands out their answers, when a request asks for it."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        response = self._transport.handle_request(request)
        if is_unsolicited(response):
            response.close()
            end_connection(response)
            raise unsolicited_error(request)
        limit: int = request.extensions.get(BUFFERED_BYTES, 0)
        if limit:
            stream = cast("httpx.SyncByteStream", response.stream)
            response.stream = begun = _begin(stream, limit)
            if begun.is_all and has_more(response):
                # Before the connection is free for another request.
                end_connection(response)
            if begun.is_all and _is_cut(response.headers, begun.here):
                begun.close()
                raise _cut()
        return response

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()


class AsyncBufferedTransport(httpx.AsyncBaseTransport):
    """Receives bodies before it hands out their answers, when a request asks for it."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        response = await self._transport.handle_async_request(request)
        if is_unsolicited(response):
            await response.aclose()
            await aend_connection(response)
            raise unsolicited_error(request)
        limit: int = request.extensions.get(BUFFERED_BYTES, 0)
        if limit:
            stream = cast("httpx.AsyncByteStream", response.stream)
            response.stream = begun = await _abegin(stream, limit)
            if begun.is_all and has_more(response):
                await aend_connection(response)
            if begun.is_all and _is_cut(response.headers, begun.here):
                await begun.aclose()
                raise _cut()
        return response

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()


class _Begun(httpx.SyncByteStream):
    """A body of which the beginning, most often all, is here already."""

    def __init__(
        self,
        here: deque[bytes],
        rest: Iterator[bytes],
        stream: httpx.SyncByteStream,
        *,
        is_all: bool,
    ) -> None:
        self.here = here
        #: Whether the end is here too.
        self.is_all = is_all
        self._rest = rest
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        while self.here:
            yield self.here.popleft()
        yield from self._rest

    def close(self) -> None:
        """Free the connection."""
        self._stream.close()


class _AsyncBegun(httpx.AsyncByteStream):
    """A body of which the beginning, most often all, is here already."""

    def __init__(
        self,
        here: deque[bytes],
        rest: AsyncIterator[bytes],
        stream: httpx.AsyncByteStream,
        *,
        is_all: bool,
    ) -> None:
        self.here = here
        #: Whether the end is here too.
        self.is_all = is_all
        self._rest = rest
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.here:
            yield self.here.popleft()
        async for raw in self._rest:
            yield raw

    async def aclose(self) -> None:
        """Free the connection."""
        await self._stream.aclose()


def _cut() -> httpx.RemoteProtocolError:
    return httpx.RemoteProtocolError("the connection ended in the middle of the body")


def _is_cut(headers: httpx.Headers, here: deque[bytes]) -> bool:
    """Notice a cut in a body of which only the end of the connection tells the end."""
    if "content-length" in headers or "transfer-encoding" in headers:
        return False
    body = b"".join(here)
    if headers.get("content-encoding", "").strip().lower() not in ("gzip", "x-gzip"):
        return len(body) <= _SMALL_BYTES and _is_cut_json(body)
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpack.decompress(body, _SMALL_BYTES)
    except zlib.error:
        return False
    return bool(body) and not unpack.eof and not unpack.unconsumed_tail


def _is_cut_json(body: bytes) -> bool:
    if body.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        decoded(body)
    except ValueError:
        return True
    return False


def _begin(stream: httpx.SyncByteStream, limit: int) -> _Begun:
    here: deque[bytes] = deque()
    rest = iter(stream)
    count = 0
    try:
        for raw in rest:
            here.append(raw)
            count += len(raw)
            if count > limit:
                break
    except BaseException:
        stream.close()
        raise
    return _Begun(here, rest, stream, is_all=count <= limit)


async def _abegin(stream: httpx.AsyncByteStream, limit: int) -> _AsyncBegun:
    here: deque[bytes] = deque()
    rest = aiter(stream)
    count = 0
    try:
        async for raw in rest:
            here.append(raw)
            count += len(raw)
            if count > limit:
                break
    except BaseException:
        await stream.aclose()
        raise
    return _AsyncBegun(here, rest, stream, is_all=count <= limit)

"""Receives a body as part of the attempt, so that a response that is cut off is retried.

What retries requests sees no further than the headers, unless it is given a check for responses:
``receive`` is that check. Requests that are not retried, and the last attempt, are checked by the
transport itself. The pieces do not show what is in them: tools show the variables of a traceback,
and a service may say again what it was sent.
"""

from __future__ import annotations

import zlib
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
from mapflow._masking.secrets import MaskedBytes
from mapflow._text.json_text import decoded

#: Among the extensions of a request: up to how many bytes of the body belong to the attempt.
BUFFERED_BYTES: Final = "buffered_bytes"
#: Among the extensions of a response: why it does not count, for the log of retries.
FAILURE: Final = "mapflow_failure"
#: Among the extensions of a response: its body, as it came.
BODY: Final = "mapflow_body"
# Among the extensions of a response: that this was done.
_RECEIVED: Final = "mapflow_received"
# Up to here a body is decoded once more; services tell the length of larger ones.
_SMALL_BYTES: Final = 1 << 20


def receive(response: httpx.Response) -> None:
    """Receive the body, as far as the request asks for it, and free the connection.

    Raises:
        httpx.HTTPError: The body is cut off, or the response is not one to this request.
    """
    if not _begin(response):
        return
    try:
        if is_unsolicited(response):
            response.close()
            end_connection(response)
            raise unsolicited_error(response.request)
        limit = _limit(response)
        if limit:
            stream = cast("httpx.SyncByteStream", response.stream)
            pieces: list[bytes] = []
            rest = iter(stream)
            try:
                for piece in map(MaskedBytes, rest):
                    pieces.append(piece)
                    limit -= len(piece)
                    if limit < 0:
                        response.stream = _Begun(pieces, rest, stream)
                        return
                # Before the connection is free for another request.
                if has_more(response):
                    end_connection(response)
            except BaseException:
                stream.close()
                raise
            stream.close()
            _finish(response, pieces)
    except httpx.RequestError as error:
        _note(response, error)
        raise


async def areceive(response: httpx.Response) -> None:
    """Receive the body, as far as the request asks for it, and free the connection.

    Raises:
        httpx.HTTPError: The body is cut off, or the response is not one to this request.
    """
    if not _begin(response):
        return
    try:
        if is_unsolicited(response):
            await response.aclose()
            await aend_connection(response)
            raise unsolicited_error(response.request)
        limit = _limit(response)
        if limit:
            stream = cast("httpx.AsyncByteStream", response.stream)
            pieces: list[bytes] = []
            rest = aiter(stream)
            try:
                async for piece in rest:
                    piece = MaskedBytes(piece)
                    pieces.append(piece)
                    limit -= len(piece)
                    if limit < 0:
                        response.stream = _AsyncBegun(pieces, rest, stream)
                        return
                if has_more(response):
                    await aend_connection(response)
            except BaseException:
                await stream.aclose()
                raise
            await stream.aclose()
            _finish(response, pieces)
    except httpx.RequestError as error:
        _note(response, error)
        raise


class _Begun(httpx.SyncByteStream):
    """A body that is larger than what belongs to the attempt."""

    def __init__(
        self, pieces: list[bytes], rest: Iterator[bytes], stream: httpx.SyncByteStream
    ) -> None:
        self._pieces, self._rest, self._stream = pieces, rest, stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        self._pieces.clear()
        yield from self._rest

    def close(self) -> None:
        """Free the connection."""
        self._stream.close()


class _AsyncBegun(httpx.AsyncByteStream):
    """A body that is larger than what belongs to the attempt."""

    def __init__(
        self, pieces: list[bytes], rest: AsyncIterator[bytes], stream: httpx.AsyncByteStream
    ) -> None:
        self._pieces, self._rest, self._stream = pieces, rest, stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        self._pieces.clear()
        async for piece in self._rest:
            yield piece

    async def aclose(self) -> None:
        """Free the connection."""
        await self._stream.aclose()


def _begin(response: httpx.Response) -> bool:
    if _RECEIVED in response.extensions:
        return False
    response.extensions[_RECEIVED] = True
    return True


def _limit(response: httpx.Response) -> int:
    # A hook of the user's own client may have read it already.
    if response.is_stream_consumed:
        return 0
    limit: int = response.request.extensions.get(BUFFERED_BYTES, 0)
    return limit


def _finish(response: httpx.Response, pieces: list[bytes]) -> None:
    body = pieces[0] if len(pieces) == 1 else MaskedBytes(b"".join(pieces))
    response.stream = httpx.ByteStream(body)
    response.extensions[BODY] = body
    if _is_cut(response.headers, body):
        raise httpx.RemoteProtocolError("the connection ended in the middle of the body")


def _note(response: httpx.Response, error: httpx.RequestError) -> None:
    response.extensions[FAILURE] = type(error).__name__
    error.request = response.request


def _is_cut(headers: httpx.Headers, body: bytes) -> bool:
    """Notice a cut in a body of which only the end of the connection tells the end."""
    if "content-length" in headers or "transfer-encoding" in headers:
        return False
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

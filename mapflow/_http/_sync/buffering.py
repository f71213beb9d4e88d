# Written by scripts/unasync.py from mapflow/_http/_async/buffering.py; edit that file instead.
"""Receives bodies: small ones as part of the attempt, so that one that is cut off is retried.

What retries requests sees no further than the headers, unless it is given a check for responses:
``receive`` is that check. Requests that are not retried, and the last attempt, are checked by the
transport itself. The pieces do not show what is in them: tools show the variables of a traceback,
and a service may say again what it was sent.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import cast

import httpx

from mapflow._http.buffering import BODY, FAILURE, RECEIVED, finish, limit_of
from mapflow._http.deadlines import Deadline
from mapflow._http.decoding import Decoder
from mapflow._http.unsolicited import has_more, is_unsolicited, own_stream, unsolicited_error
from mapflow._masking.secrets import MaskedBytes


def receive(response: httpx.Response) -> None:
    """Receive the body, as far as the request asks for it, and free the connection.

    Raises:
        httpx.HTTPError: The body is cut off, or the response is not one to this request.
    """
    if RECEIVED in response.extensions:
        return
    response.extensions[RECEIVED] = True
    try:
        if is_unsolicited(response):
            response.close()
            end_connection(response)
            raise unsolicited_error(response.request)
        limit = limit_of(response)
        if limit:
            _buffer(response, limit)
    except httpx.RequestError as error:
        response.extensions[FAILURE] = type(error).__name__
        error.request = response.request
        raise


def _buffer(response: httpx.Response, limit: int) -> None:
    stream = cast("httpx.ByteStream", response.stream)
    pieces: list[bytes] = []
    rest = iter(stream)
    try:
        for piece in rest:
            piece = MaskedBytes(piece)
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
    finish(response, pieces)


class _Begun(httpx.SyncByteStream):
    """A body that is larger than what belongs to the attempt."""

    def __init__(
        self, pieces: list[bytes], rest: Iterator[bytes], stream: httpx.SyncByteStream
    ) -> None:
        self._pieces, self._rest, self._stream = pieces, rest, stream

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            yield piece
        self._pieces.clear()
        for piece in self._rest:
            yield piece

    def close(self) -> None:
        """Free the connection."""
        self._stream.close()


def chunks(response: httpx.Response, deadline: Deadline) -> Iterator[bytes]:
    """The content piece by piece; when the time is over no further piece is waited for."""
    body = response.extensions.get(BODY)
    if body is None and response.is_stream_consumed:
        # A hook of the user's client has read it already, or it did not come from the network.
        for chunk in response.iter_bytes():
            yield MaskedBytes(chunk)
        return
    decoder = Decoder(response, deadline)
    if body is not None and not decoder.is_packed:
        yield body
        return
    if body is not None:
        for chunk in decoder.pieces(body):
            yield chunk
    else:
        for raw in response.iter_raw():
            for chunk in decoder.pieces(raw):
                yield chunk
        if has_more(response):
            end_connection(response)
    decoder.end()


def end_connection(response: httpx.Response) -> None:
    """Close the connection of a response, so that nothing else is read from it."""
    stream = own_stream(response)
    if stream is not None:
        with contextlib.suppress(Exception):
            stream.close()  # type: ignore[attr-defined]  # a stream of the library

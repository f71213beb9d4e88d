"""Bodies of responses in pieces: within the deadline, and unpacked within limits.

The pieces do not show what is in them: tools show the variables of a traceback, and a service may
say again what it was sent.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Final

import httpx

from mapflow._http.deadlines import Deadline
from mapflow._http.unsolicited import aend_connection, end_connection, has_more
from mapflow._masking.secrets import MaskedBytes

#: What requests say they can unpack. Other ways have no bound for what one piece becomes.
ACCEPTED_ENCODING: Final = "gzip"
_PIECE_BYTES: Final = 1 << 18
_PACKED_BYTES: Final = 1 << 16
# GeoJSON packs to a tenth or a twentieth; far more than that is meant to fill the memory.
_FREE_BYTES: Final = 64 << 20
_MOST_TIMES: Final = 100
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


def chunks(response: httpx.Response, deadline: Deadline) -> Iterator[bytes]:
    """The body piece by piece; when the time is over no further piece is waited for."""
    if response.is_stream_consumed:
        # A hook of the user's client has read it already, or it did not come from the network.
        yield from map(MaskedBytes, response.iter_bytes())
        return
    unpack = _unpacker(response)
    for raw in response.iter_raw():
        yield from unpack.pieces(raw)
        _check_time(deadline, unpack.gained(), response)
    if has_more(response):
        end_connection(response)
    unpack.end()


async def achunks(response: httpx.Response, deadline: Deadline) -> AsyncIterator[bytes]:
    """The body piece by piece; when the time is over no further piece is waited for."""
    if response.is_stream_consumed:
        for chunk in response.iter_bytes():
            yield MaskedBytes(chunk)
        return
    unpack = _unpacker(response)
    async for raw in response.aiter_raw():
        for chunk in unpack.pieces(raw):
            yield chunk
        _check_time(deadline, unpack.gained(), response)
    if has_more(response):
        await aend_connection(response)
    unpack.end()


def unpacked(response: httpx.Response, raw: bytes, deadline: Deadline) -> Iterator[bytes]:
    """The content of a body that is all here, in pieces of bounded size and within the time."""
    unpack = _unpacker(response)
    if isinstance(unpack, _Plain):
        yield from unpack.pieces(raw)
        return
    # In pieces: many empty members take long to unpack, and longer in one piece.
    for start in range(0, len(raw), _PACKED_BYTES):
        yield from unpack.pieces(raw[start : start + _PACKED_BYTES])
        _check_time(deadline, unpack.gained(), response)
    unpack.end()


def _check_time(deadline: Deadline, gained: int, response: httpx.Response) -> None:
    deadline.moved(gained)
    if deadline.left_s() <= 0:
        raise httpx.ReadTimeout("the response arrived too slowly", request=response.request)


class _Plain:
    """A body that is not packed."""

    def __init__(self) -> None:
        self._gained = 0

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        """Hand it on."""
        self._gained = len(raw)
        if raw:
            yield MaskedBytes(raw)

    def gained(self) -> int:
        """How many bytes of content came with the last piece."""
        return self._gained

    def end(self) -> None:
        """Nothing is left."""


class _Packed:
    """A packed body, unpacked in pieces of bounded size."""

    def __init__(self, request: httpx.Request) -> None:
        self._request = request
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._in = self._out = self._counted = 0

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        """Unpack a piece into some of bounded size."""
        self._in += len(raw)
        while raw:
            if self._inflate.eof:
                # Several packed parts in a row are one body.
                self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
            try:
                made = MaskedBytes(self._inflate.decompress(raw, _PIECE_BYTES))
            except zlib.error as error:
                raise self._broken(f"it cannot be unpacked ({error})") from error
            self._out += len(made)
            if self._out > max(_FREE_BYTES, _MOST_TIMES * self._in):
                raise self._broken(
                    f"{self._in:,} bytes unpack to more than {self._out >> 20} MB, more than any"
                    " response of the service"
                )
            raw = MaskedBytes(
                self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            )
            if made:
                yield made

    def gained(self) -> int:
        """How many bytes of content came with the last piece, as they came over the network.

        What unpacks to nothing does not count as content.
        """
        content = min(self._in, self._out)
        gained, self._counted = content - self._counted, content
        return gained

    def end(self) -> None:
        """Make sure that nothing is missing."""
        if self._in and not self._inflate.eof:
            raise self._broken("it ends in the middle of what is packed")

    def _broken(self, why: str) -> httpx.DecodingError:
        return httpx.DecodingError(why, request=self._request)


def _unpacker(response: httpx.Response) -> _Plain | _Packed:
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return _Plain()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Packed(response.request)
    raise httpx.DecodingError(
        f"it is packed as {encoding[:40]!r}, which was not asked for", request=response.request
    )

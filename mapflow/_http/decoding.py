"""Unpacks bodies of responses in pieces: within the deadline, and within limits.

The pieces do not show what is in them: tools show the variables of a traceback, and a service may
say again what it was sent.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

import httpx

from mapflow._http.deadlines import Deadline
from mapflow._masking.secrets import MaskedBytes

#: What requests say they can unpack. Other ways have no bound for what one piece becomes.
ACCEPTED_ENCODING: Final = "gzip"
_PIECE_BYTES: Final = 1 << 18
_PACKED_BYTES: Final = 1 << 16
# GeoJSON packs to a tenth or a twentieth; far more than that is meant to fill the memory.
_FREE_BYTES: Final = 64 << 20
_MOST_TIMES: Final = 100
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


class Decoder:
    """Gives the content of a body in pieces of bounded size.

    Raises:
        httpx.DecodingError: It is packed in another way than was asked for.
    """

    def __init__(self, response: httpx.Response, deadline: Deadline) -> None:
        self._request = response.request
        self._deadline = deadline
        encoding = response.headers.get("content-encoding", "").strip().lower()
        #: Whether it must be unpacked.
        self.is_packed = encoding not in ("", "identity")
        if self.is_packed and encoding not in ("gzip", "x-gzip", "deflate"):
            raise self._broken(f"it is packed as {encoding[:40]!r}, which was not asked for")
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB) if self.is_packed else None
        self._in = self._out = 0

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        """The content of the next piece of the body."""
        if not self.is_packed:
            if raw:
                yield raw if isinstance(raw, MaskedBytes) else MaskedBytes(raw)
            self._check_time(len(raw))
            return
        # In pieces: many empty members take long to unpack, and longer in one piece.
        for start in range(0, len(raw), _PACKED_BYTES):
            before = min(self._in, self._out)
            yield from self._unpacked(raw[start : start + _PACKED_BYTES])
            # What unpacks to nothing does not count as content.
            self._check_time(min(self._in, self._out) - before)

    def end(self) -> None:
        """Make sure that nothing is missing."""
        if self._in and self._inflate is not None and not self._inflate.eof:
            raise self._broken("it ends in the middle of what is packed")

    def _unpacked(self, raw: bytes) -> Iterator[bytes]:
        self._in += len(raw)
        while raw:
            if self._inflate is None or self._inflate.eof:
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

    def _check_time(self, gained: int) -> None:
        self._deadline.moved(gained)
        if self._deadline.left_s() <= 0:
            raise httpx.ReadTimeout("the response arrived too slowly", request=self._request)

    def _broken(self, why: str) -> httpx.DecodingError:
        return httpx.DecodingError(why, request=self._request)

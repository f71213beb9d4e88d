"""What is noted of a response whose body was received, and whether that was all of it."""

from __future__ import annotations

import zlib
from typing import Final

import httpx

from mapflow._masking.secrets import MaskedBytes
from mapflow._text.json_text import decoded

#: Among the extensions of a request: up to how many bytes of the body belong to the attempt.
BUFFERED_BYTES: Final = "buffered_bytes"
#: Among the extensions of a response: why it does not count, for the log of retries.
FAILURE: Final = "mapflow_failure"
#: Among the extensions of a response: its body, as it came.
BODY: Final = "mapflow_body"
#: Among the extensions of a response: that its body was received, as far as it was asked for.
RECEIVED: Final = "mapflow_received"
# Up to here a body is decoded once more; services tell the length of larger ones.
_SMALL_BYTES: Final = 1 << 20


def limit_of(response: httpx.Response) -> int:
    """How many bytes of the body belong to the attempt."""
    # A hook of the user's own client may have read it already.
    if response.is_stream_consumed:
        return 0
    limit: int = response.request.extensions.get(BUFFERED_BYTES, 0)
    return limit


def finish(response: httpx.Response, pieces: list[bytes]) -> None:
    """Keep the body of a response.

    Raises:
        httpx.RemoteProtocolError: It is cut off.
    """
    body = pieces[0] if len(pieces) == 1 else MaskedBytes(b"".join(pieces))
    response.stream = httpx.ByteStream(body)
    response.extensions[BODY] = body
    if _is_cut(response.headers, body):
        raise httpx.RemoteProtocolError("the connection ended in the middle of the body")


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

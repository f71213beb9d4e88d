"""Answers that were there before their request.

What stands in between may deliver an answer twice. The second one often arrives with the first, is
taken from the network with it, and would be taken for the answer to the next request.
"""

from __future__ import annotations

import contextlib

import httpx


def is_early(response: httpx.Response) -> bool:
    """Whether nothing came from the network between a request and its answer."""
    return getattr(_stream(response), "is_heard", True) is False


def early(request: httpx.Request) -> httpx.RemoteProtocolError:
    """Make the error for such an answer."""
    return httpx.RemoteProtocolError(
        "an answer was there before its request was sent", request=request
    )


def end_connection(response: httpx.Response) -> None:
    """Close the connection that an answer came on, so that nothing else is read from it."""
    stream = _stream(response)
    if stream is not None:
        with contextlib.suppress(Exception):
            stream.close()  # type: ignore[attr-defined]  # a stream of the library


async def aend_connection(response: httpx.Response) -> None:
    """Close the connection that an answer came on, so that nothing else is read from it."""
    stream = _stream(response)
    if stream is not None:
        with contextlib.suppress(Exception):
            await stream.aclose()  # type: ignore[attr-defined]  # a stream of the library


def _stream(response: httpx.Response) -> object | None:
    # On HTTP/2 answers carry the number of their request, and others share the connection.
    if response.http_version == "HTTP/2":
        return None
    return response.extensions.get("network_stream")

"""Responses that arrived before their request was sent.

A proxy may deliver a response twice. The second one often arrives with the first, is read from the
network with it, and would pass for the response to the next request.
"""

from __future__ import annotations

from typing import Final

import httpx

# Among the extensions of a response: what parsed it.
_PARSER: Final = "mapflow_parser"


def is_unsolicited(response: httpx.Response) -> bool:
    """Whether nothing came from the network between a request and its response."""
    return getattr(own_stream(response), "is_heard", True) is False


def unsolicited_error(request: httpx.Request) -> httpx.RemoteProtocolError:
    """Make the error for such a response."""
    return httpx.RemoteProtocolError(
        "a response arrived before its request was sent", request=request
    )


def note_parser(response: httpx.Response) -> httpx.Response:
    """Keep the parser of a response: it knows what came after the end."""
    at: object = response.stream
    # The library has no other way to it; without one, nothing is found out here.
    for name in ("_httpcore_stream", "_stream", "_connection", "_h11_state"):
        at = getattr(at, name, None)
    if at is not None:
        response.extensions[_PARSER] = at
    return response


def without_reason(response: httpx.Response) -> httpx.Response:
    """Drop the words behind a status, which the library shows and a service chooses."""
    response.extensions.pop("reason_phrase", None)
    return response


def has_more(response: httpx.Response) -> bool:
    """Whether anything followed the end of a response; it belongs to no request."""
    more: tuple[bytes, bool] | None = getattr(
        response.extensions.get(_PARSER), "trailing_data", None
    )
    return more is not None and bool(more[0])


def own_stream(response: httpx.Response) -> object | None:
    """The connection of a response, if it serves no other request."""
    # On HTTP/2 responses carry the number of their request, and others share the connection.
    if response.http_version == "HTTP/2":
        return None
    return response.extensions.get("network_stream")

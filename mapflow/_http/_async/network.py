"""Connections that keep the deadline of the request they serve.

The library lets its network be replaced; these wrap its streams and pass everything on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

import httpx

from mapflow._http.certificates import trust
from mapflow._http.deadlines import deadline_of, left_s, moved
from mapflow._http.open_streams import OpenStreams
from mapflow._http.unsolicited import note_parser, without_reason

if TYPE_CHECKING:
    import ssl

    import httpcore

    from mapflow._http.proxies import Proxy

# A peer that reads slowly takes a large piece in several parts, each with a separate timeout.
_PIECE_BYTES = 16_384
# The library asks for a quarter of it: each piece of a large file costs, however small it is.
_READ_BYTES = 1 << 18


class AsyncStream:
    """One connection."""

    def __init__(
        self, stream: httpcore.AsyncNetworkStream, open_: OpenStreams[AsyncStream]
    ) -> None:
        self._stream = stream
        self._open = open_
        #: Whether anything came in since something was last sent.
        self.is_heard = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive something within the time that is left."""
        time_s = left_s(timeout, httpx.ReadTimeout)
        data = await self._stream.read(max(max_bytes, _READ_BYTES), time_s)
        self.is_heard = True
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything within the time that is left."""
        self.is_heard = False
        for start in range(0, len(buffer), _PIECE_BYTES):
            piece = buffer[start : start + _PIECE_BYTES]
            await self._stream.write(piece, left_s(timeout, httpx.WriteTimeout))
            moved(timeout, len(piece))

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002 - a stand-in
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> AsyncStream:
        """Encrypt it. The library's context stands in for ours, which is read by now."""
        time_s = left_s(timeout, httpx.ConnectTimeout)
        return await _kept(
            await self._stream.start_tls(trust(), server_hostname, time_s), self._open
        )

    def get_extra_info(self, info: str) -> object:
        """Tell a fact about it."""
        return self._stream.get_extra_info(info)


class _AsyncNetwork:
    """Makes connections."""

    def __init__(
        self, network: httpcore.AsyncNetworkBackend, open_: OpenStreams[AsyncStream]
    ) -> None:
        self._network = network
        self._open = open_

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        **more: Any,  # noqa: ANN401 - what only the library's own network reads
    ) -> AsyncStream:
        """Connect, unless the transport is closed."""
        self._open.check()
        time_s = left_s(timeout, httpx.ConnectTimeout)
        return await _kept(await self._network.connect_tcp(host, port, time_s, **more), self._open)


async def _kept(
    stream: httpcore.AsyncNetworkStream, open_: OpenStreams[AsyncStream]
) -> AsyncStream:
    made = AsyncStream(stream, open_)
    if not open_.keep(made):
        await made.aclose()
        open_.check()
    return made


class _HasPool(Protocol):
    _pool: Any


class AsyncDeadlineTransport(httpx.AsyncBaseTransport):
    """A transport whose attempts end in time, whatever the other side does.

    Args:
        transport: The library's own.
        proxy: The proxy that it goes through.
    """

    def __init__(self, transport: httpx.AsyncHTTPTransport, proxy: Proxy | None) -> None:
        self._transport = transport
        self._is_encrypted = proxy is not None and proxy.is_encrypted
        # The library's transport has no argument for it, though the pool inside has.
        pool = cast("_HasPool", transport)._pool
        self._open = OpenStreams[AsyncStream]()
        pool._network_backend = _AsyncNetwork(pool._network_backend, self._open)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        if self._is_encrypted or request.url.scheme == "https":
            # Read before there is a connection that would be left open.
            trust()
        deadline = deadline_of(request.extensions)
        if deadline is not None:
            deadline.restart()
        try:
            response = await self._transport.handle_async_request(request)
        except httpx.RequestError as error:
            error.request = request
            raise
        # What logs retries sees a response before the library's client names its request.
        response.request = request
        return without_reason(note_parser(response))

    async def aclose(self) -> None:
        """Close all connections, those that are being made included."""
        left = self._open.end()
        await self._transport.aclose()
        for stream in left:
            await stream.aclose()

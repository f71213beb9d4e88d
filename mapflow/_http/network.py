"""Connections that keep the deadline of the request they serve.

The library lets its network be replaced; these wrap its streams and pass everything on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import httpx

from mapflow._http.certificates import trust
from mapflow._http.deadlines import DeadlineTimeout, deadline_of
from mapflow._http.open_streams import OpenStreams
from mapflow._http.unsolicited import note_parser, without_reason

if TYPE_CHECKING:
    import ssl

    import httpcore

    from mapflow._http.proxies import Proxy

# A peer that reads slowly takes a large piece in several parts, each with a separate timeout.
_PIECE_BYTES: Final = 16_384
# The library asks for a quarter of it: each piece of a large file costs, however small it is.
_READ_BYTES: Final = 1 << 18


class Stream:
    """One connection."""

    def __init__(self, stream: httpcore.NetworkStream, open_: OpenStreams[Stream]) -> None:
        self._stream = stream
        self._open = open_
        #: Whether anything came in since something was last sent.
        self.is_heard = True

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive something within the time that is left."""
        data = self._stream.read(max(max_bytes, _READ_BYTES), _left_s(timeout, httpx.ReadTimeout))
        self.is_heard = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything within the time that is left."""
        self.is_heard = False
        for piece in _pieces(buffer):
            self._stream.write(piece, _left_s(timeout, httpx.WriteTimeout))
            _count(timeout, piece)

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002 - a stand-in
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Stream:
        """Encrypt it. The library's context stands in for ours, which is read by now."""
        left_s = _left_s(timeout, httpx.ConnectTimeout)
        made = Stream(self._stream.start_tls(trust(), server_hostname, left_s), self._open)
        if not self._open.keep(made):
            made.close()
            self._open.check()
        return made

    def get_extra_info(self, info: str) -> object:
        """Tell a fact about it."""
        return self._stream.get_extra_info(info)


class AsyncStream:
    """One connection of an async client."""

    def __init__(
        self, stream: httpcore.AsyncNetworkStream, open_: OpenStreams[AsyncStream]
    ) -> None:
        self._stream = stream
        self._open = open_
        #: Whether anything came in since something was last sent.
        self.is_heard = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive something within the time that is left."""
        left_s = _left_s(timeout, httpx.ReadTimeout)
        data = await self._stream.read(max(max_bytes, _READ_BYTES), left_s)
        self.is_heard = True
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything within the time that is left."""
        self.is_heard = False
        for piece in _pieces(buffer):
            await self._stream.write(piece, _left_s(timeout, httpx.WriteTimeout))
            _count(timeout, piece)

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
        left_s = _left_s(timeout, httpx.ConnectTimeout)
        made = AsyncStream(
            await self._stream.start_tls(trust(), server_hostname, left_s), self._open
        )
        if not self._open.keep(made):
            await made.aclose()
            self._open.check()
        return made

    def get_extra_info(self, info: str) -> object:
        """Tell a fact about it."""
        return self._stream.get_extra_info(info)


class _Network:
    """Makes connections."""

    def __init__(self, network: httpcore.NetworkBackend, open_: OpenStreams[Stream]) -> None:
        self._network = network
        self._open = open_

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Stream:
        """Connect, unless the transport is closed."""
        self._open.check()
        left_s = _left_s(timeout, httpx.ConnectTimeout)
        made = Stream(
            self._network.connect_tcp(host, port, left_s, local_address, socket_options),
            self._open,
        )
        if not self._open.keep(made):
            made.close()
            self._open.check()
        return made

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._network.sleep(seconds)


class _AsyncNetwork:
    """Makes connections of async clients."""

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
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncStream:
        """Connect, unless the transport is closed."""
        self._open.check()
        left_s = _left_s(timeout, httpx.ConnectTimeout)
        made = AsyncStream(
            await self._network.connect_tcp(host, port, left_s, local_address, socket_options),
            self._open,
        )
        if not self._open.keep(made):
            await made.aclose()
            self._open.check()
        return made

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._network.sleep(seconds)


class _HasPool(Protocol):
    _pool: Any


class DeadlineTransport(httpx.BaseTransport):
    """A transport whose attempts end in time, whatever the other side does.

    Args:
        transport: The library's own.
        proxy: The proxy that it goes through.
    """

    def __init__(self, transport: httpx.HTTPTransport, proxy: Proxy | None) -> None:
        self._transport = transport
        self._is_encrypted = proxy is not None and proxy.is_encrypted
        # The library's transport has no argument for it, though the pool inside has.
        pool = cast("_HasPool", transport)._pool
        self._open = OpenStreams[Stream]()
        pool._network_backend = _Network(pool._network_backend, self._open)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        _begin(request, self._is_encrypted)
        try:
            response = self._transport.handle_request(request)
        except httpx.RequestError as error:
            error.request = request
            raise
        return _received(request, response)

    def close(self) -> None:
        """Close all connections, those that are being made included."""
        left = self._open.end()
        self._transport.close()
        for stream in left:
            stream.close()


class AsyncDeadlineTransport(httpx.AsyncBaseTransport):
    """A transport whose attempts end in time, whatever the other side does.

    Args:
        transport: The library's own.
        proxy: The proxy that it goes through.
    """

    def __init__(self, transport: httpx.AsyncHTTPTransport, proxy: Proxy | None) -> None:
        self._transport = transport
        self._is_encrypted = proxy is not None and proxy.is_encrypted
        pool = cast("_HasPool", transport)._pool
        self._open = OpenStreams[AsyncStream]()
        pool._network_backend = _AsyncNetwork(pool._network_backend, self._open)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        _begin(request, self._is_encrypted)
        try:
            response = await self._transport.handle_async_request(request)
        except httpx.RequestError as error:
            error.request = request
            raise
        return _received(request, response)

    async def aclose(self) -> None:
        """Close all connections, those that are being made included."""
        left = self._open.end()
        await self._transport.aclose()
        for stream in left:
            await stream.aclose()


def _begin(request: httpx.Request, is_encrypted: bool) -> None:
    if is_encrypted or request.url.scheme == "https":
        # Read before there is a connection that would be left open.
        trust()
    deadline = deadline_of(request.extensions)
    if deadline is not None:
        deadline.restart()


def _received(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    # What logs retries sees a response before the library's client names its request.
    response.request = request
    return without_reason(note_parser(response))


def _left_s(timeout: float | None, over: type[httpx.TimeoutException]) -> float | None:
    return timeout.left_s(over) if isinstance(timeout, DeadlineTimeout) else timeout


def _count(timeout: float | None, data: bytes) -> None:
    if isinstance(timeout, DeadlineTimeout):
        timeout.deadline.moved(len(data))


def _pieces(buffer: bytes) -> Iterable[bytes]:
    if len(buffer) <= _PIECE_BYTES:
        return (buffer,) if buffer else ()
    return _cut(buffer)


def _cut(buffer: bytes) -> Iterator[bytes]:
    for start in range(0, len(buffer), _PIECE_BYTES):
        yield buffer[start : start + _PIECE_BYTES]

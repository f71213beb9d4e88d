"""Transports that choose the way of each request: straight, or through a proxy.

A way is opened when it is first used, so that a setting nobody needs stops nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Generic, TypeVar

import httpx

from mapflow._http.certificates import no_trust
from mapflow._http.proxies import Proxies, Proxy, unusable
from mapflow._masked_urls import mask_url
from mapflow.errors import ConfigurationError

_LIMITS = httpx.Limits(max_connections=20, max_keepalive_connections=10)
_VARIABLE = "mapflow_proxy"
_Way = TypeVar("_Way")
_Library = TypeVar("_Library", httpx.HTTPTransport, httpx.AsyncHTTPTransport)


class Ways(Generic[_Way]):
    """The ways that were opened so far.

    Args:
        open_way: Opens the way through a proxy, or the straight one.
        base_url: Address of the service. Every client needs the way to it, so that is opened at
            once, and what is wrong with it is told at once.
    """

    def __init__(self, open_way: Callable[[Proxy | None], _Way], base_url: str) -> None:
        self._open_way = open_way
        self._proxies = Proxies()
        self._opened: dict[Proxy | None, _Way] = {}
        self._lock = threading.Lock()
        self.to(address_of(base_url))

    def to(self, url: httpx.URL) -> _Way:
        """The way to an address."""
        proxy = self._proxies.of(url.scheme, url.host, url.port)
        way = self._opened.get(proxy)
        if way is None:
            with self._lock:
                way = self._opened.get(proxy) or self._open_way(proxy)
                self._opened[proxy] = way
        return way

    def of(self, request: httpx.Request) -> _Way:
        """The way of a request, which is told of the proxy on it, for what is said of a failure."""
        proxy = self._proxies.of(request.url.scheme, request.url.host, request.url.port)
        if proxy is not None:
            request.extensions[_VARIABLE] = proxy.variable
        return self.to(request.url)

    def __iter__(self) -> Iterator[_Way]:
        return iter([*self._opened.values()])


def proxy_of(error: Exception) -> str | None:
    """The variable that names the proxy on the way of a request that failed; None without one."""
    with suppress(RuntimeError):
        request = error.request if isinstance(error, httpx.RequestError) else None
        variable = None if request is None else request.extensions.get(_VARIABLE)
        return variable if isinstance(variable, str) else None
    return None


def address_of(base_url: str) -> httpx.URL:
    """The address of the service, as the library reads it."""
    url = _read(base_url)
    if url is None:
        raise ConfigurationError(
            f"The base URL {mask_url(base_url)!r} cannot be read.",
            hint="It looks like https://api.mapflow.ai/rest.",
        )
    return url


def _read(base_url: str) -> httpx.URL | None:
    with suppress(ValueError, httpx.InvalidURL):
        url = httpx.URL(base_url)
        # Names with empty or very long parts are found out only when they are looked up.
        url.host.encode("idna")
        if url.host and base_url.isprintable() and " " not in base_url:
            return url
    return None


class Routed(httpx.BaseTransport):
    """Sends each request its way."""

    def __init__(self, ways: Ways[httpx.BaseTransport]) -> None:
        self._ways = ways

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return self._ways.of(request).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for way in self._ways:
            way.close()


class AsyncRouted(httpx.AsyncBaseTransport):
    """Sends each request its way."""

    def __init__(self, ways: Ways[httpx.AsyncBaseTransport]) -> None:
        self._ways = ways

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return await self._ways.of(request).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for way in self._ways:
            await way.aclose()


def through(kind: Callable[..., _Library], proxy: Proxy | None) -> _Library:
    """Make a transport of the library that goes this way."""
    if proxy is None:
        return kind(verify=no_trust(), limits=_LIMITS)
    missing = False
    # Neither the address nor the library's own exception is kept: they may hold a password.
    with suppress(ValueError, httpx.InvalidURL):
        try:
            return kind(verify=no_trust(), limits=_LIMITS, proxy=proxy.address)
        except ImportError:
            missing = True
    if missing:
        raise unusable(
            proxy.variable,
            "it is a SOCKS proxy, and the package for those is not installed; install it with"
            ' `pip install "httpx[socks]"`',
        )
    raise unusable(proxy.variable, "its address cannot be read")

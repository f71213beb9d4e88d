"""Transports that choose the route of each request: straight, or through a proxy.

A route is opened when it is first used, so that an unused setting cannot fail.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Generic, TypeVar

import httpx

from mapflow._http.certificates import no_trust
from mapflow._http.proxies import Proxies, Proxy, unusable
from mapflow._masking.urls import mask_url
from mapflow.errors import ConfigurationError

_LIMITS = httpx.Limits(max_connections=20, max_keepalive_connections=10)
_VARIABLE = "mapflow_proxy"
_Route = TypeVar("_Route")
_Library = TypeVar("_Library", httpx.HTTPTransport, httpx.AsyncHTTPTransport)


class Routes(Generic[_Route]):
    """The routes that were opened so far.

    Args:
        open_route: Opens the route through a proxy, or the straight one.
        base_url: Address of the service. Every client needs the route to it, so that is opened at
            once, and errors in it are raised at once.
    """

    def __init__(self, open_route: Callable[[Proxy | None], _Route], base_url: str) -> None:
        self._open_route = open_route
        self._proxies = Proxies()
        self._opened: dict[Proxy | None, _Route] = {}
        self._lock = threading.Lock()
        self.to(address_of(base_url))

    def to(self, url: httpx.URL) -> _Route:
        """The route to an address."""
        return self._through(self._proxies.of(url.scheme, url.host, url.port))

    def of(self, request: httpx.Request) -> _Route:
        """The route of a request; the request notes its proxy, which errors name."""
        if not self._proxies:
            return self._through(None)
        url = request.url
        proxy = self._proxies.of(url.scheme, url.host, url.port)
        if proxy is not None:
            request.extensions[_VARIABLE] = proxy.variable
        return self._through(proxy)

    def _through(self, proxy: Proxy | None) -> _Route:
        route = self._opened.get(proxy)
        if route is None:
            with self._lock:
                route = self._opened.get(proxy) or self._open_route(proxy)
                self._opened[proxy] = route
        return route

    def __iter__(self) -> Iterator[_Route]:
        return iter([*self._opened.values()])


def proxy_of(error: Exception) -> str | None:
    """The variable that names the proxy of a failed request; None without one."""
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


class RoutedTransport(httpx.BaseTransport):
    """Sends each request by its route."""

    def __init__(self, routes: Routes[httpx.BaseTransport]) -> None:
        self._routes = routes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return self._routes.of(request).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for route in self._routes:
            route.close()


class AsyncRoutedTransport(httpx.AsyncBaseTransport):
    """Sends each request by its route."""

    def __init__(self, routes: Routes[httpx.AsyncBaseTransport]) -> None:
        self._routes = routes

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return await self._routes.of(request).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for route in self._routes:
            await route.aclose()


def through(kind: Callable[..., _Library], proxy: Proxy | None) -> _Library:
    """Make a transport of the library for this route."""
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

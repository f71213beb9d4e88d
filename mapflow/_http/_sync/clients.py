# Written by scripts/unasync.py from mapflow/_http/_async/clients.py; edit that file instead.
"""Clients of the HTTP library: how they are made, and when a new one is needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import httpx
from httpx_retries import RetryTransport

from mapflow._http._sync.buffering import receive
from mapflow._http._sync.network import DeadlineTransport
from mapflow._http.certificates import no_trust
from mapflow._http.client_settings import LIMITS, Cookieless, address_of, usual_headers
from mapflow._http.links import hide_links
from mapflow._http.ownership import Owner
from mapflow._http.proxies import VARIABLE, Proxies, Proxy, unusable
from mapflow._http.retries import retry_rules
from mapflow.errors import InvalidInput


class ClientHolder:
    """The client that a transport sends with: the user's own, or one that suits this process.

    Args:
        base_url: Address of the service.
        timeout_s: Time for one attempt of a request, in seconds.
        max_retries: How often a safe request is repeated.
        given: A client of the user's own, or None.
    """

    def __init__(
        self, base_url: str, timeout_s: float, max_retries: int, given: httpx.Client | None
    ) -> None:
        if not (given is None or isinstance(given, httpx.Client)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"`http_client` must be an httpx.{httpx.Client.__name__},"
                f" got {type(given).__name__}.",
                hint="Mapflow takes an httpx.Client, Mapflow an httpx.Client.",
            )
        hide_links()
        address_of(base_url)
        self._given = given
        self._open = partial(_open_client, base_url, timeout_s, max_retries)
        self._made = given or self._open()
        self._owner = Owner()

    @property
    def client(self) -> httpx.Client:
        """The client to send with now."""
        if self._given is None and self._owner.is_gone():
            with Owner.lock:
                if self._owner.is_gone():
                    self._owner.leave(self._made)
                    self._made, self._owner = self._open(), Owner()
        return self._made

    def close(self) -> None:
        """Close the connections, unless the client is the user's own."""
        if self._given is None and not self._owner.is_parent():
            # Connections of an event loop that has ended cannot be closed any more.
            with suppress(RuntimeError):
                self._made.close()


class RoutedTransport(httpx.BaseTransport):
    """Sends each request by its route: straight, or through a proxy.

    A route is opened when it is first used, so that an unused setting cannot fail.

    Args:
        open_route: Opens the route through a proxy, or the straight one.
        base_url: Address of the service. Every client needs the route to it, so that is opened at
            once, and errors in it are raised at once.
    """

    def __init__(
        self, open_route: Callable[[Proxy | None], httpx.BaseTransport], base_url: str
    ) -> None:
        self._open_route = open_route
        self._proxies = Proxies()
        self._opened: dict[Proxy | None, httpx.BaseTransport] = {}
        self._lock = threading.Lock()
        self._route(self._proxy_for(address_of(base_url)))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; it notes its proxy, which errors name."""
        proxy = self._proxy_for(request.url) if self._proxies else None
        if proxy is not None:
            request.extensions[VARIABLE] = proxy.variable
        return self._route(proxy).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for route in [*self._opened.values()]:
            route.close()

    def _proxy_for(self, url: httpx.URL) -> Proxy | None:
        return self._proxies.of(url.scheme, url.host, url.port)

    def _route(self, proxy: Proxy | None) -> httpx.BaseTransport:
        route = self._opened.get(proxy)
        if route is None:
            with self._lock:
                route = self._opened.get(proxy) or self._open_route(proxy)
                self._opened[proxy] = route
        return route


class _Client(Cookieless, httpx.Client):
    """A client without cookies."""


def _open_client(base_url: str, timeout_s: float, max_retries: int) -> httpx.Client:
    """Make a client that repeats safe requests."""

    def route(proxy: Proxy | None) -> httpx.BaseTransport:
        attempt = DeadlineTransport(_library_transport(proxy), proxy)
        return RetryTransport(transport=attempt, retry=retry_rules(max_retries, check=receive))

    return _Client(
        transport=RoutedTransport(route, base_url),
        timeout=timeout_s,
        headers=usual_headers(),
        trust_env=False,
    )


def _library_transport(proxy: Proxy | None) -> httpx.HTTPTransport:
    """The library's own transport for a route."""
    if proxy is None:
        return httpx.HTTPTransport(verify=no_trust(), limits=LIMITS)
    why = "its address cannot be read"
    # Neither the address nor the library's own exception is kept: they may hold a password.
    with suppress(ValueError, httpx.InvalidURL):
        try:
            return httpx.HTTPTransport(verify=no_trust(), limits=LIMITS, proxy=proxy.address)
        except ImportError:
            why = (
                "it is a SOCKS proxy, and the package for those is not installed; install it with"
                ' `pip install "httpx[socks]"`'
            )
    raise unusable(proxy.variable, why)

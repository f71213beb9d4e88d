"""Clients of the HTTP library: how they are made, and when a new one is needed."""

from __future__ import annotations

import os
import sys
import threading
import weakref
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx

from mapflow._http.buffering import areceive, receive
from mapflow._http.decoding import ACCEPTED_ENCODING
from mapflow._http.links import hide_links
from mapflow._http.network import AsyncDeadlineTransport, DeadlineTransport
from mapflow._http.routing import AsyncRoutedTransport, RoutedTransport, Routes, address_of, through
from mapflow._version import user_agent
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mapflow._http.proxies import Proxy
    from mapflow._http.retry_rules import RetryRules

_SAFE: Final = ("GET", "HEAD", "PUT", "DELETE")
_RETRIED_STATUSES: Final = (408, 429, 502, 503, 504)
#: How long all pauses between the attempts of a request may take together, in seconds.
PAUSES_S: Final = 120.0


_Given = TypeVar("_Given", httpx.Client, httpx.AsyncClient)


class _Forks:
    """Counts the forks that led to this process."""

    count = 0
    lock = threading.Lock()
    #: Clients of the parent. Closing one here would break connections that the parent still
    #: uses, and with locks that a thread held which does not exist here.
    parents: Final[list[object]] = []

    @classmethod
    def happened(cls) -> None:
        """A child begins; a thread of the parent may have held the lock."""
        cls.count += 1
        cls.lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_Forks.happened)


class _NoCookies(httpx.Cookies):
    """Stays empty: the API has no cookies, and what a server sets must not pile up."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them, unread: reading them takes a tenth of the time of a small request."""


class _Cookieless:
    @property
    def cookies(self) -> httpx.Cookies:
        """None, ever."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        """Nothing is kept."""


class _Client(_Cookieless, httpx.Client):
    """A client without cookies."""


class _AsyncClient(_Cookieless, httpx.AsyncClient):
    """A client without cookies."""


_NO_COOKIES: Final = _NoCookies()


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
        hide_links()
        address_of(base_url)
        self._given = _checked(given, httpx.Client)
        self._open = partial(_open_client, base_url, timeout_s, max_retries)
        self._made = given or self._open()
        self._fork = _Forks.count

    @property
    def client(self) -> httpx.Client:
        """The client to send with now."""
        if self._fork != _Forks.count and self._given is None:
            with _Forks.lock:
                if self._fork != _Forks.count:
                    # Two processes on one connection would read each other's responses.
                    _Forks.parents.append(self._made)
                    self._made = self._open()
                    self._fork = _Forks.count
        return self._made

    def close(self) -> None:
        """Close the connections, unless the client is the user's own."""
        if self._given is None and self._fork == _Forks.count:
            self._made.close()


class AsyncClientHolder:
    """The client that a transport sends with: the given one, or one for this process and loop.

    Args:
        base_url: Address of the service.
        timeout_s: Time for one attempt of a request, in seconds.
        max_retries: How often a safe request is repeated.
        given: A client of the user's own, or None.
    """

    def __init__(
        self, base_url: str, timeout_s: float, max_retries: int, given: httpx.AsyncClient | None
    ) -> None:
        hide_links()
        address_of(base_url)
        self._given = _checked(given, httpx.AsyncClient)
        self._open = partial(_open_async_client, base_url, timeout_s, max_retries)
        self._made = given or self._open()
        self._fork = _Forks.count
        self._loop: weakref.ref[Any] | None = None

    @property
    def client(self) -> httpx.AsyncClient:
        """The client to send with now."""
        if self._given is not None:
            return self._given
        loop = _running_loop()
        known = self._loop and self._loop()
        if self._fork != _Forks.count:
            _Forks.parents.append((self._made, known))
            self._made, self._fork = self._open(), _Forks.count
        elif self._loop is not None and known is not loop:
            # Connections belong to the event loop that opened them, and cannot outlive it.
            self._made = self._open()
        if known is not loop:
            self._loop = None if loop is None else weakref.ref(loop)
        return self._made

    async def aclose(self) -> None:
        """Close the connections, unless the client is the user's own."""
        if self._given is None and self._fork == _Forks.count:
            # Connections of an event loop that has ended cannot be closed any more.
            with suppress(RuntimeError):
                await self._made.aclose()


def _checked(given: _Given | None, kind: type[_Given]) -> _Given | None:
    if given is None or isinstance(given, kind):  # pyright: ignore[reportUnnecessaryIsInstance]
        return given
    raise InvalidInput(
        f"`http_client` must be an httpx.{kind.__name__}, got {type(given).__name__}.",
        hint="Mapflow takes an httpx.Client, AsyncMapflow an httpx.AsyncClient.",
    )


def _running_loop() -> object | None:
    # Importing asyncio takes longer than all of this package; whoever runs a loop has done it.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return None
    try:
        return asyncio.get_running_loop()  # type: ignore[no-any-return]  # a module by its name
    except RuntimeError:
        return None


def retry_rules(
    total: int,
    *,
    repeatable: bool = False,
    made: int = 0,
    slept_s: float = 0.0,
    check: Callable[[httpx.Response], Awaitable[None] | None] | None = None,
) -> RetryRules:
    """When and how a request is retried.

    Args:
        total: How often at most.
        repeatable: Whether a POST may be retried too.
        made: How often it was retried already.
        slept_s: How long the pauses have taken already, in seconds.
        check: Raises for a response that is retried although its status is good.
    """
    from mapflow._http.retry_rules import RetryRules

    return RetryRules(
        total=total,
        allowed_methods=(*_SAFE, "POST") if repeatable else _SAFE,
        status_forcelist=_RETRIED_STATUSES,
        backoff_factor=0.5,
        max_backoff_wait=PAUSES_S,
        total_timeout=PAUSES_S,
        attempts_made=made,
        elapsed_sleep=slept_s,
        validate_response=check,
    )


def _open_client(base_url: str, timeout_s: float, max_retries: int) -> httpx.Client:
    """Make a client that repeats safe requests."""
    from httpx_retries import RetryTransport

    def route(proxy: Proxy | None) -> httpx.BaseTransport:
        attempt = DeadlineTransport(through(httpx.HTTPTransport, proxy), proxy)
        return RetryTransport(transport=attempt, retry=retry_rules(max_retries, check=receive))

    return _Client(
        transport=RoutedTransport(Routes(route, base_url)),
        timeout=timeout_s,
        headers=usual_headers(),
        trust_env=False,
    )


def _open_async_client(base_url: str, timeout_s: float, max_retries: int) -> httpx.AsyncClient:
    """Make an async client that repeats safe requests."""
    from httpx_retries import RetryTransport

    def route(proxy: Proxy | None) -> httpx.AsyncBaseTransport:
        attempt = AsyncDeadlineTransport(through(httpx.AsyncHTTPTransport, proxy), proxy)
        return RetryTransport(transport=attempt, retry=retry_rules(max_retries, check=areceive))

    return _AsyncClient(
        transport=AsyncRoutedTransport(Routes(route, base_url)),
        timeout=timeout_s,
        headers=usual_headers(),
        trust_env=False,
    )


def usual_headers() -> dict[str, str]:
    """The headers that every request carries."""
    return {"User-Agent": user_agent(), "Accept-Encoding": ACCEPTED_ENCODING}

"""The HTTP library, and everything that would change with it.

A move to another library touches this module alone: it builds clients and requests, says what may
be sent again, and turns the library's exceptions into ours.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx

from mapflow._wire.proxies import routes
from mapflow.errors import (
    ConfigurationError,
    ConnectionFailed,
    MapflowError,
    TimedOut,
    UndecodableAnswer,
)

if TYPE_CHECKING:
    from httpx_retries import Retry

AsyncClient = httpx.AsyncClient
Client = httpx.Client
Headers = httpx.Headers
Request = httpx.Request
Response = httpx.Response

_SAFE: Final = ("GET", "HEAD", "PUT", "DELETE")
_RETRIED_STATUSES: Final = (408, 429, 502, 503, 504)
# Exceptions after which it is certain that the service never saw the request.
_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_LIMITS: Final = httpx.Limits(max_connections=20, max_keepalive_connections=10)
_CONNECT_S: Final = 5.0
_PAUSES_S: Final = 120.0


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    # Loading the certificates takes longer than everything else a client does at its start.
    return httpx.create_ssl_context()


def _retries(total: int, *, repeatable: bool = False) -> Retry:
    # It imports asyncio, which takes longer than all of this package.
    from httpx_retries import Retry

    return Retry(
        total=total,
        allowed_methods=(*_SAFE, "POST") if repeatable else _SAFE,
        status_forcelist=_RETRIED_STATUSES,
        backoff_factor=0.5,
        max_backoff_wait=_PAUSES_S,
        total_timeout=_PAUSES_S,
    )


def open_client(timeout_s: float, max_retries: int) -> httpx.Client:
    """Make a client that repeats safe requests."""
    from httpx_retries import RetryTransport

    def connect(proxy: str | None) -> RetryTransport:
        with _proxy_explained():
            transport = httpx.HTTPTransport(verify=_ssl_context(), limits=_LIMITS, proxy=proxy)
        return RetryTransport(transport=transport, retry=_retries(max_retries))

    mounts = {to: None if proxy is None else connect(proxy) for to, proxy in routes().items()}
    return httpx.Client(transport=connect(None), mounts=mounts, timeout=_timeout(timeout_s))


def open_async_client(timeout_s: float, max_retries: int) -> httpx.AsyncClient:
    """Make an async client that repeats safe requests."""
    from httpx_retries import RetryTransport

    def connect(proxy: str | None) -> RetryTransport:
        with _proxy_explained():
            transport = httpx.AsyncHTTPTransport(verify=_ssl_context(), limits=_LIMITS, proxy=proxy)
        return RetryTransport(transport=transport, retry=_retries(max_retries))

    mounts = {to: None if proxy is None else connect(proxy) for to, proxy in routes().items()}
    return httpx.AsyncClient(transport=connect(None), mounts=mounts, timeout=_timeout(timeout_s))


@contextlib.contextmanager
def _proxy_explained() -> Generator[None]:
    try:
        yield
    except (ValueError, ImportError, httpx.InvalidURL):
        # The address is not repeated: it may hold a password.
        raise ConfigurationError(
            "The proxy that the environment names cannot be used.",
            hint="Look at HTTPS_PROXY and ALL_PROXY: http://host:port is what always works; for"
            " socks5:// install the package socksio.",
        ) from None


@lru_cache(maxsize=16)
def _timeout(read_s: float) -> httpx.Timeout:
    return httpx.Timeout(read_s, connect=min(_CONNECT_S, read_s), pool=read_s)


@lru_cache(maxsize=16)
def _timeouts(read_s: float) -> dict[str, float | None]:
    return _timeout(read_s).as_dict()


class RequestPlan:
    """A request of the generated client, completed with what the facade adds to it."""

    __slots__ = ("content", "extensions", "files", "headers", "json", "method", "params", "url")

    # Plain and without checks: this runs for every request, however small.
    def __init__(
        self,
        base_url: str,
        kwargs: Mapping[str, Any],
        *,
        headers: dict[str, str],
        read_timeout_s: float,
        repeatable: bool | None = None,
        max_retries: int = 0,
    ) -> None:
        self.method: str = kwargs["method"].upper()
        self.url: str = base_url + kwargs["url"]
        self.params = kwargs.get("params")
        self.json = kwargs.get("json")
        self.files = kwargs.get("files")
        given = kwargs.get("headers")
        self.headers = headers | given if given else headers
        self.extensions: dict[str, Any] = {"timeout": _timeouts(read_timeout_s)}
        if repeatable is not None:
            total = max_retries if repeatable else 0
            self.extensions["retry"] = _retries(total, repeatable=repeatable)

    @property
    def address(self) -> str:
        """The address without query and login, for messages."""
        return bare(self.url)

    def build(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """Make the library's request."""
        return client.build_request(
            self.method,
            self.url,
            params=self.params,
            json=self.json,
            files=self.files,
            headers=self.headers,
            extensions=self.extensions,
        )


def check_link(url: str) -> str:
    """Take a link of the service's, if it is one that can be fetched safely."""
    parts = urlsplit(url)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and here)):
        raise UndecodableAnswer(
            "The service gave out a link that is no https address.",
            method="GET",
            url=bare(url),
            hint="It was not followed; ask the service's support.",
        )
    return url


def bare(url: str) -> str:
    """The address without query and login."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def attempts(response: httpx.Response) -> int:
    """How often the request was repeated before this answer."""
    made = getattr(response.extensions.get("retry"), "attempts_made", 0)
    return made if isinstance(made, int) else 0


@contextlib.contextmanager
def explained(plan: RequestPlan) -> Generator[None]:
    """Turn the library's exceptions into ours."""
    try:
        yield
    except MapflowError:
        raise
    except httpx.TimeoutException as error:
        late = TimedOut(
            f"Mapflow did not answer in time ({type(error).__name__}).",
            method=plan.method,
            url=plan.address,
            hint="Try again later, or allow more time with timeout_s.",
        )
        late.sent = not isinstance(error, _NEVER_SENT)
        raise late from error
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
        reason = str(error) or type(error).__name__
        host = urlsplit(plan.address).netloc
        failed = ConnectionFailed(
            f"The connection to {host} failed: {reason}.",
            method=plan.method,
            url=plan.address,
            hint="Check the network and the base URL, then try again.",
        )
        failed.sent = not isinstance(error, (*_NEVER_SENT, httpx.InvalidURL))
        raise failed from error


def chunks(response: httpx.Response, deadline: float | None) -> Iterator[bytes]:
    """The body piece by piece; past the deadline no further piece is waited for."""
    # The library's own timeout is for each piece: a body that drips would outlive it for ever.
    for chunk in response.iter_bytes():
        yield chunk
        if deadline is not None and time.monotonic() > deadline:
            raise httpx.ReadTimeout("the answer trickled in too slowly", request=response.request)


async def achunks(response: httpx.Response, deadline: float | None) -> AsyncIterator[bytes]:
    """The body piece by piece; past the deadline no further piece is waited for."""
    async for chunk in response.aiter_bytes():
        yield chunk
        if deadline is not None and time.monotonic() > deadline:
            raise httpx.ReadTimeout("the answer trickled in too slowly", request=response.request)

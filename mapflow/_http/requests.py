"""Requests: how they are made, what may be fetched without a token, what their failures are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx

from mapflow._hints import Hint, joined
from mapflow._http.buffering import BUFFERED_BYTES
from mapflow._http.certificates import advice, refusal_in
from mapflow._http.deadlines import Deadline, deadline_of, timeouts
from mapflow._http.links import Link, bare
from mapflow._http.proxies import VARIABLE
from mapflow._http.retries import retry_rules
from mapflow._http.tracebacks import outside, without_frames
from mapflow._http.tracing import tracing
from mapflow._masking.secrets import mask_text, secrets_of
from mapflow.errors import (
    CertificateRefused,
    ConnectionFailed,
    InvalidInput,
    InvalidResponse,
    MapflowError,
    TimedOut,
)

if TYPE_CHECKING:
    from types import TracebackType

AsyncClient = httpx.AsyncClient
Client = httpx.Client
Response = httpx.Response

# Exceptions after which it is certain that the service never saw the request.
_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_CONNECT_S: Final = 5.0


class PreparedRequest:
    """A request of the generated client, completed with what the facade adds to it."""

    # Plain and without checks: this runs for every request, even a small one.
    def __init__(
        self,
        base_url: str,
        kwargs: Mapping[str, Any],
        *,
        headers: dict[str, str],
        timeout_s: float,
        repeatable: bool | None = None,
        max_retries: int = 0,
        buffered_bytes: int = 0,
    ) -> None:
        self.method: str = kwargs["method"].upper()
        self.url: str = base_url + kwargs["url"] if base_url else kwargs["url"]
        self.is_elsewhere: bool = not base_url
        self.params: Any = kwargs.get("params")
        self.json: Any = kwargs.get("json")
        self.files: Any = kwargs.get("files")
        given = kwargs.get("headers")
        self.headers: dict[str, str] = headers | given if given else headers
        # What is not buffered is a file that comes, and may be large; so may one that is sent.
        grows = not buffered_bytes or self.files is not None
        self.extensions: dict[str, Any] = {"timeout": timeouts(timeout_s, _CONNECT_S, grows=grows)}
        if buffered_bytes:
            self.extensions[BUFFERED_BYTES] = buffered_bytes
        if repeatable is not None:
            total = max_retries if repeatable else 0
            self.extensions["retry"] = retry_rules(total, repeatable=repeatable)

    @property
    def address(self) -> str:
        """The address without query and login, for messages."""
        return bare(self.url)

    @property
    def deadline(self) -> Deadline:
        """The time that this request has."""
        return deadline_of(self.extensions) or Deadline(0)

    @property
    def options(self) -> dict[str, Any]:
        """Options for the library: a login of the user's client is not sent to other hosts."""
        usual = {"stream": True, "follow_redirects": False}
        return usual | {"auth": None} if self.is_elsewhere else usual

    def build(
        self,
        client: httpx.Client | httpx.AsyncClient,
        check: Callable[[httpx.Response], Awaitable[None] | None],
    ) -> httpx.Request:
        """Make the library's request; a response that the check refuses is retried."""
        rules = self.extensions.get("retry")
        if rules is not None:
            rules.validate_response = check
        try:
            request = client.build_request(
                self.method,
                self.url if self.is_elsewhere else _read(self.url),
                params=self.params,
                json=self.json,
                files=self.files,
                headers=self.headers,
                extensions=self.extensions | tracing(client, self.secrets),
            )
        except (TypeError, ValueError, RecursionError) as error:
            raise InvalidInput(
                f"The request cannot be written as JSON: {mask_text(str(error), self.secrets())}.",
                hint="Give plain texts, finite numbers, lists and mappings.",
            ) from without_frames(error, self.secrets())
        if self.is_elsewhere:
            # What a client of the user's own sends everywhere is not for other hosts.
            for name in ("authorization", "cookie"):
                request.headers.pop(name, None)
            request.url = Link(request.url)
        return request

    def secrets(self) -> list[str]:
        """What must not be shown if a response repeats it."""
        link = secrets_of(self.url) if self.is_elsewhere else []
        return [*secrets_of(self.json), *link, *self.credentials()]

    def credentials(self) -> tuple[str, ...]:
        """The token that it carries, whole and in its parts, which no response has a use for."""
        return _credentials(self.headers.get("Authorization", ""))


@lru_cache(maxsize=64)
def _read(url: str) -> httpx.URL:
    # Polls and pages ask for the same address again, and reading it takes a while.
    return httpx.URL(url)


@lru_cache(maxsize=8)
def _credentials(authorization: str) -> tuple[str, ...]:
    scheme, _, credential = authorization.partition(" ")
    if not credential or scheme != "Basic":
        return (credential,) if credential else ()
    import base64

    pair = base64.b64decode(credential).decode("utf-8", "replace")
    return credential, pair, pair.partition(":")[2], credential.rstrip("=")


class translated_errors:  # noqa: N801 - it reads as what it does
    """Turns the library's exceptions into ours, and takes its frames out of all others."""

    def __init__(self, prepared: PreparedRequest) -> None:
        self._prepared = prepared

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        if isinstance(error, MapflowError):
            error.__traceback__ = outside(error.__traceback__)
            return
        ours = _ours(error, self._prepared) if isinstance(error, Exception) else None
        without_frames(error, self._prepared.secrets())
        if ours is not None:
            raise ours from error


def _ours(error: Exception, prepared: PreparedRequest) -> MapflowError | None:
    """Our exception for whatever sending raised; None for what is a mistake of this package."""
    if isinstance(error, httpx.TimeoutException):
        return _late(error, prepared)
    if isinstance(error, httpx.DecodingError):
        return InvalidResponse(
            f"Cannot read the response body: {mask_text(str(error), prepared.secrets())}.",
            method=prepared.method,
            url=prepared.address,
            hint="Check for a proxy that changes responses.",
        )
    if isinstance(error, AssertionError):
        return None
    if type(error) is RuntimeError and "has been closed" in str(error):
        # The library has no class for this error.
        return InvalidInput(
            "This client is closed.", hint="Make another, or close it later, when it is done with."
        )
    # Name look-ups, proxies and a client of the user's own raise what they like; callers know
    # one family of errors.
    return _failed(error, prepared)


def _late(error: httpx.TimeoutException, prepared: PreparedRequest) -> TimedOut:
    late = TimedOut(
        f"Mapflow did not respond in time ({type(error).__name__}).",
        method=prepared.method,
        url=prepared.address,
        hint=joined(
            "Try again later",
            Hint(python=", or allow more time with timeout_s", command="", tool=""),
            ".",
        ),
    )
    late.sent = not isinstance(error, _NEVER_SENT)
    return late


def _failed(error: Exception, prepared: PreparedRequest) -> ConnectionFailed:
    reason = mask_text(str(error), prepared.secrets()).rstrip(". ") or type(error).__name__
    host = urlsplit(prepared.address).netloc
    refusal = refusal_in(error)
    if refusal is not None:
        why = (getattr(refusal, "verify_message", "") or reason).rstrip(".")
        return CertificateRefused(
            f"The certificate of {host} was refused: {why}.",
            method=prepared.method,
            url=prepared.address,
            hint=advice(refusal),
        )
    variable = _proxy_of(error)
    way, what, instead = "", "the base URL", ""
    if variable is not None:
        way = f", through the proxy that {variable} names,"
        what, instead = variable, ", or unset it for a direct connection"
    failed = ConnectionFailed(
        f"The connection to {host}{way} failed: {reason}.",
        method=prepared.method,
        url=prepared.address,
        hint=f"Check the network and {what}{instead}, then try again.",
    )
    failed.sent = not isinstance(error, (*_NEVER_SENT, httpx.InvalidURL))
    return failed


def _proxy_of(error: Exception) -> str | None:
    """The variable that names the proxy of a failed request; None without one."""
    with suppress(RuntimeError):
        request = error.request if isinstance(error, httpx.RequestError) else None
        variable = None if request is None else request.extensions.get(VARIABLE)
        return variable if isinstance(variable, str) else None
    return None

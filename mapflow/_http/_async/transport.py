"""Sends requests of the generated client and reads the responses."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mapflow._http._async.buffering import chunks, end_connection, receive
from mapflow._http._async.clients import AsyncClientHolder
from mapflow._http.api_errors import error_from
from mapflow._http.bodies import is_page
from mapflow._http.client_settings import usual_headers
from mapflow._http.links import bare, check_link
from mapflow._http.requests import (
    AsyncClient,
    PreparedRequest,
    Response,
    translated_errors,
)
from mapflow._http.responses import (
    LIST_BYTES,
    ONE_BYTES,
    TEXT_BYTES,
    check_complete,
    read_json,
    read_text,
)
from mapflow._http.retries import RetryState, attempts
from mapflow._http.retry_after import retry_after_s
from mapflow._http.unsolicited import without_reason
from mapflow._logging import logger
from mapflow._masking.secrets import Masked, MaskedBytes
from mapflow.errors import ConfigurationError, InvalidResponse, MapflowError

if TYPE_CHECKING:
    from mapflow.config import Settings


class AsyncTransport:
    """One connection pool to one service, for one account."""

    def __init__(
        self,
        settings: Settings,
        *,
        timeout_s: float,
        transfer_timeout_s: float,
        max_retries: int,
        http_client: AsyncClient | None = None,
    ) -> None:
        self.settings = settings  # first, because a traceback may show what is half made
        self.timeout_s = timeout_s
        self.transfer_timeout_s = transfer_timeout_s
        self.max_retries = max_retries
        self._clients = AsyncClientHolder(settings.base_url, timeout_s, max_retries, http_client)
        # A client of the user's own says of itself what it likes, unless each request says more.
        self._headers = {} if http_client is None else usual_headers()
        # A token that is a text was checked already; a function is called each time.
        fixed = isinstance(settings.token, str)
        self._authorization = settings.authorization() if fixed else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.settings.base_url}>"

    async def aclose(self) -> None:
        """Close the pool, unless it is the user's own."""
        await self._clients.aclose()

    async def json(
        self,
        kwargs: Mapping[str, Any],
        *,
        repeatable: bool | None = None,
        read_timeout_s: float | None = None,
        many: bool = False,
        members: Sequence[str] = (),
        check: Callable[[object], None] | None = None,
    ) -> object:
        """Send a request and decode the JSON of its response.

        Args:
            kwargs: What the generated request builder gave.
            repeatable: True for a POST that changes nothing and may be sent again; False for
                a request that must be sent once; None leaves it to the method.
            read_timeout_s: Time for one attempt, in seconds; None for the client's own.
            many: Whether the response is a list, which may be larger than one resource.
            members: For a long list, the members of an item to decode at once; the rest of it is
                decoded when something else is asked for.
            check: Raises ``InvalidResponse`` for a response that belongs to another request.
                Like one that is not JSON it ends the connection, whose later responses may be
                misplaced too.
        """
        limit = LIST_BYTES if many else ONE_BYTES
        prepared, response, body = await self._exchange(
            kwargs, limit, repeatable=repeatable, timeout_s=read_timeout_s
        )
        try:
            content = read_json(body, prepared, members)
            if check is not None:
                check(content)
        except InvalidResponse:
            await end_connection(response)
            raise
        return content

    async def text(self, kwargs: Mapping[str, Any], *, token: bool = True) -> str:
        """Send a request whose response is a text."""
        prepared, _, body = await self._exchange(kwargs, TEXT_BYTES, token=token)
        return read_text(body, prepared)

    async def nothing(self, kwargs: Mapping[str, Any], *, repeatable: bool | None = None) -> None:
        """Send a request whose response has no content."""
        prepared, _, body = await self._exchange(kwargs, ONE_BYTES, repeatable=repeatable)
        if is_page(body):
            # It must not pass for a deletion.
            read_json(body, prepared)

    async def value(self, kwargs: Mapping[str, Any], *, repeatable: bool | None = None) -> object:
        """Send a request whose response may be JSON, a text or empty, which gives None."""
        prepared, response, body = await self._exchange(kwargs, LIST_BYTES, repeatable=repeatable)
        # What a repeated DELETE does not find any more says only that.
        if not body.strip() or not response.is_success:
            return None
        is_text = response.headers.get("content-type", "").startswith("text/plain")
        return read_text(body, prepared) if is_text else read_json(body, prepared)

    @asynccontextmanager
    async def stream(
        self,
        what: Mapping[str, Any] | str,
        headers: Mapping[str, str],
        retries: RetryState,
        *,
        timeout_s: float | None = None,
    ) -> AsyncGenerator[tuple[PreparedRequest, Response]]:
        """Send a request and return its response before the body is read.

        Args:
            what: What the generated request builder gave; or a link that the service gave out,
                which is fetched from whatever host, without the token.
            headers: Headers besides the usual ones.
            retries: The attempts of the transfer that this is a part of.
            timeout_s: How long one attempt may take; None for as long as any transfer.
        """
        limit_s = timeout_s or self.transfer_timeout_s
        if isinstance(what, str):
            prepared = self._prepare_link(Masked(what), limit_s)
        else:
            prepared = self._prepare(what, retries.repeatable, limit_s)
        prepared.headers.update(headers)
        retries.begin(prepared.extensions)
        async with self._send(prepared) as response:
            retries.responded(response)
            yield prepared, response

    async def pieces(self, prepared: PreparedRequest, response: Response) -> AsyncIterator[bytes]:
        """The body of a streamed response; errors while it is read are translated."""
        with translated_errors(prepared):
            async for chunk in chunks(response, prepared.deadline):
                yield chunk

    def _prepare_link(self, url: str, timeout_s: float) -> PreparedRequest:
        return PreparedRequest(
            "",
            {"method": "get", "url": check_link(url, self.settings.base_url)},
            headers={**self._headers},
            timeout_s=timeout_s,
        )

    def _prepare(
        self,
        kwargs: Mapping[str, Any],
        repeatable: bool | None,
        timeout_s: float | None,
        *,
        token: bool = True,
        buffered_bytes: int = 0,
    ) -> PreparedRequest:
        url: str = kwargs["url"]
        if not url.startswith("/"):
            # A path of the spec is all that ever carries the token.
            raise ConfigurationError(f"{bare(url)} is not a path of the API.")
        headers = {**self._headers}
        if token:
            headers["Authorization"] = self._authorization or self.settings.authorization()
        return PreparedRequest(
            self.settings.base_url,
            kwargs,
            headers=headers,
            timeout_s=timeout_s or self.timeout_s,
            repeatable=repeatable,
            max_retries=self.max_retries,
            buffered_bytes=buffered_bytes,
        )

    async def _exchange(
        self,
        kwargs: Mapping[str, Any],
        limit: int,
        *,
        repeatable: bool | None = None,
        timeout_s: float | None = None,
        token: bool = True,
    ) -> tuple[PreparedRequest, Response, bytes]:
        """Send a request and read the body of its response, up to a size."""
        prepared = self._prepare(kwargs, repeatable, timeout_s, token=token, buffered_bytes=limit)
        async with self._send(prepared) as response:
            return prepared, response, await self._read(prepared, response, limit)

    @asynccontextmanager
    async def _send(self, prepared: PreparedRequest) -> AsyncGenerator[Response]:
        """Send, and raise unless the response is a success."""
        started = time.monotonic()
        try:
            with translated_errors(prepared):
                http = self._clients.client
                # In no variable of this frame: tools would show the address, which may be secret.
                response = without_reason(
                    await http.send(prepared.build(http, receive), **prepared.options)
                )
                await receive(response)
        except MapflowError as error:
            _log_request(prepared, started, type(error).__name__)
            raise
        try:
            status = response.status_code
            _log_request(prepared, started, str(status))
            # A repeated DELETE finds nothing when its first attempt had worked.
            if status == 404 and prepared.method == "DELETE" and attempts(response):
                status = 200
            if not 200 <= status < 300:
                body = await self._read(prepared, response, TEXT_BYTES, cut=True)
                raise error_from(
                    status,
                    body,
                    method=prepared.method,
                    url=prepared.address,
                    request_id=response.headers.get("x-request-id"),
                    secrets=prepared.secrets(),
                    retry_after_s=retry_after_s(response.headers),
                )
            yield response
        finally:
            await response.aclose()

    async def _read(
        self, prepared: PreparedRequest, response: Response, limit: int, *, cut: bool = False
    ) -> bytes:
        """Read a body within the time of the request and a size."""
        if not cut:
            check_complete(response.status_code, prepared)
        pieces: list[bytes] = []
        size = 0
        with translated_errors(prepared):
            async for chunk in chunks(response, prepared.deadline):
                size += len(chunk)
                if size > limit:
                    break
                pieces.append(chunk)
        if size > limit and not cut:
            raise InvalidResponse(
                f"The response is larger than {limit >> 20} MB and was not read to its end.",
                method=prepared.method,
                url=prepared.address,
                hint="This is not what the service documents; ask its support, help@geoalert.io.",
            )
        return pieces[0] if len(pieces) == 1 else MaskedBytes(b"".join(pieces))


def _log_request(prepared: PreparedRequest, started: float, outcome: str) -> None:
    if logger.isEnabledFor(logging.DEBUG):
        took_ms = (time.monotonic() - started) * 1000
        logger.debug("%s %s -> %s, %.0f ms", prepared.method, prepared.address, outcome, took_ms)

"""Sends requests of the generated client and reads the answers."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mapflow._version import user_agent
from mapflow._wire.answers import MAX_JSON_BYTES, error_from, read_json
from mapflow._wire.http import (
    AsyncClient,
    RequestPlan,
    Response,
    achunks,
    attempts,
    bare,
    check_link,
    explained,
    open_async_client,
)
from mapflow.errors import ConfigurationError, UndecodableAnswer

if TYPE_CHECKING:
    from mapflow.config import Settings

logger = logging.getLogger("mapflow")
_ERROR_BYTES = 1 << 20


class AsyncWire:
    """One connection pool to one service, for one account."""

    def __init__(
        self,
        settings: Settings,
        *,
        timeout_s: float,
        max_retries: int,
        http_client: AsyncClient | None = None,
    ) -> None:
        self.settings = settings
        self.timeout_s = timeout_s
        self.max_retries = max_retries
        self._http = http_client or open_async_client(timeout_s, max_retries)
        self._owned = http_client is None
        self._agent = user_agent()
        # A token that is a text was checked already; one from a function is asked for each time.
        fixed = isinstance(settings.token, str)
        self._authorization = settings.authorization() if fixed else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.settings.base_url}>"

    async def aclose(self) -> None:
        """Close the pool, unless it is the user's own."""
        if self._owned:
            await self._http.aclose()

    async def json(
        self,
        kwargs: Mapping[str, Any],
        *,
        repeatable: bool | None = None,
        read_timeout_s: float | None = None,
        deadline_s: float | None = None,
    ) -> object:
        """Send a request and decode the JSON of its answer.

        Args:
            kwargs: What the generated request builder gave.
            repeatable: True for a POST that changes nothing and may be sent again; False for
                a request that must be sent once; None leaves it to the method.
            read_timeout_s: Time for each part of the answer; None for the client's own.
            deadline_s: Time for the whole answer; None for the read timeout.
        """
        plan = self._plan(kwargs, repeatable, read_timeout_s)
        limit = read_timeout_s or self.timeout_s
        async with self._send(plan) as response:
            body = await self._read(plan, response, deadline_s or limit, MAX_JSON_BYTES)
        return read_json(body, plan)

    async def text(self, kwargs: Mapping[str, Any], *, token: bool = True) -> str:
        """Send a request whose answer is a text."""
        plan = self._plan(kwargs, None, None, token=token)
        async with self._send(plan) as response:
            body = await self._read(plan, response, self.timeout_s, _ERROR_BYTES)
        return body.decode("utf-8", "replace")

    @asynccontextmanager
    async def stream_elsewhere(
        self, url: str, *, read_timeout_s: float
    ) -> AsyncGenerator[Response]:
        """Fetch a link that the service gave out, from whatever host, without the token."""
        plan = RequestPlan(
            "",
            {"method": "get", "url": check_link(url)},
            headers={"User-Agent": self._agent},
            read_timeout_s=read_timeout_s,
        )
        async with self._send(plan) as response:
            with explained(plan):
                yield response

    async def nothing(self, kwargs: Mapping[str, Any], *, repeatable: bool | None = None) -> None:
        """Send a request whose answer says nothing beyond its success."""
        plan = self._plan(kwargs, repeatable, None)
        async with self._send(plan) as response:
            body = await self._read(plan, response, self.timeout_s, MAX_JSON_BYTES)
        if body.lstrip()[:1] == b"<":
            # A login page says 200 too; it must not pass for a deletion.
            read_json(body, plan)

    @asynccontextmanager
    async def stream(
        self, kwargs: Mapping[str, Any], *, read_timeout_s: float
    ) -> AsyncGenerator[Response]:
        """Send a request and hand out its answer before the body is read."""
        plan = self._plan(kwargs, None, read_timeout_s)
        async with self._send(plan) as response:
            with explained(plan):
                yield response

    def _plan(
        self,
        kwargs: Mapping[str, Any],
        repeatable: bool | None,
        read_timeout_s: float | None,
        *,
        token: bool = True,
    ) -> RequestPlan:
        url: str = kwargs["url"]
        if not url.startswith("/"):
            # A path of the spec is all that ever carries the token.
            raise ConfigurationError(f"{bare(url)} is not a path of the API.")
        headers = {"User-Agent": self._agent}
        if token:
            headers["Authorization"] = self._authorization or self.settings.authorization()
        return RequestPlan(
            self.settings.base_url,
            kwargs,
            headers=headers,
            read_timeout_s=read_timeout_s or self.timeout_s,
            repeatable=repeatable,
            max_retries=self.max_retries,
        )

    @asynccontextmanager
    async def _send(self, plan: RequestPlan) -> AsyncGenerator[Response]:
        """Send, and raise for every answer that is not a success."""
        started = time.monotonic()
        with explained(plan):
            request = plan.build(self._http)
            response = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            status = response.status_code
            if logger.isEnabledFor(logging.DEBUG):
                took_ms = (time.monotonic() - started) * 1000
                logger.debug("%s %s -> %d, %.0f ms", plan.method, plan.address, status, took_ms)
            # A repeated DELETE finds nothing when its first attempt had worked.
            if status == 404 and plan.method == "DELETE" and attempts(response):
                status = 200
            if not 200 <= status < 300:
                body = await self._read(plan, response, self.timeout_s, _ERROR_BYTES, cut=True)
                raise error_from(
                    status,
                    body,
                    method=plan.method,
                    url=plan.address,
                    request_id=response.headers.get("x-request-id"),
                )
            yield response
        finally:
            await response.aclose()

    async def _read(
        self,
        plan: RequestPlan,
        response: Response,
        deadline_s: float,
        limit: int,
        *,
        cut: bool = False,
    ) -> bytes:
        """Read a body within a time and a size."""
        deadline = time.monotonic() + deadline_s
        parts: list[bytes] = []
        size = 0
        with explained(plan):
            async for chunk in achunks(response, deadline):
                parts.append(chunk)
                size += len(chunk)
                if size > limit:
                    if cut:
                        break
                    raise UndecodableAnswer(
                        f"The answer is larger than {limit >> 20} MB and was not read to its end.",
                        method=plan.method,
                        url=plan.address,
                        hint="This is not what the service documents; ask its support.",
                    )
        return parts[0] if len(parts) == 1 else b"".join(parts)

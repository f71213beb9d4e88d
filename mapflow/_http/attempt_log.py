"""Transports that log the repetitions of a request.

They stand below what repeats requests, and so see each attempt.
"""

from __future__ import annotations

from typing import Final

import httpx

from mapflow._http.links import bare
from mapflow._logging import logger

# Among the extensions of a request: why its last attempt failed, and how many there were.
_FAILED: Final = "mapflow_failed"
_ATTEMPTS: Final = "mapflow_attempts"


class LoggingTransport(httpx.BaseTransport):
    """Logs every attempt after the first."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        _begin(request)
        try:
            response = self._transport.handle_request(request)
        except httpx.HTTPError as error:
            request.extensions[_FAILED] = type(error).__name__
            raise
        request.extensions[_FAILED] = f"HTTP {response.status_code}"
        return response

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()


class AsyncLoggingTransport(httpx.AsyncBaseTransport):
    """Logs every attempt after the first."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one attempt."""
        _begin(request)
        try:
            response = await self._transport.handle_async_request(request)
        except httpx.HTTPError as error:
            request.extensions[_FAILED] = type(error).__name__
            raise
        request.extensions[_FAILED] = f"HTTP {response.status_code}"
        return response

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()


def _begin(request: httpx.Request) -> None:
    made: int = request.extensions.get(_ATTEMPTS, 0)
    request.extensions[_ATTEMPTS] = made + 1
    if made:
        # The names of errors and the numbers of statuses only: texts may repeat what was sent.
        logger.warning(
            "Retry %d of %s %s after %s",
            made,
            request.method,
            bare(str(request.url)),
            request.extensions.get(_FAILED, "an error"),
        )

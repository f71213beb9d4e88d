"""Timeouts for clients that send a request too slowly, or stop in the middle."""

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE_S: Final = 60.0
LEAST_BYTES: Final = 6_000
"""The minimum that an unfinished request must send in that time: a hundred bytes a second."""


class ClientTimeoutProtocol(H11Protocol):
    """Closes connections on which a request began and its client then fell silent, or nearly so.

    A slow client costs the others nothing: the server does other things while it waits. Without an
    end, though, silent ones would add up, and so would those that send a byte now and then.
    """

    patience_s = PATIENCE_S
    least_bytes = LEAST_BYTES

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch."""
        super().connection_made(transport)
        self._heard = self.loop.time()
        self._began: float | None = None
        self._since, self._came = self._heard, 0
        # One timer a connection rather than one a request: requests must be fast.
        self._watch = self.loop.call_later(self.patience_s, self._check)

    def connection_lost(self, exc: Exception | None) -> None:
        """End watching."""
        self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note that the client is there, and how much it brings."""
        self._heard = self.loop.time()
        if self._began is None:
            self._began = self._since = self._heard
            self._came = 0
        self._came += len(data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Restart the count for the next request."""
        self._began = None
        super().on_response_complete()

    def shutdown(self) -> None:
        """End the connection; a request that is not complete is not waited for."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.abort()
        else:
            super().shutdown()

    def _check(self) -> None:
        if self.transport.is_closing():
            return
        now = self.loop.time()
        waits = self._waits_for_client()
        if waits and (now - self._heard >= self.patience_s or self._trickles(now)):
            self.transport.abort()
            return
        if not waits or now - self._since >= self.patience_s:
            # What the server took its time for is not the client's.
            self._since, self._came = now, 0
        left_s = self.patience_s - (now - max(self._heard, self._since))
        self._watch = self.loop.call_later(left_s if left_s > 0 else self.patience_s, self._check)

    def _trickles(self, now: float) -> bool:
        """Whether a request is under way that brings next to nothing."""
        if self._began is None or now - self._since < self.patience_s:
            return False
        return self._came < self.least_bytes

    def _waits_for_client(self) -> bool:
        """Whether the next word is the client's, and it could be heard."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.flow.read_paused

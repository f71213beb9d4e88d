"""Clients that never finish: a connection that waits for its client does not wait for ever."""

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE_S: Final = 60.0


class PatientProtocol(H11Protocol):
    """Closes connections on which a request began and its client then fell silent.

    A slow client costs the others nothing: the server does other things while it waits. Without an
    end, though, silent ones would add up.
    """

    patience_s = PATIENCE_S

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch."""
        super().connection_made(transport)
        self._heard = self.loop.time()
        # One timer a connection rather than one a request: requests are what has to be fast.
        self._watch = self.loop.call_later(self.patience_s, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End watching."""
        self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note that the client is there."""
        self._heard = self.loop.time()
        super().data_received(data)

    def shutdown(self) -> None:
        """End the connection; a request that is not complete is not waited for."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.abort()
        else:
            super().shutdown()

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        silent_s = self.loop.time() - self._heard
        if silent_s >= self.patience_s and self._waits_for_client():
            self.transport.abort()
            return
        left_s = self.patience_s - silent_s
        self._watch = self.loop.call_later(left_s if left_s > 0 else self.patience_s, self._look)

    def _waits_for_client(self) -> bool:
        """Whether the next word is the client's, and it could be heard."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.flow.read_paused

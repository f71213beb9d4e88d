"""What faults do below HTTP: to the connection itself.

An ASGI application cannot drop a connection: when it returns without a response, the server sends a
500. So every request carries its connection along.
"""

import asyncio
import os
import socket
import struct
from typing import Any, Final

from mapflow.sandbox.client_timeout import ClientTimeoutProtocol

CONNECTION: Final = "mapflow.sandbox.connection"
"""Where the scope of a request carries its `Connection`."""

# Closing at once, throwing away what is unsent: the other side gets a reset.
_AT_ONCE: Final = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class Connection(ClientTimeoutProtocol):
    """The connection of a client.

    Attributes:
        gone: Set when it has ended, whoever ended it.
        is_faulty: Whether a fault is at work on it.
    """

    gone: asyncio.Event
    is_faulty: bool

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give every request on it the connection."""
        super().connection_made(transport)
        self.gone = asyncio.Event()
        self.is_faulty = False
        app: Any = self.app

        def with_connection(scope: Any, receive: Any, send: Any) -> Any:  # noqa: ANN401 - as uvicorn
            scope[CONNECTION] = self
            return app(scope, receive, send)

        self.app = with_connection

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake up the fault that waits for the end."""
        super().connection_lost(exc)
        self.gone.set()

    def shutdown(self) -> None:
        """End the connection; a fault is not waited for."""
        if self.is_faulty:
            self.transport.abort()
        else:
            super().shutdown()

    def reset(self) -> None:
        """End it with a TCP reset."""
        if not self.transport.is_closing():
            sock = self.transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self.transport.abort()

    def close(self) -> None:
        """Send what is still to be sent, and end it in good order."""
        self.transport.close()

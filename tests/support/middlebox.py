"""A proxy between client and service that passes all on, and delivers some responses twice."""

import asyncio
from contextlib import contextmanager

from tests.support.holes import served


class Middlebox:
    """Passes on; ``doubles`` names what is delivered twice.

    Args:
        port: Where the service listens.
    """

    def __init__(self, port):
        self._service = port
        self.port = 0
        #: Called with method and path of each request: None, "at once" or "late".
        self.doubles = lambda method, path: None
        #: Called with method, path and the response: another response to deliver, or None.
        self.replaces = lambda method, path, response: None

    async def __call__(self, reader, writer):
        late = b""
        while True:
            request = await _message(reader)
            response = await self._carried_out(request)
            # What was kept back is what the client gets for its next request.
            response, late = late + response, b""
            method, target, _ = request.split(b"\r\n", 1)[0].decode().split(" ")
            path = target.partition("/rest")[2].partition("?")[0]
            response = self.replaces(method, path, response) or response
            match self.doubles(method, path):
                case "at once":
                    response *= 2
                case "late":
                    late = response
            writer.write(response)
            await writer.drain()

    async def _carried_out(self, request):
        reader, writer = await asyncio.open_connection("127.0.0.1", self._service)
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader)
        finally:
            writer.close()


async def _message(reader):
    """One request or response, with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
    return head + await reader.readexactly(int(fields.get(b"content-length", 0)))


@contextmanager
def between(port):
    """Run one in front of a service on this port."""
    box = Middlebox(port)
    with served(box) as box.port:
        yield box

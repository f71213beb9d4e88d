"""More than was asked for: what follows a response is never read as part of the next one."""

import json

import pytest

from mapflow import AsyncMapflow, Mapflow
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await

_PROJECT = "546d148f-19a1-40d8-8f16-d1e6dabfd20{}"


def _response(number):
    body = json.dumps([{"id": _PROJECT.format(number), "name": f"Project {number}"}]).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("share", [1.0, 0.5, 0.02])
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow], ids=["sync", "async"])
async def test_a_part_of_a_second_copy(kind, share, loopback):
    """A box in between sends each response twice, the second time in two parts.

    A list has no id by which a wrong one could be told.
    """
    asked, connections = [], []

    async def twice(reader, writer):
        connections.append(1)
        rest = b""
        while True:
            await reader.readuntil(b"\r\n\r\n")
            asked.append(1)
            once = _response(len(asked))
            begin = int(len(once) * share)
            # What is left of the last copy arrives before the response to this request.
            writer.write(rest + once + once[:begin])
            rest = once[begin:]

    with holes.served(twice) as port:
        mf = kind(token="a@example.com:b", base_url=f"http://127.0.0.1:{port}/rest")
        names = [(await maybe_await(mf.projects.list()))[0].name for _ in range(3)]
        await closed(mf)
    assert names == ["Project 1", "Project 2", "Project 3"]
    assert len(connections) == 3

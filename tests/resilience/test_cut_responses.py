"""A read whose response is cut off in its body is retried, like one without a response."""

import gzip

import pytest

from mapflow import AsyncMapflow, Mapflow, errors, sandbox
from mapflow.sandbox import FaultRule
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running():
    with sandbox.start(speed=0) as process:
        yield process


@pytest.fixture(params=[Mapflow, AsyncMapflow])
async def client(request, running, loopback):
    running.reset()

    def make(**options):
        made.append(request.param(token=running.token, base_url=running.base_url, **options))
        return made[-1]

    made = []
    yield make
    for each in made:
        await closed(each)


READS = {
    "getUserStatus": lambda mf: mf.account.status(),
    "listProjects": lambda mf: mf.projects.list(),
    "getVersion": lambda mf: mf.version(),
}


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_cut_read_is_repeated(client, running, operation, chunked):
    running.set_faults(FaultRule("truncate", operations=[operation], count=2, chunked=chunked))
    await maybe_await(READS[operation](client()))
    seen = [seen["fault"] for seen in running.requests() if seen["operation"] == operation]
    assert seen == ["truncate", "truncate", None]


async def test_it_is_repeated_as_often_as_was_allowed(client, running):
    running.set_faults(FaultRule("truncate", operations=["getUserStatus"]))
    with pytest.raises(errors.ConnectionFailed, match="complete message body") as caught:
        await maybe_await(client(max_retries=1).account.status())
    assert caught.value.sent
    assert len(running.requests()) == 2


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_a_cut_is_noticed_where_no_length_was_told(kind, packed, loopback):
    """Where only the end of the connection tells the end of the body."""
    asked = []
    body = b'{"email": "ada@example.com", "remainingCredits": 12}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    if packed:
        body, head = gzip.compress(body), head + b"Content-Encoding: gzip\r\n"

    async def response(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        asked.append(1)
        writer.write(head + b"\r\n" + (body[:30] if len(asked) < 3 else body))
        await writer.drain()

    with holes.served(response) as port:
        mf = kind(token="a@example.com:b", base_url=f"http://127.0.0.1:{port}/rest")
        assert (await maybe_await(mf.account.status())).remaining_credits == 12
        await closed(mf)
    assert len(asked) == 3


async def test_a_deletion_is_repeated_too(client, running):
    mf = client()
    project = await maybe_await(mf.projects.create("Quays"))
    running.set_faults(FaultRule("truncate", operations=["deleteProject"], count=1))
    await maybe_await(mf.projects.delete(project))
    names = [found.name for found in await maybe_await(mf.projects.list())]
    assert "Quays" not in names

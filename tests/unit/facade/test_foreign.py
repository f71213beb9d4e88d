"""Whatever is wrong around a client, what leaves it is a MapflowError."""

import asyncio
import copy
import gc
import pickle
import socket

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await

from .conftest import BASE, JOB

pytestmark = pytest.mark.pythons

PAIR = "a@example.com:hunter2"
KINDS = {Mapflow: httpx.Client, AsyncMapflow: httpx.AsyncClient}


@pytest.fixture(params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
def kind(request):
    return request.param


@pytest.mark.parametrize("given", [False, True])
async def test_a_closed_client_says_so(kind, given):
    own = KINDS[kind](transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    client = kind(token=PAIR, base_url=BASE, http_client=own if given else None)
    await closed(client)
    await closed(client)
    await closed(own)
    with pytest.raises(errors.InvalidInput, match="closed"):
        await maybe_await(client.account.status())


@pytest.mark.parametrize(
    "url",
    [
        f"https://{'x' * 300}.test/rest",
        "https://x..test/rest",
        "https://x\udcff.test/rest",
        "https://xn--/rest",
        "https://a/\x00",
        "https://a b/rest",
        "https://a/b c",
        f"https://a/{'y' * 70_000}",
        "https://\u3002/",
        "https://999.1.1.1/rest",
        "https://ab\u00adc.test",
        "https://\U0001f3e0.test",
    ],
)
def test_an_address_that_cannot_be_meant(kind, url):
    with pytest.raises(errors.ConfigurationError):
        kind(token=PAIR, base_url=url)


@pytest.mark.parametrize("own", [httpx.Client, httpx.AsyncClient, object])
def test_an_http_client_of_the_wrong_kind(kind, own):
    own = own()
    if isinstance(own, KINDS[kind]):
        kind(token=PAIR, base_url=BASE, http_client=own)
        return
    with pytest.raises(errors.InvalidInput, match=f"httpx.{KINDS[kind].__name__}"):
        kind(token=PAIR, base_url=BASE, http_client=own)


@pytest.mark.parametrize(
    "foreign",
    [
        RuntimeError("attached to a different loop"),
        UnicodeError("label too long"),
        OverflowError("port must be 0-65535"),
        KeyError("x"),
        TypeError("x"),
        socket.gaierror(-2, "x"),
        EOFError(),
        httpx.TooManyRedirects("x"),
        httpx.InvalidURL("x"),
        httpx.CookieConflict("x"),
        httpx.StreamClosed(),
    ],
    ids=lambda foreign: type(foreign).__name__,
)
async def test_whatever_sending_raises(mf, service, foreign):
    service.responses["GET", "/user/status"] = lambda _: (_ for _ in ()).throw(foreign)
    with pytest.raises(errors.ConnectionFailed):
        await maybe_await(mf.account.status())


@pytest.mark.parametrize("given", [{"max_retries": x} for x in ("4", 1.5, None, True, -1)])
def test_numbers_are_numbers(kind, given):
    with pytest.raises(errors.InvalidInput):
        kind(token=PAIR, base_url=BASE, **given)


@pytest.mark.parametrize("name", ["timeout_s", "transfer_timeout_s"])
def test_a_truth_value_is_no_time(kind, name):
    with pytest.raises(errors.InvalidInput):
        kind(token=PAIR, base_url=BASE, **{name: True})


@pytest.mark.parametrize("send", [pickle.dumps, copy.deepcopy])
def test_a_client_says_how_to_do_without_pickling_it(kind, send):
    client = kind(token=PAIR, base_url=BASE)
    things = (client.processings, client.projects.pages(), client.processings.result(JOB))
    for thing in (client, *things):
        with pytest.raises(errors.NotPicklable, match=r"each process|cursor=0") as caught:
            send(thing)
        assert isinstance(caught.value, TypeError)
        assert "hunter2" not in str(caught.value)


async def test_handles_pickle_and_say_what_they_lack(mf):
    job = await maybe_await(mf.processings.get(JOB))
    again = pickle.loads(pickle.dumps(job))
    assert again.id == JOB
    with pytest.raises(errors.ConfigurationError, match="by its id"):
        await maybe_await(again.wait(timeout_s=0))
        await maybe_await(again.restart())


async def _status(reader, writer):
    while True:
        await reader.readuntil(b"\r\n\r\n")
        body = b'{"email": "a@example.com"}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


# The sockets of a loop that has ended are closed when they are forgotten, and say so.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_client_is_closed_in_another_event_loop(loopback):
    async def use(client):
        await client.account.status()

    def use_and_close(port):
        client = AsyncMapflow(token=PAIR, base_url=f"http://127.0.0.1:{port}/rest")
        asyncio.run(use(client))
        asyncio.run(client.aclose())

    with holes.served(_status) as port:
        use_and_close(port)
        gc.collect()

"""Proxies that the environment names."""

import http.server
import threading

import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.support.flavours import closed, settled
from tests.support.network import NetworkBlockedError

HOST = "http://127.0.0.1"


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch):
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)


@pytest.fixture
def proxy(loopback):
    """A proxy that refuses, and keeps what it was asked for."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self):
            asked.append((self.path, self.headers.get("authorization")))
            self.send_error(407)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"{HOST}:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[Mapflow, AsyncMapflow])
async def ask(request):
    async def look(base_url="https://api.example.test/rest"):
        client = request.param(token="a:b", base_url=base_url, max_retries=0, timeout_s=1)
        try:
            with pytest.raises((errors.TransportError, NetworkBlockedError)):
                await settled(client.account.status())
        finally:
            await closed(client)

    return look


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_the_proxy_of_the_environment_is_used(ask, proxy, monkeypatch, name):
    address, asked = proxy
    monkeypatch.setenv(name, address)
    await ask()
    # The token goes through the tunnel alone, never to the proxy.
    assert asked == [("api.example.test:443", None)]


@pytest.mark.parametrize("spared", ["api.example.test", "example.test", ".example.test", "*"])
async def test_no_proxy_is_heeded(ask, proxy, monkeypatch, spared):
    address, asked = proxy
    monkeypatch.setenv("HTTPS_PROXY", address)
    monkeypatch.setenv("NO_PROXY", f"other.test, {spared}")
    await ask()
    assert asked == []


async def test_this_machine_is_never_behind_a_proxy(ask, proxy, monkeypatch):
    address, asked = proxy
    monkeypatch.setenv("HTTP_PROXY", address)
    monkeypatch.setenv("ALL_PROXY", address)
    await ask(f"{HOST}:9/rest")
    assert asked == []


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(monkeypatch, kind):
    monkeypatch.setenv("HTTPS_PROXY", "ftp://user:secret@proxy.test:21")
    with pytest.raises(errors.ConfigurationError, match="HTTPS_PROXY") as caught:
        kind(token="a:b")
    assert "secret" not in str(caught.value)

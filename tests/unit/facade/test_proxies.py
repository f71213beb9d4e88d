"""Proxies that the environment names."""

import http.server
import sys
import threading

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from mapflow._http.proxies import Proxies
from tests.support.client_kinds import closed, maybe_await
from tests.support.network import NetworkBlockedError

pytestmark = pytest.mark.pythons

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
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"{HOST}:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[Mapflow, AsyncMapflow])
async def ask(request):
    async def look(base_url="https://api.example.test/rest"):
        client = request.param(token="a:b", base_url=base_url, max_retries=0, timeout_s=1)
        try:
            with pytest.raises((errors.TransportError, NetworkBlockedError)):
                await maybe_await(client.account.status())
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


@pytest.mark.parametrize(
    "spared",
    [
        "api.example.test",
        "example.test",
        ".example.test",
        "*.example.test",
        "*",
        "API.Example.Test",
        "api.example.test:443",
        "https://api.example.test",
        "localhost 127.0.0.1 ::1 example.test",
        "localhost;example.test",
    ],
)
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


#: What companies write into NO_PROXY, and what no company should.
ODD = [
    "localhost,127.0.0.1,::1",
    "[::1]",
    "::1,fe80::1%eth0,[fe80::]:8080",
    "10.0.0.0/8,192.168.0.0/16,fd00::/8",
    "10.0.0.0/99,::/999,/,//,://,http://,:,::,[,],[]",
    "example.com:99999,example.com:x,:80",
    " , ,, ",
    "*.internal,.internal,..",
    "\u00fcml\u00e4ut.example,xn--mlut-.example",
    "a" * 5000,
    "%,%zz,\\,\x7f",
]


@pytest.mark.parametrize("spared", ODD)
async def test_no_list_of_hosts_makes_the_client_unusable(ask, proxy, monkeypatch, spared):
    address, asked = proxy
    monkeypatch.setenv("HTTPS_PROXY", address)
    monkeypatch.setenv("NO_PROXY", spared)
    await ask()
    assert asked == [("api.example.test:443", None)]


@pytest.mark.parametrize(
    ("entry", "url", "spared"),
    [
        ("10.0.0.0/8", "https://10.1.2.3/rest", True),
        ("10.0.0.0/8", "https://11.1.2.3/rest", False),
        ("10.1.2.3", "https://10.1.2.3/rest", True),
        ("10.1.2.3:8443", "https://10.1.2.3:8443/rest", True),
        ("10.1.2.3:8443", "https://10.1.2.3/rest", False),
        ("fd00::/8", "https://[fd12::1]/rest", True),
        ("[fd12::1]", "https://[fd12::1]/rest", True),
        ("[fd12::1]:443", "https://[fd12::1]/rest", True),
        ("[fd12::1]:444", "https://[fd12::1]/rest", False),
        ("fd12::1", "https://[fd12::1]/rest", True),
        ("10.0.0.0/8", "https://[::ffff:10.1.2.3]/rest", True),
        ("1.2.3", "https://10.1.2.3/rest", False),
        ("ample.test", "https://api.example.test/rest", False),
        ("example.test:444", "https://api.example.test/rest", False),
        ("http://example.test", "https://api.example.test/rest", False),
        ("all://example.test", "https://api.example.test/rest", True),
        ("example.test.", "https://api.example.test/rest", True),
        ("", "https://[::1]/rest", True),
        ("", "https://127.3.2.1/rest", True),
        ("", "https://sandbox.localhost/rest", True),
        ("", "https://api.example.test/rest", False),
    ],
)
def test_what_an_entry_stands_for(monkeypatch, entry, url, spared):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", f"other.test,{entry}")
    url = httpx.URL(url)
    found = Proxies().of(url.scheme, url.host, url.port)
    assert (found is None) == spared
    assert spared or found == ("http://proxy.test:3128", "HTTPS_PROXY")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("socks4://proxy.test", "begin with"),
        ("http://", "no host"),
        ("http://:8080", "no host"),
        ("http://proxy.test:99999", "cannot be read|out of range"),
        ("http://proxy.test:0", "out of range"),
        ("http://proxy.test:port", "cannot be read"),
        ("http://[::1", "cannot be read"),
        ("http://user:secret@pro xy.test", "space"),
        ("http://pro\x01xy.test", "printed|cannot be read"),
        ("http://-.test\udcff", ""),
    ],
)
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("name", ["https_proxy", "ALL_PROXY"])
async def test_a_proxy_that_cannot_be_used_says_why(monkeypatch, kind, name, address, why):
    monkeypatch.setenv(name, address)
    with pytest.raises(errors.MapflowError, match=why or None) as caught:
        client = kind(token="a:b", base_url="https://api.example.test", max_retries=0, timeout_s=1)
        try:
            await maybe_await(client.account.status())
        finally:
            await closed(client)
    if why:
        assert isinstance(caught.value, errors.ConfigurationError)
        assert name in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "SOCKS5H"])
def test_a_socks_proxy_without_its_package_says_how_to_get_it(monkeypatch, kind, scheme):
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://user:secret@proxy.test:1080")
    with pytest.raises(errors.ConfigurationError, match=r'ALL_PROXY.*"httpx\[socks\]"') as caught:
        kind(token="a:b")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY", "HTTPS_PROXY"])
async def test_a_proxy_that_is_not_needed_is_not_read(monkeypatch, kind, name):
    monkeypatch.setenv(name, "nonsense://user:secret@:99999")
    # Nothing of this machine is behind a proxy, and https is not behind that for http.
    url = "https://api.example.test/rest" if name == "HTTP_PROXY" else f"{HOST}:9/rest"
    await closed(kind(token="a:b", base_url=url))


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_a_failure_on_the_way_through_a_proxy_names_its_variable(monkeypatch, loopback, kind):
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@127.0.0.1:9")
    client = kind(token="a@example.com:b", base_url="https://api.example.com/rest", max_retries=0)
    with pytest.raises(errors.MapflowError) as caught:
        await maybe_await(client.account.status())
    await closed(client)
    told = str(caught.value)
    assert "api.example.com, through the proxy that HTTPS_PROXY names, failed" in told
    assert "HTTPS_PROXY, or unset it" in told
    assert "secret" not in told
    assert ".." not in told

"""Certificates: what is trusted, what a refusal says, and settings that are out of date."""

import os
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from mapflow._rules.polling import PollSchedule
from tests.support.client_kinds import closed, maybe_await

pytestmark = pytest.mark.pythons

TLS = Path(__file__).parents[2] / "support" / "tls"
AUTHORITY = TLS / "certificate.pem"
STATUS = b'{"email": "a@example.com"}'
OTHERS = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", *OTHERS)
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    for name in (*VARIABLES, *PROXIES, *(name.upper() for name in PROXIES)):
        monkeypatch.delenv(name, raising=False)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    tls = None

    def get_request(self):
        connection, address = super().get_request()
        self.connections += 1
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-length", str(len(STATUS)))
        self.end_headers()
        self.wfile.write(STATUS)

    def log_message(self, *args):
        pass


@pytest.fixture(params=["https", "http"])
def scheme(request):
    return request.param


@pytest.fixture
def server(loopback):
    server = _Server(("127.0.0.1", 0), _Handler)
    server.connections = 0
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def encrypted(server):
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(AUTHORITY, TLS / "key.pem")
    return server


@pytest.fixture(params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
async def ask(request):
    async def ask(server, *, http_client=None, host="localhost", **given):
        scheme = "https" if server.tls else "http"
        base_url = f"{scheme}://{host}:{server.server_port}/rest"
        if http_client:
            kinds = {Mapflow: httpx.Client, AsyncMapflow: httpx.AsyncClient}
            given["http_client"] = kinds[request.param](verify=http_client)
        client = request.param(token="a:b", base_url=base_url, **given)
        try:
            return (await maybe_await(client.account.status())).email
        finally:
            await closed(client)
            if http_client:
                await closed(given["http_client"])

    return ask


async def test_the_certificates_that_are_named_are_trusted(ask, encrypted, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    assert await ask(encrypted) == "a@example.com"


async def test_a_refused_certificate_is_not_retried_and_names_the_setting(ask, encrypted):
    with pytest.raises(errors.CertificateRefused, match="SSL_CERT_FILE") as caught:
        await ask(encrypted)
    assert isinstance(caught.value, errors.ConnectionFailed)
    assert not caught.value.sent
    assert "self-signed certificate" in caught.value.message.replace("self signed", "self-signed")
    assert encrypted.connections == 1


async def test_nor_by_a_client_of_ones_own(ask, encrypted):
    with pytest.raises(errors.CertificateRefused, match="SSL_CERT_FILE"):
        await ask(encrypted, http_client=ssl.create_default_context())
    assert encrypted.connections == 1


@pytest.mark.parametrize("name", OTHERS)
async def test_settings_of_other_programs_are_pointed_out(ask, encrypted, monkeypatch, name):
    monkeypatch.setenv(name, str(AUTHORITY))
    with pytest.raises(errors.CertificateRefused, match=f"{name} is not read: set SSL_CERT_FILE"):
        await ask(encrypted)


async def test_a_certificate_for_another_host(ask, encrypted, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    with pytest.raises(errors.CertificateRefused, match=r"base URL.*SSL_CERT_FILE"):
        await ask(encrypted, host="127.0.0.1")
    assert encrypted.connections == 1


async def test_a_wait_ends_at_a_certificate_that_was_never_good(encrypted):
    client = Mapflow(token="a:b", base_url=f"https://localhost:{encrypted.server_port}/rest")
    with client, pytest.raises(errors.CertificateRefused):
        client.processings.wait("65285409-ac88-4fc0-a937-193cf42c2343", timeout_s=20)
    assert encrypted.connections == 1


def test_a_wait_that_had_responses_outlives_one(clock):
    """A hotel's network shows its certificate until a guest has logged in."""
    refused = errors.CertificateRefused("x")
    pace = PollSchedule(clock.monotonic(), None, None)
    pace.good()
    for _ in range(10):
        pace.failed(refused)
    with pytest.raises(errors.CertificateRefused):
        pace.failed(refused)
    with pytest.raises(errors.CertificateRefused):
        PollSchedule(clock.monotonic(), None, None).failed(refused)


def _stale(tmp_path, kind):
    """An unusable value for SSL_CERT_FILE."""
    path = tmp_path / "certificates.pem"
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "long":
        return "x" * 5000
    elif kind == "cut":
        path.write_bytes(AUTHORITY.read_bytes()[:200])
    return str(path)


KINDS = ["gone", "folder", "empty", "binary", "long", "cut"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_stale_setting_is_told_where_it_is_needed(
    ask, encrypted, monkeypatch, tmp_path, kind
):
    monkeypatch.setenv("SSL_CERT_FILE", _stale(tmp_path, kind))
    with pytest.raises(errors.ConfigurationError, match="SSL_CERT_FILE"):
        await ask(encrypted)
    assert encrypted.connections == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_a_stale_setting_is_not_read_where_it_is_not(
    ask, server, monkeypatch, tmp_path, kind
):
    monkeypatch.setenv("SSL_CERT_FILE", _stale(tmp_path, kind))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "no" / "folder" / "keys"))
    assert await ask(server) == "a@example.com"


async def test_a_folder_of_certificates_that_is_none(ask, encrypted, server, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "gone"))
    with pytest.raises(errors.ConfigurationError, match="SSL_CERT_DIR"):
        await ask(encrypted)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with pytest.raises(errors.CertificateRefused, match="SSL_CERT_DIR"):
        await ask(encrypted)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSLKEYLOGFILE"])
async def test_a_pipe_is_not_waited_for(ask, encrypted, monkeypatch, tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv(name, str(tmp_path / "pipe"))
    with pytest.raises(errors.ConfigurationError, match=name):
        await ask(encrypted)


async def test_a_log_of_keys_that_cannot_be_written(ask, encrypted, monkeypatch, tmp_path):
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "no" / "folder" / "keys"))
    with pytest.raises(errors.ConfigurationError, match="SSLKEYLOGFILE"):
        await ask(encrypted)


async def test_a_setting_that_was_mended_is_read_again(ask, encrypted, monkeypatch, tmp_path):
    path = tmp_path / "certificates.pem"
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(errors.ConfigurationError):
        await ask(encrypted)
    path.write_bytes(AUTHORITY.read_bytes())
    assert await ask(encrypted) == "a@example.com"


async def test_a_service_that_does_not_encrypt_is_no_certificate(ask, server):
    class Plain:
        tls = True
        server_port = server.server_port

    with pytest.raises(errors.ConnectionFailed) as caught:
        await ask(Plain, max_retries=0)
    assert not isinstance(caught.value, errors.CertificateRefused)

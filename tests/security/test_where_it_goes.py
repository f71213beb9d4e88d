"""The token goes to the service and nowhere else; what comes back stays in its folder."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapflow
from mapflow import AsyncMapflow, Mapflow, errors, sources
from mapflow._http.links import check_link
from tests.support.client_kinds import closed, maybe_await
from tests.support.every import calls

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
OUTSIDE = (
    "..",
    ".",
    "/etc/passwd",
    "../../x",
    "..\\..\\x",
    "C:\\x",
    "a/../../x",
    "\x00",
    "~/x",
    "",
)


class Recorder(ThreadingHTTPServer):
    """Responds to everything in one way, and remembers what was sent."""

    daemon_threads = True

    def __init__(self, response):
        self.seen = []
        self.response = response

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_any(self):
                self.rfile.read(int(self.headers.get("content-length") or 0))
                self.server.seen.append((self.command, self.path, dict(self.headers)))
                status, headers, body = self.server.response(self.path)
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def root(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


@pytest.fixture
def other(loopback):
    """A host that is not the service's: another port is another place."""
    with Recorder(lambda path: (200, {}, b"II*\x00picture")) as server:
        yield server


@pytest.fixture(params=[Mapflow, AsyncMapflow])
def kind(request):
    return request.param


def _client(kind, server, **more):
    return kind(token="a@example.com:b", base_url=f"{server.root}/rest", max_retries=0, **more)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_call_follows_a_redirect(status, kind, other, tmp_path):
    with Recorder(lambda path: (status, {"location": f"{other.root}{path}"}, b"")) as service:
        client = _client(kind, service)
        every = calls(client, tmp_path, source=sources.Provider("Mapbox"))
        for call in every:
            try:
                await call.maybe_await()
            except errors.MapflowError:
                continue
        await closed(client)
        assert len(service.seen) > 60
        assert all("Authorization" in headers for _, _, headers in service.seen[5:6])
    assert other.seen == []


def _linking(to):
    return lambda path: (200, {}, f'{{"download_url": "{to}", "filename": "a.tif"}}'.encode())


@pytest.mark.parametrize("own", [False, True], ids=["ours", "the user's own"])
async def test_a_link_is_followed_without_the_token(own, kind, other, tmp_path):
    more = {}
    if own:
        library = httpx.Client if kind is Mapflow else httpx.AsyncClient
        more["http_client"] = library(
            auth=("a@example.com", "b"),
            headers={"Authorization": "Basic b3du", "Cookie": "a=own"},
            cookies={"session": "own"},
            follow_redirects=True,
        )
    with Recorder(_linking(f"{other.root}/file?sig=1")) as service:
        client = _client(kind, service, **more)
        await maybe_await(client.imagery.images.download(ID, tmp_path / "a.tif"))
        await closed(client)
        if own:
            await closed(more["http_client"])
    assert service.seen[0][2]["Authorization"].startswith("Basic ")
    [(_, path, headers)] = other.seen
    assert path == "/file?sig=1"
    names = {name.lower() for name in headers}
    assert names.isdisjoint({"authorization", "cookie", "proxy-authorization"})


async def test_a_cookie_that_is_set_is_not_sent_back(kind, loopback):
    with Recorder(lambda path: (200, {"set-cookie": "session=1; Path=/"}, b"[]")) as service:
        client = _client(kind, service)
        for _ in range(2):
            await maybe_await(client.projects.list())
        await closed(client)
    assert len(service.seen) == 2
    assert not any("cookie" in map(str.lower, headers) for _, _, headers in service.seen)


async def test_a_link_that_leads_on_is_not_followed(kind, other, tmp_path):
    with (
        Recorder(lambda path: (302, {"location": f"{other.root}/x"}, b"")) as storage,
        Recorder(_linking(f"{storage.root}/file")) as service,
    ):
        client = _client(kind, service)
        with pytest.raises(errors.ApiError):
            await maybe_await(client.imagery.images.download(ID, tmp_path / "a.tif"))
        await closed(client)
    assert len(storage.seen) == 1
    assert other.seen == []


SERVICE = "https://api.mapflow.ai/rest"


@pytest.mark.parametrize(
    "link",
    [
        "http://files.example.com/a",
        "http://127.0.0.1/a",
        "https://127.0.0.1/a",
        "https://localhost/a",
        "https://[::1]/a",
        "file:///etc/passwd",
        "ftp://files.example.com/a",
        "//files.example.com/a",
        "https:///a",
        "https://",
        "javascript:alert(1)",
        "https://[::1/a",
        "",
    ],
)
def test_links_that_are_not_followed(link):
    with pytest.raises(errors.InvalidResponse):
        check_link(link, SERVICE)


@pytest.mark.parametrize("link", ["https://files.example.com/a?sig=1", "https://10.0.0.1:8443/a"])
def test_links_that_are_followed(link):
    assert check_link(link, SERVICE) == link


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1.evil.example.com/rest",
        "http://localhost.evil.example.com/rest",
        "http://localhost@evil.example.com/rest",
        "http://127.1/rest",
        "http://0.0.0.0/rest",
        "http://2130706433/rest",
        "http://[::ffff:10.0.0.1]/rest",
        "http://evil.example.com#@127.0.0.1/rest",
        "http://evil.example.com\\@127.0.0.1/rest",
        "HTTP://evil.example.com/rest",
    ],
)
def test_plain_http_that_only_looks_like_this_machine(url):
    with pytest.raises(errors.ConfigurationError):
        Mapflow(token="a@example.com:b", base_url=url)


@pytest.mark.parametrize("name", OUTSIDE)
async def test_a_name_of_the_service_stays_in_the_folder(name, kind, tmp_path, loopback):
    folder = tmp_path / "target"
    folder.mkdir()

    def response(path):
        if path == "/file":
            return 200, {}, b"II*\x00picture"
        link = {"download_url": f"{service.root}/file", "filename": name}
        return 200, {}, httpx.Response(200, json=link).content

    with Recorder(response) as service:
        client = _client(kind, service)
        saved = await maybe_await(client.imagery.images.download(ID, folder))
        await closed(client)
    assert saved.resolve().parent == folder.resolve()
    assert [path.name for path in folder.iterdir()] == [saved.name]
    assert [path.name for path in tmp_path.iterdir() if path.name != "config"] == ["target"]


_IMPORT = re.compile(r"^\s*(?:import ([\w.]+)|from ([\w.]+) import ([\w, ]+))", re.MULTILINE)


def _imported(path):
    for plain, module, names in _IMPORT.findall(path.read_text("utf-8")):
        yield from (f"{module}.{name.strip()}" for name in names.split(","))
        yield plain or module


NETWORK = (
    "httpx",
    "httpcore",
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "requests",
    "ftplib",
)
#: The first holds the token; the second fetches tiles of the sandbox that it has started.
USERS = {"_http", "cli/demo/scene.py"}


def test_only_the_transport_opens_connections():
    root = Path(mapflow.__file__).parent
    found = set()
    for path in root.rglob("*.py"):
        place = path.relative_to(root).as_posix()
        if place.startswith("sandbox/"):
            continue
        if any(
            name == net or name.startswith(f"{net}.") for name in _imported(path) for net in NETWORK
        ):
            found.add("_http" if place.startswith("_http/") else place)
    assert found == USERS


@pytest.mark.slow
@given(st.text(max_size=300))
def test_any_name_stays_in_its_folder(name):
    from mapflow._downloads.file_names import plain_name

    folder = Path("/folder")
    path = folder / plain_name(name, "otherwise")
    assert path.parent == folder
    assert path.name not in ("", ".", "..")
    assert not set(path.name) & {"/", "\\", "\x00", ":"}

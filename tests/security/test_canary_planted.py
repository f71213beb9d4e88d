"""Secrets in what the service sends, in what the user gives, and in what is kept in files."""

import copy
import json
import pickle
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest
import vcr.request

from mapflow import AsyncMapflow, Mapflow, config, errors, sources
from mapflow.cli._app import run as run_command
from tests.resilience.mutation import drive
from tests.security import canary
from tests.security.test_canary import KINDS, source
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await
from tests.support.places import BLOCK
from tests.support.tape import Recorder

SECRETS = canary.SECRETS
LINK = f"https://files.example.com/a.tif?X-Amz-Signature={SECRETS['signature']}"
ID = "65285409-ac88-4fc0-a937-193cf42c2343"
LOGINS = {
    "raster_login": SECRETS["login"],
    "raster_password": SECRETS["password"],
    "rasterLogin": SECRETS["login"],
    "rasterPassword": SECRETS["password"],
}
BASE_URLS = {
    "a login": f"https://{SECRETS['url_user']}:{SECRETS['url_password']}@api.example.com/rest",
    "a query": f"https://api.example.com/rest?token={SECRETS['tile_key']}",
    "a fragment": f"https://api.example.com/rest#{SECRETS['tile_key']}",
    "plain http": f"http://{SECRETS['url_user']}@api.example.com/rest",
    "no port": f"https://{SECRETS['url_user']}:{SECRETS['url_password']}/rest:x@api.example.com:y/",
    "no scheme": f"ftp://{SECRETS['url_user']}:{SECRETS['url_password']}@api.example.com/rest",
    "brackets": f"https://{SECRETS['url_user']}:{SECRETS['url_password']}@[api.example.com/rest",
}


def _planted(value):
    """A response in which every source has a login, and every link a signature."""
    if isinstance(value, list):
        return [_planted(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: _planted(item) for name, item in value.items()}
    for name in ("params", "userDefined"):
        if isinstance(made.get(name), dict):
            made[name] |= {**LOGINS, "url": canary.TILES, "source_type": "xyz"}
    for name in ("url", "download_url"):
        # An s3:// link is of no use to anybody without an account.
        if str(made.get(name)).startswith("http") and made[name] != canary.TILES:
            made[name] = LINK
    return made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", drive.CALLS)
async def test_good_responses(operation, kind, tmp_path):
    status, headers, body = drive.usual()[operation]
    if body[:1] in (b"{", b"["):
        body = json.dumps(_planted(json.loads(body))).encode()
    with canary.watched() as seen:
        given, error = await drive.ended(kind, operation, status, headers, body, tmp_path)
        seen.value(operation, given)
        for item in given if isinstance(given, list) else [given]:
            seen.value(f"{operation}: data", getattr(item, "data", None))
        if error is not None:
            seen.error(operation, error)
    # The address of a preview is given out to be opened, by whoever gets the handle.
    leaks = [leak for leak in seen.leaks() if ": pickle: …previews" not in leak]
    assert leaks == []


def test_the_responses_that_were_planted_hold_the_canaries():
    planted = [
        json.dumps(_planted(json.loads(response[2])))
        for response in drive.usual().values()
        if response[2][:1] in (b"{", b"[")
    ]
    assert sum("login" in canary.found(text) for text in planted) > 3
    assert sum("signature" in canary.found(text) for text in planted) > 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", canary.SAID_AGAIN)
async def test_links(mode, kind, tmp_path, loopback):
    again = canary.SAID_AGAIN[mode]

    async def behave(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        here = f"http://127.0.0.1:{ports[0]}/{SECRETS['path_key']}/a?sig={SECRETS['signature']}"
        if "/signed" in head or "?sig=" in head:
            writer.write(again(f"{head} {here}"))
        else:
            writer.write(canary._response(200, canary._json({"download_url": here})))
        await writer.drain()

    ports = []
    with canary.watched() as seen, holes.served(behave) as port:
        ports.append(port)
        client = KINDS[kind](
            token=canary.TOKEN, base_url=f"http://127.0.0.1:{port}/rest", max_retries=0, timeout_s=2
        )
        try:
            seen.value("download", await maybe_await(client.imagery.images.download(ID, tmp_path)))
        except errors.MapflowError as error:
            seen.error("download", error)
        await closed(client)
    assert len(seen.texts) > 10
    assert seen.leaks() == []


def _refused(seen, where, act, *arguments, **named):
    try:
        act(*arguments, **named)
    except errors.MapflowError as error:
        seen.error(where, error)
    else:
        raise AssertionError(f"{where} was taken")


@pytest.mark.parametrize("kind", KINDS.values())
@pytest.mark.parametrize("url", BASE_URLS.values(), ids=BASE_URLS)
def test_addresses_of_the_service(url, kind, monkeypatch):
    with canary.watched() as seen:
        _refused(seen, "argument", kind, token=canary.TOKEN, base_url=url)
        _refused(seen, "check", config.check_base_url, url)
        monkeypatch.setenv("MAPFLOW_BASE_URL", url)
        _refused(seen, "environment", kind, token=canary.TOKEN)
        _refused(seen, "resolve", config.resolve, token=canary.TOKEN)
        profile = config.Profile(token=canary.TOKEN, base_url=url)
        seen.add("profile", repr(profile))
        _refused(seen, "save", config.save_profile, "default", profile)
    assert seen.leaks() == []


@pytest.mark.parametrize("proxy", ["socks9://{}@proxy.example.com", "{}@proxy:x"])
@pytest.mark.parametrize("kind", KINDS.values())
def test_proxies(proxy, kind, monkeypatch):
    for name in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, proxy.format(f"ada:{SECRETS['proxy_password']}"))
    with canary.watched() as seen:
        _refused(seen, "proxy", kind, token=canary.TOKEN, base_url="https://api.example.com/rest")
    assert seen.leaks() == []


@pytest.mark.parametrize("kind", KINDS.values())
async def test_a_proxy_that_is_not_there(kind, monkeypatch, loopback):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://ada:{SECRETS['proxy_password']}@127.0.0.1:1")
    with canary.watched() as seen:
        client = kind(token=canary.TOKEN, base_url="https://api.example.com/rest", max_retries=0)
        with pytest.raises(errors.ConnectionFailed) as caught:
            await maybe_await(client.account.status())
        seen.error("proxy", caught.value)
        await closed(client)
    assert seen.leaks() == []


TOKENS = {
    "no pair": SECRETS["token"],
    "unprintable": f"Bearer {SECRETS['token']}\n{SECRETS['token']}",
    "not ascii": f"Bearer {SECRETS['token']}é",
    "half": f"ada@example.com:{SECRETS['token']}"[:5] + "%",
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
@pytest.mark.parametrize("kind", KINDS.values())
def test_tokens_that_cannot_be_used(token, kind, monkeypatch):
    with canary.watched() as seen:
        _refused(seen, "argument", kind, token=token)
        _refused(seen, "form", config.authorization, token)
        monkeypatch.setenv("MAPFLOW_TOKEN", token)
        _refused(seen, "environment", kind)
    assert seen.leaks() == []


def test_settings_and_profiles(tmp_path, monkeypatch):
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path))
    config.save_profile("default", config.Profile(token=canary.TOKEN))
    with canary.watched() as seen:
        kept = config.load_profile("default")
        settings = config.resolve()
        assert settings.token == kept.token == canary.TOKEN
        for thing in (kept, settings, config.profiles(), Mapflow(), AsyncMapflow()):
            seen.value("settings", thing)
            seen.add("pickle", canary._pickled(thing))
        path = config.profile_path()
        path.write_text(path.read_text()[:-5])
        _refused(seen, "damaged", config.profiles)
    assert seen.leaks() == []


SOURCES = {
    "no placeholders": lambda: sources.XYZ(canary.TILES.replace("{x}", "")),
    "no password": lambda: sources.TMS(canary.TILES, login=SECRETS["login"]),
    "zoom": lambda: sources.Quadkey(canary.TILES.replace("{x}", "{q}"), zoom=99),
    "no host": lambda: sources.XYZ(canary.TILES.replace("https", "ftp")),
    "not stored": lambda: sources.GeoTIFF(LINK),
}


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_sources_that_cannot_be_used(make):
    with canary.watched() as seen:
        _refused(seen, "source", make)
    assert seen.leaks() == []


def test_sources_are_not_shown_and_stay_of_use():
    with canary.watched() as seen:
        given = source()
        for thing in (given, given.params(), given.params_v2(), copy.copy(given)):
            seen.add("source", f"{thing} {thing!r}")
    assert seen.leaks() == []
    # Whoever sends a source to another process means to use it there.
    assert pickle.loads(pickle.dumps(given)).params() == given.params()
    assert given.params()["raster_password"] == SECRETS["password"]


@pytest.mark.parametrize("kind", KINDS.values())
async def test_links_that_are_not_of_the_storage(kind, mapflow_sandbox):
    client = kind(token=mapflow_sandbox.token, base_url=mapflow_sandbox.base_url)
    with canary.watched() as seen:
        with pytest.raises(errors.InvalidInput) as caught:
            await maybe_await(client.imagery.mosaics.link(ID, LINK))
        seen.error("link", caught.value)
    await closed(client)
    assert seen.leaks() == []


@pytest.mark.parametrize(("kind", "version"), [("sync", "v1"), ("async", "v2")])
async def test_against_the_sandbox(kind, version, mapflow_sandbox):
    token = mapflow_sandbox.account("rich@example.com", credits=100_000)
    client = KINDS[kind](token=token, base_url=mapflow_sandbox.base_url, api_version=version)
    run = {"model": "buildings", "area": BLOCK, "source": source(), "max_cost": 10_000}
    with canary.watched() as seen:
        shown = await maybe_await(client.processings.run(**run, dry_run=True))
        seen.value("dry run", shown)
        seen.add("dry run", json.dumps(shown.body))
        job = await maybe_await(client.processings.run(**run, name="planted"))
        assert job.raw["params"]  # the service says the source again
        seen.value("run", job)
        limit = run.pop("max_cost")
        seen.value("estimate", await maybe_await(client.processings.estimate(**run)))
        seen.value("list", await maybe_await(client.processings.list()))
        seen.value("again", await maybe_await(job.refresh()))
        with pytest.raises(errors.MapflowError) as caught:
            await maybe_await(client.processings.run(**run, max_cost=limit / 1e6))
        seen.error("over budget", caught.value)
    await closed(client)
    # And on the other side: what the sandbox remembers of requests, and what it writes.
    seen.add("the sandbox's log", json.dumps(mapflow_sandbox.requests()))
    seen.add("the sandbox's errors", mapflow_sandbox.errors())
    assert seen.leaks() == []


AREA = "37.298,55.636,37.307,55.640"
COMMANDS = {
    "dry run": ("run", "-m", "buildings", "-a", AREA, "-s", "xyz:{url}", "--dry-run"),
    "dry run, json": (
        "run",
        "-m",
        "buildings",
        "-a",
        AREA,
        "-s",
        "xyz:{url}",
        "--dry-run",
        "--json",
    ),
    "run": ("run", "-m", "buildings", "-a", AREA, "-s", "xyz:{url}", "--yes"),
    "run, json": ("run", "-m", "buildings", "-a", AREA, "-s", "xyz:{url}", "--yes", "--json"),
    "over budget": ("run", "-m", "buildings", "-a", AREA, "-s", "xyz:{url}", "--max-cost", "0"),
    "estimate": ("estimate", "-m", "buildings", "-a", AREA, "-s", "xyz:{url}", "--json"),
    "no kind": ("run", "-m", "buildings", "-a", AREA, "-s", "{url}", "--yes"),
    "no such kind": ("run", "-m", "buildings", "-a", AREA, "-s", "tiles:{url}", "--yes"),
    "no tiles": ("run", "-m", "buildings", "-a", AREA, "-s", "quadkey:{url}", "--yes"),
    "not stored": ("run", "-m", "buildings", "-a", AREA, "-s", "geotiff:{url}", "--yes"),
    "a search": ("run", "-m", "buildings", "-a", AREA, "-s", "search:{url}", "--yes"),
    "list": ("list", "--json"),
    "doctor": ("doctor", "--json"),
    "bad address": ("status", "--base-url", "{url}"),
    "link": ("mosaics", "link", ID, "{url}"),
}


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_commands(arguments, debug, mapflow_sandbox, monkeypatch):
    token = mapflow_sandbox.account("shell@example.com", credits=100_000)
    monkeypatch.setenv("MAPFLOW_BASE_URL", mapflow_sandbox.base_url)
    monkeypatch.setenv("MAPFLOW_TOKEN", token)
    monkeypatch.setenv("MAPFLOW_SOURCE_PASSWORD", SECRETS["password"])
    monkeypatch.setenv("MAPFLOW_DEBUG", debug)
    login = ("--source-login", SECRETS["login"]) if arguments[0] in ("run", "estimate") else ()
    with (
        canary.watched() as seen,
        redirect_stdout(StringIO()) as out,
        redirect_stderr(StringIO()) as err,
    ):
        run_command([part.replace("{url}", canary.TILES) for part in (*arguments, *login)])
    seen.add("stdout", out.getvalue())
    seen.add("stderr", err.getvalue())
    assert out.getvalue() + err.getvalue()
    assert seen.leaks() == []


def test_cassettes(tmp_path):
    tape = Recorder(base_url="http://127.0.0.1:1/rest", record=True)
    body = {
        "params": {**LOGINS, "url": canary.TILES},
        "user": {"userDefined": {**LOGINS, "url": canary.TILES}},
    }
    request = vcr.request.Request(
        "POST",
        "http://127.0.0.1:1/rest/processings",
        json.dumps(body),
        {
            "Authorization": f"Basic {canary.TOKEN}",
            "Cookie": SECRETS["token"],
            "X-Own": SECRETS["own_header"],
        },
    )
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {
            "Location": [f"{BASE_URLS['a login']}?ticket={SECRETS['location_key']}"],
            "Set-Cookie": [SECRETS["token"]],
            "Content-Type": ["application/json"],
        },
        "body": {"string": json.dumps({**body, "download_url": LINK}).encode()},
    }
    path = tmp_path / "planted.yaml"
    with tape.use_cassette(str(path)) as recorded:
        recorded.append(request, response)
    text = path.read_text()
    assert "/processings" in text
    assert canary.found(text) == []

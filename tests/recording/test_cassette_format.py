"""Recording is repeatable and clean, and what was recorded plays back as it was."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime

import httpx
import pytest

from tests.support import scrub
from tests.support.tape import NotAsRecorded, Recorder

LOCAL = "http://127.0.0.1:8799/rest"
LOGIN = httpx.BasicAuth("ada@geoalert.io", "secret")
BODY = {"name": "🌲 Лес", "n": [1, 2.5], "open": True}
FILE = b"II*\x00 pixels"


class Service:
    """Responds like a server: new ids and times at each run, its address in links."""

    def __init__(self):
        self.id = str(uuid.uuid4())

    def __call__(self, request):
        if request.url.path.endswith("/image"):
            return httpx.Response(200, json={"mosaic_id": self.id})
        if request.url.path.endswith("/cost"):
            return httpx.Response(200, text="30", headers={"content-type": "application/json"})
        if request.url.path.endswith("/preview"):
            return httpx.Response(200, content=b"\xff\xd8\x00")
        now = datetime.now(UTC).isoformat()
        project = {
            "id": self.id,
            "name": "🌲 Лес",
            "created": now,
            "user": {"email": "ada@geoalert.io"},
            "tileUrl": f"http://127.0.0.1:8799/layers/{self.id}/{{z}}",
            "url": f"s3://users-data/ada@geoalert.io_{self.id}/a.tif",
            "box": [37.29836940765381, -1e-07, 5],
        }
        headers = {"set-cookie": "session=1", "server": "x", "date": now}
        return httpx.Response(200, json=project, headers=headers)


def talk(client, base_url):
    """A short conversation with every kind of body; returns what the client saw."""
    made = client.post(f"{base_url}/projects?a=1&b=2", json=BODY).json()
    seen = [made, client.get(f"{base_url}/projects/{made['id']}").json()]
    files = [("file", ("a.tif", FILE)), ("tags", (None, "x"))]
    seen.append(client.post(f"{base_url}/rasters/mosaic/image", files=files).json())
    seen.append(client.post(f"{base_url}/processing/cost", json={"url": made["url"]}).json())
    seen.append(client.get(f"{base_url}/preview").content)
    return seen


def record(path):
    # A service for each: nothing but the conversation is the same in two recordings.
    with (
        httpx.Client(transport=httpx.MockTransport(Service()), auth=LOGIN) as client,
        Recorder(base_url=LOCAL, record=True).use_cassette(path),
    ):
        talk(client, LOCAL)
    return path


def replay(path, *, auth=LOGIN, conversation=talk):
    with httpx.Client(auth=auth) as client, Recorder().use_cassette(path):
        return conversation(client, scrub.REST)


def test_two_recordings_are_the_same(tmp_path):
    first, second = (record(tmp_path / name) for name in ("a.yaml", "b.yaml"))
    assert first.read_bytes() == second.read_bytes()


def test_a_recording_is_clean_and_readable(tmp_path):
    text = record(tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert scrub.found_secrets(text) == []
    assert "authorization: Basic REDACTED" in text
    assert "name: 🌲 Лес" in text
    assert "[37.29836940765381, -1.0e-07, 5]" in text
    assert f"<{len(FILE)} bytes sha256=" in text
    assert "00000000-0000-4000-8000-000000000001" in text


def test_it_plays_back_what_was_said(tmp_path):
    made, again, upload, cost, picture = replay(record(tmp_path / "a.yaml"))
    assert made == {**again, "created": made["created"]}
    assert made["tileUrl"].startswith("https://api.mapflow.ai/layers/")
    assert made["url"].startswith("s3://bucket/user@example.com_")
    assert made["box"] == [37.29836940765381, -1e-07, 5]
    assert upload == {"mosaic_id": made["id"]}
    assert (cost, picture) == (30, b"\xff\xd8\x00")


def test_values_of_the_client_stay(tmp_path):
    ours = "65285409-ac88-4fc0-a937-193cf42c2343"

    def ask(client, base_url):
        return client.get(f"{base_url}/projects/{ours}").json()

    path = tmp_path / "a.yaml"
    service = Service()
    service.id = ours
    with (
        httpx.Client(transport=httpx.MockTransport(service)) as client,
        Recorder(base_url=LOCAL, record=True).use_cassette(path),
    ):
        ask(client, LOCAL)
    assert replay(path, auth=None, conversation=ask)["id"] == ours


def _projects(**request):
    """Make the first request of the recording with something of it changed."""
    given = {"method": "POST", "url": "/projects?a=1&b=2", "json": BODY, **request}

    def send(client, base):
        return client.request(**{**given, "url": base + given["url"]})

    return send


def _body(**members):
    return _projects(json={k: v for k, v in {**BODY, **members}.items() if v is not ...})


def _image(*files):
    def send(client, base):
        return client.post(f"{base}/rasters/mosaic/image", files=files)

    return send


AS_RECORDED = {
    "first": _projects(),
    "image": _image(("file", ("a.tif", FILE)), ("tags", (None, "x"))),
}
OTHERS = {
    "no token": _projects(auth=None),
    "Bearer": _projects(auth=None, headers={"authorization": "Bearer YTpi"}),
    "a token not in Base64": _projects(auth=None, headers={"authorization": "Basic a:b"}),
    "a token that is not a pair": _projects(auth=None, headers={"authorization": "Basic YQ=="}),
    "no scheme": _projects(auth=None, headers={"authorization": "YTpi"}),
    "wrong content type": _projects(headers={"content-type": "text/json"}),
    "wrong accept": _projects(headers={"accept": "text/html"}),
    "another name": _body(name="other"),
    "1 for true": _body(open=1),
    "true for 1": _body(n=[True, 2.5]),
    "1.0 for 1": _body(n=[1.0, 2.5]),
    "a text for a number": _body(n=["1", 2.5]),
    "a list in another order": _body(n=[2.5, 1]),
    "a member omitted": _body(open=...),
    "a member too many": _body(x=None),
    "no body": _projects(json=None),
    "another value in the query": _projects(url="/projects?a=1&b=3"),
    "the query in another order": _projects(url="/projects?b=2&a=1"),
    "more in the query": _projects(url="/projects?a=1&b=2&c="),
    "another path": _projects(url="/project?a=1&b=2"),
    "another method": _projects(method="PUT"),
    "another file": _image(("file", ("a.tif", b"o")), ("tags", (None, "x"))),
    "a file of another name": _image(("file", ("b.tif", FILE)), ("tags", (None, "x"))),
    "a part renamed": _image(("image", ("a.tif", FILE)), ("tags", (None, "x"))),
    "a part omitted": _image(("file", ("a.tif", FILE))),
    "parts in another order": _image(("tags", (None, "x")), ("file", ("a.tif", FILE))),
    "another value of a part": _image(("file", ("a.tif", FILE)), ("tags", (None, "y"))),
}


def _only(tmp_path, name):
    """Record one request by itself."""
    path = tmp_path / "one.yaml"
    with (
        httpx.Client(transport=httpx.MockTransport(Service()), auth=LOGIN) as client,
        Recorder(base_url=LOCAL, record=True).use_cassette(path),
    ):
        AS_RECORDED[name](client, LOCAL)
    return path


@pytest.mark.parametrize("name", OTHERS)
def test_another_request_is_refused(tmp_path, name):
    is_upload = any(word in name for word in ("file", "part"))
    kind = "image" if is_upload else "first"
    path = _only(tmp_path, kind)
    assert replay(path, conversation=AS_RECORDED[kind]).status_code == 200
    with pytest.raises(NotAsRecorded):
        replay(path, conversation=OTHERS[name])


@pytest.mark.parametrize(
    "conversation",
    [
        lambda c, base: [talk(c, base), talk(c, base)],
        lambda c, base: [_projects()(c, base), _projects()(c, base)],
        lambda c, base: [_image()(c, base), _projects()(c, base)],
    ],
    ids=["all once more", "one doubled", "two swapped"],
)
def test_requests_have_their_order(tmp_path, conversation):
    path = record(tmp_path / "a.yaml")
    with pytest.raises(NotAsRecorded):
        replay(path, conversation=conversation)


def test_what_is_left_over_is_named(tmp_path):
    path = record(tmp_path / "a.yaml")
    with httpx.Client(auth=LOGIN) as client, Recorder().use_cassette(path) as tape:
        _projects()(client, scrub.REST)
    assert len(tape.unplayed) == 4
    assert tape.unplayed[-1] == f"GET {scrub.REST}/preview"


def test_what_a_client_swallows_is_kept(tmp_path):
    path = record(tmp_path / "a.yaml")
    with httpx.Client(auth=LOGIN) as client, Recorder().use_cassette(path) as tape:
        with suppress(Exception):
            OTHERS["1 for true"](client, scrub.REST)
        _projects()(client, scrub.REST)
    (fault,) = tape.faults
    assert '- "open": true' in fault
    assert '+ "open": 1' in fault
    assert "request 1: POST" in fault


def test_the_token_of_the_conversation_is_told_from_others(tmp_path):
    path = record(tmp_path / "a.yaml")
    for token, is_same in (("ada@geoalert.io:secret", True), ("ada@geoalert.io:other", False)):
        with httpx.Client(auth=LOGIN) as client, Recorder(token=token).use_cassette(path):
            if is_same:
                _projects()(client, scrub.REST)
            else:
                with pytest.raises(NotAsRecorded, match="of another account"):
                    _projects()(client, scrub.REST)


def test_playing_never_changes_a_cassette(tmp_path):
    path = record(tmp_path / "a.yaml")
    before = path.read_bytes()
    replay(path, conversation=lambda client, base: None)
    assert path.read_bytes() == before

"""Recording is repeatable and clean, and what was recorded plays back as it was."""

import uuid
from datetime import UTC, datetime

import httpx
import pytest
from vcr.errors import CannotOverwriteExistingCassetteException

from tests.support import scrub
from tests.support.cassette import recorder

LOCAL = "http://127.0.0.1:8799/rest"
FILE = b"II*\x00 pixels"


class Service:
    """Answers like a server: new ids and times at each run, its own address in links."""

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
    made = client.post(f"{base_url}/projects", json={"name": "🌲 Лес", "n": [1, 2.5]}).json()
    seen = [made, client.get(f"{base_url}/projects/{made['id']}").json()]
    files = [("file", ("a.tif", FILE)), ("tags", (None, "x"))]
    seen.append(client.post(f"{base_url}/rasters/mosaic/image", files=files).json())
    seen.append(client.post(f"{base_url}/processing/cost", json={"url": made["url"]}).json())
    seen.append(client.get(f"{base_url}/preview").content)
    return seen


def record(path):
    # A service for each: nothing but the conversation is the same in two recordings.
    login = httpx.BasicAuth("ada@geoalert.io", "secret")
    with (
        httpx.Client(transport=httpx.MockTransport(Service()), auth=login) as client,
        recorder(base_url=LOCAL, record=True).use_cassette(str(path)),
    ):
        talk(client, LOCAL)
    return path


def replay(path, *, auth=None, conversation=talk):
    with httpx.Client(auth=auth) as client, recorder().use_cassette(str(path)):
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
        recorder(base_url=LOCAL, record=True).use_cassette(str(path)),
    ):
        ask(client, LOCAL)
    assert replay(path, conversation=ask)["id"] == ours


@pytest.mark.parametrize(
    "other",
    [
        lambda c, base: c.post(f"{base}/projects", json={"name": "other", "n": [1, 2.5]}),
        lambda c, base: c.post(f"{base}/projects?x=1", json={"name": "🌲 Лес", "n": [1, 2.5]}),
        lambda c, base: c.put(f"{base}/projects", json={"name": "🌲 Лес", "n": [1, 2.5]}),
        lambda c, base: c.post(f"{base}/rasters/mosaic/image", files=[("file", ("a.tif", b"o"))]),
        lambda c, base: [talk(c, base), talk(c, base)],
    ],
    ids=["other body", "other query", "other method", "other file", "once more"],
)
def test_another_request_is_refused(tmp_path, other):
    path = record(tmp_path / "a.yaml")
    with pytest.raises(CannotOverwriteExistingCassetteException):
        replay(path, conversation=other)


def test_playing_never_changes_a_cassette(tmp_path):
    path = record(tmp_path / "a.yaml")
    before = path.read_bytes()
    replay(path, conversation=lambda client, base: None)
    assert path.read_bytes() == before

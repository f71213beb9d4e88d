"""What survives: a restart, kill -9, and time while no server runs."""

import json
import sqlite3
import stat
import time

import httpx
import pytest

from mapflow import sandbox
from tests.sandbox.conftest import Api
from tests.support.places import FIELD, FIELD_IMAGE, MOSCOW

pytestmark = pytest.mark.slow


def _everything(running):
    """All that an account can see, without the addresses of this run."""
    with Api(running.base_url, running.token) as api:
        seen = {
            path: api.get(path).json() for path in ("/user/status", "/projects", "/processings")
        }
        seen["aois"] = [
            api.get(f"/processings/{p['id']}/aois").json() for p in seen["/processings"]
        ]
        seen["mosaics"] = api.get("/rasters/mosaic").json()
        seen["images"] = [
            api.get(f"/rasters/mosaic/{mosaic['id']}/image").json() for mosaic in seen["mosaics"]
        ]
        seen["results"] = [
            api.get(f"/processings/{p['id']}/result").text
            for p in seen["/processings"]
            if p["status"] == "OK"
        ]
    host = running.base_url.removesuffix("/rest")
    return json.loads(json.dumps(seen).replace(host, "http://sandbox"))


def _fill(running):
    with Api(running.base_url, running.token) as api:
        with FIELD_IMAGE.open("rb") as file:
            mosaic = api.post(
                "/rasters/mosaic/image", params={"name": "m"}, files={"file": file}
            ).json()
        [image] = api.get(f"/rasters/mosaic/{mosaic['mosaic_id']}/image").json()
        for body in (
            {"wdName": "🏠 Buildings", "geometry": MOSCOW},
            {
                "wdName": "🌲 Forest",
                "geometry": FIELD,
                "params": {"source_type": "tif", "url": image["image_url"]},
            },
            {
                "wdName": "🚗 Roads",
                "geometry": MOSCOW,
                "meta": {"sandbox:fail": "inference.internalError"},
            },
        ):
            assert api.post("/processings", json=body).status_code == 200
        running.advance(10)
        assert api.post("/processings", json={"wdName": "🚗 Roads", "geometry": MOSCOW}).is_success


def test_everything_survives_the_end_of_the_process(tmp_path):
    state = tmp_path / "state.db"
    with sandbox.start(state=state, seed=7, speed=0) as first:
        _fill(first)
        before = _everything(first)
        first.kill()
    with sandbox.start(state=state, speed=0) as second:
        assert second.token == first.token
        assert _everything(second) == before
        second.advance(3600)
        after = _everything(second)
        assert [p["status"] for p in after["/processings"]] == ["OK", "FAILED", "OK", "OK"]
    with sandbox.start(state=state, speed=0) as third:
        assert _everything(third) == after


def test_a_kill_loses_nothing_that_was_confirmed(tmp_path):
    """Creates projects as fast as it can until the process is killed under it, several times."""
    state, responded = tmp_path / "state.db", []
    for round_number in range(2):
        with sandbox.start(state=state) as running, Api(running.base_url, running.token) as api:
            for number in range(60):
                response = api.post("/projects", json={"name": f"{round_number}-{number}"})
                responded += [response.json()["id"]]
            running.kill()
    with sandbox.start(state=state) as running, Api(running.base_url, running.token) as api:
        found = [project["id"] for project in api.get("/projects").json()]
    assert found[1:] == responded


def test_time_goes_on_while_it_is_stopped(tmp_path):
    state = tmp_path / "state.db"
    with sandbox.start(state=state, speed=1000) as running:
        with Api(running.base_url, running.token) as api:
            api.post("/processings", json={"wdName": "🏠 Buildings", "geometry": MOSCOW})
        running.kill()
    time.sleep(0.1)
    with (
        sandbox.start(state=state, speed=0) as running,
        Api(running.base_url, running.token) as api,
    ):
        [processing] = api.get("/processings").json()
        assert processing["status"] == "OK"


def test_an_upload_cut_off_by_a_kill_leaves_nothing(tmp_path):
    state = tmp_path / "state.db"
    uploads = tmp_path / "state.db.files" / "uploads"
    with sandbox.start(state=state) as running:
        (uploads / "incoming-cut-off").write_bytes(b"II")
        running.kill()
    with sandbox.start(state=state):
        assert list(uploads.iterdir()) == []


def test_what_is_deleted_leaves_no_files(tmp_path):
    state = tmp_path / "state.db"
    files = tmp_path / "state.db.files"
    with (
        sandbox.start(state=state, speed=0) as running,
        Api(running.base_url, running.token) as api,
    ):
        _fill(running)
        running.advance(3600)
        _everything(running)
        assert list(files.glob("uploads/*"))
        assert list(files.glob("results/*/*"))
        [mosaic] = api.get("/rasters/mosaic").json()
        api.delete(f"/rasters/mosaic/{mosaic['id']}")
        assert list(files.glob("uploads/*")), "a processing was made from it"
        for processing in api.get("/processings").json():
            api.delete(f"/processings/{processing['id']}")
        assert [path for path in files.rglob("*") if path.is_file()] == []


def test_only_the_owner_may_read_the_state(tmp_path):
    state = tmp_path / "state.db"
    with sandbox.start(state=state):
        assert stat.S_IMODE(state.stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "state.db.files").stat().st_mode) == 0o700


def test_two_sandboxes_do_not_share_a_state(tmp_path):
    state = tmp_path / "state.db"
    with (
        sandbox.start(state=state),
        pytest.raises(RuntimeError, match="another sandbox is using"),
    ):
        sandbox.start(state=state)


def test_the_seed_of_a_state_stays(tmp_path):
    state = tmp_path / "state.db"
    with sandbox.start(state=state, seed=3):
        pass
    with pytest.raises(RuntimeError, match="made with seed 3, not 4"):
        sandbox.start(state=state, seed=4)
    with sandbox.start(state=state, seed=3):
        pass


@pytest.mark.parametrize("content", [b"this is not a database at all, but text", b"\0" * 5000])
def test_other_files_are_left_alone(tmp_path, content):
    state = tmp_path / "precious.txt"
    state.write_bytes(content)
    with pytest.raises(RuntimeError, match="not a state file"):
        sandbox.start(state=state)
    assert state.read_bytes() == content


def test_other_databases_are_left_alone(tmp_path):
    state = tmp_path / "other.db"
    connection = sqlite3.connect(state)
    connection.execute("CREATE TABLE accounts (x)")
    connection.close()
    content = state.read_bytes()
    with pytest.raises(RuntimeError, match="not a state file"):
        sandbox.start(state=state)
    assert state.read_bytes() == content
    assert list(tmp_path.iterdir()) == [state]


def test_a_temporary_state_is_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with sandbox.start() as running:
        assert list(tmp_path.glob("mapflow-sandbox-*"))
        assert running.errors() == ""
    assert not list(tmp_path.glob("mapflow-sandbox-*"))


def _told_alike():
    """What a sandbox says to the same requests at the same times."""
    with sandbox.start(seed=11, speed=0, token="ZGVtb0BleGFtcGxlLmNvbTpzZWNyZXQ=") as running:
        with Api(running.control_url.removesuffix("/sandbox/")) as control:
            control.post("/sandbox/clock", json={"now": 1_750_000_000})
        _fill(running)
        early = _everything(running)
        running.advance(3600)
        return early, _everything(running)


def test_the_same_seed_tells_the_same_story():
    first, second = _told_alike(), _told_alike()
    for one, other in zip(first, second, strict=True):
        for seen in (one, other):
            # Created with the sandbox, before the clock was set.
            for project in seen["/projects"]:
                for name in ("created", "updated"):
                    del project[name], project["user"][name]
        assert one == other


def test_another_seed_is_another_place():
    results = []
    for seed in (1, 2):
        with sandbox.start(seed=seed, speed=0) as running:
            _fill(running)
            running.advance(3600)
            results.append(_everything(running)["results"][-1])
    assert json.loads(results[0])["features"] != json.loads(results[1])["features"]


def test_time_stands_still_until_it_is_advanced_or_reset():
    with sandbox.start(speed=100_000) as running:

        def now():
            return httpx.get(f"{running.control_url}clock", trust_env=False).json()["seconds"]

        running.set_speed(0)
        assert now() == now()
        before = now()
        running.advance(3600)
        assert now() == before + 3600
        running.reset()
        before = now()
        time.sleep(0.01)
        assert now() > before + 500
        with pytest.raises(ValueError, match="speed must be between"):
            running.set_speed(-1)

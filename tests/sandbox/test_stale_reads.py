"""Reads that do not show the last changes."""

import time
from pathlib import Path

import httpx
import pytest

from mapflow.sandbox import FaultRule
from mapflow.sandbox.fault_injection import stale_reads
from mapflow.sandbox.fault_injection.stale_reads import History
from mapflow.sandbox.store import Database
from tests.sandbox.conftest import Api
from tests.support.places import FIELD_IMAGE, MOSCOW


@pytest.fixture
def names(api):
    """The names of the projects, as a list shows them."""

    def read():
        return [project["name"] for project in api.get("/projects").json()]

    return read


def _create(api, name):
    return api.post("/projects", json={"name": name}).json()["id"]


def test_a_creation_is_not_seen_for_some_reads(api, running, names):
    running.set_faults(FaultRule("stale", reads=2))
    assert names() == ["Default"]
    created = _create(api, "Quays")
    assert names() == ["Default"]
    assert api.get(f"/projects/{created}").status_code == 404
    assert names() == ["Default", "Quays"]
    assert api.get(f"/projects/{created}").status_code == 200
    assert [(seen["fault"], seen["committed"]) for seen in running.requests()] == [
        (None, True),
        (None, True),
        ("stale", True),
        ("stale", False),
        (None, True),
        (None, True),
    ]
    [counted] = running.faults()
    assert (counted.matched, counted.faulted) == (2, 2)


def test_neither_are_other_changes(api, running, names):
    project = _create(api, "Quays")
    running.set_faults(FaultRule("stale", reads=3))
    api.put(f"/projects/{project}", json={"name": "Docks"})
    assert names() == ["Default", "Quays"]
    api.delete(f"/projects/{project}")
    assert names() == ["Default", "Quays"], "the state before the first change, for three reads"
    assert names() == ["Default", "Quays"]
    assert names() == ["Default"]


def test_a_change_is_seen_after_some_seconds(api, running, names):
    running.set_faults(FaultRule("stale", seconds=1))
    _create(api, "Quays")
    began = time.monotonic()
    seen_after = None
    while seen_after is None:
        if names() == ["Default", "Quays"]:
            seen_after = time.monotonic() - began
    assert 0.9 < seen_after < 3


def test_a_write_sees_what_reads_do_not(api, running, start):
    running.set_faults(FaultRule("stale", seconds=60))
    project = _create(api, "Quays")
    processing = start(MOSCOW, projectId=project)
    assert processing["projectId"] == project
    assert api.get("/processings").json() == []
    assert api.get("/user/status").json()["remainingCredits"] == 1000
    running.clear_faults()
    assert api.get("/user/status").json()["remainingCredits"] < 1000


def test_what_changes_nothing_hides_nothing(api, running, names):
    model = api.get("/user/status").json()["models"][0]["id"]
    running.set_faults(FaultRule("stale", reads=2))
    body = {"wdId": model, "geometry": MOSCOW}
    assert api.post("/processing/cost", json=body).status_code == 200
    assert api.post("/projects", json={}).status_code == 400
    names()
    assert running.requests()[-1]["fault"] is None
    _create(api, "Quays")
    assert names() == names() == ["Default"]


def test_only_the_operations_that_were_named(api, running, names):
    running.set_faults(FaultRule("stale", reads=1, operations=["listProjects"]))
    created = _create(api, "Quays")
    assert api.get(f"/projects/{created}").status_code == 200
    assert names() == ["Default"]


def test_a_lost_run_is_not_found_at_once(running, start, api):
    running.set_faults(
        FaultRule("reset-after", operations="paid", count=1),
        FaultRule("stale", reads=2, operations=["listProcessings"]),
    )
    with pytest.raises(httpx.ReadError):
        start(MOSCOW)
    assert [len(api.get("/processings").json()) for _ in range(4)] == [0, 0, 1, 1]


def test_an_account_that_is_newer_than_the_change_sees_the_present(api, running):
    running.set_faults(FaultRule("stale", seconds=60))
    _create(api, "Quays")
    with Api(running.base_url, running.account("new@example.com")) as new:
        assert new.get("/projects/default").status_code == 200
        assert new.get("/user/status").json()["email"] == "new@example.com"


def test_links_from_stale_reads_are_good(api, running):
    running.account("demo@example.com", uploadsDownloadable=True)
    with FIELD_IMAGE.open("rb") as file:
        mosaic = api.post("/rasters/mosaic/image", params={"name": "m"}, files={"file": file})
    # Not from the list of images: its previews are signed, and the key of links would be there.
    status = api.get(f"/rasters/mosaic/{mosaic.json()['mosaic_id']}/status").json()
    [image] = status["images"]
    running.set_faults(FaultRule("stale", seconds=60))
    _create(api, "Quays")
    link = api.get(f"/rasters/image/{image['image_id']}/download").json()
    assert running.requests()[-1]["fault"] == "stale"
    url = link if isinstance(link, str) else next(v for v in link.values() if "://" in str(v))
    assert httpx.get(url).content == FIELD_IMAGE.read_bytes()


def test_few_copies_are_kept_whatever_is_written(tmp_path, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(stale_reads.time, "monotonic", lambda: clock[0])
    database = Database(Path(tmp_path / "state.db"))
    stale = History(FaultRule("stale", seconds=10), database)
    for number in range(2000):
        clock[0] = number / 100
        stale.remember()
        database.set_setting("now", str(clock[0]))
        assert len(stale._copies) <= 33
        if number > 1000:
            seen = float(stale.view().setting("now"))
            assert 9.3 <= clock[0] - seen <= 10.4
    clock[0] += 10.5
    assert not stale.has_something_to_hide
    database.close()

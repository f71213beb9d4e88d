"""What processings do on request only: wait for imagery, be cancelled, be refunded."""

import pytest

from tests.support.places import BLOCK, TWO_BLOCKS

DAY = 86_400


@pytest.fixture
def standing(api):
    """The status of a processing wherever it is shown; all places must agree."""

    def read(processing):
        path = f"/processings/{processing['id']}"
        project = f"/projects/{processing['projectId']}"
        plain, structured = api.get(path).json(), api.get(f"{path}/v2").json()
        [listed] = api.get(f"{project}/processings").json()
        [page] = api.post(f"{project}/processings/v2/page", json={}).json()["results"]
        [row] = api.post("/processings/stats", json={}).json()["results"]
        assert listed == plain
        assert page == structured
        progress = api.get(project).json()["progress"]
        seen = {
            (shown["status"], shown["percentCompleted"])
            for shown in (plain, structured, row, progress)
        }
        assert len(seen) == 1, seen
        assert ("completionDate" in progress) is (row["completionDate"] is not None)
        areas = {area["status"] for area in api.get(f"{path}/aois").json()}
        assert areas == {group["status"] for group in progress["details"]}
        assert plain["messages"] == []
        return (*seen.pop(), areas, row["completionDate"] is not None)

    return read


def test_one_waits_for_imagery_and_goes_on(api, running, start, standing):
    created = start(TWO_BLOCKS, meta={"sandbox:status": "awaiting"})
    assert standing(created) == ("UNPROCESSED", 0, {"UNPROCESSED"}, False)
    running.advance(60)
    assert standing(created) == ("AWAITING", 0, {"AWAITING"}, False)
    assert api.get(f"/processings/{created['id']}/result").status_code == 400
    running.advance(DAY - 50)
    status, percent, _, ended = standing(created)
    assert (status, ended) == ("IN_PROGRESS", False)
    assert 0 < percent < 100
    running.advance(60)
    assert standing(created) == ("OK", 100, {"OK"}, True)
    assert api.get(f"/processings/{created['id']}").json()["rasterLayer"]


def test_one_is_cancelled(api, running, start, standing):
    created = start(TWO_BLOCKS, meta={"sandbox:status": "CANCELLED"})
    running.advance(60)
    assert standing(created) == ("CANCELLED", 0, {"CANCELLED"}, True)
    path = f"/processings/{created['id']}"
    assert api.get(f"{path}/result").status_code == 400
    api.post(f"{path}/restart").raise_for_status()
    assert standing(created) == ("CANCELLED", 0, {"CANCELLED"}, True)
    counts = api.get(f"/projects/{created['projectId']}").json()["processingCounts"]
    assert counts == {"succeeded": 0, "failed": 0}
    for spelling in ("CANCELLED", "CANCELED"):
        assert api.post("/processings/stats", json={"statuses": [spelling]}).json()["total"] == 1


def test_one_is_refunded_when_it_ends(api, running, start, standing):
    def credits_left():
        return api.get("/user/status").json()["remainingCredits"]

    before, processed = credits_left(), api.get("/user/status").json()["processedArea"]
    created = start(BLOCK, meta={"sandbox:status": "REFUNDED"})
    assert credits_left() == before - created["cost"] < before
    running.advance(10)
    assert standing(created)[0] == "IN_PROGRESS"
    assert credits_left() == before - created["cost"]
    running.advance(60)
    assert standing(created) == ("REFUNDED", 100, {"REFUNDED"}, True)
    assert credits_left() == before
    assert api.get("/user/status").json()["processedArea"] == processed + created["area"]
    assert api.get(f"/processings/{created['id']}").json()["vectorLayer"] is None


def test_where_no_credits_are_taken_none_come_back(api, running, start):
    running.account("demo@example.com", billingType="NONE")
    before = api.get("/user/status").json()["remainingCredits"]
    start(BLOCK, meta={"sandbox:status": "REFUNDED"})
    running.advance(3600)
    assert api.get("/user/status").json()["remainingCredits"] == before


@pytest.mark.parametrize(
    "meta",
    [
        {"sandbox:status": "OK"},
        {"sandbox:status": "IN_REVIEW"},
        {"sandbox:status": "CANCELLED", "sandbox:fail": "inference.internalError"},
    ],
)
def test_other_wishes_are_refused(api, meta):
    body = {"wdName": "🏠 Buildings", "geometry": BLOCK, "meta": meta}
    response = api.post("/processings", json=body)
    assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")
    assert "sandbox:status" in response.json()["message"]
    assert api.get("/processings").json() == []

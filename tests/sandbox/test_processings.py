"""The life of processings: creation, progress, restart, change, deletion."""

import uuid

import pytest

from tests.sandbox.conftest import Api
from tests.support.places import MOSCOW, TWO_BLOCKS, square

THREE = {
    "type": "MultiPolygon",
    "coordinates": [square(lon, 55.64)["coordinates"] for lon in (37.30, 37.31, 37.32)],
}
FAIL = {"sandbox:fail": "dataloader.TileNotLoaded"}


def test_a_new_processing_shows_what_was_sent(api, start):
    sent = {
        "name": "Test",
        "description": "A simple test",
        "params": {"data_provider": "Mapbox", "zoom": "18"},
        "blocks": [{"name": "Simplification", "enabled": False}],
        "meta": {"test": "test", "🏠": "\u0000"},
    }
    created = start(MOSCOW, **sent)
    for name in ("name", "description", "params", "meta"):
        assert created[name] == sent[name]
    assert created["blocks"] == [
        {"name": "Simplification", "displayName": "Polygonization", "enabled": False}
    ]
    assert created["status"] == "UNPROCESSED"
    assert created["percentCompleted"] == 0
    assert created["vectorLayer"] is created["rasterLayer"] is None
    assert created["reviewStatus"] is created["rating"] is None
    assert created["messages"] == []
    assert created["aoiCount"] == 1
    assert created["area"] == created["aoiArea"] == 265197
    assert created["workflowDef"]["name"] == "🏠 Buildings"
    assert created["projectId"] == api.get("/projects/default").json()["id"]
    assert api.get(f"/processings/{created['id']}").json() == created


def test_without_a_name_one_is_made_up(start):
    created = start(MOSCOW)
    assert created["name"] == created["id"]
    assert created["description"] is None
    assert created["params"] == {"data_provider": "mapbox"}
    assert created["meta"] == {}


def test_the_model_can_be_named_by_id_or_name(api):
    model = api.get("/user/status").json()["models"][2]
    for body in (
        {"wdId": model["id"]},
        {"wdId": model["id"].upper()},
        {"wdName": model["name"]},
        {"wdId": model["id"], "wdName": model["name"]},
    ):
        created = api.post("/processings", json={**body, "geometry": MOSCOW}).json()
        assert created["workflowDef"]["id"] == model["id"]


def test_progress_runs_to_its_end(api, running, start):
    path = f"/processings/{start(MOSCOW)['id']}"
    seen = []
    for _ in range(60):
        now = api.get(path).json()
        seen.append((now["status"], now["percentCompleted"]))
        running.advance(1)
    assert [status for status, _ in seen] == sorted(
        (status for status, _ in seen), key=["UNPROCESSED", "IN_PROGRESS", "OK"].index
    )
    assert {status for status, _ in seen} == {"UNPROCESSED", "IN_PROGRESS", "OK"}
    percents = [percent for _, percent in seen]
    assert percents == sorted(percents)
    assert all((percent == 100) == (status == "OK") for status, percent in seen)
    assert len({percent for status, percent in seen if status == "IN_PROGRESS"}) > 5


def test_updated_follows_the_status(api, running, start):
    created = start(MOSCOW)
    assert created["updated"] == created["created"]
    path = f"/processings/{created['id']}"
    running.advance(5)
    running_since = api.get(path).json()["updated"]
    running.advance(1000)
    done_since = api.get(path).json()["updated"]
    running.advance(1000)
    assert created["created"] < running_since < done_since == api.get(path).json()["updated"]


def test_every_polygon_is_an_area_of_its_own(api, running, start):
    created = start(THREE)
    areas = api.get(f"/processings/{created['id']}/aois").json()
    assert created["aoiCount"] == len(areas) == 3
    assert created["area"] == sum(area["area"] for area in areas)
    assert len({area["id"] for area in areas}) == 3
    assert all(area["status"] == "UNPROCESSED" and area["messages"] == [] for area in areas)
    seen = set()
    for _ in range(40):
        running.advance(1)
        seen.add(tuple(a["status"] for a in api.get(f"/processings/{created['id']}/aois").json()))
    assert ("IN_PROGRESS", "UNPROCESSED", "UNPROCESSED") in seen
    assert ("OK", "OK", "OK") in seen


def test_the_area_of_the_documents_polygon(api, start):
    [area] = api.get(f"/processings/{start(MOSCOW)['id']}/aois").json()
    assert area["area"] == 265197
    ring = MOSCOW["coordinates"][0]
    # The document's own sample starts at the same vertex and runs the other way round.
    assert area["geometry"] == {"type": "Polygon", "coordinates": [list(reversed(ring))]}


def test_holes_are_not_counted(api, start):
    hole = [
        [37.301, 55.637],
        [37.301, 55.638],
        [37.303, 55.638],
        [37.303, 55.637],
        [37.301, 55.637],
    ]
    whole, inner = start(MOSCOW)["area"], start({"type": "Polygon", "coordinates": [hole]})["area"]
    with_hole = start({"type": "Polygon", "coordinates": [MOSCOW["coordinates"][0], hole]})
    assert abs(with_hole["area"] - (whole - inner)) <= 1


def test_one_failed_area_fails_the_processing(api, running, start):
    created = start(THREE, meta={**FAIL, "sandbox:fail-areas": "1"})
    running.advance(3600)
    failed = api.get(f"/processings/{created['id']}").json()
    areas = api.get(f"/processings/{created['id']}/aois").json()
    assert failed["status"] == "FAILED"
    assert [area["status"] for area in areas] == ["OK", "FAILED", "OK"]
    assert failed["messages"] == areas[1]["messages"]
    assert 0 < failed["percentCompleted"] < 100
    assert failed["vectorLayer"] is None
    assert api.get(f"/processings/{created['id']}/result").status_code == 400
    ok = api.get(f"/processings/{created['id']}/result", params={"aoiId": areas[0]["id"]})
    assert ok.status_code == 200


def test_while_one_area_runs_the_processing_runs(api, running, start):
    created = start(
        THREE, meta={"sandbox:fail": "source-validator.UrlMustBeLink", "sandbox:fail-areas": "0"}
    )
    running.advance(8)
    assert [a["status"] for a in api.get(f"/processings/{created['id']}/aois").json()] == [
        "FAILED",
        "IN_PROGRESS",
        "IN_PROGRESS",
    ]
    now = api.get(f"/processings/{created['id']}").json()
    assert (now["status"], now["messages"]) == ("IN_PROGRESS", [])


def test_a_failure_in_common_is_listed_once(api, running, start):
    created = start(THREE, meta=FAIL)
    running.advance(3600)
    assert len(api.get(f"/processings/{created['id']}").json()["messages"]) == 1
    areas = api.get(f"/processings/{created['id']}/aois").json()
    assert [len(area["messages"]) for area in areas] == [1, 1, 1]


def test_restart_heals_and_leaves_finished_areas_alone(api, running, start):
    created = start(THREE, meta={**FAIL, "sandbox:fail-areas": "0,2"})
    running.advance(3600)
    path = f"/processings/{created['id']}"
    before = api.get(f"{path}/aois").json()
    spent = api.get("/user/status").json()["remainingCredits"]
    response = api.post(f"{path}/restart")
    assert (response.status_code, response.content) == (200, b"")
    during = api.get(f"{path}/aois").json()
    assert [area["status"] for area in during] == ["IN_PROGRESS", "OK", "IN_PROGRESS"]
    assert during[1] == before[1]
    # From the stage that failed: what was done before is not done again.
    assert (
        [a["percentCompleted"] for a in during]
        == [a["percentCompleted"] for a in before]
        == [5, 100, 5]
    )
    assert api.get(path).json()["status"] == "IN_PROGRESS"
    running.advance(3600)
    assert api.get(path).json()["status"] == "OK"
    assert [area["status"] for area in api.get(f"{path}/aois").json()] == ["OK"] * 3
    assert api.get("/user/status").json()["remainingCredits"] == spent


def test_a_failure_for_always_stays(api, running, start):
    created = start(MOSCOW, meta={**FAIL, "sandbox:fail-always": "true"})
    path = f"/processings/{created['id']}"
    for _ in range(2):
        running.advance(3600)
        assert api.get(path).json()["messages"][0]["code"] == FAIL["sandbox:fail"]
        api.post(f"{path}/restart")
        assert api.get(path).json()["status"] == "IN_PROGRESS"


def test_restarting_what_did_not_fail_changes_nothing(api, running, start):
    path = f"/processings/{start(MOSCOW)['id']}"
    for seconds in (0, 5, 3600):
        running.advance(seconds)
        before = api.get(path).json()
        assert api.post(f"{path}/restart").status_code == 200
        assert api.get(path).json() == before


@pytest.mark.parametrize("path", ["/processing/{}", "/processings/{}"])
def test_both_paths_rename_and_move(api, running, start, path):
    created = start(MOSCOW, name="old", description="kept")
    path = path.format(created["id"])
    get = f"/processings/{created['id']}"
    response = api.put(path, json={"name": "new"})
    assert (response.status_code, response.content) == (200, b"")
    now = api.get(get).json()
    assert (now["name"], now["description"]) == ("new", "kept")
    running.advance(1)
    api.put(path, json={"description": "other"})
    assert api.get(get).json()["description"] == "other"
    assert api.get(get).json()["updated"] > created["updated"]
    project = api.post("/projects", json={"name": "there"}).json()["id"]
    assert api.put(path, json={"projectId": project}).status_code == 200
    now = api.get(get).json()
    assert (now["projectId"], now["name"]) == (project, "new")
    assert api.get("/processings").json() == []
    assert [p["id"] for p in api.get(f"/projects/{project}/processings").json()] == [created["id"]]


@pytest.mark.parametrize("path", ["/processing/{}", "/processings/{}"])
def test_it_can_be_moved_only_where_the_account_may(api, someone_else, start, path):
    created = start(MOSCOW)
    foreign = someone_else.get("/projects/default").json()["id"]
    for project in (foreign, str(uuid.uuid4())):
        response = api.put(path.format(created["id"]), json={"projectId": project, "name": "x"})
        assert response.status_code == 404
    assert api.get(f"/processings/{created['id']}").json() == created


def test_a_malformed_change_is_refused(api, start):
    created = start(MOSCOW)
    for body in ({"name": None}, {"name": 1}, {"projectId": "x"}, []):
        assert api.put(f"/processings/{created['id']}", json=body).status_code == 400


def test_delete(api, finish):
    done = finish(MOSCOW)
    path = f"/processings/{done['id']}"
    response = api.delete(path)
    assert (response.status_code, response.content) == (200, b"")
    for gone in (path, f"{path}/aois", f"{path}/result"):
        assert api.get(gone).status_code == 404
    assert api.delete(path).status_code == 404
    assert api.get("/processings").json() == []
    tiles = api.get(done["vectorLayer"]["tileJsonUrl"])
    assert tiles.status_code == 404


def test_lists_hold_the_newest_first(api, start):
    project = api.post("/projects", json={"name": "other"}).json()["id"]
    names = ["a", "b", "c"]
    for name in names:
        start(MOSCOW, name=name)
        start(MOSCOW, name=name.upper(), projectId=project)
    assert [p["name"] for p in api.get("/processings").json()] == ["c", "b", "a"]
    listed = api.get(f"/projects/{project}/processings").json()
    assert [p["name"] for p in listed] == ["C", "B", "A"]
    assert listed[0] == api.get(f"/processings/{listed[0]['id']}").json()


def test_an_account_can_be_set_to_list_all(api, running, start):
    project = api.post("/projects", json={"name": "other"}).json()["id"]
    start(MOSCOW, projectId=project)
    assert api.get("/processings").json() == []
    running.account("demo@example.com", listAllProcessings=True)
    assert len(api.get("/processings").json()) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/processings/{}", None),
        ("GET", "/processings/{}/aois", None),
        ("GET", "/processings/{}/result", None),
        ("POST", "/processings/{}/restart", None),
        ("PUT", "/processings/{}", {"name": "x"}),
        ("PUT", "/processing/{}", {"name": "x"}),
        ("DELETE", "/processings/{}", None),
    ],
)
def test_unknown_and_foreign_processings_do_not_exist(api, someone_else, method, path, body):
    run = {"wdName": "🏠 Buildings", "geometry": MOSCOW}
    foreign = someone_else.post("/processings", json=run).json()
    for processing_id in (foreign["id"], str(uuid.uuid4())):
        response = api.request(method, path.format(processing_id), json=body)
        assert (response.status_code, response.json()["code"]) == (404, "NOT_FOUND")
        malformed = api.request(method, path.format("no-uuid"), json=body)
        assert (malformed.status_code, malformed.json()["code"]) == (400, "BAD_REQUEST")
    assert someone_else.get(f"/processings/{foreign['id']}").json() == foreign


def test_a_foreign_project_takes_no_processing(api, someone_else):
    foreign = someone_else.get("/projects/default").json()["id"]
    run = {"wdName": "🏠 Buildings", "geometry": MOSCOW, "projectId": foreign}
    assert api.post("/processings", json=run).status_code == 404
    assert someone_else.get("/processings").json() == []


def test_too_many_areas_and_too_large_ones_are_refused(running):
    token = running.account("small@example.com", maxAoisPerProcessing=2, aoiAreaLimit=500_000)
    with Api(running.base_url, token) as client:

        def run(geometry):
            return client.post(
                "/processings", json={"wdName": "🏠 Buildings", "geometry": geometry}
            )

        assert run(THREE).status_code == 400
        two = {"type": "MultiPolygon", "coordinates": [MOSCOW["coordinates"]] * 2}
        refused = run(two)
        assert (refused.status_code, refused.json()["code"]) == (400, "TOO_LARGE_PROCESSING")
        # Ellipsoidal, as the limits are: 2 x 265334.8.
        assert refused.json()["params"] == {"area": "530670", "aoiAreaLimit": "500000"}
        # A thin diagonal: small itself, but its bounding box is not.
        thin = [[[37.0, 55.0], [37.02, 55.02], [37.0201, 55.02], [37.0, 55.0]]]
        refused = run({"type": "Polygon", "coordinates": thin})
        assert refused.json()["code"] == "TOO_LARGE_PROCESSING"
        assert run(MOSCOW).status_code == 200
        assert client.get("/user/status").json()["remainingCredits"] == 1000 - 16


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"geometry": MOSCOW},
        {"wdName": "🏠 Buildings"},
        {"wdName": "🏠 Buildings", "geometry": None},
        {"wdName": "🏠 Buildings", "geometry": MOSCOW, "meta": {"a": 1}},
        {"wdName": "🏠 Buildings", "geometry": MOSCOW, "params": {"url": 5}},
        {"wdName": "🏠 Buildings", "geometry": MOSCOW, "projectId": "no-uuid"},
        {
            "wdName": "🏠 Buildings",
            "geometry": MOSCOW,
            "blocks": [{"name": "Segmentation", "enabled": True}],
        },
        {"wdName": "🏠 Buildings", "geometry": MOSCOW, "blocks": [{"name": "OSM"}]},
        {
            "wdName": "🌲 Forest",
            "geometry": MOSCOW,
            "blocks": [{"name": "Segmentation", "enabled": False}],
        },
        {
            "wdName": "🚗 Roads",
            "wdId": "8cb13006-a299-4df6-b47d-91bd63de947f",
            "geometry": MOSCOW,
        },
        {
            "wdName": "🏠 Buildings",
            "geometry": MOSCOW,
            "meta": {"sandbox:fail": "x", "sandbox:fail-areas": "a"},
        },
    ],
)
def test_requests_that_make_no_sense_are_refused(api, body):
    response = api.post("/processings", json=body)
    assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST"), response.text
    assert api.get("/processings").json() == []
    assert api.get("/user/status").json()["remainingCredits"] == 1000


def test_unknown_models_are_not_found(api):
    for model in ({"wdName": "Buildings"}, {"wdId": str(uuid.uuid4())}):
        response = api.post("/processings", json={**model, "geometry": MOSCOW})
        assert (response.status_code, response.json()["code"]) == (404, "NOT_FOUND")


RING = MOSCOW["coordinates"][0]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [37.3, 55.6]},
        {"type": "Feature", "geometry": MOSCOW, "properties": {}},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [RING[:-1]]},
        {"type": "Polygon", "coordinates": [[RING[0], RING[1], RING[0]]]},
        {"type": "Polygon", "coordinates": [[[37.3, "55"], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[37.3, True], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[37.3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[5, 6, 7, 5]]},
        {"type": "Polygon", "coordinates": [[[4e6, 7e6], [4e6, 7.1e6], [4.1e6, 7e6], [4e6, 7e6]]]},
        {"type": "Polygon", "coordinates": [[[10**400, 0], [0, 1], [1, 0], [10**400, 0]]]},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": MOSCOW["coordinates"]},
    ],
)
def test_geometries_that_are_none_are_refused(api, geometry):
    for path, model in (
        ("/processings", {"wdName": "🏠 Buildings"}),
        ("/processing/cost", {"wdId": "8cb13006-a299-4df6-b47d-91bd63de947f"}),
    ):
        response = api.post(path, json={**model, "geometry": geometry})
        assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")
        assert response.json()["message"].startswith("geometry:")


def test_two_areas_on_different_sides_of_the_world(start):
    far = {
        "type": "MultiPolygon",
        "coordinates": [square(-70.0, -33.4)["coordinates"], square(151.2, -33.8)["coordinates"]],
    }
    assert start(far)["aoiCount"] == 2


def test_two_processings_are_two(api, start):
    # There are no idempotency keys: the same request twice is billed twice.
    assert start(TWO_BLOCKS, name="x")["id"] != start(TWO_BLOCKS, name="x")["id"]
    assert len(api.get("/processings").json()) == 2

"""Planned searches: creation, life, limits, and whose they are."""

import uuid

import httpx
import pytest

from tests.sandbox.planned import (
    DAY,
    MANY,
    MAY,
    NORTH,
    SOUTH,
    feature,
    images,
    moment,
    refused,
    search,
    seconds,
    template,
)
from tests.support.places import square


def test_a_new_one_searches_and_has_found_nothing(api, plan, project):
    response = plan(params=search(feature(NORTH, name="North"), maxCloudCover=20)).json()
    assert response["searchResults"] == []
    created = response["template"]
    assert (created["name"], created["projectId"]) == ("Quays", project)
    assert created["userId"] == api.get("/projects/default").json()["user"]["id"]
    assert created["status"] == "SEARCHING"
    assert (created["isActive"], created["isArchived"]) == (True, False)
    assert created["lastCheckedAt"] is None
    assert created["newImagesCount"] == 0
    assert created["processingParams"] is None
    assert seconds(created["createdAt"]) == MAY
    assert seconds(created["activeUntil"]) == MAY + 180 * DAY - 60
    assert created["area"] == pytest.approx(11.2e6, rel=0.02)
    assert created["searchParams"]["maxCloudCover"] == 20
    [area] = created["searchParams"]["aoiDetails"]["features"]
    assert area["properties"] == {
        "id": area["id"],
        "name": "North",
        "processings": [],
        "hasNewImages": False,
    }
    assert area["geometry"]["type"] == "Polygon"
    path = f"/processings/template/{created['id']}"
    assert api.get(path).json() == response
    assert api.get("/processings/template").json() == [created]
    assert api.get(f"/processings/template/user/{created['userId']}").json() == [created]
    assert api.get(f"/projects/{project}").json()["templatesCount"] == 1
    del created["searchParams"]
    assert api.get(f"/processings/template/project/{project}").json() == [created]


def test_ten_days_of_a_planned_search(api, running, planned):
    counts, known = [], []
    for day in range(11):
        running.advance(30 if day == 0 else DAY - 30)
        if day:
            assert template(api, planned)["status"] == "SEARCHING"
            assert template(api, planned)["newImagesCount"] == counts[-1]
            running.advance(30)
        now = template(api, planned)
        assert (now["status"], now["isActive"]) == ("READY", True)
        assert seconds(now["lastCheckedAt"]) == MAY + day * DAY + 30
        page = images(api, planned)
        found = [image["id"] for image in page["images"]]
        assert set(known) <= set(found)
        assert all(
            seconds(image["acquisitionDate"]) <= MAY + day * DAY + 30 for image in page["images"]
        )
        assert page["total"] == len(found) == len(set(found)) == now["newImagesCount"]
        assert {r["id"] for r in api.get(planned).json()["searchResults"]} == set(found)
        assert now["searchParams"]["aoiDetails"]["features"][0]["properties"]["hasNewImages"]
        counts.append(now["newImagesCount"])
        known = found
    assert counts[0] > 0
    assert counts[-1] > counts[0] + 1
    assert counts == sorted(counts)

    api.put(f"{planned}/image/seenAll").raise_for_status()
    assert template(api, planned)["newImagesCount"] == 0
    assert not any(image["isNew"] for image in images(api, planned)["images"])
    area = template(api, planned)["searchParams"]["aoiDetails"]["features"][0]
    assert area["properties"]["hasNewImages"] is False
    before = images(api, planned)["total"]
    running.advance(5 * DAY)
    assert template(api, planned)["newImagesCount"] == images(api, planned)["total"] - before > 0


def test_what_is_found_depends_on_nothing_but_place_and_day(api, running, plan):
    first, second = (plan().json()["template"]["id"] for _ in range(2))
    running.advance(3 * DAY)
    one, other = (images(api, f"/processings/template/{each}") for each in (first, second))
    assert one == other
    assert one["total"] > 0


def test_images_look_like_those_of_the_catalog(api, running, planned):
    running.advance(DAY)
    for image in images(api, planned)["images"]:
        assert image["footprint"]["type"] == "Polygon"
        assert isinstance(image["previews"], list)
        assert image["pixelResolution"] > 0
        assert 0 <= (image["cloudCover"] or 0) <= 100
        assert 0 < image["aoiIntersectionPercent"] <= 100
        assert image["isNew"] is True
        assert image["providerName"]
    searched = api.post("/catalog/meta", json={"aoi": NORTH}).json()["images"]
    same = {image["id"]: image for image in searched}
    for image in images(api, planned)["images"]:
        assert image == {**same[image["id"]], "isNew": True}


def test_one_image_is_marked_as_seen(api, running, planned):
    running.advance(DAY)
    [first, *others] = images(api, planned)["images"]
    for _ in range(2):
        api.post(f"{planned}/image/{first['id']}/seen").raise_for_status()
    now = images(api, planned)["images"]
    assert [image["id"] for image in now if not image["isNew"]] == [first["id"]]
    assert template(api, planned)["newImagesCount"] == len(others)
    refused(api.post(f"{planned}/image/nothing/seen"), 404, "NOT_FOUND")


def test_pages_and_order(api, running, planned):
    running.advance(10 * DAY)
    whole = images(api, planned, sortBy="CLOUD_COVER", sortOrder="DESC")
    covers = [image["cloudCover"] for image in whole["images"]]
    known = [cover for cover in covers if cover is not None]
    assert len(known) > 1
    assert covers == sorted(known, reverse=True) + [None] * (len(covers) - len(known))
    assert (whole["limit"], whole["offset"]) == (100, 0)
    pages = [
        images(api, planned, sortBy="CLOUD_COVER", sortOrder="DESC", limit=2, offset=offset)
        for offset in range(0, whole["total"] + 2, 2)
    ]
    assert [image for page in pages for image in page["images"]] == whole["images"]
    assert {page["total"] for page in pages} == {whole["total"]}
    newest = [image["acquisitionDate"] for image in images(api, planned)["images"]]
    assert newest == sorted(newest, reverse=True)
    refused(api.post(f"{planned}/images", json={"sortBy": "COLOUR"}))
    refused(api.post(f"{planned}/images", json={"sortOrder": "UP"}))


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"maxCloudCover": 20}, lambda image: (image["cloudCover"] or 0) <= 20),
        ({"minResolution": 0.4}, lambda image: image["pixelResolution"] >= 0.4),
        ({"maxResolution": 0.5}, lambda image: image["pixelResolution"] <= 0.5),
        ({"maxOffNadirAngle": 10}, lambda image: image["offNadirAngle"] <= 10),
        (
            {"acquisitionDateFrom": moment(MAY + 3 * DAY)},
            lambda image: seconds(image["acquisitionDate"]) >= MAY + 3 * DAY,
        ),
        (
            {"acquisitionDateTo": moment(MAY + 3 * DAY)},
            lambda image: seconds(image["acquisitionDate"]) <= MAY + 3 * DAY,
        ),
    ],
)
def test_filters_of_a_request_and_of_the_search(api, running, plan, filters, fits):
    plain = f"/processings/template/{plan().json()['template']['id']}"
    response = plan(params=search(feature(NORTH), **filters)).json()
    stored = f"/processings/template/{response['template']['id']}"
    running.advance(20 * DAY)
    every = images(api, plain)["images"]
    expected = [image for image in every if fits(image)]
    assert 0 < len(expected) < len(every)
    assert images(api, plain, **filters)["images"] == expected
    assert images(api, stored)["images"] == expected


def test_filters_by_provider_kind_and_share(api, running, plan):
    def total(**filters):
        response = plan(params=search(feature(NORTH), **filters)).json()
        path = f"/processings/template/{response['template']['id']}"
        if not response["template"]["isActive"]:
            pytest.fail("too many active ones for this test")
        running.advance(20 * DAY)
        found = images(api, path)
        api.delete(path).raise_for_status()
        httpx.post(f"{running.control_url}clock", json={"now": MAY}).raise_for_status()
        return found["total"], {image["providerName"] for image in found["images"]}

    whole, providers = total()
    assert len(providers) == 3
    one = min(providers)
    assert total(dataProviders=[one.upper()])[1] == {one}
    assert total(dataProviders=[])[0] == 0
    assert total(productTypes=["MOSAIC"])[0] == 0
    assert total(productTypes=["IMAGE"])[0] == whole
    assert total(minAoiIntersectionPercent=100)[0] <= whole
    available, _ = total(hideUnavailable=True)
    assert 0 < available < whole
    running.account("demo@example.com", searchProviders=[])
    assert total(hideUnavailable=True)[0] == 0


@pytest.mark.parametrize(
    "filters",
    [
        {"maxCloudCover": 101},
        {"maxCloudCover": -1},
        {"minResolution": 2, "maxResolution": 1},
        {"acquisitionDateFrom": moment(MAY), "acquisitionDateTo": moment(MAY - 1)},
        {"acquisitionDateFrom": "2026-02-30T00:00:00Z"},
    ],
)
def test_filters_that_make_no_sense(api, plan, planned, filters):
    refused(plan(params=search(feature(NORTH), **filters)))
    refused(api.put(planned, json={"searchParams": filters}))
    refused(api.post(f"{planned}/images", json=filters))


def test_further_ones_begin_inactive(api, running, plan):
    created = [plan().json()["template"] for _ in range(3)]
    assert [each["isActive"] for each in created] == [True, True, False]
    paths = [f"/processings/template/{each['id']}" for each in created]
    running.advance(5 * DAY)
    last = template(api, paths[2])
    assert (last["status"], last["isActive"], last["lastCheckedAt"]) == ("READY", False, None)
    assert images(api, paths[2])["total"] == 0
    refused(
        api.post(f"{paths[2]}/resume"),
        text="You have reached the maximum number of active templates",
    )
    paused = api.post(f"{paths[0]}/pause").json()
    assert paused["template"]["isActive"] is False
    resumed = api.post(f"{paths[2]}/resume").json()
    assert (resumed["template"]["isActive"], resumed["template"]["status"]) == (True, "SEARCHING")
    running.advance(30)
    assert images(api, paths[2])["total"] > 0
    refused(
        api.post(f"{paths[0]}/resume"),
        text="You have reached the maximum number of active templates",
    )


def test_the_limit_of_active_ones_is_that_of_the_plan(running, plan):
    running.account("demo@example.com", maxActiveTemplates=1)
    assert [plan().json()["template"]["isActive"] for _ in range(2)] == [True, False]


def test_a_paused_one_finds_nothing_new(api, running, planned):
    running.advance(2 * DAY)
    before = images(api, planned)["images"]
    paused = api.post(f"{planned}/pause").json()
    assert [result["id"] for result in paused["searchResults"]] == [i["id"] for i in before]
    running.advance(20 * DAY)
    assert images(api, planned)["images"] == before
    assert template(api, planned)["lastCheckedAt"] == paused["template"]["lastCheckedAt"]
    refused(api.post(f"{planned}/pause"), text="not active")
    api.post(f"{planned}/resume").raise_for_status()
    refused(api.post(f"{planned}/resume"), text="active already")
    assert images(api, planned)["images"] == before
    running.advance(30)
    assert images(api, planned)["total"] > len(before)


def test_it_ends_and_can_be_given_more_time(api, running, plan):
    path = f"/processings/template/{plan(days=3).json()['template']['id']}"
    running.advance(30 * DAY)
    now = template(api, path)
    assert (now["isActive"], now["status"]) == (False, "READY")
    assert seconds(now["lastCheckedAt"]) == MAY + 2 * DAY + 30
    refused(api.post(f"{path}/resume"), text="activeUntil")
    later = api.put(path, json={"activeUntil": moment(MAY + 60 * DAY)}).json()
    assert (later["isActive"], later["lastCheckedAt"]) == (False, now["lastCheckedAt"])
    assert api.post(f"{path}/resume").json()["template"]["isActive"] is True


@pytest.mark.parametrize("offset_days", [0, -1, 185])
def test_it_ends_within_six_months(api, plan, planned, offset_days):
    # 1 November, 08:00 is the last moment.
    refused(plan(activeUntil=moment(MAY + offset_days * DAY)), text="6 months")
    refused(api.put(planned, json={"activeUntil": moment(MAY + offset_days * DAY)}))
    assert plan(activeUntil=moment(MAY + 184 * DAY)).status_code == 200


def test_an_area_above_the_limit(api, running, plan, planned):
    huge = square(37.0, 55.0, 1.0)
    refused(plan(feature(huge)), text="You don't have enough limit, please contact admin!")
    refused(
        api.post(f"{planned}/aoi", json={"geometry": huge}),
        text="You don't have enough limit, please contact admin!",
    )
    [area] = template(api, planned)["searchParams"]["aoiDetails"]["features"]
    refused(
        api.post(f"{planned}/aoi/{area['id']}", json={"geometry": huge}),
        text="You don't have enough limit, please contact admin!",
    )
    running.account("demo@example.com", templateAreaLimit=0)
    assert plan(feature(huge)).status_code == 200


def test_changes_are_merged(api, plan):
    stored = {"rest": {"kept": [1]}}
    response = plan(
        params=search(feature(NORTH), maxCloudCover=20, minResolution=0.3), processingParams=stored
    ).json()["template"]
    assert response["processingParams"] == stored
    path = f"/processings/template/{response['id']}"
    changed = api.put(path, json={"name": "Summer", "searchParams": {"maxCloudCover": 30}}).json()
    assert changed["name"] == "Summer"
    assert changed["searchParams"] == {**response["searchParams"], "maxCloudCover": 30}
    assert changed["processingParams"] == stored
    assert changed["activeUntil"] == response["activeUntil"]
    assert template(api, path) == changed
    assert api.put(path, json={}).json() == changed


@pytest.mark.parametrize("areas", [search(feature(NORTH)), {"aoi": NORTH}, {"aoiDetails": None}])
def test_areas_are_not_changed_by_the_update(api, planned, areas):
    before = template(api, planned)
    refused(api.put(planned, json={"name": "x", "searchParams": areas}), text="Geometry updates")
    assert template(api, planned) == before


def test_stored_runs_have_to_be_complete(api, plan, planned):
    refused(plan(processingParams={}))
    refused(api.put(planned, json={"processingParams": {}}))


@pytest.mark.parametrize("missing", ["name", "projectId", "activeUntil", "searchParams"])
def test_what_a_new_one_needs(api, plan, project, missing):
    body = {
        "name": "x",
        "projectId": project,
        "activeUntil": moment(MAY + DAY),
        "searchParams": search(feature(NORTH)),
    }
    del body[missing]
    refused(api.post("/processings/template", json=body))


def test_a_search_needs_areas(plan):
    refused(plan(params={"maxCloudCover": 20}), text="aoiDetails")


def test_the_older_form_of_areas(api, plan):
    for geometry, count in ((NORTH, 1), (MANY, 2)):
        created = plan(params={"aoi": geometry}).json()["template"]
        assert "aoi" not in created["searchParams"]
        assert len(created["searchParams"]["aoiDetails"]["features"]) == count


def test_features_with_a_multipolygon_are_ignored(plan):
    some = plan(feature(MANY), feature(NORTH)).json()["template"]
    [area] = some["searchParams"]["aoiDetails"]["features"]
    assert area["geometry"]["type"] == "Polygon"


def test_one_without_areas_fails_until_it_is_restarted(api, running, plan):
    created = plan(feature(MANY)).json()["template"]
    assert created["searchParams"]["aoiDetails"]["features"] == []
    path = f"/processings/template/{created['id']}"
    running.advance(30)
    assert template(api, path)["status"] == "FAILED"
    api.post(f"{path}/restart").raise_for_status()
    assert template(api, path)["status"] == "SEARCHING"
    running.advance(30)
    assert template(api, path)["status"] == "FAILED"
    api.post(f"{path}/aoi", json={"geometry": NORTH}).raise_for_status()
    running.advance(DAY)
    assert template(api, path)["status"] == "FAILED"
    api.post(f"{path}/restart").raise_for_status()
    running.advance(30)
    assert template(api, path)["status"] == "READY"
    assert images(api, path)["total"] > 0
    refused(api.post(f"{path}/restart"), text="READY")
    api.post(f"{path}/pause").raise_for_status()


def test_failed_comes_before_inactive(api, running, plan):
    path = f"/processings/template/{plan(feature(MANY)).json()['template']['id']}"
    running.advance(30)
    paused = api.post(f"{path}/pause").json()["template"]
    assert (paused["status"], paused["isActive"]) == ("FAILED", False)
    refused(api.post(f"{path}/restart"), text="resume")


def test_a_deleted_one_is_gone(api, planned):
    response = api.delete(planned)
    assert (response.status_code, response.content) == (200, b"")
    refused(api.get(planned), 404, "NOT_FOUND")
    assert api.get("/processings/template").json() == []


def test_deleting_the_project_takes_it_along(api, plan):
    other = api.post("/projects", json={"name": "other"}).json()["id"]
    created = plan(projectId=other).json()["template"]
    api.delete(f"/projects/{other}").raise_for_status()
    refused(api.get(f"/processings/template/{created['id']}"), 404, "NOT_FOUND")


def _run(**more):
    return {"name": "x", "wdName": "🏠 Buildings", "geometry": NORTH, **more}


OPERATIONS = [
    ("GET", "", None),
    ("PUT", "", {"name": "x"}),
    ("DELETE", "", None),
    ("POST", "/pause", None),
    ("POST", "/resume", None),
    ("POST", "/restart", None),
    ("GET", "/processings", None),
    ("POST", "/images", {}),
    ("POST", "/aoi", {"geometry": SOUTH}),
    ("POST", "/aoi/11111111-1111-4111-8111-111111111111", {"name": "x"}),
    ("DELETE", "/aoi", {"aoiIds": []}),
    ("POST", "/image/x/seen", None),
    ("PUT", "/image/seenAll", None),
    ("POST", "", _run(params={"data_provider": "x"}, updateTemplateGeometry=False)),
    (
        "POST",
        "/v2",
        _run(
            params={"sourceParams": {"imagerySearch": {"dataProvider": "x"}}},
            updateTemplateGeometry=False,
        ),
    ),
]


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_unknown_and_foreign_ones_do_not_exist(api, someone_else, planned, method, path, body):
    for who, base in (
        (someone_else, planned),
        (api, f"/processings/template/{uuid.uuid4()}"),
    ):
        refused(who.request(method, f"{base}{path}", json=body), 404, "NOT_FOUND")
    assert template(api, planned)["isActive"] is True


def test_lists_hold_what_the_caller_may_see(api, someone_else, planned, project):
    user = template(api, planned)["userId"]
    assert someone_else.get("/processings/template").json() == []
    refused(someone_else.get(f"/processings/template/project/{project}"), 404, "NOT_FOUND")
    refused(someone_else.get(f"/processings/template/user/{user}"), 404, "NOT_FOUND")
    foreign = someone_else.get("/projects/default").json()["id"]
    body = {"name": "x", "activeUntil": moment(MAY + DAY), "searchParams": search(feature(NORTH))}
    response = api.post("/processings/template", json={**body, "projectId": foreign})
    refused(response, 404, "NOT_FOUND")


def test_undocumented_members_of_a_search_are_not_kept(api, plan):
    created = plan(params={**search(feature(NORTH)), "": {}, "colour": "red", "maxCloudCover": 20})
    assert created.status_code == 200
    template = created.json()["template"]
    path = f"/processings/template/{template['id']}"
    assert api.put(path, json={"searchParams": {"odd": [1]}}).status_code == 200
    stored = api.get(path).json()["template"]["searchParams"]
    assert stored["maxCloudCover"] == 20
    assert {"", "colour", "odd"}.isdisjoint(stored)

"""Areas of planned searches: added, changed, removed."""

import uuid

import pytest

from tests.sandbox.planned import DAY, MANY, NORTH, SOUTH, feature, images, refused, template


def areas(api, path):
    return template(api, path)["searchParams"]["aoiDetails"]["features"]


def test_one_is_added(api, planned):
    response = api.post(f"{planned}/aoi", json={"geometry": SOUTH, "name": "South"})
    assert response.json() == {"addedCount": 1, "partitioningTriggered": False}
    north, south = areas(api, planned)
    assert (north["properties"]["name"], south["properties"]["name"]) == ("North", "South")
    assert template(api, planned)["area"] == pytest.approx(22.4e6, rel=0.02)


def test_several_are_added(api, planned):
    wanted = [{"geometry": SOUTH, "name": None}, {"geometry": MANY, "name": "both"}]
    response = api.post(f"{planned}/aoi", json={"aois": wanted})
    assert response.json()["addedCount"] == 3
    names = [area["properties"]["name"] for area in areas(api, planned)]
    assert names == ["North", None, "both", "both"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x"},
        {"aois": []},
        {"aois": [{"name": "x"}]},
        {"geometry": SOUTH, "aois": [{"geometry": SOUTH}]},
        {"geometry": {"type": "Point", "coordinates": [37.0, 55.0]}},
        {"geometry": SOUTH, "name": "x" * 65},
    ],
)
def test_what_cannot_be_added(api, planned, body):
    refused(api.post(f"{planned}/aoi", json=body))
    assert len(areas(api, planned)) == 1


def test_an_added_area_is_searched_with_the_next_repetition(api, running, planned):
    running.advance(5 * DAY)
    running.advance(60)
    before = images(api, planned)["total"]
    api.post(f"{planned}/aoi", json={"geometry": SOUTH}).raise_for_status()
    south = areas(api, planned)[1]
    assert images(api, planned, aoiIds=[south["id"]])["total"] == 0
    assert images(api, planned)["total"] == before
    running.advance(DAY)
    assert images(api, planned, aoiIds=[south["id"]])["total"] > 0


def test_images_of_some_areas(api, running, plan):
    path = f"/processings/template/{plan(feature(NORTH), feature(SOUTH)).json()['template']['id']}"
    running.advance(10 * DAY)
    north, south = (area["id"] for area in areas(api, path))
    found = {
        ids: {image["id"] for image in images(api, path, aoiIds=list(ids))["images"]}
        for ids in ((north,), (south,), (north, south))
    }
    assert found[north,] | found[south,] == found[north, south]
    assert {image["id"] for image in images(api, path)["images"]} == found[north, south]
    assert found[north,] != found[south,]
    assert images(api, path, aoiIds=[])["total"] == 0
    assert images(api, path, aoiIds=[str(uuid.uuid4())])["total"] == 0
    assert images(api, path, aoiIds=[north.upper()])["total"] == len(found[north,])


def test_name_and_outline_are_changed_by_post(api, planned):
    [area] = areas(api, planned)
    path = f"{planned}/aoi/{area['id']}"
    named = api.post(path, json={"name": "Mole"}).json()
    assert named == {"id": area["id"], "name": "Mole", "geometry": area["geometry"]}
    moved = api.post(path, json={"geometry": SOUTH}).json()
    assert (moved["id"], moved["name"]) == (area["id"], "Mole")
    assert sorted(moved["geometry"]["coordinates"][0]) == sorted(SOUTH["coordinates"][0])
    assert areas(api, planned)[0]["geometry"] == moved["geometry"]
    assert api.post(path, json={}).json() == moved
    refused(api.post(path, json={"name": "x" * 65}))
    refused(api.post(f"{planned}/aoi/{uuid.uuid4()}", json={"name": "x"}), 404, "NOT_FOUND")
    refused(api.put(path, json={"name": "x"}), 404, "NOT_FOUND")
    assert api.patch(path, json={"name": "x"}).status_code == 405


def test_a_multipolygon_makes_an_area_several(api, planned):
    [area] = areas(api, planned)
    api.post(f"{planned}/aoi/{area['id']}", json={"geometry": MANY}).raise_for_status()
    first, second = areas(api, planned)
    assert first["id"] == area["id"] != second["id"]
    assert first["properties"]["name"] == second["properties"]["name"] == "North"


def test_some_are_removed_by_a_delete_with_a_body(api, planned):
    api.post(f"{planned}/aoi", json={"geometry": SOUTH}).raise_for_status()
    north, south = (area["id"] for area in areas(api, planned))
    body = {"aoiIds": [north, str(uuid.uuid4())]}
    response = api.request("DELETE", f"{planned}/aoi", json=body)
    assert (response.status_code, response.json()) == (200, {"deletedCount": 1})
    assert [area["id"] for area in areas(api, planned)] == [south]
    refused(api.delete(f"{planned}/aoi"))
    assert len(areas(api, planned)) == 1


def test_names_of_areas_are_short(plan):
    assert plan(feature(NORTH, name="x" * 64)).status_code == 200
    refused(plan(feature(NORTH, name="x" * 65)))


def test_identifiers_of_areas_are_kept_where_they_are_free(plan):
    identifier = str(uuid.uuid4())
    ids = []
    for _ in range(2):
        created = plan(feature(NORTH, id=identifier.upper())).json()["template"]
        ids += [area["id"] for area in created["searchParams"]["aoiDetails"]["features"]]
    assert ids[0] == identifier != ids[1]

"""Processings that are started from planned searches."""

import pytest

from tests.sandbox.planned import DAY, NORTH, SOUTH, feature, images, refused, template
from tests.support.places import square

#: The western half of NORTH, and a stripe through its middle.
WEST = {
    "type": "Polygon",
    "coordinates": [[[37.3, 55.64], [37.32, 55.64], [37.32, 55.68], [37.3, 55.68], [37.3, 55.64]]],
}
STRIPE = {
    "type": "Polygon",
    "coordinates": [
        [[37.308, 55.63], [37.322, 55.63], [37.322, 55.69], [37.308, 55.69], [37.308, 55.63]]
    ],
}


@pytest.fixture
def rich(running):
    """An account that can pay for imagery, and may process it."""
    running.account("demo@example.com", credits=1_000_000, aoiAreaLimit=100_000_000)


@pytest.fixture
def run(api, rich):
    """Starts a processing in the form of version 2, and returns the response."""

    def start(path, image, geometry=NORTH, take=False, **more):
        body = {
            "name": "Quays, 18 April",
            "description": None,
            "wdName": "🏠 Buildings",
            "geometry": geometry,
            "params": {
                "sourceParams": {
                    "imagerySearch": {
                        "dataProvider": image["providerName"].lower(),
                        "imageIds": [image["id"]],
                    }
                }
            },
            "meta": {},
            "blocks": [],
            "updateTemplateGeometry": take,
            **more,
        }
        return api.post(f"{path}/v2", json=body)

    return start


@pytest.fixture
def image(api, running, planned):
    """One that was found, of a provider whose imagery may be processed."""
    running.advance(10 * DAY)
    available = api.put(
        planned, json={"searchParams": {"hideUnavailable": True, "minAoiIntersectionPercent": 100}}
    )
    available.raise_for_status()
    return images(api, planned)["images"][0]


def areas(api, path):
    return template(api, path)["searchParams"]["aoiDetails"]["features"]


def test_a_run_belongs_to_the_planned_search(api, running, planned, image, run):
    receipt = run(planned, image).json()
    assert set(receipt) == {"id", "name", "projectId", "status"}
    assert receipt["name"] == "Quays, 18 April"
    assert receipt["projectId"] == template(api, planned)["projectId"]
    [listed] = api.get(f"{planned}/processings").json()
    assert listed == api.get(f"/processings/{receipt['id']}").json()
    assert all(isinstance(value, str) for value in listed["params"].values())
    assert image["id"] in listed["params"].values()
    assert image["providerName"] in listed["params"].values()
    [link] = areas(api, planned)[0]["properties"]["processings"]
    assert link["processingId"] == receipt["id"]
    assert link["processingStatus"] == "UNPROCESSED"
    assert link["area"] == listed["area"]
    running.advance(3600)
    [link] = areas(api, planned)[0]["properties"]["processings"]
    assert link["processingStatus"] == "OK"
    assert api.get(f"{planned}/processings").json()[0]["status"] == "OK"


def test_the_flat_form(api, planned, image, rich):
    body = {
        "name": "flat",
        "wdName": "🏠 Buildings",
        "geometry": NORTH,
        "params": {"data_provider": image["providerName"], "url": image["id"]},
        "updateTemplateGeometry": False,
    }
    receipt = api.post(planned, json=body).json()
    [listed] = api.get(f"{planned}/processings").json()
    assert (listed["id"], listed["params"]["url"]) == (receipt["id"], image["id"])
    refused(api.post(planned, json={**body, "params": {"url": image["id"]}}), text="dataProvider")


@pytest.mark.parametrize(
    "source",
    [
        {"imagerySearch": {"imageIds": ["x"]}},
        {"imagerySearch": {"dataProvider": "", "imageIds": ["x"]}},
        {"dataProvider": {"providerName": "mapbox"}},
        {},
    ],
)
def test_without_a_provider_nothing_runs(api, planned, image, run, source):
    refused(run(planned, image, params={"sourceParams": source}))
    assert api.get(f"{planned}/processings").json() == []


@pytest.mark.parametrize("missing", ["name", "geometry", "params", "updateTemplateGeometry"])
def test_what_a_run_needs(api, planned, image, run, missing):
    body = {
        "name": "x",
        "wdName": "🏠 Buildings",
        "geometry": NORTH,
        "params": {"sourceParams": {"imagerySearch": {"dataProvider": image["providerName"]}}},
        "updateTemplateGeometry": False,
    }
    del body[missing]
    refused(api.post(f"{planned}/v2", json=body))


def test_the_area_stays_when_that_is_wanted(api, planned, image, run):
    before = [area["geometry"] for area in areas(api, planned)]
    run(planned, image, WEST).raise_for_status()
    assert [area["geometry"] for area in areas(api, planned)] == before


def test_the_processed_area_is_taken_out(api, planned, image, run):
    [before] = areas(api, planned)
    run(planned, image, WEST, take=True).raise_for_status()
    [after] = areas(api, planned)
    assert after["id"] == before["id"]
    longitudes = {position[0] for position in after["geometry"]["coordinates"][0]}
    assert longitudes == {37.32, 37.34}
    assert template(api, planned)["area"] == pytest.approx(5.6e6, rel=0.02)
    # It touches no area any more, and is found in the list only.
    assert after["properties"]["processings"] == []
    assert len(api.get(f"{planned}/processings").json()) == 1


def test_a_stripe_cuts_an_area_in_two(api, planned, image, run):
    [before] = areas(api, planned)
    run(planned, image, STRIPE, take=True).raise_for_status()
    first, second = areas(api, planned)
    assert first["id"] == before["id"] != second["id"]
    assert [each["properties"]["name"] for each in (first, second)] == ["North", "North"]
    assert min(p[0] for p in first["geometry"]["coordinates"][0]) == 37.322


def test_a_hole_is_cut(api, planned, image, run):
    run(planned, image, square(37.305, 55.645, 0.03), take=True).raise_for_status()
    [area] = areas(api, planned)
    assert len(area["geometry"]["coordinates"]) == 2


def test_when_nothing_is_left_the_search_fails(api, running, planned, image, run):
    run(planned, image, NORTH, take=True).raise_for_status()
    assert areas(api, planned) == []
    running.advance(DAY + 60)
    assert template(api, planned)["status"] == "FAILED"
    assert images(api, planned)["total"] == 0


def test_other_areas_are_left_alone(api, running, plan, run):
    path = f"/processings/template/{plan(feature(NORTH), feature(SOUTH)).json()['template']['id']}"
    running.advance(10 * DAY)
    api.put(path, json={"searchParams": {"hideUnavailable": True}}).raise_for_status()
    _, south = areas(api, path)
    run(path, images(api, path)["images"][0], NORTH, take=True).raise_for_status()
    [left] = areas(api, path)
    assert (left["id"], left["geometry"]) == (south["id"], south["geometry"])


def test_what_is_refused_changes_nothing(api, running, planned, image, run):
    before = areas(api, planned)
    running.account("demo@example.com", credits=0)
    assert run(planned, image, WEST, take=True).status_code == 400
    assert areas(api, planned) == before
    assert api.get(f"{planned}/processings").json() == []


def test_processings_outlive_the_planned_search(api, planned, image, run):
    receipt = run(planned, image).json()
    api.delete(planned).raise_for_status()
    assert api.get(f"/processings/{receipt['id']}").status_code == 200


def test_deleted_processings_are_gone_from_it(api, planned, image, run):
    receipt = run(planned, image).json()
    api.delete(f"/processings/{receipt['id']}").raise_for_status()
    assert api.get(f"{planned}/processings").json() == []
    assert areas(api, planned)[0]["properties"]["processings"] == []

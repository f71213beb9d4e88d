"""What known clients do, call by call, with the bodies that they send.

The client of these tests checks every response against the keys that published clients cannot do
without; here it is the sequence that counts, and that each step gets from the one before what it
needs.
"""

import pytest
from shapely import from_wkt
from shapely.geometry import mapping, shape

from tests.sandbox.conftest import Api
from tests.sandbox.planned import DAY, MAY, NORTH, SOUTH, moment
from tests.sandbox.test_imagery import geotiff
from tests.support.places import FIELD, FIELD_IMAGE, MOSCOW

META = {"source-app": "qgis", "version": "3.6.0", "source": "mapbox"}
NO_PLACES = {"type": "FeatureCollection", "features": []}
PAGE = {"images", "total", "limit", "offset"}


@pytest.fixture
def call(api):
    """Sends requests as a client that accepts nothing but 200."""

    def send(method, path, body=None, **more):
        response = api.request(method, path, **({"json": body} if body is not None else {}), **more)
        assert response.status_code == 200, response.text
        kind = response.headers.get("content-type", "")
        return response.json() if kind == "application/json" else response

    return send


@pytest.fixture
def qgis(call, running, api):
    """Logs the QGIS plugin in; returns the default project and the status of the user."""
    api.headers["x-plugin-version"] = "3.6.0"
    with Api(running.base_url) as anonymous:
        major, minor, patch = anonymous.get("/version").text.split(".")
    assert (major + minor + patch).isdecimal()
    default = call("GET", "/projects/default")
    assert default["user"]["role"] == "USER"
    status = call("GET", "/user/status")
    assert status["billingType"].upper() == "CREDITS"
    return default, status


def test_qgis_looks_around(call, qgis):
    default, status = qgis
    ask = {"limit": 20, "offset": 0, "filter": "", "sortBy": "UPDATED", "sortOrder": "DESC"}
    projects = call("POST", "/projects/page", ask)
    assert projects["results"] == [default]
    assert (projects["total"], projects["count"]) == (1, 1)
    made = call("POST", "/projects", {"name": "Coast", "description": "pilot"})
    assert made["workflowDefs"]
    renamed = call("PUT", f"/projects/{made['id']}", {"name": "Coast 2026", "description": ""})
    assert renamed["name"] == "Coast 2026"
    assert [each["name"] for each in call("GET", "/projects")] == ["Default", "Coast 2026"]
    page = f"/projects/{made['id']}/processings/v2/page"
    assert call("POST", page, {"limit": 30, "offset": 0}) == {"results": [], "total": 0, "count": 0}
    call("DELETE", f"/projects/{made['id']}")
    for provider in (*status["dataProviders"], *status["searchDataProviders"]):
        assert all(set(price) == {"zoom", "priceSqKm"} for price in provider["price"])
    assert call("GET", "/user/status") == status


def _run(qgis, **more):
    default, status = qgis
    provider = {"providerName": status["dataProviders"][0]["name"], "zoom": "18"}
    return {
        "name": "Roofs",
        "description": "",
        "projectId": default["id"],
        "wdId": status["models"][0]["id"],
        "geometry": MOSCOW,
        "params": {"sourceParams": {"dataProvider": provider}},
        "blocks": [{"name": "Simplification", "enabled": True}],
        "meta": META,
        **more,
    }


def _watch(call, running, page):
    """Read the page of the only processing every six seconds until it has ended."""
    for _ in range(100):
        [seen] = call("POST", page, {"limit": 30, "offset": 0})["results"]
        assert all(set(block) == {"name", "displayName", "enabled"} for block in seen["blocks"])
        if seen["status"] in ("OK", "FAILED", "REFUNDED", "CANCELLED"):
            return seen
        running.advance(6)
    raise AssertionError(seen["status"])


def test_qgis_runs_a_model(call, running, qgis):
    run = _run(qgis)
    # The same body is priced first.
    cost = call("POST", "/processing/cost/v2", run)
    assert type(cost) is int
    created = call("POST", "/processings/v2", run)
    assert created["cost"] == cost
    page = f"/projects/{run['projectId']}/processings/v2/page"
    seen = _watch(call, running, page)
    assert (seen["status"], seen["id"]) == ("OK", created["id"])
    for layer in ("vectorLayer", "rasterLayer"):
        assert {"tileJsonUrl", "tileUrl"} <= set(seen[layer])
    assert call("GET", seen["vectorLayer"]["tileJsonUrl"])["bounds"]
    path = f"/processings/{created['id']}"
    result = call("GET", f"{path}/result")
    assert result.headers["content-type"] == "application/octet-stream"
    assert result.json()["features"]
    [area] = call("GET", f"{path}/aois")
    assert shape(area["geometry"]).equals(shape(MOSCOW))
    call("PUT", f"{path}/v2", {"name": "Roofs again", "description": ""})
    call("PUT", f"{path}/rate", {"rating": 5, "feedback": ""})
    seen = call("GET", f"{path}/v2")
    assert (seen["name"], seen["rating"]) == ("Roofs again", {"rating": 5, "feedback": ""})
    left = call("GET", "/user/status")["remainingCredits"]
    assert left == qgis[1]["remainingCredits"] - cost
    call("DELETE", path)
    assert call("POST", page, {"limit": 30, "offset": 0})["total"] == 0


def test_qgis_restarts_and_reviews(call, running, qgis):
    running.account("demo@example.com", reviewWorkflowEnabled=True)
    run = _run(qgis, meta={**META, "sandbox:fail": "dataloader.TileNotLoaded"})
    path = f"/processings/{call('POST', '/processings/v2', run)['id']}"
    page = f"/projects/{run['projectId']}/processings/v2/page"
    failed = _watch(call, running, page)
    assert failed["messages"][0]["code"] == "dataloader.TileNotLoaded"
    assert call("POST", f"{path}/restart/v2")["status"] == "IN_PROGRESS"
    seen = _watch(call, running, page)
    assert seen["reviewStatus"]["reviewStatus"] == "IN_REVIEW"
    assert seen["reviewStatus"]["inReviewUntil"]
    call("PUT", f"{path}/rejection", {"comment": "roofs are missing", "features": NO_PLACES})
    assert call("GET", f"{path}/v2")["reviewStatus"]["reviewStatus"] == "NOT_ACCEPTED"
    running.advance(2 * DAY)
    call("PUT", f"{path}/acceptation")
    assert call("GET", f"{path}/v2")["reviewStatus"]["reviewStatus"] == "ACCEPTED"


def test_qgis_uploads(call, running, qgis):
    limits = call("GET", "/rasters/memory")
    assert set(limits) == {
        *("memoryLimit", "memoryUsed", "memoryFree", "maxUploadFileSize", "maxPixelCount")
    }
    part = {"file": ("flight.tif", FIELD_IMAGE.read_bytes(), "image/tiff")}
    query = {"name": "Flight", "tags": "coast, may"}
    mosaic_id = call("POST", "/rasters/mosaic/image", params=query, files=part)["mosaic_id"]
    part = {"file": ("second.tif", geotiff(), "image/tiff")}
    response = call("POST", f"/rasters/mosaic/{mosaic_id}/image", files=part)
    assert (set(response), response["mosaic_id"]) == ({"id", "message", "mosaic_id"}, mosaic_id)
    [mosaic] = call("GET", "/rasters/mosaic")
    assert (mosaic["id"], mosaic["name"], mosaic["tags"]) == (mosaic_id, "Flight", ["coast", "may"])
    first, second = call("GET", f"/rasters/mosaic/{mosaic_id}/image")
    assert [first["filename"], second["filename"]] == ["flight.tif", "second.tif"]
    assert call("GET", first["preview_url_s"]).headers["content-type"] == "image/jpeg"
    params = {"name": "renamed.tif"}
    assert call("PUT", f"/rasters/image/{second['id']}", params=params)["filename"] == "renamed.tif"
    call("DELETE", f"/rasters/image/{second['id']}")
    call("PUT", f"/rasters/mosaic/{mosaic_id}", {"name": "Flight 1", "tags": ["coast"]})
    source = {"myImagery": {"imageIds": [first["id"]], "mosaicId": None}}
    forest = next(each for each in qgis[1]["models"] if "Forest" in each["name"])
    run = _run(qgis, wdId=forest["id"], geometry=FIELD, blocks=[], params={"sourceParams": source})
    call("POST", "/processings/v2", run)
    page = f"/projects/{run['projectId']}/processings/v2/page"
    assert _watch(call, running, page)["status"] == "OK"
    call("DELETE", f"/rasters/mosaic/{mosaic_id}")
    assert call("GET", "/rasters/memory")["memoryUsed"] == 0


def test_qgis_searches_and_runs_on_what_it_found(call, running, may, qgis):
    search = {
        "aoi": NORTH,
        "acquisitionDateFrom": "2026-03-01T00:00:00.0Z",
        "acquisitionDateTo": "2026-05-01T00:00:00.0Z",
        "maxCloudCover": 30,
        "minAoiIntersectionPercent": 100,
        "limit": 100,
        "offset": 0,
        "hideUnavailable": True,
        "productTypes": ["IMAGE"],
    }
    page = call("POST", "/catalog/meta", search)
    assert set(page) == PAGE
    names = {each["name"] for each in call("GET", "/user/status")["searchDataProviders"]}
    assert {each["providerName"] for each in page["images"]} <= names
    found = page["images"][0]
    source = {"dataProvider": found["providerName"].lower(), "imageIds": [found["id"]]}
    running.account("demo@example.com", credits=100_000)
    run = _run(qgis, geometry=NORTH, blocks=[], params={"sourceParams": {"imagerySearch": source}})
    cost = call("POST", "/processing/cost/v2", run)
    assert call("POST", "/processings/v2", run)["cost"] == cost
    pages = f"/projects/{run['projectId']}/processings/v2/page"
    assert _watch(call, running, pages)["status"] == "OK"


@pytest.fixture
def watched(call, running):
    """Polls the planned searches of a project every 15 s until one stands as it should."""

    def until(project_id, template_id, status):
        for _ in range(20):
            listed = call("GET", f"/processings/template/project/{project_id}")
            assert all("searchParams" not in each for each in listed)
            [seen] = [each for each in listed if each["id"] == template_id]
            if seen["status"] == status:
                return seen
            running.advance(15)
        raise AssertionError(seen["status"])

    return until


def _areas(call, path):
    """The areas of a planned search by their name."""
    features = call("GET", path)["template"]["searchParams"]["aoiDetails"]["features"]
    return {each["properties"]["name"]: each for each in features}


def test_qgis_plans_a_search(call, api, running, may, qgis, watched):
    running.account("demo@example.com", credits=1_000_000)
    project = qgis[0]["id"]
    polygon = {"type": "Feature", "properties": {"name": "North"}, "geometry": NORTH}
    created = call(
        "POST",
        "/processings/template",
        {
            "name": "Quays",
            "projectId": project,
            "activeUntil": moment(MAY + 180 * DAY - 60),
            "searchParams": {
                "aoiDetails": {"type": "FeatureCollection", "features": [polygon]},
                "acquisitionDateFrom": moment(MAY - 30 * DAY),
                "acquisitionDateTo": moment(MAY + 180 * DAY),
                "maxCloudCover": 80,
                "minAoiIntersectionPercent": 0,
                "hideUnavailable": True,
                "productTypes": ["IMAGE"],
            },
        },
    )
    assert set(created) == {"template", "searchResults"}
    template_id = created["template"]["id"]
    path = f"/processings/template/{template_id}"
    assert created["template"]["isActive"] is True
    # It is polled until it has searched; the background search runs once a day.
    first = watched(project, template_id, "READY")
    running.advance(10 * DAY)
    later = watched(project, template_id, "READY")
    assert later["newImagesCount"] > first["newImagesCount"] > 0
    assert later["lastCheckedAt"] > first["lastCheckedAt"]
    # What was found, and that a user has seen it.
    page = call("POST", f"{path}/images", {"limit": 100, "offset": 0})
    assert set(page) == PAGE
    assert page["total"] == later["newImagesCount"]
    assert all(each["isNew"] for each in page["images"])
    image = page["images"][0]
    call("POST", f"{path}/image/{image['id']}/seen")
    assert watched(project, template_id, "READY")["newImagesCount"] == page["total"] - 1
    call("PUT", f"{path}/image/seenAll", content=b"")
    assert watched(project, template_id, "READY")["newImagesCount"] == 0
    # Areas come, change and go.
    add = {"geometry": SOUTH, "name": "South"}
    assert call("POST", f"{path}/aoi", add) == {"addedCount": 1, "partitioningTriggered": False}
    more = {"aois": [{"geometry": MOSCOW, "name": "Pier"}, {"geometry": MOSCOW, "name": None}]}
    assert call("POST", f"{path}/aoi", more)["addedCount"] == 2
    areas = _areas(call, path)
    assert areas.keys() == {"North", "South", "Pier", None}
    south = areas["South"]["properties"]["id"]
    renamed = call("POST", f"{path}/aoi/{south}", {"name": "Docks", "geometry": SOUTH})
    assert (renamed["id"], renamed["name"]) == (south, "Docks")
    refused = api.put(f"{path}/aoi/{south}", json={"name": "Docks"})
    assert (refused.status_code, refused.json()["code"]) == (404, "NOT_FOUND")
    gone = [south, *(areas[name]["properties"]["id"] for name in ("Pier", None))]
    assert call("DELETE", f"{path}/aoi", {"aoiIds": gone})["deletedCount"] == 3
    assert _areas(call, path).keys() == {"North"}
    # It rests, and continues.
    assert call("POST", f"{path}/pause")["template"]["isActive"] is False
    assert call("POST", f"{path}/resume")["template"]["isActive"] is True
    watched(project, template_id, "READY")
    # A model runs on one image, and the area that it ran on is taken out.
    covered = max(page["images"], key=lambda each: each["aoiIntersectionPercent"])
    half = {
        "type": "Polygon",
        "coordinates": [
            [[37.30, 55.64], [37.32, 55.64], [37.32, 55.68], [37.30, 55.68], [37.30, 55.64]]
        ],
    }
    source = {"dataProvider": covered["providerName"].lower(), "imageIds": [covered["id"]]}
    call(
        "POST",
        f"{path}/v2",
        {
            "name": "Quays, west",
            "description": "",
            "wdName": qgis[1]["models"][0]["name"],
            "geometry": half,
            "params": {"sourceParams": {"imagerySearch": source}},
            "meta": {},
            "blocks": [],
            "updateTemplateGeometry": True,
        },
    )
    left = _areas(call, path)["North"]
    assert shape(left["geometry"]).area == pytest.approx(shape(NORTH).area / 2)
    for _ in range(100):
        [started] = call("GET", f"{path}/processings")
        if started["status"] == "OK":
            break
        running.advance(15)
    assert (started["name"], started["status"]) == ("Quays, west", "OK")
    assert all(isinstance(value, str) for value in started["params"].values())
    assert started["vectorLayer"]["tileJsonUrl"]
    # It gets another name, and is deleted; what it started stays.
    assert call("PUT", path, {"name": "Quays 2026"})["name"] == "Quays 2026"
    call("DELETE", path)
    assert call("GET", f"/processings/template/project/{project}") == []
    assert call("GET", f"/processings/{started['id']}/v2")["status"] == "OK"


def test_qgis_restarts_a_planned_search_that_failed(call, running, may, qgis, watched):
    many = {"type": "MultiPolygon", "coordinates": [NORTH["coordinates"], SOUTH["coordinates"]]}
    ignored = {"type": "Feature", "properties": {}, "geometry": many}
    body = {
        "name": "Quays",
        "projectId": qgis[0]["id"],
        "activeUntil": moment(MAY + 180 * DAY - 60),
        "searchParams": {"aoiDetails": {"type": "FeatureCollection", "features": [ignored]}},
    }
    template_id = call("POST", "/processings/template", body)["template"]["id"]
    watched(qgis[0]["id"], template_id, "FAILED")
    path = f"/processings/template/{template_id}"
    call("POST", f"{path}/aoi", {"aois": [{"geometry": NORTH, "name": "North"}]})
    call("POST", f"{path}/restart")
    assert watched(qgis[0]["id"], template_id, "READY")["newImagesCount"] > 0


def test_the_sdk_of_2023(call, running):
    status = call("GET", "/user/status")
    assert status["billingType"] in ("CREDITS", "AREA", "NONE")
    project = call("GET", "/projects/default")
    body = {
        "name": "SDK",
        "projectId": project["id"],
        "wdName": project["workflowDefs"][0]["name"],
        "geometry": MOSCOW,
        "params": {"data_provider": "Mapbox", "projection": "epsg:3857"},
        "meta": {"source": "sdk"},
    }
    created = call("POST", "/processings", body)
    for _ in range(100):
        seen = call("GET", f"/processings/{created['id']}")
        if seen["status"] in ("OK", "FAILED"):
            break
        running.advance(10)
    assert seen["status"] == "OK"
    assert {"id", "tileJsonUrl", "tileUrl"} <= set(seen["rasterLayer"])
    assert call("GET", f"/projects/{project['id']}/processings") == [seen]
    assert len(call("GET", f"/processings/{created['id']}/aois")) == seen["aoiCount"] == 1
    assert call("GET", f"/processings/{created['id']}/result").json()["features"]


def test_the_scripts_of_2025(call, api, running, tmp_path):
    mosaic = call("POST", "/rasters/mosaic", {"name": "Batch", "tags": ["scripts"]})["id"]
    for name in ("a.tif", "b.tif"):
        files = {"file": (name, geotiff(), "image/tiff")}
        assert call("POST", f"/rasters/mosaic/{mosaic}/image", files=files)["mosaic_id"] == mosaic
    listed = call("GET", f"/rasters/mosaic/{mosaic}/image")
    assert [call("GET", f"/rasters/image/{each['id']}") for each in listed] == listed
    found = call("GET", f"/rasters/mosaic/{mosaic}")
    assert [found] == call("GET", "/rasters/mosaic")
    project = call("POST", "/projects", {"name": "Batch", "description": None})["id"]
    body = {
        "name": "a.tif",
        "projectId": project,
        "wdId": call("GET", "/user/status")["models"][0]["id"],
        "geometry": mapping(from_wkt(found["footprint"]).geoms[0]),
        "params": {"sourceParams": {"myImagery": {"mosaicId": mosaic}}},
    }
    created = call("POST", "/processings/v2", body)["id"]
    for _ in range(100):
        seen = call("GET", f"/processings/{created}/v2")
        if seen["status"] not in ("UNPROCESSED", "IN_PROGRESS"):
            break
        running.advance(30)
    assert seen["status"] == "OK"
    assert [each["id"] for each in call("GET", f"/projects/{project}/processings")] == [created]
    saved = tmp_path / "a.geojson"
    with api.stream("GET", f"/processings/{created}/result") as response, saved.open("wb") as file:
        assert response.status_code == 200
        for piece in response.iter_bytes(8192):
            file.write(piece)
    assert '"FeatureCollection"' in saved.read_text("utf-8")

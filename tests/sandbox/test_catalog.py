"""The imagery catalog, and runs on what it finds."""

import datetime
import json

import httpx
import pytest
from shapely import from_wkt
from shapely.geometry import mapping, shape

from mapflow.sandbox.sources import captures
from tests.sandbox.test_imagery import geotiff
from tests.support.places import MOSCOW, square

KEYS = {"id", "footprint", "pixelResolution", "previews"}


def _search(client, aoi=MOSCOW, **more):
    response = client.post("/catalog/meta", json={"aoi": aoi, **more})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.fixture
def own(api):
    files = {"file": ("own.tif", geotiff(), "image/tiff")}
    mosaic = api.post("/rasters/mosaic/image", params={"name": "May"}, files=files).json()
    [image] = api.get(f"/rasters/mosaic/{mosaic['mosaic_id']}/image").json()
    return image, mapping(from_wkt(image["footprint"]))


def test_a_page_has_the_keys_that_clients_need(api):
    page = _search(api)
    assert set(page) == {"images", "total", "limit", "offset"}
    assert (page["limit"], page["offset"]) == (100, 0)
    assert page["total"] > len(page["images"]) == 100
    for image in page["images"]:
        assert set(image) >= KEYS
        assert isinstance(image["previews"], list)
        assert shape(image["footprint"]).intersects(shape(MOSCOW))
        assert 0 < image["aoiIntersectionPercent"] <= 100
    dates = [image["acquisitionDate"] for image in page["images"]]
    assert dates == sorted(dates, reverse=True)


def test_the_same_place_has_the_same_images(api, someone_else):
    assert _search(api) == _search(api) == _search(someone_else)


def test_new_images_appear_as_time_passes(api, running):
    before = {image["id"] for image in _search(api, limit=5000)["images"]}
    running.advance(30 * 86_400)
    after = {image["id"] for image in _search(api, limit=5000)["images"]}
    assert before < after


def test_pages_make_the_whole(api):
    whole = _search(api, limit=1000)
    parts = [_search(api, limit=70, offset=n) for n in range(0, whole["total"], 70)]
    assert [image for part in parts for image in part["images"]] == whole["images"]
    beyond = _search(api, offset=10_000)
    assert (beyond["images"], beyond["total"]) == ([], whole["total"])


@pytest.mark.parametrize(
    ("filters", "field", "inside"),
    [
        ({"maxCloudCover": 10}, "cloudCover", lambda v: v <= 10),
        ({"minResolution": 0.5}, "pixelResolution", lambda v: v >= 0.5),
        ({"maxResolution": 0.4}, "pixelResolution", lambda v: v <= 0.4),
        (
            {"minOffNadirAngle": -5, "maxOffNadirAngle": 5},
            "offNadirAngle",
            lambda v: -5 <= v <= 5,
        ),
        ({"minAoiIntersectionPercent": 100}, "aoiIntersectionPercent", lambda v: v == 100),
        ({"acquisitionDateFrom": "2026-01-01T00:00:00Z"}, "acquisitionDate", "2026".__le__),
        ({"acquisitionDateTo": "2025-01-01T00:00:00.0Z"}, "acquisitionDate", "2025".__gt__),
        ({"dataProviders": ["Sandbox_Mosaic"]}, "providerName", "sandbox_mosaic".__eq__),
        ({"productTypes": ["MOSAIC"]}, "productType", "Mosaic".__eq__),
        ({"productTypes": ["image"]}, "productType", "Image".__eq__),
        ({"hideUnavailable": True}, "providerName", "sandbox_closed".__ne__),
    ],
)
def test_every_filter_filters(api, filters, field, inside):
    everything = _search(api, limit=5000)["images"]
    found = _search(api, limit=5000, **filters)["images"]
    # What is not known passes every filter.
    assert found == [each for each in everything if each[field] is None or inside(each[field])]
    assert 0 < len(found) < len(everything) or field == "aoiIntersectionPercent"


def test_some_values_are_not_known(api):
    found = _search(api, limit=5000, maxCloudCover=0)["images"]
    assert None in {image["cloudCover"] for image in found}


def test_no_provider_means_no_image(api):
    assert _search(api, dataProviders=[])["images"] == []


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("PROVIDER_NAME", "providerName"),
        ("SAT_ID", "satId"),
        ("CLOUD_COVER", "cloudCover"),
        ("OFF_NADIR_ANGLE", "offNadirAngle"),
        ("ACQUISITION_DATE", "acquisitionDate"),
        ("ZOOM", "zoom"),
        ("PIXEL_RESOLUTION", "pixelResolution"),
    ],
)
def test_results_are_sorted(api, key, field):
    for order in ("ASC", "DESC"):
        found = _search(api, limit=5000, sortBy=key, sortOrder=order)["images"]
        values = [image[field] for image in found if image[field] is not None]
        assert values == sorted(values, reverse=order == "DESC")
        assert [image[field] for image in found][: len(values)] == values


@pytest.mark.parametrize(
    "wrong",
    [
        {"maxCloudCover": 101},
        {"maxCloudCover": -1},
        {"minAoiIntersectionPercent": 101},
        {
            "acquisitionDateFrom": "2026-01-02T00:00:00Z",
            "acquisitionDateTo": "2026-01-01T00:00:00Z",
        },
        {"minResolution": 2, "maxResolution": 1},
        {"minOffNadirAngle": 2, "maxOffNadirAngle": 1},
        {"sortBy": "COLOUR"},
        {"sortOrder": "UP"},
        {"limit": -1},
        {"aoi": {"type": "Point", "coordinates": [0, 0]}},
        {"aoi": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}},
        {"aoi": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}},
    ],
)
def test_a_search_that_makes_no_sense_is_refused(api, wrong):
    response = api.post("/catalog/meta", json={"aoi": MOSCOW, **wrong})
    assert response.status_code == 400
    assert response.json()["message"]


def test_previews_work_without_credentials(api, own):
    found = [
        *_search(api, limit=5)["images"],
        *_search(api, own[1], dataProviders=["my_imagery_images", "my_imagery_mosaics"])["images"],
    ]
    assert {image["previewType"] for image in found} == {"png", "jpg", "xyz"}
    for image in found:
        url = image["previewUrl"]
        if image["previewType"] == "xyz":
            url = url.format(z=12, x=2471, y=1280)
        response = httpx.get(url, trust_env=False, timeout=30)
        assert response.status_code == 200, url
        assert response.headers["content-type"].startswith("image/")
        assert [part["url"] for part in image["previews"]] in ([], [image["previewUrl"]])


def test_own_imagery_is_found_whatever_the_filters(api, someone_else, own):
    image, aoi = own
    filters = {
        "maxCloudCover": 0,
        "maxResolution": 0.01,
        "acquisitionDateTo": "2000-01-01T00:00:00Z",
    }
    found = _search(api, aoi, **filters)["images"]
    assert {each["id"]: (each["providerName"], each["productType"]) for each in found} == {
        image["id"]: ("my_imagery_images", "Image"),
        image["mosaic_id"]: ("my_imagery_mosaics", "Mosaic"),
    }
    assert _search(someone_else, aoi, **filters)["images"] == []
    named = {each["name"] for each in api.get("/user/status").json()["searchDataProviders"]}
    assert {"my_imagery_images", "my_imagery_mosaics", "sandbox_mosaic"} <= named


def _run(api, running, version, source, geometry=MOSCOW):
    params = {"sourceParams": source} if version == "v2" else source
    body = {"wdName": "🏠 Buildings", "geometry": geometry, "params": params}
    response = api.post("/processings/v2" if version == "v2" else "/processings", json=body)
    assert response.status_code == 200, response.text
    running.advance(3600)
    return api.get(f"/processings/{response.json()['id']}/v2").json()


@pytest.mark.parametrize("provider", ["sandbox_half_metre", "sandbox_mosaic"])
def test_a_run_on_what_was_found(api, running, provider):
    found = _search(api, dataProviders=[provider], minAoiIntersectionPercent=100)["images"][0]
    asked = {"dataProvider": provider.upper(), "imageIds": [found["id"]]}
    done = _run(api, running, "v2", {"imagerySearch": asked})
    assert done["status"] == "OK"
    unused = dict.fromkeys(("dataProvider", "myImagery", "userDefined"))
    left_out = {"searchId": None, "zoom": None}
    assert done["params"]["sourceParams"] == {**unused, "imagerySearch": {**asked, **left_out}}
    flat = {"data_provider": provider, "url": found["id"]}
    assert api.get(f"/processings/{done['id']}").json()["params"] == {
        "data_provider": provider.upper(),
        "url": found["id"],
    }
    old = _run(api, running, "v1", flat)
    assert old["status"] == "OK"
    asked = {"dataProvider": provider, "imageIds": [found["id"]]}
    assert old["params"]["sourceParams"] == {**unused, "imagerySearch": {**asked, **left_out}}
    # 1 km² of Buildings at 13, and of imagery.
    assert (
        done["cost"]
        == old["cost"]
        == 13 + {"sandbox_half_metre": 20, "sandbox_mosaic": 5}[provider]
    )


def test_a_result_reaches_as_far_as_the_captures(api, running):
    # Captures end here, at 55.75 degrees north.
    border = square(37.31, 55.748, 0.004)
    source = {"dataProviders": ["sandbox_half_metre"], "limit": 5000}
    found = _search(api, border, **source)["images"]
    half = [each for each in found if 40 < each["aoiIntersectionPercent"] < 60]
    south = next(each for each in half if shape(each["footprint"]).centroid.y < 55.75)
    north = next(each for each in half if shape(each["footprint"]).centroid.y > 55.75)

    def result(*images):
        asked = {"dataProvider": "sandbox_half_metre", "imageIds": [each["id"] for each in images]}
        done = _run(api, running, "v2", {"imagerySearch": asked}, border)
        assert done["status"] == "OK"
        features = api.get(f"/processings/{done['id']}/result").json()["features"]
        return {json.dumps(each["geometry"]): shape(each["geometry"]) for each in features}

    below, above, both = result(south), result(north), result(south, north)
    assert below
    assert above
    assert not below.keys() & above.keys()
    assert all(each.centroid.y < 55.75 for each in below.values())
    assert all(each.centroid.y > 55.75 for each in above.values())
    assert both.keys() == below.keys() | above.keys()


def test_a_capture_may_be_too_fine_for_a_model(api, running):
    found = _search(api, dataProviders=["sandbox_third_metre"], minAoiIntersectionPercent=100)
    image = found["images"][0]
    assert image["pixelResolution"] < 0.5
    running.account("demo@example.com", credits=100_000)
    asked = {"dataProvider": "sandbox_third_metre", "imageIds": [image["id"]]}
    body = {
        "wdName": "🚜 Fields (hi-res)",
        "geometry": square(37.29, 55.63, 0.03),
        "params": {"sourceParams": {"imagerySearch": asked}},
    }
    created = api.post("/processings/v2", json=body).json()
    running.advance(3600)
    [message] = api.get(f"/processings/{created['id']}").json()["messages"]
    assert message["code"] == "source-validator.PixelSizeTooLow"
    assert float(message["parameters"]["actual_res"]) == image["pixelResolution"]
    assert message["parameters"]["min_res"] == "0.5"


def test_a_run_where_the_image_is_not(api, running):
    found = _search(api, dataProviders=["sandbox_half_metre"])["images"][0]
    away = {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.01], [0.01, 0.01], [0, 0]]]}
    source = {"imagerySearch": {"dataProvider": "sandbox_half_metre", "imageIds": [found["id"]]}}
    done = _run(api, running, "v2", source, away)
    assert done["status"] == "FAILED"
    assert done["messages"][0]["code"] == "source-validator.NoDataInAOI"


def test_a_run_below_the_smallest_area(api):
    found = _search(api, dataProviders=["sandbox_third_metre"])["images"][0]
    assert found["minAreaSqkm"] == 2
    source = {"dataProvider": found["providerName"], "imageIds": [found["id"]]}
    body = {
        "wdName": "🏠 Buildings",
        "geometry": MOSCOW,
        "params": {"sourceParams": {"imagerySearch": source}},
    }
    response = api.post("/processings/v2", json=body)
    assert (response.status_code, response.json()["code"]) == (400, "ProviderMinAreaError")


def test_a_run_on_own_imagery_that_was_found(api, running, own):
    image, aoi = own
    for name, found in (
        ("my_imagery_images", image["id"]),
        ("my_imagery_mosaics", image["mosaic_id"]),
    ):
        source = {"imagerySearch": {"dataProvider": name, "imageIds": [found]}}
        assert _run(api, running, "v2", source, aoi)["status"] == "OK"


def test_a_capture_is_found_again_by_its_identifier():
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).timestamp()
    found = list(captures.within((179.9, -0.1, 180.0, 0.1), None, now, seed=7))
    assert found
    for scene in found:
        assert captures.find(scene.id, 7, now) == scene
        assert captures.find(scene.id, 7, scene.acquired - 1) is None
        assert captures.find(scene.id, 8, now + 1e9) != scene
    for wrong in ("", "x", "SBXA_9999_000_00000", "SBXZ_0000_000_00000"):
        assert captures.find(wrong, 7, now) is None

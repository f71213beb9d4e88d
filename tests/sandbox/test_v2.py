"""Processings of version 2: the same processings, seen with structured sources."""

import json
import uuid

import pytest
from shapely import from_wkt
from shapely.geometry import mapping

from tests.sandbox.conftest import Api
from tests.sandbox.test_imagery import geotiff
from tests.support.places import MOSCOW

PROVIDER = {"dataProvider": {"providerName": "mapbox", "zoom": 18}}
NEEDED_BY_CLIENTS = {
    *("id", "name", "projectId", "status", "description", "workflowDef", "aoiArea", "cost"),
    *("created", "rasterLayer", "vectorLayer", "messages", "params", "blocks"),
}


def _run(client, source, geometry=MOSCOW, **more):
    return client.post(
        "/processings/v2",
        json={
            "wdName": "🏠 Buildings",
            "geometry": geometry,
            "params": {"sourceParams": source},
            **more,
        },
    )


@pytest.fixture
def image(api):
    mosaic = api.post(
        "/rasters/mosaic/image",
        params={"name": "May"},
        files={"file": ("a.tif", geotiff(), "image/tiff")},
    ).json()["mosaic_id"]
    [image] = api.get(f"/rasters/mosaic/{mosaic}/image").json()
    return image


def _whole(source):
    """A source as responses show it: four members, None unless used, the used one with all keys."""
    keys = {
        "dataProvider": ("providerName", "zoom"),
        "myImagery": ("imageIds", "mosaicId"),
        "imagerySearch": ("dataProvider", "imageIds", "searchId", "zoom"),
        "userDefined": ("sourceType", "url", "zoom", "crs", "rasterLogin", "rasterPassword"),
    }
    return {
        name: dict.fromkeys(fields) | source[name] if name in source else None
        for name, fields in keys.items()
    }


def test_a_processing_of_version_2_shows_what_was_sent(api):
    created = _run(api, PROVIDER, name="Roofs", meta={"source-app": "qgis", "n": [1, {"a": None}]})
    assert created.status_code == 200, created.text
    view = created.json()
    assert set(view) >= NEEDED_BY_CLIENTS
    assert view["params"] == {"sourceParams": _whole(PROVIDER), "inferenceParams": None}
    assert view["meta"] == {"source-app": "qgis", "n": [1, {"a": None}]}
    assert (view["status"], view["percentCompleted"]) == ("UNPROCESSED", 0)
    assert api.get(f"/processings/{view['id']}/v2").json() == view
    assert api.get("/processings/v2").json() == [view]
    assert api.get(f"/projects/{view['projectId']}/processings/v2").json() == [view]


def test_inference_params_come_back(api):
    sent = {"sourceParams": PROVIDER, "inferenceParams": {"threshold": 0.5}}
    view = api.post(
        "/processings/v2", json={"wdName": "🏠 Buildings", "geometry": MOSCOW, "params": sent}
    ).json()
    assert view["params"] == sent | {"sourceParams": _whole(PROVIDER)}


@pytest.mark.parametrize(
    ("source", "flat"),
    [
        (PROVIDER, {"data_provider": "mapbox", "zoom": "18"}),
        ({"dataProvider": {"providerName": "Mapbox"}}, {"data_provider": "Mapbox"}),
        (
            {
                "userDefined": {
                    "sourceType": "XYZ",
                    "url": "https://tiles.example.com/{z}/{x}/{y}.png",
                    "zoom": "18",
                    "crs": "EPSG:3857",
                    "rasterLogin": "ada",
                    "rasterPassword": "pw",
                }
            },
            {
                "source_type": "xyz",
                "url": "https://tiles.example.com/{z}/{x}/{y}.png",
                "zoom": "18",
                "projection": "EPSG:3857",
                "raster_login": "ada",
                "raster_password": "pw",
            },
        ),
    ],
)
def test_version_1_shows_a_flat_form(api, source, flat):
    created = _run(api, source, meta={"n": 1}).json()
    shown = _whole(source)
    if custom := shown["userDefined"]:
        # A password is not given back.
        custom |= {"zoom": 18, "rasterPassword": None}
    assert created["params"]["sourceParams"] == shown
    old = api.get(f"/processings/{created['id']}").json()
    assert old["params"] == flat
    assert old["meta"] == {"n": "1"}
    assert {k: v for k, v in old.items() if k not in ("params", "meta")} == {
        k: v for k, v in created.items() if k not in ("params", "meta")
    }


@pytest.mark.parametrize(
    ("flat", "source"),
    [
        (
            {"data_provider": "Mapbox", "zoom": "18"},
            {"dataProvider": {"providerName": "Mapbox", "zoom": 18}},
        ),
        (None, {"dataProvider": {"providerName": "mapbox"}}),
        (
            {"source_type": "tms", "url": "https://e.example/{z}/{x}/{y}", "crs": "EPSG:3395"},
            {
                "userDefined": {
                    "sourceType": "TMS",
                    "url": "https://e.example/{z}/{x}/{y}",
                    "crs": "EPSG:3395",
                }
            },
        ),
        ({"source_type": "local"}, {"userDefined": {"sourceType": "LOCAL", "url": ""}}),
    ],
)
def test_version_2_shows_a_structured_form(api, start, flat, source):
    created = start(MOSCOW, **({"params": flat} if flat else {}))
    new = api.get(f"/processings/{created['id']}/v2").json()
    assert new["params"] == {"sourceParams": _whole(source), "inferenceParams": None}


def test_zoom_is_a_number_or_its_text(api, running):
    for zoom in (18, "18"):
        source = {"dataProvider": {"providerName": "mapbox", "zoom": zoom}}
        shown = _run(api, source).json()["params"]["sourceParams"]["dataProvider"]
        assert shown == {"providerName": "mapbox", "zoom": 18}
    failing = _run(api, {"dataProvider": {"providerName": "mapbox", "zoom": "1.5"}}).json()
    running.advance(3600)
    failed = api.get(f"/processings/{failing['id']}/v2").json()
    assert failed["status"] == "FAILED"
    assert failed["messages"][0]["code"] == "source-validator.ZoomMustBeInteger"
    assert failed["params"]["sourceParams"]["dataProvider"]["zoom"] is None


def test_all_processings_are_listed_whatever_their_project(api):
    other = api.post("/projects", json={"name": "other"}).json()["id"]
    names = ["default", "other"]
    for name, more in zip(names, ({}, {"projectId": other}), strict=True):
        _run(api, PROVIDER, name=name, **more).raise_for_status()
    assert [each["name"] for each in api.get("/processings/v2").json()] == names[::-1]
    assert [each["name"] for each in api.get("/processings").json()] == ["default"]


@pytest.mark.parametrize("wrap", [json.dumps, lambda source: source])
@pytest.mark.parametrize("path", ["/processings", "/processing/cost"])
def test_the_source_of_version_2_is_refused_by_version_1(api, path, wrap):
    """Ignored, it would be the default provider that is run and paid for."""
    before = api.get("/user/status").json()["remainingCredits"]
    for params in ({"sourceParams": wrap(PROVIDER)}, {"inferenceParams": wrap({"a": 1})}):
        model = api.get("/user/status").json()["models"][0]["id"]
        response = api.post(path, json={"wdId": model, "geometry": MOSCOW, "params": params})
        assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")
        if wrap is json.dumps:
            assert "belongs to version 2" in response.json()["message"]
            assert "/v2" in response.json()["message"]
    assert api.get("/processings").json() == []
    assert api.get("/user/status").json()["remainingCredits"] == before


def test_cost_by_geometry_or_by_area(api):
    model = api.get("/user/status").json()["models"][0]["id"]
    params = {"sourceParams": PROVIDER}
    ask = {"wdId": model, "params": params}
    by_geometry = api.post("/processing/cost/v2", json={**ask, "geometry": MOSCOW})
    by_area = api.post("/processing/cost/v2", json={**ask, "areaSqKm": 0.265197})
    assert by_geometry.text == by_area.text == "16"
    both = api.post("/processing/cost/v2", json={**ask, "geometry": MOSCOW, "areaSqKm": 40})
    assert both.json() == 16
    assert api.post("/processing/cost/v2", json={**ask, "areaSqKm": 10}).json() == 160
    assert api.post("/processing/cost/v2", json={"wdId": model, "areaSqKm": 1}).status_code == 200
    for wrong in (ask, {**ask, "areaSqKm": 1e12}):
        assert api.post("/processing/cost/v2", json=wrong).status_code == 400
    endless = b'{"wdId":"' + model.encode() + b'","areaSqKm":1e999}'
    headers = {"Content-Type": "application/json"}
    response = api.post("/processing/cost/v2", content=endless, headers=headers)
    assert response.status_code == 400


def test_whole_create_body_is_fine_for_the_cost(api):
    model = api.get("/user/status").json()["models"][0]["id"]
    body = {
        "name": "x",
        "description": None,
        "projectId": api.get("/projects/default").json()["id"],
        "wdId": model,
        "geometry": MOSCOW,
        "params": {"sourceParams": PROVIDER},
        "blocks": [],
        "meta": {"source-app": "qgis"},
    }
    assert api.post("/processing/cost/v2", json=body).json() == 16


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ({}, 400),
        ({"dataProvider": {"providerName": "mapbox"}, "myImagery": {}}, 400),
        ({"myImagery": {}}, 400),
        ({"myImagery": {"imageIds": [], "mosaicId": None}}, 400),
        ({"myImagery": {"imageIds": [str(uuid.UUID(int=1))]}}, 404),
        ({"myImagery": {"mosaicId": str(uuid.UUID(int=1))}}, 404),
        ({"dataProvider": {"providerName": "maxar"}}, 403),
        ({"dataProvider": {"providerName": "unknown"}}, 403),
        ({"imagerySearch": {"dataProvider": "unknown", "imageIds": ["x"]}}, 403),
        ({"imagerySearch": {"dataProvider": "sandbox_closed", "imageIds": ["x"]}}, 403),
        ({"imagerySearch": {"dataProvider": "sandbox_half_metre", "imageIds": []}}, 400),
        ({"imagerySearch": {"dataProvider": "sandbox_half_metre", "imageIds": ["x"]}}, 404),
        ({"userDefined": {"url": "https://e.example"}}, 400),
        ({"somethingElse": {}}, 400),
    ],
)
def test_a_source_that_cannot_be_used_is_refused(api, source, status):
    before = api.get("/user/status").json()["remainingCredits"]
    response = _run(api, source)
    assert response.status_code == status, response.text
    assert response.json()["message"]
    if status == 403:
        assert "data provider" in response.text or "MAXAR" in response.text
    assert api.get("/user/status").json()["remainingCredits"] == before


def test_a_run_on_my_imagery(api, running, image):
    geometry = mapping(from_wkt(image["footprint"]))
    ids = {"imageIds": [image["id"]]}
    for imagery in (ids, {"mosaicId": image["mosaic_id"]}, {**ids, "mosaicId": image["mosaic_id"]}):
        response = _run(api, {"myImagery": imagery}, geometry)
        assert response.status_code == 200, response.text
        created = response.json()
        assert created["params"]["sourceParams"] == _whole({"myImagery": imagery})
        old = api.get(f"/processings/{created['id']}").json()["params"]
        assert old["source_type"] == "local"
        assert old["url"] == (
            image["image_url"] if "imageIds" in imagery else image["image_url"].rsplit("/", 1)[0]
        )
        running.advance(3600)
        assert api.get(f"/processings/{created['id']}/v2").json()["status"] == "OK"
        result = api.get(f"/processings/{created['id']}/result").json()
        assert "pixels" in result["sandbox"]["method"]
    flat = {"source_type": "tif", "url": image["image_url"]}
    start = {"wdName": "🏠 Buildings", "geometry": geometry, "params": flat}
    old = api.post("/processings", json=start).json()
    assert api.get(f"/processings/{old['id']}/v2").json()["params"]["sourceParams"] == _whole(
        {"myImagery": ids}
    )


def test_images_have_to_be_in_their_mosaic(api, image):
    empty = api.post("/rasters/mosaic", json={"name": "empty"}).json()["id"]
    response = _run(api, {"myImagery": {"imageIds": [image["id"]], "mosaicId": empty}})
    assert response.status_code == 400
    assert image["id"] in response.json()["message"]


@pytest.mark.parametrize("key", ["crs", "projection"])
def test_a_reference_system_goes_by_either_name(api, running, key):
    source = {"sourceType": "XYZ", "url": "https://t.example.com/{z}/{x}/{y}"}
    created = _run(api, {"userDefined": {**source, key: "EPSG:32637"}}).json()
    running.advance(3600)
    [message] = api.get(f"/processings/{created['id']}").json()["messages"]
    assert message["code"] == "dataloader.CrsIsNotSupported"


def test_rename_and_restart(api, running):
    created = _run(api, PROVIDER, meta={"sandbox:fail": "dataloader.TileNotLoaded"}).json()
    path = f"/processings/{created['id']}"
    assert api.put(f"{path}/v2", json={"name": "New", "description": "d"}).status_code == 200
    running.advance(3600)
    assert api.get(f"{path}/v2").json()["status"] == "FAILED"
    restarted = api.post(f"{path}/restart/v2").json()
    assert (restarted["name"], restarted["description"]) == ("New", "d")
    assert restarted["status"] == "IN_PROGRESS"
    running.advance(3600)
    assert api.get(path).json()["status"] == "OK"
    assert api.get(f"{path}/result").json()["type"] == "FeatureCollection"


def test_no_account_sees_the_processings_of_others(api, someone_else):
    path = f"/processings/{_run(api, PROVIDER).json()['id']}"
    assert someone_else.get(f"{path}/v2").status_code == 404
    assert someone_else.put(f"{path}/v2", json={"name": "x"}).status_code == 404
    assert someone_else.post(f"{path}/restart/v2").status_code == 404
    assert someone_else.get("/processings/v2").json() == []


def test_version_is_plain_text_for_anybody(running):
    with Api(running.base_url) as anonymous:
        response = anonymous.get("/version")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/plain")
        assert [part.isdecimal() for part in response.text.split(".")] == [True] * 3
        assert anonymous.get("/projects").status_code == 401

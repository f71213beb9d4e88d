"""What known clients do, call by call: the sandbox answers with all that they cannot do without."""

import pytest
from shapely import from_wkt
from shapely.geometry import mapping

from tests.sandbox.test_imagery import geotiff
from tests.support.places import MOSCOW

PROCESSING_V1 = {
    *("id", "name", "projectId", "workflowDef", "aoiCount", "aoiArea", "area", "cost", "status"),
    *("description", "rasterLayer", "rating"),
}
PROCESSING_V2 = {
    *("id", "name", "projectId", "status", "description", "workflowDef", "aoiArea", "cost"),
    *("created", "rasterLayer", "vectorLayer", "messages", "params", "blocks"),
}
PROJECT = {"id", "name", "isDefault", "description", "created", "updated", "workflowDefs"}
STATUS = {"email", "billingType", "models"}
PROVIDER = {"id", "name", "displayName", "price"}
MOSAIC = {"id", "rasterLayer", "name", "created_at", "footprint", "sizeInBytes"}
IMAGE = {
    *("id", "mosaic_id", "image_url", "preview_url_l", "preview_url_s", "uploaded_at"),
    *("file_size", "footprint", "filename", "checksum", "meta_data", "cog_link"),
}
META_DATA = {"crs", "count", "width", "height", "dtypes", "nodata", "pixel_size"}
AREA = {"id", "status", "percentCompleted", "area", "messages", "geometry"}
CATALOG_PAGE = {"images", "total", "limit", "offset"}
CATALOG_IMAGE = {"id", "footprint", "pixelResolution", "previews"}


@pytest.fixture
def call(api):
    """Asks, as a client that takes nothing but 200 for an answer."""

    def send(method, path, body=None, **more):
        answer = api.request(method, path, **({"json": body} if body is not None else {}), **more)
        assert answer.status_code == 200, answer.text
        kind = answer.headers.get("content-type", "")
        return answer.json() if kind == "application/json" else answer

    return send


def test_the_qgis_plugin(call, running):
    # Log in.
    assert call("GET", "/version").text
    default = call("GET", "/projects/default")
    assert set(default) >= PROJECT
    assert default["user"]["role"] == "USER"
    status = call("GET", "/user/status")
    assert set(status) >= STATUS
    assert status["billingType"].upper() == "CREDITS"
    for provider in (*status["dataProviders"], *status["searchDataProviders"]):
        assert set(provider) >= PROVIDER
        assert all(set(price) == {"zoom", "priceSqKm"} for price in provider["price"])
    for model in status["models"]:
        for block in model.get("blocks") or ():
            assert set(block) >= {"name", "displayName", "price", "optional"}
    # The pages that it shows.
    ask = {"limit": 20, "offset": 0, "filter": "", "sortBy": "UPDATED", "sortOrder": "DESC"}
    projects = call("POST", "/projects/page", ask)
    assert set(projects["results"][0]) >= PROJECT
    page = f"/projects/{default['id']}/processings/v2/page"
    assert call("POST", page, {"limit": 30, "offset": 0}) == {"results": [], "total": 0, "count": 0}
    # A run: the same body is priced first.
    model = status["models"][0]
    run = {
        "name": "Roofs",
        "description": None,
        "projectId": default["id"],
        "wdId": model["id"],
        "geometry": MOSCOW,
        "params": {
            "sourceParams": {
                "dataProvider": {"providerName": status["dataProviders"][0]["name"], "zoom": "18"}
            }
        },
        "blocks": [{"name": "Simplification", "enabled": True}],
        "meta": {"source-app": "qgis", "version": "3.6.0", "source": "mapbox"},
    }
    cost = call("POST", "/processing/cost/v2", run)
    assert isinstance(cost, int)
    created = call("POST", "/processings/v2", run)
    assert set(created) >= PROCESSING_V2
    assert created["cost"] == cost
    # The page is read every few seconds until the processing ends.
    for _ in range(100):
        [seen] = call("POST", page, {"limit": 30, "offset": 0})["results"]
        assert set(seen) >= PROCESSING_V2
        assert all(set(block) == {"name", "displayName", "enabled"} for block in seen["blocks"])
        if seen["status"] in ("OK", "FAILED"):
            break
        running.advance(6)
    assert seen["status"] == "OK"
    for layer in ("vectorLayer", "rasterLayer"):
        assert {"tileJsonUrl", "tileUrl"} <= set(seen[layer])
    path = f"/processings/{created['id']}"
    assert call("GET", f"{path}/result").json()["type"] == "FeatureCollection"
    assert all(set(area) >= AREA for area in call("GET", f"{path}/aois"))
    call("PUT", f"{path}/v2", {"name": "Roofs again", "description": ""})
    call("PUT", f"{path}/rate", {"rating": 5, "feedback": ""})
    assert call("GET", f"{path}/v2")["rating"] == {"rating": 5, "feedback": ""}


def test_the_qgis_plugin_uploads_and_searches(call):
    limits = call("GET", "/rasters/memory")
    assert set(limits) == {
        *("memoryLimit", "memoryUsed", "memoryFree", "maxUploadFileSize", "maxPixelCount")
    }
    files = {"file": ("flight.tif", geotiff(), "image/tiff")}
    query = {"name": "Flight", "tags": "coast, may"}
    mosaic_id = call("POST", "/rasters/mosaic/image", params=query, files=files)["mosaic_id"]
    [mosaic] = call("GET", "/rasters/mosaic")
    assert set(mosaic) >= MOSAIC
    assert (mosaic["id"], mosaic["tags"]) == (mosaic_id, ["coast", "may"])
    [image] = call("GET", f"/rasters/mosaic/{mosaic_id}/image")
    assert set(image) >= IMAGE
    assert set(image["meta_data"]) >= META_DATA
    search = {
        "aoi": MOSCOW,
        "acquisitionDateFrom": "2025-01-01T00:00:00.0Z",
        "acquisitionDateTo": "2026-01-01T00:00:00.0Z",
        "maxCloudCover": 30,
        "minAoiIntersectionPercent": 0,
        "limit": 100,
        "offset": 0,
        "hideUnavailable": True,
    }
    page = call("POST", "/catalog/meta", search)
    assert set(page) == CATALOG_PAGE
    assert page["images"]
    for found in page["images"]:
        assert set(found) >= CATALOG_IMAGE
    found = page["images"][0]
    source = {"dataProvider": found["providerName"].lower(), "imageIds": [found["id"]]}
    model = call("GET", "/user/status")["models"][0]["id"]
    if found["minAreaSqkm"] is None:
        params = {"sourceParams": {"imagerySearch": source}}
        body = {"name": "Found", "wdId": model, "geometry": MOSCOW, "params": params}
        assert set(call("POST", "/processings/v2", body)) >= PROCESSING_V2


def test_the_sdk_of_2023(call, running):
    status = call("GET", "/user/status")
    assert set(status) >= STATUS
    assert status["billingType"] in ("CREDITS", "AREA", "NONE")
    project = call("GET", "/projects/default")
    assert set(project) >= PROJECT
    body = {
        "name": "SDK",
        "projectId": project["id"],
        "wdName": project["workflowDefs"][0]["name"],
        "geometry": MOSCOW,
        "params": {"data_provider": "Mapbox", "projection": "epsg:3857"},
        "meta": {"source": "sdk"},
    }
    created = call("POST", "/processings", body)
    assert set(created) >= PROCESSING_V1
    for _ in range(100):
        seen = call("GET", f"/processings/{created['id']}")
        assert set(seen) >= PROCESSING_V1
        assert {"id", "name"} <= set(seen["workflowDef"])
        if seen["status"] in ("OK", "FAILED"):
            break
        running.advance(10)
    assert seen["status"] == "OK"
    assert {"id", "tileJsonUrl", "tileUrl"} <= set(seen["rasterLayer"])
    assert call("GET", f"/processings/{created['id']}/result").json()["features"]


def test_the_scripts_of_2025(call, running):
    mosaic = call("POST", "/rasters/mosaic", {"name": "Batch", "tags": ["scripts"]})["id"]
    files = {"file": ("a.tif", geotiff(), "image/tiff")}
    assert call("POST", f"/rasters/mosaic/{mosaic}/image", files=files)["mosaic_id"] == mosaic
    footprint = call("GET", f"/rasters/mosaic/{mosaic}")["footprint"]
    project = call("POST", "/projects", {"name": "Batch", "description": None})["id"]
    body = {
        "name": "a.tif",
        "projectId": project,
        "wdId": call("GET", "/user/status")["models"][0]["id"],
        "geometry": mapping(from_wkt(footprint)),
        "params": {"sourceParams": {"myImagery": {"mosaicId": mosaic}}},
    }
    created = call("POST", "/processings/v2", body)["id"]
    running.advance(3600)
    assert call("GET", f"/processings/{created}/v2")["status"] == "OK"
    [listed] = call("GET", f"/projects/{project}/processings")
    assert listed["id"] == created
    assert call("GET", f"/processings/{created}/result").json()["type"] == "FeatureCollection"

"""Layers work from the addresses that responses give, and show the same as the result."""

import io
import math

import mapbox_vector_tile
import numpy as np
import pytest
from PIL import Image
from shapely.geometry import shape

from tests.sandbox.test_imagery import geotiff
from tests.support.places import FIELD, FIELD_IMAGE, MOSCOW


def _tile_of(geometry, z):
    longitude, latitude = shape(geometry).centroid.coords[0]
    x = (longitude + 180) / 360
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return {"z": z, "x": int(x * 2**z), "y": int(y * 2**z)}


def _picture(response):
    assert response.headers["content-type"] == "image/png", response.text
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.size == (256, 256)
        return np.asarray(picture.convert("RGBA"))


def test_the_layers_of_a_processing(api, finish):
    done = finish(MOSCOW, name="Harbour")
    vector, raster = done["vectorLayer"], done["rasterLayer"]
    assert set(vector) == {"id", "name", "tileJsonUrl", "tileUrl"}
    assert vector["name"] == "Harbour"
    assert set(raster) == {"id", "tileJsonUrl", "tileUrl"}
    host = str(api.base_url).removesuffix("/rest/")
    for layer in (vector, raster):
        assert layer["tileJsonUrl"].startswith(host)
        described = api.get(layer["tileJsonUrl"]).json()
        assert described["tiles"] == [layer["tileUrl"]]
        assert described["bounds"] == pytest.approx(shape(MOSCOW).bounds)
        assert "ynthetic" in described["attribution"]


def test_vector_tiles_hold_the_features_of_the_result(api, finish):
    done = finish(MOSCOW)
    collection = api.get(f"/processings/{done['id']}/result").json()
    place = _tile_of(MOSCOW, 14)
    response = api.get(done["vectorLayer"]["tileUrl"].format(**place))
    assert response.headers["content-type"] == "application/x-protobuf"
    tile = mapbox_vector_tile.decode(response.content)
    [(name, layer)] = tile.items()
    assert name == "buildings"
    found = {feature["properties"]["id"] for feature in layer["features"]}
    assert found <= {feature["properties"]["id"] for feature in collection["features"]}
    assert len(found) > 20
    elsewhere = {**place, "x": place["x"] + 50}
    assert api.get(done["vectorLayer"]["tileUrl"].format(**elsewhere)).content == b""


def test_raster_tiles_are_the_scene(api, finish):
    done = finish(MOSCOW)
    place = _tile_of(MOSCOW, 17)
    picture = _picture(api.get(done["rasterLayer"]["tileUrl"].format(**place)))
    assert picture[..., :3].std() > 5
    preview = api.get("/user/status").json()["dataProviders"][0]["previewUrl"]
    assert (_picture(api.get(preview.format(**place))) == picture).all()


def test_picture_and_vectors_agree(api, finish):
    """Where the result says building, the scene is lighter or redder than its surroundings."""
    done = finish(MOSCOW)
    features = api.get(f"/processings/{done['id']}/result").json()["features"]
    large = max(features, key=lambda feature: feature["properties"]["area"])
    place = _tile_of(large["geometry"], 19)
    picture = _picture(api.get(done["rasterLayer"]["tileUrl"].format(**place)))[..., :3].astype(
        float
    )
    longitude, latitude = shape(large["geometry"]).centroid.coords[0]
    column = int(((longitude + 180) / 360 * 2**19 - place["x"]) * 256)
    row = int(
        ((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**19 - place["y"])
        * 256
    )
    roof = picture[row, column]
    greenness = (2 * roof[1] - roof[0] - roof[2]) / roof.sum()
    assert greenness < 0.05


def test_layers_of_an_upload_show_the_upload(api, finish):
    with FIELD_IMAGE.open("rb") as file:
        response = api.post("/rasters/mosaic/image", params={"name": "m"}, files={"file": file})
    mosaic = api.get(f"/rasters/mosaic/{response.json()['mosaic_id']}").json()
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    place = _tile_of(FIELD, 17)
    picture = _picture(api.get(mosaic["rasterLayer"]["tileUrl"].format(**place)))
    assert (picture[..., 3] == 255).any(), "the image"
    described = api.get(mosaic["rasterLayer"]["tileJsonUrl"]).json()
    west, south, east, north = described["bounds"]
    assert (west, south) < (37.299, 55.635) < (east, north)
    done = finish(
        FIELD, model="🌲 Forest", params={"source_type": "tif", "url": image["image_url"]}
    )
    again = _picture(api.get(done["rasterLayer"]["tileUrl"].format(**place)))
    assert (again == picture).all()


def test_a_mosaic_shows_all_its_images(api):
    mosaic = api.post("/rasters/mosaic", json={"name": "m"}).json()["id"]
    url = api.get(f"/rasters/mosaic/{mosaic}").json()["rasterLayer"]["tileUrl"]
    place = _tile_of(FIELD, 15)
    assert api.get(url.format(**place)).status_code == 404, "nothing to show yet"
    seen = []
    for east in (0, 200):
        content = geotiff(origin=(393_000 + east, 6_167_000))
        api.post(f"/rasters/mosaic/{mosaic}/image", files={"file": ("a.tif", content)})
        response = api.get(
            url.format(**_tile_of({"type": "Point", "coordinates": [37.3, 55.635]}, 13))
        )
        seen.append((_picture(response)[..., 3] > 0).sum())
    assert 0 < seen[0] < seen[1]


def test_there_are_no_layers_before_the_end(api, running, start):
    created = start(MOSCOW)
    began = api.get(f"{running.control_url}clock").json()["seconds"]
    running.advance(3600)
    done = api.get(f"/processings/{created['id']}").json()
    addresses = [done[name]["tileJsonUrl"] for name in ("vectorLayer", "rasterLayer")]
    assert [api.get(address).status_code for address in addresses] == [200, 200]
    api.post(f"{running.control_url}clock", json={"now": began})
    assert [api.get(address).status_code for address in addresses] == [404, 404]
    failed = start(MOSCOW, meta={"sandbox:fail": "inference.internalError"})
    running.advance(3600)
    failed = api.get(f"/processings/{failed['id']}").json()
    assert failed["vectorLayer"] is failed["rasterLayer"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/imagery/3/8/0.png",
        "/imagery/23/0/0.png",
        "/imagery/a/0/0.png",
        "/layers/none.json",
        "/layers/none/tiles/14/1/1.png",
        "/layers/none/tiles/14/1/1.vector.pbf",
    ],
)
def test_what_is_not_there_is_404(api, path):
    host = str(api.base_url).removesuffix("/rest/")
    assert api.get(host + path).status_code == 404


def test_maps_in_pages_may_read_tiles(api):
    host = str(api.base_url).removesuffix("/rest/")
    response = api.get(
        f"{host}/imagery/17/79120/41167.png", headers={"Origin": "https://example.com"}
    )
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in api.get("/user/status").headers

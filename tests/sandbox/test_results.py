"""Results: GeoJSON that fits the picture, in bytes."""

import json

import pytest
from shapely.geometry import box, shape

from tests.support.places import FIELD, FIELD_IMAGE, MOSCOW, TWO_BLOCKS


def _result(api, processing, **params):
    response = api.get(f"/processings/{processing['id']}/result", params=params)
    assert response.status_code == 200, response.text
    return response


def test_a_result_is_a_stream_of_geojson(api, finish):
    response = _result(api, finish(MOSCOW, name="Harbour"))
    assert response.headers["content-type"] == "application/octet-stream"
    assert int(response.headers["content-length"]) == len(response.content)
    collection = response.json()
    assert collection["type"] == "FeatureCollection"
    assert collection["name"] == "Harbour"
    assert collection["sandbox"]["synthetic"] is True
    features = collection["features"]
    assert len(features) > 50
    assert [f["properties"]["id"] for f in features] == list(range(1, len(features) + 1))
    area = shape(MOSCOW)
    for feature in features:
        outline = shape(feature["geometry"])
        assert outline.is_valid
        assert area.contains(outline.centroid)
        assert feature["properties"]["object_type"] == "buildings"
        assert "class_id" not in feature["properties"]


def test_options_show_in_the_result(api, finish):
    on = finish(MOSCOW, blocks=[{"name": "Classification", "enabled": True}])
    classes = {f["properties"]["class_id"] for f in _result(api, on).json()["features"]}
    assert classes <= {"101", "102", "103", "104", "105"}
    assert len(classes) > 1


def test_heights_of_buildings_are_an_option(api, finish):
    block = {"name": "Heights", "enabled": True}
    plain, high = finish(MOSCOW), finish(MOSCOW, blocks=[block])
    # 10 credits a square kilometre, and no less than one of them is paid.
    assert high["cost"] - plain["cost"] == 10
    found = [f["properties"] for f in _result(api, high).json()["features"]]
    assert all(0 < properties["building_height"] < 999 for properties in found)
    assert len({properties["building_height"] for properties in found}) > 1
    found = [f["properties"] for f in _result(api, plain).json()["features"]]
    assert not any("building_height" in properties for properties in found)


@pytest.mark.parametrize(
    ("model", "params"),
    [
        ("🌲 Forest", {}),
        ("🚗 Roads", {}),
        ("🚜 Fields (hi-res)", {}),
        ("🏗️ Construction sites", {}),
        (
            "🚜 Fields (Sentinel-2)",
            {
                "source_type": "sentinel_l2a",
                "url": "S2B_MSIL2A_20230710T084559_N0509_R107_T37UCB_20230710T113216",
            },
        ),
    ],
)
def test_every_model_finds_its_kind(api, finish, model, params):
    features = _result(api, finish(MOSCOW, model=model, params=params)).json()["features"]
    whole = shape(MOSCOW).buffer(1e-4)
    assert all(whole.contains(shape(f["geometry"])) for f in features)
    assert len({f["properties"]["object_type"] for f in features}) <= 1


def test_one_area_of_several(api, finish):
    done = finish(TWO_BLOCKS)
    areas = api.get(f"/processings/{done['id']}/aois").json()
    parts = [_result(api, done, aoiId=area["id"]).json()["features"] for area in areas]
    whole = _result(api, done).json()["features"]
    assert len(whole) == sum(len(part) for part in parts)
    assert [f["geometry"] for f in whole] == [f["geometry"] for part in parts for f in part]
    other = finish(TWO_BLOCKS)
    response = api.get(f"/processings/{other['id']}/result", params={"aoiId": areas[0]["id"]})
    assert response.status_code == 404
    response = api.get(f"/processings/{done['id']}/result", params={"aoiId": "no-uuid"})
    assert response.status_code == 400


def test_before_the_end_there_is_none(api, running, start):
    created = start(MOSCOW)
    for seconds in (0, 5):
        running.advance(seconds)
        response = api.get(f"/processings/{created['id']}/result")
        assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")


def test_ranges_are_served(api, finish):
    done = finish(MOSCOW)
    whole = _result(api, done).content
    path = f"/processings/{done['id']}/result"
    part = api.get(path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    rest = api.get(path, headers={"Range": f"bytes={len(whole) - 10}-"})
    assert rest.content == whole[-10:]
    assert api.get(path, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    etag = part.headers["etag"]
    same = api.get(path, headers={"Range": "bytes=0-9", "If-Range": etag})
    assert same.status_code == 206
    other = api.get(path, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole)


def test_the_same_place_gives_the_same_features(api, finish):
    first, second = (_result(api, finish(MOSCOW, name="x")).json() for _ in range(2))
    for feature in first["features"] + second["features"]:
        # The sandbox's clock runs fast, and midnight may lie between the two.
        del feature["properties"]["processing_date"]
    assert first == second


def test_the_result_carries_the_name_of_today(api, finish):
    done = finish(MOSCOW, name="old")
    assert _result(api, done).json()["name"] == "old"
    api.put(f"/processings/{done['id']}", json={"name": "new"})
    assert _result(api, done).json()["name"] == "new"


def test_nothing_found_is_a_result(api, finish):
    ocean = {
        "type": "Polygon",
        "coordinates": [[[37.3, 55.6], [37.30001, 55.6], [37.30001, 55.60001], [37.3, 55.6]]],
    }
    collection = _result(api, finish(ocean, model="🏗️ Construction sites")).json()
    assert collection["features"] == []


def test_an_upload_gives_polygons_of_its_own_pixels(api, finish):
    with FIELD_IMAGE.open("rb") as file:
        response = api.post("/rasters/mosaic/image", params={"name": "m"}, files={"file": file})
    mosaic = response.json()["mosaic_id"]
    [image] = api.get(f"/rasters/mosaic/{mosaic}/image").json()
    done = finish(
        FIELD, model="🌲 Forest", params={"source_type": "tif", "url": image["image_url"]}
    )
    collection = _result(api, done).json()
    assert collection["sandbox"] == {**collection["sandbox"], "synthetic": True}
    assert "segmentation" in collection["sandbox"]["method"]
    inside = box(*shape(FIELD).bounds).buffer(1e-6)
    assert collection["features"]
    assert all(inside.contains(shape(f["geometry"])) for f in collection["features"])
    # The image may go; what was made from it stays.
    assert api.delete(f"/rasters/image/{image['id']}").status_code == 200
    assert json.loads(_result(api, done).content) == collection
    api.put(f"/processings/{done['id']}", json={"name": "again"})
    assert _result(api, done).json()["features"] == collection["features"]

"""Every code of the catalogue on request, and real bad input with its real code."""

import json

import pytest
import yaml
from shapely import from_wkt
from shapely.geometry import mapping

from mapflow import spec
from tests.sandbox.test_imagery import geotiff
from tests.support.places import BLOCK, FIELD, FIELD_IMAGE, MOSCOW, TWO_BLOCKS, square

CATALOGUE = yaml.load(spec.path().read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)[
    "x-error-catalogue"
]
PROCESSING = [entry for entry in CATALOGUE if entry["scope"] == "processing"]


def test_the_catalogue_is_complete():
    # 51 of the version 1 page and 5 newer ones.
    assert len({entry["code"] for entry in PROCESSING}) == len(PROCESSING) >= 56


def test_every_code_can_be_asked_for(api, running, start):
    running.account("demo@example.com", credits=100_000)
    created = {
        entry["code"]: start(BLOCK, model="🚗 Roads", meta={"sandbox:fail": entry["code"]})["id"]
        for entry in PROCESSING
    }
    running.advance(3600)
    found = {p["id"]: p for p in api.get("/processings").json()}
    for entry in PROCESSING:
        processing = found[created[entry["code"]]]
        assert processing["status"] == "FAILED"
        [message] = processing["messages"]
        assert message["code"] == entry["code"]
        names = {*entry.get("parameters", ()), *entry.get("aliases", {})}
        assert set(message["parameters"]) == names | {"level"}
        assert message["parameters"]["level"] == "error"
        assert all(isinstance(value, str) and value for value in message["parameters"].values())
        assert processing["percentCompleted"] < 100


def test_both_spellings_of_a_parameter_are_sent(finish):
    [message] = finish(BLOCK, meta={"sandbox:fail": "dataloader.UnknownSourceType"})["messages"]
    assert {"real_source_type", "real_source_types"} < set(message["parameters"])


def test_unknown_codes_and_own_parameters(finish):
    meta = {
        "sandbox:fail": "quantum-processor.Decoherence",
        "sandbox:fail-parameters": json.dumps({"qubit": 7, "🏠": "x"}),
    }
    assert finish(BLOCK, meta=meta)["messages"] == [
        {
            "code": "quantum-processor.Decoherence",
            "parameters": {"qubit": "7", "🏠": "x", "level": "error"},
        }
    ]


def test_failures_come_while_it_runs_not_at_once(api, running, start):
    path = f"/processings/{start(MOSCOW, params={'source_type': 'ftp', 'url': 'x'})['id']}"
    seen = []
    for _ in range(10):
        seen.append(api.get(path).json()["status"])
        running.advance(1)
    assert seen[0] == "UNPROCESSED"
    assert "IN_PROGRESS" in seen
    assert seen[-1] == "FAILED"


XYZ = "https://tiles.example.com/{z}/{x}/{y}.png"
GRANULE = "S2B_MSIL2A_20230710T084559_N0509_R107_T37UCB_20230710T113216"
SENTINEL = "🚜 Fields (Sentinel-2)"


@pytest.mark.parametrize(
    ("model", "params", "code", "parameters"),
    [
        ("🏠 Buildings", {"source_type": "xyz"}, "UrlMustBeString", {"url_type": "NoneType"}),
        ("🏠 Buildings", {"source_type": "xyz", "url": "s3://a/b.tif"}, "UrlMustBeLink", {}),
        ("🏠 Buildings", {"source_type": "xyz", "url": "tiles/{z}/{x}/{y}"}, "UrlMustBeLink", {}),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": "http://[::1/{z}/{x}/{y}"},
            "UrlFormatInvalid",
            {"parse_error_message": "Invalid IPv6 URL"},
        ),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": "http://a b/{z}/{x}/{y}"},
            "UrlFormatInvalid",
            {"parse_error_message": "it contains white space"},
        ),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": "http:///{z}/{x}/{y}"},
            "UrlFormatInvalid",
            {"parse_error_message": "it names no host"},
        ),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png"},
            "UrlBlacklisted",
            {"url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png"},
        ),
        ("🏠 Buildings", {"source_type": "xyz", "url": XYZ[:-8]}, "XYZLinkFormatError", {}),
        ("🏠 Buildings", {"source_type": "XYZ", "url": XYZ[:-8]}, "XYZLinkFormatError", {}),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": "http://a/{x}/{y}"},
            "XYZLinkFormatError",
            {},
        ),
        (
            "🏠 Buildings",
            {"source_type": "tms", "url": "http://a/{z}/{y}"},
            "TMSLinkFormatError",
            {},
        ),
        ("🏠 Buildings", {"source_type": "TMS", "url": XYZ[:-8]}, "TMSLinkFormatError", {}),
        ("🏠 Buildings", {"source_type": "Quadkey", "url": XYZ}, "QuadkeyLinkFormatError", {}),
        ("🏠 Buildings", {"url": XYZ}, "RequestMustHaveSourceType", {}),
        (
            "🏠 Buildings",
            {"source_type": "ftp", "url": XYZ},
            "SourceTypeIsNotAllowed",
            {
                "source_type": "ftp",
                "allowed_sources": "['xyz', 'tms', 'quadkey', 'wms', 'tif', 'tiff', 'local']",
            },
        ),
        (
            "🏠 Buildings",
            {"source_type": "sentinel_l2a", "url": GRANULE},
            "SourceTypeIsNotAllowed",
            {
                "source_type": "sentinel_l2a",
                "allowed_sources": "['xyz', 'tms', 'quadkey', 'wms', 'tif', 'tiff', 'local']",
            },
        ),
        (
            SENTINEL,
            {"source_type": "xyz", "url": XYZ},
            "SourceTypeIsNotAllowed",
            {"source_type": "xyz", "allowed_sources": "['sentinel_l2a']"},
        ),
        (SENTINEL, {"source_type": "sentinel_l2a"}, "SentinelInputStringKeyError", {}),
        (
            SENTINEL,
            {"source_type": "sentinel_l2a", "url": "scene-1"},
            "SentinelInputStringFormatError",
            {"input_string": "scene-1"},
        ),
        (
            SENTINEL,
            {"source_type": "sentinel_l2a", "url": GRANULE.replace("T37UCB", "T33UVR")},
            "AOINotInCell",
            {"actual_cell": "33UVR"},
        ),
        (
            "🏠 Buildings",
            {"data_provider": "mapbox", "zoom": "18.5"},
            "ZoomMustBeInteger",
            {"actual_zoom": "18.5"},
        ),
        (
            "🏠 Buildings",
            {"data_provider": "mapbox", "zoom": "high"},
            "ZoomMustBeInteger",
            {"actual_zoom": "high"},
        ),
        ("🏠 Buildings", {"zoom": "1_8"}, "ZoomMustBeInteger", {"actual_zoom": "1_8"}),
        ("🏠 Buildings", {"zoom": "١٨"}, "ZoomMustBeInteger", {"actual_zoom": "١٨"}),
        ("🏠 Buildings", {"zoom": "23"}, "InvalidZoomValue", {"actual_zoom": "23"}),
        ("🏠 Buildings", {"zoom": -1}, "InvalidZoomValue", {"actual_zoom": "-1"}),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": XYZ, "zoom": "20"},
            "TooHighZoom",
            {"max_zoom": "19", "actual_zoom": "20"},
        ),
        ("🚗 Roads", {"zoom": 12}, "TooLowZoom", {"min_zoom": "17", "actual_zoom": "12"}),
        ("🏠 Buildings", {"source_type": "tif"}, "LocalRequestKeyError", {}),
        (
            "🏠 Buildings",
            {"source_type": "tif", "url": "https://example.com/a.tif"},
            "S3URLError",
            {"actual_s3_link": "https://example.com/a.tif"},
        ),
        (
            "🏠 Buildings",
            {"source_type": "local", "url": "s3://mapflow-sandbox/nothing.tif"},
            "ReadFromS3Failed",
            {"s3_link": "s3://mapflow-sandbox/nothing.tif"},
        ),
    ],
)
def test_bad_sources_fail_with_their_code(finish, model, params, code, parameters):
    failed = finish(MOSCOW, model=model, params=params)
    assert failed["status"] == "FAILED"
    assert failed["messages"] == [
        {"code": f"source-validator.{code}", "parameters": {**parameters, "level": "error"}}
    ]
    assert failed["percentCompleted"] == 0
    assert failed["params"] == {name: str(value) for name, value in params.items()}


@pytest.mark.parametrize("name", ["crs", "projection"])
def test_an_unknown_projection_is_not_supported(finish, name):
    source = {"source_type": "xyz", "url": XYZ}
    failed = finish(MOSCOW, params={**source, name: "EPSG:32637"})
    assert failed["messages"][0]["code"] == "dataloader.CrsIsNotSupported"
    assert finish(MOSCOW, params={**source, name: "epsg:3395"})["status"] == "OK"


def test_an_area_that_crosses_itself(finish):
    bow = [[37.30, 55.63], [37.31, 55.64], [37.31, 55.63], [37.30, 55.64], [37.30, 55.63]]
    failed = finish({"type": "Polygon", "coordinates": [bow]})
    assert [message["code"] for message in failed["messages"]] == ["geometry.Invalid"]


def test_too_much_imagery_for_the_loader(running, finish):
    running.account("demo@example.com", credits=100_000, aoiAreaLimit=10**9)
    failed = finish(square(37.3, 55.6, 0.07), model="🌲 Forest", params={"zoom": "20"})
    [message] = failed["messages"]
    assert message["code"] == "dataloader.MemoryLimitExceeded"
    assert int(message["parameters"]["estimated_size"]) > int(message["parameters"]["allowed_size"])


@pytest.mark.parametrize(
    ("model", "params"),
    [
        ("🏠 Buildings", {"source_type": "xyz", "url": XYZ}),
        ("🏠 Buildings", {"source_type": "XYZ", "url": XYZ, "zoom": "18", "crs": "EPSG:3857"}),
        ("🏠 Buildings", {"source_type": "tms", "url": XYZ.replace("{y}", "{-y}"), "zoom": 17}),
        ("🏠 Buildings", {"source_type": "Quadkey", "url": "http://t.example.com/{q}.jpg"}),
        ("🏠 Buildings", {"source_type": "wms", "url": "https://wms.example.com/service"}),
        (
            "🏠 Buildings",
            {"source_type": "xyz", "url": XYZ, "raster_login": "u", "raster_password": "p"},
        ),
        ("🏠 Buildings", {"data_provider": "ArcGIS World Imagery", "zoom": ""}),
        ("🏠 Buildings", {"something": "else"}),
        ("🏠 Buildings", {"zoom": "17"}),
        ("🏠 Buildings", {"zoom": "19"}),
        (SENTINEL, {"source_type": "sentinel_l2a", "url": GRANULE}),
        (SENTINEL, {"source_type": "SENTINEL_L2A", "url": "S2B_37UCB_20230710_0_L2A"}),
    ],
)
def test_good_sources_do_not_fail(finish, model, params):
    done = finish(MOSCOW, model=model, params=params)
    assert (done["status"], done["messages"]) == ("OK", [])


@pytest.fixture
def image_url(api):
    """The address of an uploaded image: three bands, 2 m a pixel."""
    with FIELD_IMAGE.open("rb") as file:
        response = api.post("/rasters/mosaic/image", params={"name": "m"}, files={"file": file})
    mosaic = response.json()["mosaic_id"]
    [image] = api.get(f"/rasters/mosaic/{mosaic}/image").json()
    return image["image_url"]


def test_an_image_is_checked_against_the_model(finish, image_url):
    params = {"source_type": "tif", "url": image_url}
    assert finish(FIELD, model="🌲 Forest", params=params)["status"] == "OK"
    [message] = finish(FIELD, model="🏠 Buildings", params=params)["messages"]
    assert message["code"] == "source-validator.PixelSizeTooHigh"
    assert float(message["parameters"]["actual_res"]) == pytest.approx(2.0, abs=0.01)
    assert message["parameters"]["max_res"] == "1.5"


def test_very_fine_images_are_resampled(api, finish):
    files = {"file": ("fine.tif", geotiff(pixel=0.05), "image/tiff")}
    mosaic = api.post("/rasters/mosaic/image", params={"name": "m"}, files=files).json()
    [image] = api.get(f"/rasters/mosaic/{mosaic['mosaic_id']}/image").json()
    assert image["meta_data"]["pixel_size"] == [0.05, 0.05]
    params = {"source_type": "local", "url": image["image_url"]}
    place = mapping(from_wkt(image["footprint"]))
    assert finish(place, model="🚗 Roads", params=params)["status"] == "OK"
    [message] = finish(place, model="🏠 Buildings", params=params)["messages"]
    assert message["code"] == "source-validator.PixelSizeTooLow"
    assert message["parameters"] == {"actual_res": "0.1", "min_res": "0.3", "level": "error"}


def test_an_area_outside_the_image_has_no_data(api, running, start, image_url):
    far = square(38.0, 56.0)["coordinates"]
    both = {"type": "MultiPolygon", "coordinates": [FIELD["coordinates"], far]}
    created = start(both, model="🌲 Forest", params={"source_type": "tiff", "url": image_url})
    running.advance(3600)
    areas = api.get(f"/processings/{created['id']}/aois").json()
    assert [area["status"] for area in areas] == ["OK", "FAILED"]
    assert areas[1]["messages"][0]["code"] == "source-validator.NoDataInAOI"


def test_somebody_elses_image_cannot_be_read(someone_else, image_url, running):
    run = {
        "wdName": "🌲 Forest",
        "geometry": FIELD,
        "params": {"source_type": "local", "url": image_url},
    }
    created = someone_else.post("/processings", json=run).json()
    running.advance(3600)
    [message] = someone_else.get(f"/processings/{created['id']}").json()["messages"]
    assert message["code"] == "source-validator.ReadFromS3Failed"
    assert message["parameters"]["s3_link"] == image_url


def test_an_empty_mosaic_holds_no_images(api, finish, image_url):
    folder = image_url.rpartition("/")[0]
    assert (
        finish(FIELD, model="🌲 Forest", params={"source_type": "tif", "url": folder})["status"]
        == "OK"
    )
    empty = api.post("/rasters/mosaic", json={"name": "empty"}).json()["id"]
    url = f"{folder.rpartition('/')[0]}/{empty}"
    [message] = finish(FIELD, model="🌲 Forest", params={"source_type": "tif", "url": url})[
        "messages"
    ]
    assert message["code"] == "vector-processor.EmptyFolder"


def test_a_wish_for_one_area_leaves_the_others(finish):
    meta = {"sandbox:fail": "inference.internalError", "sandbox:fail-areas": "5"}
    assert finish(TWO_BLOCKS, meta=meta)["status"] == "OK"

"""Mosaics, images, storage."""

import hashlib
import io
import re
import sys
import uuid
import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from PIL import Image
from shapely import from_wkt
from starlette.requests import Request

from mapflow.sandbox.imagery.receive import receive
from mapflow.sandbox.openapi import Problem
from tests.sandbox.conftest import Api
from tests.support.places import FIELD_IMAGE

pytestmark = pytest.mark.pythons


def geotiff(
    *,
    bands=3,
    dtype="uint8",
    size=(64, 48),
    crs="EPSG:32637",
    pixel=1.0,
    origin=(390_000, 6_166_000),
):
    """The bytes of a GeoTIFF of noise."""
    width, height = size
    noise = np.random.default_rng(1).integers(0, 255, (bands, height, width)).astype(dtype)
    out = io.BytesIO()
    profile = {"driver": "GTiff", "width": width, "height": height, "count": bands, "dtype": dtype}
    where = (
        {"crs": crs, "transform": Affine(pixel, 0, origin[0], 0, -pixel, origin[1])} if crs else {}
    )
    with (
        warnings.catch_warnings(action="ignore"),
        rasterio.open(out, "w", **profile, **where) as file,
    ):
        file.write(noise)
    return out.getvalue()


@pytest.fixture
def mosaic(api):
    return api.post("/rasters/mosaic", json={"name": "Drone May", "tags": ["coast", "2025"]}).json()


@pytest.fixture
def upload(api, mosaic):
    def put(content, filename="flight.tif", client=api, mosaic_id=None):
        files = {"file": (filename, content, "image/tiff")}
        return client.post(f"/rasters/mosaic/{mosaic_id or mosaic['id']}/image", files=files)

    return put


def _error(response):
    assert set(response.json()) == {"detail"}, response.text
    detail = response.json()["detail"]
    assert all(isinstance(value, str) for value in detail["parameters"].values())
    return response.status_code, detail["code"], detail["parameters"]


def test_a_mosaic_is_created_empty(api, mosaic):
    assert set(mosaic) == {"id", "name", "tags", "created_at"}
    assert (mosaic["name"], mosaic["tags"]) == ("Drone May", ["coast", "2025"])
    assert mosaic["created_at"].endswith("Z")
    detail = api.get(f"/rasters/mosaic/{mosaic['id']}").json()
    assert detail["footprint"] == "MULTIPOLYGON EMPTY"
    assert detail["sizeInBytes"] == 0
    assert "{z}" in detail["rasterLayer"]["tileUrl"]
    assert api.get("/rasters/mosaic").json() == [detail]


def test_an_image_is_uploaded_and_described(api, mosaic, upload):
    content = geotiff()
    response = upload(content)
    assert response.status_code == 200
    assert set(response.json()) == {"id", "message", "mosaic_id"}
    assert response.json()["mosaic_id"] == mosaic["id"]
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    assert image["id"] == response.json()["id"]
    assert image["filename"] == "flight.tif"
    assert image["file_size"] == len(content)
    assert image["checksum"] == hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert image["mosaic_id"] == mosaic["id"]
    assert image["image_url"].startswith("s3://")
    assert image["meta_data"] == {
        "crs": "EPSG:32637",
        "count": 3,
        "width": 64,
        "height": 48,
        "dtypes": ["uint8"] * 3,
        "nodata": None,
        "pixel_size": [1.0, 1.0],
    }
    outline = from_wkt(image["footprint"])
    assert outline.geom_type == "Polygon"
    (west, north), (east, _), _, (_, south), _ = outline.exterior.coords
    assert west < east
    assert south < north, "from the north-west corner clockwise"
    assert api.get(f"/rasters/image/{image['id']}").json() == image
    detail = api.get(f"/rasters/mosaic/{mosaic['id']}").json()
    assert from_wkt(detail["footprint"]).geom_type == "MultiPolygon"
    assert detail["sizeInBytes"] == len(content)


@pytest.mark.parametrize(
    ("tags", "stored"),
    [
        ([], []),
        (["a"], ["a"]),
        (["a", "b"], ["a", "b"]),
        (["a, b"], ["a", "b"]),
        (["a, b", "c"], ["a, b", "c"]),
    ],
)
def test_a_mosaic_can_come_with_its_first_image(api, tags, stored):
    files = {"file": ("a.tif", geotiff())}
    response = api.post("/rasters/mosaic/image", params={"name": "new", "tags": tags}, files=files)
    assert response.status_code == 200
    detail = api.get(f"/rasters/mosaic/{response.json()['mosaic_id']}").json()
    assert (detail["name"], detail["tags"]) == ("new", stored)


def test_a_bad_first_image_leaves_no_mosaic(api):
    response = api.post("/rasters/mosaic/image", params={"name": "new"}, files={"file": b"no tiff"})
    assert _error(response) == (400, "FileOpenError", {})
    assert api.get("/rasters/mosaic").json() == []
    assert api.get("/rasters/memory").json()["memoryUsed"] == 0


def test_tags_restrict_the_list(api, mosaic):
    other = api.post("/rasters/mosaic", json={"name": "other", "tags": ["coast"]}).json()

    def listed(*tags):
        return {m["id"] for m in api.get("/rasters/mosaic", params={"tags": tags}).json()}

    assert listed() == listed("coast") == {mosaic["id"], other["id"]}
    assert listed("coast", "2025") == {mosaic["id"]}
    assert listed("nowhere") == set()


def test_rename_and_retag(api, mosaic):
    path = f"/rasters/mosaic/{mosaic['id']}"
    assert api.put(path, json={"name": "new"}).json() == {**mosaic, "name": "new"}
    assert api.put(path, json={"tags": ["x"]}).json() == {**mosaic, "name": "new", "tags": ["x"]}
    assert api.put(path, json={"tags": []}).json()["tags"] == []


def test_an_image_is_renamed(api, mosaic, upload):
    upload(geotiff())
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    response = api.put(f"/rasters/image/{image['id']}", params={"name": "ж & b.tif"})
    assert response.json() == {**image, "filename": "ж & b.tif"}
    assert api.get(f"/rasters/image/{image['id']}").json()["filename"] == "ж & b.tif"
    assert api.put(f"/rasters/image/{image['id']}").status_code == 422


def test_deleting_frees_storage(api, mosaic, upload):
    for _ in range(2):
        upload(geotiff())
    first, second = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    used = api.get("/rasters/memory").json()["memoryUsed"]
    assert used == first["file_size"] + second["file_size"]
    response = api.delete(f"/rasters/image/{first['id']}")
    assert (response.status_code, response.content) == (200, b"")
    assert api.get(f"/rasters/image/{first['id']}").status_code == 404
    assert api.get("/rasters/memory").json()["memoryUsed"] == second["file_size"]
    assert api.delete(f"/rasters/mosaic/{mosaic['id']}").status_code == 200
    for gone in (f"/rasters/mosaic/{mosaic['id']}", f"/rasters/image/{second['id']}"):
        assert api.get(gone).status_code == 404
    assert api.get("/rasters/memory").json()["memoryUsed"] == 0


def test_storage_adds_up(api, running):
    running.account("demo@example.com", memoryLimit=10_000, maxUploadFileSize=5_000)
    assert api.get("/rasters/memory").json() == {
        "memoryLimit": 10_000,
        "memoryUsed": 0,
        "memoryFree": 10_000,
        "maxUploadFileSize": 5_000,
        "maxPixelCount": 65_535,
    }


def test_a_file_may_be_too_big(api, running, mosaic, upload):
    content = geotiff()
    running.account("demo@example.com", maxUploadFileSize=len(content) - 1)
    assert _error(upload(content)) == (
        413,
        "FileTooBig",
        {"max_file_size": str(len(content) - 1), "actual_file_size": str(len(content))},
    )
    running.account("demo@example.com", maxUploadFileSize=len(content))
    assert upload(content).status_code == 200


def test_storage_may_be_full(api, running, mosaic, upload):
    content = geotiff()
    running.account("demo@example.com", memoryLimit=len(content) * 2 - 1)
    assert upload(content).status_code == 200
    assert _error(upload(content)) == (
        400,
        "MemoryLimitExceeded",
        {"memory_requested": str(len(content)), "available_memory": str(len(content) - 1)},
    )
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    refused = api.post(
        f"/rasters/mosaic/{mosaic['id']}/link-image", json={"url": image["image_url"]}
    )
    assert _error(refused)[1] == "MemoryLimitExceeded"
    api.delete(f"/rasters/image/{image['id']}")
    assert upload(content).status_code == 200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FileOpenError"),
        (b"plain text, not a picture", "FileOpenError"),
        (geotiff()[:500], "FileOpenError"),
        (geotiff()[:-100], "FileOpenError"),
        (geotiff(origin=(390_000, 60_000_000)), "ImageOutOfBounds"),
        (geotiff(crs="EPSG:3857", pixel=25_000.0, origin=(0, 0)), "ImageExtentTooBig"),
        (geotiff(crs=None), "FileCheckFailed"),
        (geotiff(pixel=100.0), "FileCheckFailed"),
    ],
)
def test_what_is_no_usable_geotiff_is_refused(api, mosaic, upload, content, code):
    status, found, parameters = _error(upload(content, "bad.tif"))
    assert (status, found) == (400, code)
    if code == "FileCheckFailed":
        assert parameters["filename"] == "bad.tif"
        assert parameters["bad_parameters"]
    assert api.get(f"/rasters/mosaic/{mosaic['id']}/image").json() == []
    assert api.get("/rasters/memory").json()["memoryUsed"] == 0


def test_a_side_may_be_too_long(running, upload):
    running.account("demo@example.com", maxPixelCount=63)
    status, code, parameters = _error(upload(geotiff(), "wide.tif"))
    assert (status, code, parameters["filename"]) == (400, "FileCheckFailed", "wide.tif")
    assert "width=64" in parameters["bad_parameters"]


def test_images_of_a_mosaic_have_the_same_bands(api, mosaic, upload):
    assert upload(geotiff(bands=3)).status_code == 200
    assert _error(upload(geotiff(bands=1), "grey.tif")) == (
        400,
        "FileValidationFailed",
        {
            "filename": "grey.tif",
            "mosaic_id": mosaic["id"],
            "param_name": "count",
            "got_param": "1",
            "expected_param": "3",
        },
    )
    # Resolution and projection may differ: they are resampled to the mosaic.
    assert upload(geotiff(bands=3, pixel=2.0)).status_code == 200
    assert len(api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()) == 2


def test_previews_are_small_pictures(api, mosaic, upload):
    upload(geotiff())
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    for url, side in ((image["preview_url_s"], 256), (image["preview_url_l"], 1024)):
        response = api.get(url)
        assert response.headers["content-type"] == "image/jpeg"
        with Image.open(io.BytesIO(response.content)) as picture:
            assert (picture.format, max(picture.size)) == ("JPEG", side)
    path = f"/rasters/image/{image['id']}/preview"
    assert api.get(f"{path}/xl").status_code == 422
    assert api.get(f"/rasters/image/{uuid.uuid4()}/preview/s").status_code == 404


def test_a_stored_image_is_linked_into_another_mosaic(api, someone_else, mosaic, upload):
    upload(geotiff())
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    other = api.post("/rasters/mosaic", json={"name": "other"}).json()["id"]
    path = f"/rasters/mosaic/{other}/link-image"
    response = api.post(path, json={"url": image["image_url"]})
    assert (response.status_code, response.json()["mosaic_id"]) == (200, other)
    [linked] = api.get(f"/rasters/mosaic/{other}/image").json()
    assert linked["checksum"] == image["checksum"]
    assert linked["id"] != image["id"]
    api.delete(f"/rasters/mosaic/{mosaic['id']}")
    assert api.get(linked["preview_url_s"]).status_code == 200
    missing = api.post(path, json={"url": "s3://mapflow-sandbox/nothing.tif"})
    assert _error(missing)[:2] == (404, "ItemNotFound")
    theirs = someone_else.post("/rasters/mosaic", json={"name": "theirs"}).json()["id"]
    stolen = someone_else.post(
        f"/rasters/mosaic/{theirs}/link-image", json={"url": linked["image_url"]}
    )
    assert _error(stolen)[:2] == (403, "AccessDenied")
    assert api.post(path, json={}).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("GET", "/rasters/mosaic/{mosaic}", {}),
        ("PUT", "/rasters/mosaic/{mosaic}", {"json": {"name": "x"}}),
        ("DELETE", "/rasters/mosaic/{mosaic}", {}),
        ("GET", "/rasters/mosaic/{mosaic}/image", {}),
        ("POST", "/rasters/mosaic/{mosaic}/image", {"files": {"file": b"x"}}),
        ("POST", "/rasters/mosaic/{mosaic}/link-image", {"json": {"url": "s3://x"}}),
        ("GET", "/rasters/image/{image}", {}),
        ("PUT", "/rasters/image/{image}", {"params": {"name": "x"}}),
        ("DELETE", "/rasters/image/{image}", {}),
        ("GET", "/rasters/image/{image}/preview/s", {}),
    ],
)
def test_unknown_and_foreign_imagery_does_not_exist(
    api, someone_else, mosaic, upload, method, path, more
):
    upload(geotiff())
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    for client, ids in (
        (someone_else, {"mosaic": mosaic["id"], "image": image["id"]}),
        (api, {"mosaic": str(uuid.uuid4()), "image": str(uuid.uuid4())}),
    ):
        status, code, parameters = _error(client.request(method, path.format(**ids), **more))
        assert (status, code) == (404, "ItemNotFound")
        kind = parameters["instance_type"]
        assert parameters == {"instance_type": kind, "uid": ids[kind]}
    assert api.get(f"/rasters/image/{image['id']}").json() == image
    assert someone_else.get("/rasters/mosaic").json() == []


def malformed(response):
    """What is wrong with a request, in the way of the framework behind the imagery service."""
    assert response.status_code == 422, response.text
    [fault] = response.json()["detail"]
    assert set(response.json()) == {"detail"}
    assert set(fault) == {"loc", "msg", "type"}
    return fault


@pytest.mark.parametrize(
    "body",
    [{}, {"name": None}, {"name": "x", "tags": "a"}, {"name": "x", "tags": [1]}],
)
def test_a_malformed_mosaic_is_unprocessable(api, body):
    response = api.post("/rasters/mosaic", json=body)
    assert malformed(response)["loc"] == ["body"]


def test_the_place_of_a_mistake_is_told(api):
    response = api.post("/rasters/mosaic/image", files={"file": geotiff()})
    assert malformed(response)["loc"] == ["query", "name"]
    assert malformed(api.get("/rasters/mosaic/nonsense"))["loc"] == ["path", "mosaicId"]
    receipt = api.post("/rasters/mosaic/image", params={"name": "m"}, files={"file": geotiff()})
    assert malformed(api.get(f"/rasters/image/{receipt.json()['id']}/preview/xl"))["loc"] == [
        "path",
        "size",
    ]


def test_malformed_uploads_are_unprocessable(api, mosaic):
    path = f"/rasters/mosaic/{mosaic['id']}/image"
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    for response in (
        api.post(path, content=b"II*\0", headers={"Content-Type": "image/tiff"}),
        api.post(path, content=b"", headers={"Content-Type": "multipart/form-data"}),
        api.post(path, content=b"nonsense", headers=multipart),
        api.post(path, content=b"--x\r\n", headers=multipart),
        api.post(path, files={"image": b"wrong name"}),
        api.post(
            path,
            content=b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nII',
            headers=multipart,
        ),
        api.post(path),
    ):
        assert malformed(response)["msg"]
    assert api.post("/rasters/mosaic/image", files={"file": geotiff()}).status_code == 422


def test_names_of_files_are_only_names(api, mosaic, upload):
    for number, name in enumerate(("../../etc/passwd", "C:\\maps\\a.tif", "поле.tif", 'a"b.tif')):
        assert upload(geotiff(), name).status_code == 200
        images = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
        assert len(images) == number + 1
        assert "/" not in images[-1]["filename"]
        assert "\\" not in images[-1]["filename"] or number == 3


def test_the_outline_of_a_mosaic_has_no_ground_twice(api, mosaic, upload):
    """Clients run on it: parts that overlap would be paid for twice."""
    alone = geotiff(origin=(400_000, 6_166_000))
    for name, content in (
        ("first.tif", geotiff()),
        ("beside.tif", geotiff(origin=(390_064, 6_166_000))),
        ("over.tif", geotiff(origin=(390_032, 6_165_976))),
        ("alone.tif", alone),
    ):
        assert upload(content, name).status_code == 200
    detail = api.get(f"/rasters/mosaic/{mosaic['id']}").json()
    whole = from_wkt(detail["footprint"])
    assert (whole.geom_type, whole.is_valid, len(whole.geoms)) == ("MultiPolygon", True, 2)
    parts = [
        from_wkt(image["footprint"])
        for image in api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    ]
    assert all(whole.buffer(1e-9).covers(part) for part in parts)
    assert whole.area < 0.95 * sum(part.area for part in parts)
    assert not any(part.exterior.is_ccw for part in whole.geoms)
    [listed] = api.get("/rasters/mosaic").json()
    assert listed == detail


def test_other_parts_of_the_form_are_ignored(api, mosaic):
    path = f"/rasters/mosaic/{mosaic['id']}/image"
    response = api.post(path, data={"comment": "x" * 100_000}, files={"file": ("a.tif", geotiff())})
    assert response.status_code == 200


def test_a_file_may_look_like_the_end_of_a_form(api, mosaic, upload):
    content = FIELD_IMAGE.read_bytes() + b"\r\n--boundary--\r\n\r\n--" * 1000
    assert upload(content).status_code == 200
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    assert image["checksum"] == hashlib.sha1(content, usedforsecurity=False).hexdigest()


_FORM_HEAD = b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n'


def _arriving(parts, length=None):
    """A request whose body comes in these parts, and the parts that were not asked for."""
    left = iter(parts)

    async def next_part():
        part = next(left)
        return {"type": "http.request", "body": part, "more_body": not part.endswith(b"--x--\r\n")}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    return Request({"type": "http", "method": "POST", "headers": headers}, next_part), left


async def test_what_is_too_large_is_stopped_while_it_comes(tmp_path):
    parts = [_FORM_HEAD, *[b"0" * 1000] * 1000, b"\r\n--x--\r\n"]
    request, left = _arriving(parts)
    received = await receive(request, tmp_path, lambda size_bytes: size_bytes <= 5_000)
    assert (received.size_bytes, received.is_complete) == (6_000, False)
    assert received.path.stat().st_size <= 5_000
    assert len(list(left)) == 995
    request, _ = _arriving(parts, length=sum(map(len, parts)))
    received = await receive(request, tmp_path, lambda size_bytes: size_bytes <= 5_000)
    assert received.size_bytes == 1_000_000, "what the client announced"


async def test_there_may_not_be_much_beside_the_file(tmp_path):
    endless = b'--x\r\nContent-Disposition: form-data; name="comment"\r\n\r\n'
    request, left = _arriving([endless, *[b"0" * 100_000] * 100])
    with pytest.raises(Problem, match="without its file is larger than 1048576") as refused:
        await receive(request, tmp_path, lambda size_bytes: size_bytes <= 5_000)
    assert refused.value.status == 413
    assert len(list(left)) == 89
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_upload_takes_no_memory(running, upload):
    def peak_mb():
        text = Path(f"/proc/{running.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) / 1024

    assert upload(geotiff()).status_code == 200  # loads what reads images
    before = peak_mb()
    assert upload(b"\0" * 100_000_000).status_code == 400
    assert peak_mb() - before < 8


def test_a_refused_upload_can_be_read_to_its_end(running, mosaic, upload):
    running.account("demo@example.com", maxUploadFileSize=1000)
    with Api(running.base_url, running.token) as client:
        response = upload(b"\0" * 30_000_000, client=client)
    assert _error(response) == (
        413,
        "FileTooBig",
        {"max_file_size": "1000", "actual_file_size": "30000000"},
    )

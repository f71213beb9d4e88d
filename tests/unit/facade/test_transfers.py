"""Files are written whole or not at all, and read with care."""

import os
import pickle

import httpx
import pytest

from mapflow import Mapflow, errors
from mapflow._downloads.download import receiving
from mapflow._http.transfers import sending
from mapflow.formats import to_geodataframe
from tests.support.client_kinds import gathered, maybe_await

from .conftest import JOB

RESULT = ("GET", f"/processings/{JOB}/result")
COLLECTION = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"id": n, "class_id": "101"}, "geometry": None}
        for n in range(3)
    ],
}


async def save(mf, path, **given):
    return await maybe_await(mf.processings.result(JOB).save(path, **given))


async def test_save(mf, service, tmp_path):
    service.responses[RESULT] = COLLECTION
    seen = []
    path = await save(mf, tmp_path / "a.geojson", on_progress=seen.append)
    assert path == tmp_path / "a.geojson"
    assert seen[-1].done_bytes == path.stat().st_size == seen[-1].total_bytes
    assert [p.name for p in tmp_path.iterdir()] == ["a.geojson"]


@pytest.mark.usefixtures("disk")
async def test_read_features_frame(mf, service):
    service.responses[RESULT] = COLLECTION
    assert await maybe_await(mf.processings.result(JOB).read()) == COLLECTION
    features = await gathered(mf.processings.result(JOB).features())
    assert features == COLLECTION["features"]
    frame = await maybe_await(mf.processings.result(JOB).to_geodataframe())
    assert list(frame["class_id"]) == ["101"] * 3
    assert frame.crs == "EPSG:4326"


async def test_a_result_that_names_its_system_reads_as_its_file_does(mf, service, tmp_path):
    ring = [[413000, 6167000], [413200, 6167000], [413200, 6167200], [413000, 6167000]]
    service.responses[RESULT] = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:32637"}},
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        ],
    }
    saved = to_geodataframe(await save(mf, tmp_path / "a.geojson"))
    result = mf.processings.result(JOB)
    frames = [
        await maybe_await(result.to_geodataframe()),
        to_geodataframe(await maybe_await(result.read())),
    ]
    if isinstance(mf, Mapflow):
        frames.append(to_geodataframe(result))
    for frame in frames:
        assert frame.geometry.geom_equals(saved.geometry).all()
        assert 37 < frame.total_bounds[0] < 38


@pytest.mark.usefixtures("disk")
async def test_empty_result(mf, service):
    service.responses[RESULT] = {"type": "FeatureCollection", "features": []}
    frame = await maybe_await(mf.processings.result(JOB).to_geodataframe())
    assert frame.empty
    assert frame.geometry.name == "geometry"
    assert frame.crs == "EPSG:4326"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b'{"type": "FeatureCollection", "features": [{"type": "Fea', b"[1]", b"oops}"],
)
async def test_a_damaged_result_leaves_nothing(mf, service, tmp_path, body):
    service.responses[RESULT] = httpx.Response(200, content=body)
    with pytest.raises(errors.IncompleteDownload) as caught:
        await save(mf, tmp_path / "a.geojson")
    assert list(tmp_path.iterdir()) == []
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.received_bytes == len(body)


async def test_a_short_result_leaves_nothing(mf, service, tmp_path):
    service.responses[RESULT] = httpx.Response(200, headers={"content-length": "99"}, content=b"{}")
    with pytest.raises(errors.IncompleteDownload, match="2 of 99 bytes"):
        await save(mf, tmp_path / "a.geojson")
    assert list(tmp_path.iterdir()) == []


async def test_an_old_file_is_kept(mf, service, tmp_path):
    service.responses[RESULT] = COLLECTION
    path = tmp_path / "a.geojson"
    path.write_text("mine")
    with pytest.raises(errors.InvalidFile, match="exists"):
        await save(mf, path)
    assert path.read_text() == "mine"
    service.responses[RESULT] = httpx.Response(200, content=b"{")
    with pytest.raises(errors.IncompleteDownload):
        await save(mf, path, overwrite=True)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("place", ["no/such/folder/a.geojson", "."])
async def test_a_target_that_cannot_be_written(mf, service, tmp_path, place):
    service.responses[RESULT] = COLLECTION
    with pytest.raises(errors.InvalidFile):
        await save(mf, tmp_path / place)


@pytest.mark.parametrize("status", ["IN_PROGRESS", "UNPROCESSED", "SOMETHING_NEW"])
async def test_no_result_before_the_end(mf, service, tmp_path, status):
    service.responses["GET", f"/processings/{JOB}"] = {"id": JOB, "status": status}
    with pytest.raises(errors.InvalidInput, match="no result yet"):
        await save(mf, tmp_path / "a.geojson")
    assert service.sent(*RESULT) == []


async def test_no_result_of_a_failure(mf, service, tmp_path):
    service.responses["GET", f"/processings/{JOB}"] = {"id": JOB, "status": "FAILED"}
    with pytest.raises(errors.ProcessingFailed):
        await save(mf, tmp_path / "a.geojson")


@pytest.mark.usefixtures("disk")
async def test_a_good_area_of_a_failure_can_be_had(mf, service):
    area = "b86127bb-38bc-43e7-9fa9-54b37a0e17af"
    service.responses["GET", f"/processings/{JOB}"] = {"id": JOB, "status": "FAILED"}
    service.responses["GET", f"/processings/{JOB}/aois"] = [{"id": area, "status": "OK"}]
    service.responses[RESULT] = COLLECTION
    assert await maybe_await(mf.processings.result(JOB, area=area).read()) == COLLECTION
    (request,) = [r for m, p, r in service.log if (m, p) == RESULT]
    assert request.url.params["aoiId"] == area


def test_a_file_gets_ordinary_permissions(tmp_path):
    with receiving(tmp_path / "a", source=None, overwrite=False) as target:
        target.write(b"x")
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<html>", b"PK\x03\x04"])
def test_only_tiffs_are_sent(tmp_path, content):
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    with pytest.raises(errors.InvalidFile, match="not a TIFF"), sending(path, None):
        pass


@pytest.mark.parametrize("place", ["missing.tif", "."])
def test_a_file_that_cannot_be_sent(tmp_path, place):
    with pytest.raises(errors.InvalidFile), sending(tmp_path / place, None):
        pass


async def test_a_file_beyond_the_limits_is_not_sent(mf, service, tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(b"II*\x00" + bytes(100))
    service.responses["GET", "/rasters/memory"] = {"maxUploadFileSize": 50, "memoryFree": 10}
    with pytest.raises(errors.LimitExceeded, match="104 bytes"):
        await maybe_await(mf.imagery.upload(path))
    assert service.sent("POST", "/rasters/mosaic/image") == []


async def test_upload_streams_and_finds_its_image(mf, service, tmp_path):
    path = tmp_path / "flight +++.tif"
    content = b"MM\x00*" + b"\r\n--+++\r\n" + bytes(300_000)
    path.write_bytes(content)
    mosaic, image = JOB, "cccccccc-0000-4000-8000-000000000001"
    service.responses["GET", "/rasters/memory"] = {}
    received = []

    def take(request):
        received.append(request.content)
        return httpx.Response(200, json={"message": "ok", "mosaic_id": mosaic})

    service.responses["POST", "/rasters/mosaic/image"] = take
    service.responses["GET", f"/rasters/mosaic/{mosaic}/image"] = [
        {"id": image, "filename": path.name, "image_url": "s3://b/k.tif"}
    ]
    seen = []
    found = await maybe_await(
        mf.imagery.upload(path, tags=["a", "b"], on_progress=seen.append, check=False)
    )
    assert (found.id, found.url) == (image, "s3://b/k.tif")
    assert seen[-1] == (len(content), len(content))
    (request,) = [r for m, p, r in service.log if m == "POST"]
    assert request.url.params.get_list("tags") == ["a", "b"]
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    assert boundary != b"+++"
    (part,) = received[0].split(b"--" + boundary)[1:-1]
    assert part.partition(b"\r\n\r\n")[2] == content + b"\r\n"


async def test_a_picture_that_does_not_suit_is_not_sent(mf, service, tmp_path):
    path = tmp_path / "flight.tif"
    path.write_bytes(b"II*\x00" + bytes(500))
    service.responses["GET", "/rasters/memory"] = {"memoryLimit": 10**9, "memoryUsed": 0}
    with pytest.raises(errors.InvalidFile, match="cannot be opened"):
        await maybe_await(mf.imagery.upload(path))
    assert [entry for entry in service.log if entry[0] == "POST"] == []

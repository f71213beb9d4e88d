"""How images become ready, downloads through signed links, and the legacy upload."""

import uuid
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.test_imagery import geotiff

CONTENT = geotiff()


@pytest.fixture
def put(api):
    """Uploads an image into a new mosaic and returns what its status says."""

    def upload(filename="a.tif", client=api):
        files = {"file": (filename, CONTENT, "image/tiff")}
        response = client.post("/rasters/mosaic/image", params={"name": "May"}, files=files)
        mosaic = response.json()["mosaic_id"]
        return client.get(f"/rasters/mosaic/{mosaic}/status").json()

    return upload


@pytest.fixture
def slow(running):
    running.account("demo@example.com", preprocessingSeconds=100, uploadsDownloadable=True)


def _one(status):
    [image] = status["images"]
    return image


def test_an_image_is_ready_at_once(api, put):
    status = put()
    counts = {name: value for name, value in status.items() if name.endswith("_images")}
    assert counts == {
        "total_images": 1,
        "ready_images": 1,
        "pending_images": 0,
        "in_progress_images": 0,
        "failed_images": 0,
        "tiles_ready_images": 1,
    }
    image = _one(status)
    assert (image["preprocessing_status"], image["data_available"]) == ("NONE", True)
    assert image["preprocessing_error"] is None
    assert api.get(f"/rasters/image/{image['image_id']}/status").json() == image


def test_preprocessing_takes_its_time(api, running, slow, put):
    image = _one(put())
    path = f"/rasters/image/{image['image_id']}"
    mosaic = api.get(path).json()["mosaic_id"]
    seen = [image["preprocessing_status"]]
    for _ in range(3):
        assert api.get(f"/rasters/mosaic/{mosaic}/image").json() == []
        assert api.get(f"{path}/download").status_code == 409
        running.advance(34)
        seen.append(api.get(f"{path}/status").json()["preprocessing_status"])
    assert seen == ["PENDING", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED"]
    assert len(api.get(f"/rasters/mosaic/{mosaic}/image").json()) == 1
    assert api.get(f"{path}/download").status_code == 200


def test_no_run_on_an_image_that_is_not_ready(api, slow, put):
    image = _one(put())["image_id"]
    body = {
        "wdName": "🏠 Buildings",
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.001], [0.001, 0], [0, 0]]]},
        "params": {"sourceParams": {"myImagery": {"imageIds": [image]}}},
    }
    response = api.post("/processings/v2", json=body)
    assert response.status_code == 400
    assert "not ready" in response.json()["message"]


def test_failed_images_are_deleted_together(api, running, slow, put):
    status = put("sandbox-fail.tif")
    path = f"/rasters/mosaic/{status['mosaic_id']}"
    api.post(f"{path}/image", files={"file": ("good.tif", CONTENT, "image/tiff")})
    nothing = api.delete(f"{path}/failed").json()
    assert (nothing["count"], nothing["deleted_image_ids"]) == (0, [])
    running.advance(1000)
    found = api.get(f"{path}/status").json()
    assert (found["ready_images"], found["failed_images"]) == (1, 1)
    assert found["images"][0]["preprocessing_error"]
    deleted = api.delete(f"{path}/failed").json()
    assert deleted["count"] == 1
    assert deleted["deleted_image_ids"] == [status["images"][0]["image_id"]]
    assert api.get(f"{path}/status").json()["total_images"] == 1


def test_uploads_are_not_downloadable(api, put):
    image = _one(put())["image_id"]
    assert api.get(f"/rasters/image/{image}").json()["available_for_download"] is False
    response = api.get(f"/rasters/image/{image}/download")
    assert response.status_code == 403
    assert "detail" in response.json()


def test_linked_images_are(api, put):
    image = api.get(f"/rasters/image/{_one(put())['image_id']}").json()
    other = api.post("/rasters/mosaic", json={"name": "other"}).json()["id"]
    api.post(f"/rasters/mosaic/{other}/link-image", json={"url": image["image_url"]})
    [linked] = api.get(f"/rasters/mosaic/{other}/image").json()
    assert linked["available_for_download"] is True
    assert api.get(f"/rasters/image/{linked['id']}/download").status_code == 200


@pytest.fixture
def link(api, running, put):
    running.account("demo@example.com", uploadsDownloadable=True)
    image = _one(put("../a b?.tif"))
    return image, api.get(f"/rasters/image/{image['image_id']}/download").json()


def test_a_link_needs_no_credentials_and_expires(api, running, link):
    image, link = link
    assert set(link) == {"download_url", "filename", "expires_in"}
    assert (link["filename"], link["expires_in"]) == (image["filename"], 3600)
    url = link["download_url"]
    assert not urlsplit(url).path.startswith("/rest")
    response = httpx.get(url, trust_env=False)
    assert response.content == CONTENT
    part = httpx.get(url, headers={"Range": "bytes=4-9"}, trust_env=False)
    assert (part.status_code, part.content) == (206, CONTENT[4:10])
    running.advance(3599)
    assert httpx.get(url, trust_env=False).status_code == 200
    running.advance(2)
    assert httpx.get(url, trust_env=False).status_code == 403


def test_a_link_is_refused_when_changed_or_sent_with_credentials(api, link):
    url = link[1]["download_url"]
    expires = parse_qs(urlsplit(url).query)["expires"][0]
    for wrong in (
        url.replace(expires, str(int(expires) + 9)),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
        url.split("?")[0],
        url.replace(link[0]["image_id"], str(uuid.UUID(int=1))),
    ):
        assert httpx.get(wrong, trust_env=False).status_code == 403
    token = api.headers["authorization"]
    leak = httpx.get(url, headers={"Authorization": token}, trust_env=False)
    assert leak.status_code == 400


def test_a_deleted_image_leaves_a_link_to_nothing(api, link):
    api.delete(f"/rasters/image/{link[0]['image_id']}")
    assert httpx.get(link[1]["download_url"], trust_env=False).status_code == 404


def test_states_of_others_are_not_found(api, someone_else, put):
    status = put()
    image, unknown = _one(status)["image_id"], uuid.UUID(int=1)
    for client, image_id, mosaic_id in (
        (someone_else, image, status["mosaic_id"]),
        (api, unknown, unknown),
    ):
        for response in (
            client.get(f"/rasters/image/{image_id}/status"),
            client.get(f"/rasters/image/{image_id}/download"),
            client.get(f"/rasters/mosaic/{mosaic_id}/status"),
            client.delete(f"/rasters/mosaic/{mosaic_id}/failed"),
        ):
            assert response.status_code == 404
            assert response.json()["detail"]["code"] == "ItemNotFound"


def test_the_legacy_upload_returns_an_address_to_run_on(api, running, start):
    files = {"file": ("old.tif", CONTENT, "image/tiff")}
    response = api.post("/rasters", files=files)
    assert response.status_code == 200, response.text
    assert set(response.json()) == {"url"}
    url = response.json()["url"]
    assert url.startswith("s3://")
    [mosaic] = api.get("/rasters/mosaic").json()
    assert mosaic["name"] == "old.tif"
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    assert image["image_url"] == url
    running.account("demo@example.com", maxUploadFileSize=100)
    refused = api.post("/rasters", files=files)
    assert refused.json()["detail"]["code"] == "FileTooBig"
    broken = api.post("/rasters", files={"file": ("x.tif", b"II*", "image/tiff")})
    assert broken.json()["detail"]["code"] == "FileOpenError"

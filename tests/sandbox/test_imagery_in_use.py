"""Imagery that a processing runs on cannot be deleted: a rule of the sandbox's own."""

import pytest

from tests.sandbox.test_imagery import geotiff
from tests.support.places import FIELD, FIELD_IMAGE

DAY = 86_400


@pytest.fixture
def mosaic(api):
    """The path of a mosaic of two images, and the images."""
    files = {"file": ("field.tif", FIELD_IMAGE.read_bytes(), "image/tiff")}
    response = api.post("/rasters/mosaic/image", params={"name": "May"}, files=files)
    path = f"/rasters/mosaic/{response.json()['mosaic_id']}"
    files = {"file": ("other.tif", geotiff(), "image/tiff")}
    api.post(f"{path}/image", files=files).raise_for_status()
    return path, api.get(f"{path}/image").json()


@pytest.fixture
def start_on(api):
    """Starts a processing on one image, by its id or by its address."""

    def run(image, *, by_address=False, **meta):
        body = {"wdName": "🌲 Forest", "geometry": FIELD, "meta": meta}
        if by_address:
            params = {"source_type": "local", "url": image["image_url"]}
            return api.post("/processings", json={**body, "params": params}).json()
        params = {"sourceParams": {"myImagery": {"imageIds": [image["id"]]}}}
        return api.post("/processings/v2", json={**body, "params": params}).json()

    return run


def _refused(response, image, processing):
    assert response.status_code == 409
    assert response.json() == {
        "detail": f"image {image['id']} is in use by processing {processing['id']}"
    }


@pytest.mark.parametrize("by_address", [True, False])
def test_it_stays_until_the_processing_has_ended(api, running, mosaic, start_on, by_address):
    path, (image, other) = mosaic
    one = f"/rasters/image/{image['id']}"
    processing = start_on(image, by_address=by_address)
    for wait_s in (0, 10):
        running.advance(wait_s)
        _refused(api.delete(one), image, processing)
        _refused(api.delete(path), image, processing)
    assert api.get(one).json() == image
    assert len(api.get(f"{path}/image").json()) == 2
    # The other one is another account's.
    assert api.delete(f"/rasters/image/{other['id']}").status_code == 200
    running.advance(3600)
    assert api.delete(path).status_code == 200
    assert api.get(one).status_code == 404


@pytest.mark.parametrize(
    ("meta", "status", "is_free"),
    [
        ({"sandbox:status": "AWAITING"}, "AWAITING", False),
        ({"sandbox:status": "CANCELLED"}, "CANCELLED", True),
        ({"sandbox:fail": "inference.internalError"}, "FAILED", True),
    ],
)
def test_waiting_counts_as_use_and_no_end_does(
    api, running, mosaic, start_on, meta, status, is_free
):
    _, (image, _) = mosaic
    processing = start_on(image, **meta)
    running.advance(60)
    assert api.get(f"/processings/{processing['id']}").json()["status"] == status
    assert api.delete(f"/rasters/image/{image['id']}").is_success is is_free


def test_a_restart_takes_it_into_use_again(api, running, mosaic, start_on):
    _, (image, _) = mosaic
    processing = start_on(image, **{"sandbox:fail": "inference.internalError"})
    running.advance(60)
    api.post(f"/processings/{processing['id']}/restart").raise_for_status()
    _refused(api.delete(f"/rasters/image/{image['id']}"), image, processing)


def test_a_deleted_processing_uses_nothing(api, mosaic, start_on):
    path, (image, _) = mosaic
    processing = start_on(image)
    _refused(api.delete(path), image, processing)
    api.delete(f"/processings/{processing['id']}").raise_for_status()
    assert api.delete(path).status_code == 200

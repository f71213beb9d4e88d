"""A deletion refused because of a processing says so, in whatever shape the refusal comes."""

import pickle

import httpx
import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await

from .conftest import JOB

KEY = "cccccccc-0000-4000-8000-000000000001"
IMAGE = "dddddddd-0000-4000-8000-000000000002"
PATHS = {"image": f"/rasters/image/{KEY}", "mosaic": f"/rasters/mosaic/{KEY}"}


async def refusal_of(mf, service, kind, status, body):
    service.responses["DELETE", PATHS[kind]] = httpx.Response(status, json=body)
    things = {"image": mf.imagery.images, "mosaic": mf.imagery.mosaics}[kind]
    with pytest.raises(errors.ApiError) as caught:
        await maybe_await(things.delete(KEY))
    assert len(service.log) == 1
    return caught.value


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize(
    ("status", "body", "named"),
    [
        (409, {"message": f"image {IMAGE} is in use by processing {JOB}"}, (IMAGE, JOB)),
        (409, {"message": f"used by processing '{JOB.upper()}'"}, (None, JOB)),
        (409, {"message": "conflict"}, (None, None)),
        (423, {"detail": "no"}, (None, None)),
        (400, {"detail": {"code": "MosaicLocked", "parameters": {}}, "x": "locked"}, (None, None)),
        (
            400,
            {"detail": {"code": "Locked", "parameters": {"processing_id": JOB, "uid": "1"}}},
            (None, JOB),
        ),
        (403, {"message": f"The image_id={IMAGE} is still used"}, (IMAGE, None)),
    ],
)
async def test_it_names_what_is_known(mf, service, kind, status, body, named):
    error = await refusal_of(mf, service, kind, status, body)
    image, processing = named
    assert type(error) is errors.ImageryInUse
    assert (error.status, error.processing_id) == (status, processing)
    assert error.image_id == (KEY if kind == "image" else image)
    user = f"processing {JOB}" if processing else "a processing"
    used = f"its image {IMAGE}" if kind == "mosaic" and image else "it"
    text = str(error)
    assert text.startswith(
        f"{kind.capitalize()} {KEY} was not deleted: {user} is still using {used}. Wait until "
    )
    assert f"then delete the {kind} again." in text
    assert ("mapflow wait" if processing else "mapflow list") in text
    assert isinstance(error.__cause__, errors.ApiError)


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"message": "the account is locked"}, errors.AuthenticationError),
        (404, {"message": "in use or not there"}, errors.NotFound),
        (400, {"message": "the clock of the block is wrong"}, errors.BadRequest),
        (403, {"message": "not yours"}, errors.PermissionDenied),
        (500, {"message": "database is locked"}, errors.ServerError),
    ],
)
async def test_other_refusals_stay_what_they_are(mf, service, kind, status, body, expected):
    error = await refusal_of(mf, service, kind, status, body)
    assert type(error) is expected


async def test_it_pickles(mf, service):
    body = {"message": f"image {IMAGE} is in use by processing {JOB}"}
    error = await refusal_of(mf, service, "mosaic", 409, body)
    again = pickle.loads(pickle.dumps(error))
    assert (again.image_id, again.processing_id) == (IMAGE, JOB)
    assert str(again) == str(error)

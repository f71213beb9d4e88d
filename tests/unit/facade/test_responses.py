"""Responses of every kind become a value or an error that explains itself."""

import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapflow import errors
from mapflow._http.api_errors import error_from
from tests.support.client_kinds import maybe_await

from .conftest import JOB

READ = ("GET", f"/processings/{JOB}")
PAGE = "<html><body>Bad gateway</body></html>"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDenied),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (418, errors.ApiError),
        (422, errors.BadRequest),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (520, errors.ServerError),
        (599, errors.ServerError),
        (302, errors.ApiError),
    ],
)
@pytest.mark.parametrize("body", ["", PAGE, "{", "[]", "null", "plain words"])
async def test_status_decides_the_kind(mf, service, status, kind, body):
    service.responses[READ] = httpx.Response(status, text=body)
    with pytest.raises(errors.ApiError) as caught:
        await maybe_await(mf.processings.get(JOB))
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.method) == (status, "GET")
    assert error.url.endswith(JOB)
    assert "<html" not in str(error)


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (
            {
                "code": "TOO_LARGE_PROCESSING",
                "message": "m",
                "params": {"area": "31", "aoiAreaLimit": "25"},
            },
            "TOO_LARGE_PROCESSING",
            ["31", "25"],
        ),
        (
            {
                "detail": {
                    "code": "FileTooBig",
                    "parameters": {"max_file_size": "10", "actual_file_size": "12"},
                }
            },
            "FileTooBig",
            ["10", "12"],
        ),
        ({"message": "mosaic is locked"}, None, ["mosaic is locked"]),
        ({"detail": "Not authenticated"}, None, ["Not authenticated"]),
        (
            {"detail": [{"loc": ["body", "name"], "msg": "field required"}]},
            None,
            ["body.name: field required"],
        ),
        ({"detail": ["name is bad", "", 7]}, None, ["name is bad"]),
        ({"code": 17, "message": "odd"}, "17", ["17", "odd"]),
        (
            {"code": "BRAND_NEW", "message": "odd", "params": {"a": 1}},
            "BRAND_NEW",
            ["BRAND_NEW", "a=1", "odd"],
        ),
        ({"code": "X", "message": "no access to data provider 9"}, "X", []),
        (
            {"code": "BAD_REQUEST", "message": "name is too long", "params": None},
            "BAD_REQUEST",
            ["name is too long"],
        ),
    ],
)
def test_every_envelope_is_read(body, code, told):
    error = error_from(400, json.dumps(body).encode(), method="GET", url="https://x/rest/y")
    assert error.code == code
    for words in told:
        assert words in str(error)


def test_provider_outside_the_plan():
    body = b'{"code": "FORBIDDEN", "message": "You have no access to Data Provider 99"}'
    error = error_from(403, body, method="POST", url="https://x/rest/processings")
    assert "plan" in str(error)


@given(status=st.integers(300, 999), body=st.binary(max_size=300))
def test_any_response_gives_an_api_error(status, body):
    error = error_from(status, body, method="GET", url="https://x/rest/y")
    assert isinstance(error, errors.ApiError)
    assert str(error)


@pytest.mark.parametrize(
    "body",
    ["", PAGE, "{", "[" * 100_000, '{"id": 5}', "[]", "null", "5", '"text"', '{"status": "OK"}'],
)
async def test_a_good_status_with_a_bad_body(mf, service, body):
    service.responses[READ] = httpx.Response(200, text=body)
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.processings.get(JOB))


@pytest.mark.parametrize("status", [200, 201, 202, 299])
async def test_every_good_status_is_good(mf, service, status):
    service.responses[READ] = httpx.Response(status, json={"id": JOB, "status": "OK"})
    assert (await maybe_await(mf.processings.get(JOB))).status == "OK"

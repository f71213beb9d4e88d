"""The generated client, used alone: no response crashes it, and none is dropped in silence."""

import asyncio
import copy
import json
import pickle
import subprocess
import sys

import httpx
import pytest
from mapflow_openapi import AuthenticatedClient, Client, errors, models
from mapflow_openapi.api.account import get_user_status
from mapflow_openapi.api.imagery import get_image
from mapflow_openapi.api.processings import (
    delete_processing,
    estimate_cost,
    get_processing,
    list_project_processings,
)
from mapflow_openapi.types import UNSET

from tests.spec.document import response_schemas, schemas
from tests.spec.stub import ID, TOKEN, client, saying

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


def both(operation, *arguments, api, **named):
    """Call an operation in its sync and its async form; both must agree."""
    first = operation.sync_detailed(*arguments, client=api, **named)
    second = asyncio.run(operation.asyncio_detailed(*arguments, client=api, **named))
    assert (first.status_code, first.parsed) == (second.status_code, second.parsed)
    return first


@pytest.mark.parametrize("status", [200, 201, 202, 203, 299])
def test_any_2xx_is_success(status):
    api = saying(status, json.dumps({"id": str(ID), "status": "OK"}).encode())
    response = both(get_processing, ID, api=api)
    assert response.status_code == status
    assert response.parsed.status == "OK"


@pytest.mark.parametrize("status", [499, 520, 561])
def test_statuses_outside_the_register(status):
    response = both(get_processing, ID, api=saying(status, b'{"code": "X", "message": "m"}'))
    assert response.status_code == status
    assert response.parsed == models.ServiceError(code="X", message="m", params=UNSET)


@pytest.mark.parametrize("status", [302, 304])
def test_undocumented_status_is_not_taken_for_nothing(status):
    with pytest.raises(errors.UnexpectedStatus) as raised:
        get_processing.sync(ID, client=saying(status, b"moved"))
    assert raised.value.status_code == status
    with pytest.raises(errors.UnexpectedStatus):
        delete_processing.sync_detailed(ID, client=saying(status))


@pytest.mark.parametrize(
    ("status", "content"),
    [(200, HTML), (502, HTML), (401, b"denied"), (200, b""), (204, b""), (404, b""), (520, HTML)],
)
def test_body_that_is_no_json(status, content):
    for operation, arguments in (
        (get_processing, (ID,)),
        (get_user_status, ()),
        (get_image, (ID,)),
    ):
        with pytest.raises(errors.UndecodableBody) as raised:
            both(operation, *arguments, api=saying(status, content))
        assert raised.value.status_code == status
        assert raised.value.content == content


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b'{"status": "OK"}', b'{"id": 1}'])
def test_json_that_is_not_what_was_asked_for(content):
    with pytest.raises(errors.UndecodableBody):
        get_processing.sync(ID, client=saying(200, content))


@pytest.mark.parametrize("content", [b"", b"{}", HTML])
def test_response_without_documented_body(content):
    assert both(delete_processing, ID, api=saying(200, content)).parsed is None


def test_unknown_status_of_a_processing_is_kept():
    listed = [{"id": str(ID), "status": "EXPLODED"}, {"id": str(ID), "status": "OK"}]
    api = saying(200, json.dumps(listed).encode())
    response = both(list_project_processings, ID, api=api)
    assert [item.status for item in response.parsed] == ["EXPLODED", "OK"]


@pytest.mark.parametrize("name", sorted(response_schemas()))
def test_nulls_and_missing_members_are_taken(name):
    schema, model = schemas()[name], getattr(models, name)
    required = schema.get("required", [])
    smallest = {
        key: str(ID) if schema["properties"][key].get("format") == "uuid" else "text"
        for key in required
    }
    if "enabled" in required:
        smallest["enabled"] = True
    assert model.from_dict(smallest).to_dict() == smallest
    nulled = dict.fromkeys(schema.get("properties", {})) | smallest
    assert model.from_dict(nulled).to_dict() == nulled


@pytest.mark.parametrize("wrong", ["text", 7, True, [], ["x"], {}, {"a": 1}, [{"a": None}]])
@pytest.mark.parametrize("name", sorted(response_schemas()))
def test_a_changed_type_is_handed_through(name, wrong):
    schema, model = schemas()[name], getattr(models, name)
    required = schema.get("required", [])
    for key in schema.get("properties", {}):
        if key in required:
            continue
        given = {k: str(ID) for k in required} | {key: wrong}
        parsed = model.from_dict(given)
        # A list with other things in it than it should have is kept, but cannot be written again.
        assert isinstance(wrong, list) or parsed.to_dict()[key] == wrong


@pytest.mark.parametrize("envelope", [{"detail": "text"}, {"detail": [{"loc": ["body"]}]}])
def test_every_shape_of_error_is_taken(envelope):
    response = both(get_image, ID, api=saying(422, json.dumps(envelope).encode()))
    assert isinstance(response.parsed, models.ServiceError)
    assert response.parsed.to_dict() == envelope
    detail = {"detail": {"code": "FileTooBig", "parameters": {"max_file_size": "1"}}}
    parsed = both(get_image, ID, api=saying(413, json.dumps(detail).encode())).parsed
    assert parsed.detail.parameters["max_file_size"] == "1"
    message = both(get_image, ID, api=saying(404, b'{"message": "no such image"}')).parsed
    assert message == models.ServiceError(message="no such image")


def test_cost_is_a_number():
    body = models.CostRequest(wd_id=ID, geometry=models.Geometry.from_dict({"type": "Polygon"}))
    assert both(estimate_cost, api=saying(200, b"30"), body=body).parsed == 30


def test_token_is_in_no_repr_and_goes_out_as_basic():
    sent = []

    def response(request):
        sent.append(request.headers["Authorization"])
        return httpx.Response(500, content=HTML)

    api = client(response, headers={"X-Secret": "hush"}, cookies={"session": "hush"})
    with pytest.raises(errors.UndecodableBody) as raised:
        get_processing.sync(ID, client=api)
    assert sent == [f"Basic {TOKEN}"]
    for shown in (
        repr(api),
        str(api),
        repr(raised.value),
        str(raised.value),
        repr(api.with_headers({})),
    ):
        assert TOKEN not in shown
        assert "hush" not in shown


def test_timeouts_are_finite():
    for made in (
        Client("https://api.example.com"),
        AuthenticatedClient("https://x.test", token="t"),
    ):
        with made as opened:
            limits = opened.get_httpx_client().timeout.as_dict().values()
            assert all(limit and limit < 120 for limit in limits)


def test_a_copy_leaves_its_original_alone():
    original = AuthenticatedClient("https://api.example.com", token="t")
    opened = original.get_httpx_client()
    copied = original.with_headers({"X-A": "1"}).with_timeout(httpx.Timeout(3.0))
    assert copied.get_httpx_client() is not opened
    assert "X-A" not in opened.headers
    assert copied.get_httpx_client().headers["X-A"] == "1"
    assert copied.get_httpx_client().headers["Authorization"] == "Basic t"
    assert copied.get_httpx_client().timeout.read == 3.0


def test_unset_stays_the_one_unset():
    for other in (copy.copy(UNSET), copy.deepcopy(UNSET), pickle.loads(pickle.dumps(UNSET))):
        assert other is UNSET
    assert repr(UNSET) == "UNSET"
    run = models.ProcessingRun(geometry=models.Geometry())
    assert copy.deepcopy(run).to_dict() == {"geometry": {}}


def test_errors_survive_pickling():
    for kind in (errors.UnexpectedStatus, errors.UndecodableBody):
        again = pickle.loads(pickle.dumps(kind(520, HTML)))
        assert (type(again), again.status_code, again.content) == (kind, 520, HTML)
        assert "520" in str(again)


def test_one_operation_does_not_import_every_model():
    code = (
        "import sys; from mapflow_openapi.api.processings import estimate_cost;"
        "print(*[m for m in sys.modules if m.startswith('mapflow_openapi.models.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded == {"mapflow_openapi.models.service_error", "mapflow_openapi.models.cost_request"}


def test_every_model_can_be_imported_by_name():
    for name, schema in schemas().items():
        if "anyOf" in schema:
            continue  # a choice of types has no class
        assert getattr(models, name).__name__ == name
        assert name in models.__all__
        assert name in dir(models)
    with pytest.raises(AttributeError, match="Nothing"):
        _ = models.Nothing

"""The spec-first layer by itself, on a small document."""

import asyncio
import re

import httpx
import pytest
import yaml
from starlette.applications import Starlette

from mapflow import spec
from mapflow.sandbox import openapi
from mapflow.sandbox.app import HANDLERS
from mapflow.sandbox.openapi.schema_conversion import Converter
from mapflow.sandbox.openapi.validation import Check

DOCUMENT = """
openapi: 3.0.3
paths:
  /things/fixed:
    get:
      operationId: getFixed
      responses: {"200": {$ref: "#/components/responses/Thing"}}
  /things/{thingId}:
    parameters:
      - {name: thingId, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: getThing
      parameters:
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: count, in: query, required: true, schema: {type: integer, minimum: 1}}
        - {name: full, in: query, schema: {type: boolean}}
      responses:
        "200": {$ref: "#/components/responses/Thing"}
        4XX: {$ref: "#/components/responses/Wrong"}
    put:
      operationId: putThing
      x-unknown-methods: [POST]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
      responses:
        "200": {description: Nothing to say.}
        4XX: {$ref: "#/components/responses/Wrong"}
components:
  responses:
    Thing: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
    Wrong: {content: {application/json: {schema: {type: object, additionalProperties: true}}}}
  schemas:
    Thing:
      type: object
      required: [name]
      additionalProperties: true
      properties:
        name: {type: string, example: x}
        size: {type: number, minimum: 0, exclusiveMinimum: true, nullable: true}
        part:
          anyOf:
            - {$ref: "#/components/schemas/Part"}
            - {type: string, nullable: true, enum: [null]}
    Part:
      type: object
      properties: {id: {type: string, format: uuid}, at: {type: string, format: date-time}}
"""
UUID = "8cb13006-a299-4df6-b47d-91bd63de947f"


class InProcess:
    """Sends requests to an application without a server."""

    def __init__(self, app):
        self._app = app

    def request(self, method, path, **more):
        async def send():
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())

    def get(self, path):
        return self.request("GET", path)

    def put(self, path, **more):
        return self.request("PUT", path, **more)

    def delete(self, path):
        return self.request("DELETE", path)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return openapi.load(path)


@pytest.fixture
def served(document):
    """A client, and the handlers that it reaches, which a test may replace."""
    handlers = {
        "getFixed": lambda _call: {"name": "fixed"},
        "getThing": lambda call: {"name": str(dict(call.query))},
        "putThing": lambda _call: None,
    }
    late = {name: (lambda call, name=name: handlers[name](call)) for name in handlers}
    routes = openapi.build_routes(document, late, lambda _request: "caller", prefix="")
    return InProcess(Starlette(routes=routes)), handlers


def test_every_operation_needs_a_handler(document):
    with pytest.raises(LookupError, match=r"without a handler.*putThing"):
        openapi.build_routes(
            document, {"getFixed": 1, "getThing": 1}, lambda _request: 1, prefix=""
        )


def test_every_handler_needs_an_operation(document):
    handlers = dict.fromkeys(["getFixed", "getThing", "putThing", "flyAway"])
    with pytest.raises(LookupError, match=r"without an operation.*flyAway"):
        openapi.build_routes(document, handlers, lambda _request: 1, prefix="")


def test_the_sandbox_serves_exactly_the_document():
    raw = yaml.load(spec.path().read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    documented = {
        operation["operationId"]
        for item in raw["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    }
    assert set(HANDLERS) == documented


def test_a_fixed_path_is_not_an_identifier(served):
    client, _ = served
    assert client.get("/things/fixed").json() == {"name": "fixed"}


@pytest.mark.parametrize(
    ("query", "got"),
    [
        ("count=3", "{'count': 3}"),
        ("count=3&tags=a&tags=b", "{'tags': ['a', 'b'], 'count': 3}"),
        ("count=1&full=true&other=x", "{'count': 1, 'full': True}"),
    ],
)
def test_queries_are_converted(served, query, got):
    client, _ = served
    assert client.get(f"/things/{UUID}?{query}").json() == {"name": got}


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (f"/things/{UUID}", "count is missing"),
        (f"/things/{UUID}?count=x", "count"),
        (f"/things/{UUID}?count=0", "minimum"),
        (f"/things/{UUID}?count=1.5", "count"),
        (f"/things/{UUID}?count=1&full=maybe", "full"),
        ("/things/no-uuid?count=1", "thingId"),
        (f"/things/{UUID}x?count=1", "thingId"),
    ],
)
def test_what_does_not_fit_is_400(served, path, word):
    client, _ = served
    response = client.get(path)
    assert response.status_code == 400
    assert response.json()["code"] == "BAD_REQUEST"
    assert word in response.json()["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b'{"name": 5}',
        b'{"name": "x", "size": 0}',
        b'{"name": "x", "size": NaN}',
        b'{"name": "x", "size": Infinity}',
        b'{"name": "x", "part": {"id": "no"}}',
        b'{"name": "x", "part": {"at": "yesterday"}}',
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b"[" * 100_000,
        b'{"name": "x", // a comment\n "size": 1}',
        b'{"name": "x",}',
    ],
)
def test_bodies_that_do_not_fit_are_400(served, body):
    client, _ = served
    response = client.put(
        f"/things/{UUID}", content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400, response.text


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "x"}',
        b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": "\\ud83c\\udfe0", "more": {"of": ["anything"]}}',
        b'{"name": "x", "size": null, "part": null}',
        b'{"name": "x", "size": 1e308, "part": {"at": "2025-01-01T00:00:00.5Z"}}',
    ],
)
def test_bodies_that_fit(served, body):
    client, _ = served
    for kind in ("application/json", "application/json; charset=utf-8", "Application/JSON"):
        response = client.put(f"/things/{UUID}", content=body, headers={"Content-Type": kind})
        assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_the_content_type_is_checked(served, kind):
    client, _ = served
    response = client.put(
        f"/things/{UUID}", content=b'{"name": "x"}', headers={"Content-Type": kind}
    )
    assert response.status_code == 400
    assert "content type" in response.json()["message"]


def test_a_method_that_is_not_there_is_405(served):
    client, _ = served
    response = client.delete(f"/things/{UUID}")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, PUT"
    assert set(response.json()) == {"code", "message", "params"}
    assert client.delete("/things/fixed").headers["allow"] == "GET"


def test_a_method_may_be_unknown_and_then_it_is_404(served):
    client, _ = served
    response = client.request("POST", f"/things/{UUID}")
    assert (response.status_code, response.json()["code"]) == (404, "NOT_FOUND")
    assert "allow" not in response.headers
    assert client.request("POST", "/things/fixed").status_code == 405


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"name": None},
        {"name": "x", "size": -1},
        {"name": "x", "undocumented": 1},
        {"name": "x", "part": {"id": "no uuid"}},
        {"name": "x", "part": {"undocumented": 1}},
        {"name": "x", "size": float("nan")},
        [],
        5,
        None,
    ],
)
def test_a_response_that_does_not_fit_is_a_500_and_in_the_log(served, caplog, response):
    client, handlers = served
    handlers["getFixed"] = lambda _call: response
    for _ in range(2):  # a second time as well: what was refused is not remembered as checked
        got = client.get("/things/fixed")
        assert got.status_code == 500
        assert got.json()["code"] == "SANDBOX_ERROR"
    assert "GET /things/fixed" in caplog.text


def test_a_refusal_that_is_not_documented_is_a_500(served):
    client, handlers = served

    def refuse(_call):
        raise openapi.Problem(404, "gone")

    handlers["getFixed"] = handlers["getThing"] = refuse
    assert client.get("/things/fixed").status_code == 500
    assert client.get(f"/things/{UUID}?count=1").status_code == 404


def test_a_mistake_in_a_handler_is_a_500(served, caplog):
    client, handlers = served
    handlers["getFixed"] = lambda _call: 1 / 0
    assert client.get("/things/fixed").status_code == 500
    assert "ZeroDivisionError" in caplog.text


def test_responses_that_change_are_checked_each_time(served):
    client, handlers = served
    responses = iter([{"name": "a"}, {"name": "a"}, {"name": 1}, {"name": "a"}])
    handlers["getFixed"] = lambda _call: next(responses)
    assert [client.get("/things/fixed").status_code for _ in range(4)] == [200, 200, 500, 200]


def test_combined_schemas_are_closed_as_a_whole():
    base = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "additionalProperties": True,
    }
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Base"}],
        "properties": {"b": {"type": "integer"}},
    }
    check = Check(Converter({"Base": base}, closed=True).convert(schema))
    assert check({"a": 1, "b": 2}) is None
    assert check({"a": 1, "c": 2}) is not None
    assert check({"a": "x"}) is not None
    opened = Check(Converter({"Base": base}, closed=False).convert(schema))
    assert opened({"a": 1, "c": 2}) is None


def test_a_component_may_not_contain_itself():
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    with pytest.raises(ValueError, match="contains itself"):
        Converter({"Node": node}, closed=True).convert({"$ref": "#/components/schemas/Node"})


def test_messages_of_wrong_bodies_are_short(served):
    client, _ = served
    body = {"name": ["x" * 10_000]}
    assert len(client.put(f"/things/{UUID}", json=body).json()["message"]) < 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/catalog/meta/{UUID}", 404),
        ("POST", f"/projects/{UUID}/processings", 405),
        ("POST", f"/processings/template/{UUID}/run", 404),
        ("GET", "/mosaic", 404),
    ],
)
def test_what_the_document_leaves_out_is_not_served(running, method, path, status):
    response = httpx.request(method, running.base_url + path)
    assert response.status_code == status
    assert set(response.json()) == {"code", "message", "params"}


def test_every_operation_but_one_asks_for_a_token(running):
    operations = openapi.load(spec.path()).operations
    assert {operation.operation_id for operation in operations} == set(HANDLERS)
    for operation in operations:
        path = re.sub(r"{\w+}", UUID, operation.path.replace("{size}", "s"))
        response = httpx.request(operation.method, running.base_url + path)
        expected = 200 if operation.operation_id == "getVersion" else 401
        assert response.status_code == expected, operation.operation_id

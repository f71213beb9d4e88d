"""Checks a recorded request and its response against ``openapi.yaml``, in both directions.

Stricter than the document: a property it does not list is a finding, because learning of it is why
conversations are recorded. It shares no code with the sandbox, which has another checker.
"""

import re
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from mapflow import spec
from tests.support import cassette, scrub

_FORMATS = FormatChecker(["uuid", "date", "date-time"])


@cache
def document():
    return yaml.load(spec.path().read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def _components():
    schemas = document()["components"]["schemas"]
    return {name: _strict(schema) for name, schema in schemas.items()}


@cache
def operations():
    """Every operation as (method, pattern of its path, path, definition, parameters)."""
    found = []
    for path, item in document()["paths"].items():
        shared = item.get("parameters", [])
        for method, operation in item.items():
            if method == "parameters":
                continue
            pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "$")
            parameters = [_resolved(p) for p in [*shared, *operation.get("parameters", [])]]
            found.append((method.upper(), pattern, path, operation, parameters))
    # A path without placeholders is the better match: /projects/default is not a project id.
    return sorted(found, key=lambda entry: entry[2].count("{"))


def operation_of(request):
    """Find the operation that a recorded request is a call of, with its path values."""
    path = urlsplit(request["uri"]).path.removeprefix("/rest")
    for method, pattern, _, operation, parameters in operations():
        match = pattern.match(path)
        if match and method == request["method"]:
            return operation, parameters, match.groupdict()
    return None


def follows_a_link(request):
    """Whether this fetches what a response linked to: not of the API, and without credentials."""
    return not request["uri"].startswith(scrub.REST) and "authorization" not in request["headers"]


def problems(interaction):
    """Name every way in which one interaction departs from the document."""
    request, response = interaction["request"], interaction["response"]
    if follows_a_link(request):
        return []
    found = operation_of(request)
    if found is None:
        return [f"{request['method']} {request['uri']} is not an operation of the document"]
    operation, parameters, values = found
    where = operation["operationId"]
    faults = [*_parameter_faults(request, parameters, values), *_request_faults(request, operation)]
    open_to_all = operation.get("security") == []
    refused = response["status"] == 401
    if (
        request["headers"].get("authorization") != scrub.REDACTED
        and not refused
        and not open_to_all
    ):
        faults.append("succeeded although the request did not have the account's token")
    faults += _response_faults(response, operation)
    return [f"{where}: {fault}" for fault in faults]


def _parameter_faults(request, parameters, values):
    query = parse_qsl(urlsplit(request["uri"]).query, keep_blank_values=True)
    known = {p["name"]: p for p in parameters if p["in"] == "query"}
    for name, _ in query:
        if name not in known:
            yield f"query parameter {name} is not documented"
    for p in parameters:
        given = (
            [v for n, v in query if n == p["name"]]
            if p["in"] == "query"
            else [values.get(p["name"])]
        )
        if p.get("required") and not given:
            yield f"query parameter {p['name']} is missing"
        schema = p["schema"].get("items", p["schema"])
        for value in given:
            yield from _faults(value, schema, f"parameter {p['name']}")


def _request_faults(request, operation):
    body = _resolved(operation.get("requestBody", {}))
    kept = request.get("body")
    if kept is None:
        return ["the request has no body"] if body.get("required") else []
    if not body:
        return ["the request has a body that is not documented"]
    return _content_faults(kept, request["headers"].get("content-type", ""), body, "request")


def _response_faults(response, operation):
    status = str(response["status"])
    known = operation["responses"]
    described = known.get(status) or known.get(f"{status[0]}XX")
    if described is None and not status.startswith("2"):
        described = known.get("default")  # of openapi.codegen.json
    if described is None:
        return [f"status {status} is not documented"]
    described = _resolved(described)
    kept = response.get("body")
    if kept is None:
        return [f"status {status} came without its body"] if described.get("content") else []
    if not described.get("content"):
        return [] if status.startswith("2") else [f"status {status} has a body"]
    kind = response["headers"].get("content-type", "")
    return _content_faults(kept, kind, described, f"response {status}")


def _content_faults(kept, content_type, described, what):
    kind = content_type.partition(";")[0].strip()
    media = described["content"].get(kind)
    if media is None:
        return [f"{what}: content type {kind or 'none'} is not documented"]
    if "parts" in kept:
        return list(_form_faults(kept["parts"], media["schema"]))
    if kind != "application/json":
        return []
    value = kept.get("json", scrub.NOTHING)
    if value is scrub.NOTHING:
        value = scrub.number(cassette.body_bytes({"body": kept}))
    return list(_faults(value, media["schema"], what))


def _form_faults(parts, schema):
    schema = _resolved(schema)
    sent = [re.search('[ ;]name="([^"]*)"', _disposition(part)).group(1) for part in parts]
    for name in sent:
        if name not in schema["properties"]:
            yield f"request: part {name} is not documented"
    for name in schema.get("required", []):
        if name not in sent:
            yield f"request: part {name} is missing"


def _disposition(part):
    return {k.lower(): v for k, v in part["headers"].items()}["content-disposition"]


def _faults(value, schema, what):
    full = {**_strict(schema), "$defs": _components()}
    for error in Draft202012Validator(full, format_checker=_FORMATS).iter_errors(value):
        yield f"{what} at {error.json_path}: {error.message[:200]}"


def _resolved(node):
    while "$ref" in node:
        target = document()
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def _strict(schema):
    """Turn a 3.0 schema into JSON Schema 2020-12 that refuses what it does not list."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": "#/$defs/" + schema["$ref"].rpartition("/")[2]}
    made = {
        k: _strict(v) for k, v in schema.items() if k not in {"nullable", "example", "properties"}
    }
    if "properties" in schema:
        made["properties"] = {k: _strict(v) for k, v in schema["properties"].items()}
        if schema.get("additionalProperties", True) is True:
            made["additionalProperties"] = False
    if schema.get("nullable") and "type" in made:
        made["type"] = [made["type"], "null"]
    for bound in ("Minimum", "Maximum"):
        if made.pop("exclusive" + bound, None) is True:
            made["exclusive" + bound] = made.pop(bound.lower())
    return made

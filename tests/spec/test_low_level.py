"""The low-level client: each operation, sync and async, sends and reads what was recorded of it.

The conversations under cassettes/ were recorded against the sandbox by the facade. Here the
generated functions have the same ones: same address, same body, and a typed value of the response.
"""

import asyncio
import importlib
import inspect
import io
import json
import re
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
import yaml
from mapflow_openapi import models, types

from scripts.layers import ROOT, snake
from tests.spec.document import operations
from tests.spec.stub import client
from tests.spec.test_samples import canonical

BASE = "https://api.example.com/rest"
OPERATIONS = operations()


@cache
def recorded():
    """One recorded success of each operation: {operationId: (request, response)}."""
    fixed_first = sorted(OPERATIONS.items(), key=lambda item: item[1][1].count("{"))
    patterns = [
        (name, method, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))))
        for name, (method, path, _, _) in fixed_first
    ]
    found = {}
    for file in sorted((ROOT / "cassettes").rglob("*.yaml")):
        content = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        for interaction in content["interactions"]:
            request, response = interaction["request"], interaction["response"]
            path = urlsplit(request["uri"]).path.removeprefix("/rest")
            for name, method, pattern in patterns:
                if method == request["method"] and pattern.fullmatch(path):
                    if 200 <= response["status"] < 300:
                        found.setdefault(name, (request, response))
                    break
    return found


def module_of(name):
    tag = OPERATIONS[name][2]["tags"][0]
    return importlib.import_module(f"mapflow_openapi.api.{tag}.{snake(name)}")


def arguments(name, request):
    """What a caller gives a generated function to send a recorded request."""
    _, path, _, parameters = OPERATIONS[name]
    address = urlsplit(request["uri"])
    values = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)),
                          address.path.removeprefix("/rest")).groupdict()  # fmt: skip
    query = parse_qs(address.query, keep_blank_values=True)
    for parameter in parameters:
        if parameter["in"] == "query" and parameter["name"] in query:
            many = parameter["schema"].get("type") == "array"
            sent = query[parameter["name"]]
            values[parameter["name"]] = sent if many else sent[0]
    taken = inspect.signature(module_of(name)._get_kwargs).parameters
    given = {}
    for key, value in values.items():
        plain = snake(key)
        given[plain if plain in taken else f"{plain}_"] = (
            unquote(value) if isinstance(value, str) else value
        )
    if "body" in taken:
        kind = next(
            getattr(models, word)
            for word in re.findall(r"\w+", str(taken["body"].annotation))
            if word in models.__all__
        )
        sent = (request.get("body") or {}).get("json")
        if sent is None:
            given["body"] = kind(file=types.File(io.BytesIO(b"II*\0"), "a.tif", "image/tiff"))
        else:
            given["body"] = kind.from_dict(sent)
    return given


def responding(response, seen):
    body = response.get("body") or {}
    content = (
        json.dumps(body["json"]).encode() if "json" in body else str(body.get("text", "")).encode()
    )

    def reply(request):
        seen.append(request)
        return httpx.Response(response["status"], content=content, headers=response.get("headers"))

    return client(reply)


def plain(value):
    """A parsed value that can be compared."""
    return value.payload.read() if isinstance(value, types.File) else value


def test_each_operation_was_recorded():
    assert set(recorded()) == set(OPERATIONS)
    assert len(OPERATIONS) == 72


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_sends_and_reads_what_was_recorded(name):
    request, response = recorded()[name]
    module, seen = module_of(name), []
    api = responding(response, seen)
    first = module.sync_detailed(**arguments(name, request), client=api)
    second = asyncio.run(module.asyncio_detailed(**arguments(name, request), client=api))
    assert first.status_code == second.status_code == response["status"]
    assert plain(first.parsed) == plain(second.parsed)
    if (response.get("body") or {}).get("json") is not None:
        assert first.parsed is not None
        assert not isinstance(first.parsed, models.ServiceError)
    address = urlsplit(request["uri"])
    for sent in seen:
        assert sent.method == request["method"]
        assert sent.url.path == unquote(address.path)
        assert parse_qs(sent.url.query.decode()) == parse_qs(address.query)
        if (body := (request.get("body") or {}).get("json")) is not None:
            assert canonical(json.loads(sent.content)) == canonical(body)

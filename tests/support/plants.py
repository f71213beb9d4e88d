"""Faults that a client might have in what it sends, to see that the recordings notice each.

``python -m pytest -p tests.support.plants tests/cassettes --plant Bearer`` replays all of them with
one fault; ``tests/recording/test_cassettes_notice.py`` has one conversation for each.
"""

import base64
from contextlib import contextmanager
from unittest.mock import patch

import httpx
import pytest

from mapflow._http._sync.transport import Transport
from mapflow._http.requests import PreparedRequest

_STATUS, _PROJECT = "/user/status", "/projects/default"


def _header(name, value):
    def plant(request):
        if name in request.headers:
            if value is None:
                del request.headers[name]
            else:
                request.headers[name] = value

    return plant


def _query(request):
    if request.url.query:
        request.url = httpx.URL(str(request.url).replace("=", "=1", 1))


def _order_of_query(request):
    pairs = request.url.query.split(b"&")
    request.url = request.url.copy_with(query=b"&".join(reversed(pairs)) or None)


def _part(request):
    if "multipart" in request.headers.get("content-type", ""):
        body = request.read().replace(b'name="file"', b'name="image"')
        request.stream = httpx.ByteStream(body)
        request.headers["content-length"] = str(len(body))


def _changed(change):
    """A change of every value of a body of JSON, given with its place."""

    def walk(value, key=None):
        if isinstance(value, dict):
            return {
                name: walk(item, name)
                for name, item in value.items()
                if change(item, name) is not _GONE
            }
        if isinstance(value, list):
            return [walk(item) for item in value]
        return change(value, key)

    return walk


_GONE = object()
_REQUESTS = {
    "no token": _header("authorization", None),
    "Bearer": _header("authorization", "Bearer ZGVtb0BleGFtcGxlLmNvbTpub3QtYS1zZWNyZXQ="),
    "token not in Base64": _header("authorization", "Basic demo@example.com:not-a-secret"),
    "token without a secret": _header(
        "authorization", "Basic " + base64.b64encode(b"demo@example.com").decode()
    ),
    "another token": _header(
        "authorization", "Basic " + base64.b64encode(b"ada@example.com:secret").decode()
    ),
    "wrong content type": _header("content-type", "text/plain"),
    "no content type": _header("content-type", None),
    "wrong accept": _header("accept", "text/html"),
    "query changed": _query,
    "query in another order": _order_of_query,
    "part renamed": _part,
}
_BODIES = {
    "1 for true": lambda v, _: 1 if v is True else v,
    "1.0 for 1": lambda v, _: float(v) if type(v) is int else v,
    "text for a number": lambda v, _: str(v) if type(v) in (int, float) else v,
    "null for a text": lambda v, key: None if key == "name" else v,
    "a member omitted": lambda v, key: _GONE if key == "name" else v,
    "a list for one": lambda v, key: [v] if key == "name" else v,
}
_CONVERSATIONS = ("two swapped", "one doubled", "one omitted")
ALL = (*_REQUESTS, *_BODIES, *_CONVERSATIONS)


@contextmanager
def planted(name):
    """Have a client with the fault of this name."""
    if name in _CONVERSATIONS:
        with patch.object(Transport, "json", _conversation(name, Transport.json)):
            yield
        return
    build = PreparedRequest.build

    def built(plan, client, *given):
        if name in _BODIES and plan.json is not None:
            plan.json = _changed(_BODIES[name])(plan.json)
        request = build(plan, client, *given)
        if name in _REQUESTS and not plan.is_elsewhere:
            _REQUESTS[name](request)
        return request

    with patch.object(PreparedRequest, "build", built):
        yield


def _conversation(name, json):
    """Send as `json` does, with one request too many, too few or too early."""
    responses = {}

    def send(transport, kwargs, **options):
        url, is_read = kwargs["url"], kwargs["method"] == "get"
        if name == "one doubled" and is_read:
            json(transport, kwargs, **options)
        if name == "two swapped" and url == _STATUS:
            responses[_PROJECT] = json(transport, {"method": "get", "url": _PROJECT})
        if name == "two swapped" and url in responses:
            return responses.pop(url)
        if name == "one omitted" and is_read and url == _STATUS:
            if url not in responses:
                responses[url] = json(transport, kwargs, **options)
            return responses[url]
        return json(transport, kwargs, **options)

    return send


def pytest_addoption(parser):
    parser.addoption("--plant", choices=ALL, help="replay with a client that has this fault")


@pytest.fixture(autouse=True)
def _plant(request):
    name = request.config.getoption("--plant")
    if name is None:
        yield
    else:
        with planted(name):
            yield

"""Plays the service for one call, and reads everything that it returns."""

import copy
import json
import re
from functools import cache
from pathlib import Path

import httpx

from mapflow import AsyncMapflow, Mapflow, errors
from tests.resilience.mutation.calls import CALLS, ID, OF_VERSION_2
from tests.support import cassette, conformance, scrub
from tests.support.client_kinds import maybe_await
from tests.support.tiffs import tiff

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OTHER_ID = "0" * 8 + "-0000-4000-8000-" + "f" * 12
CASSETTES = Path(__file__).resolve().parents[3] / "cassettes"
#: What must be the case before an operation makes sense: the response that says so, and how.
_STATES = {
    "acceptProcessing": ("getProcessing", {"reviewStatus": {"reviewStatus": "IN_REVIEW"}}),
    "rejectProcessing": ("getProcessing", {"reviewStatus": {"reviewStatus": "IN_REVIEW"}}),
    "rateProcessing": ("getProcessing", {"status": "OK"}),
    "pauseTemplate": ("getTemplate", {"isActive": True}),
    "resumeTemplate": ("getTemplate", {"isActive": False}),
    "restartTemplate": ("getTemplate", {"status": "FAILED"}),
    # The project that is changed is not the default one, whichever those of the recordings are.
    "updateProject": ("getDefaultProject", {"id": OTHER_ID}),
    "deleteProject": ("getDefaultProject", {"id": OTHER_ID}),
    "restartProcessing": ("getProcessing", {"status": "FAILED"}),
    "restartProcessingV2": ("getProcessingV2", {"status": "FAILED"}),
}
#: What tells which project it is of, and is about the one that every call asks for.
_OF_A_PROJECT = {"getTemplate", "runTemplate", "runProcessing", "runProcessingV2"}
_ADDING = {"uploadToNewMosaic", "uploadImage", "linkImage"}


@cache
def recorded():
    """Every recorded response as (cassette, operation, status, headers, body), each shape once."""
    found = {}
    for path in sorted(CASSETTES.rglob("*.yaml")):
        interactions = cassette.read(path)["interactions"]
        asked = {key for each in interactions for key in _keys(each["request"]["uri"])}
        for interaction in interactions:
            if conformance.follows_a_link(interaction["request"]):
                continue
            operation = conformance.operation_of(interaction["request"])[0]["operationId"]
            response = interaction["response"]
            body = _about_ours(cassette.body_bytes(response), asked, operation)
            key = operation, response["status"], _shape(response["body"]) if body else None
            found.setdefault(
                key, (path.stem, operation, response["status"], response["headers"], body)
            )
    return list(found.values())


def _keys(uri):
    return re.findall(_UUID, uri.partition("?")[0])


def _about_ours(body, asked, operation):
    """The response as it would be about the one identifier that every call asks for."""
    # A planned search and the processing that it starts are two things.
    for key in asked if operation != "runTemplate" else ():
        body = body.replace(key.encode(), ID.encode())
    if operation not in _OF_A_PROJECT:
        return body
    # The project is asked for, though by no call that is recorded beside it.
    return re.sub(rb'("projectId": ?")[0-9a-f-]{36}"', rb"\g<1>" + ID.encode() + b'"', body)


def _shape(value):
    """What is left of a response without its values: two of one shape have the same faults."""
    if isinstance(value, dict):
        return tuple((key, _shape(item)) for key, item in sorted(value.items()))
    if isinstance(value, list):
        return _shape(value[0]) if value else ()
    return type(value).__name__


@cache
def usual():
    """One good response for each operation, for the calls beside the one under test.

    Of several the longest: an empty list says nothing.
    """
    good = [entry for entry in recorded() if entry[2] < 300]
    good.sort(key=lambda entry: (entry[4][:1] in (b"{", b"["), len(entry[4])))
    return {op: (status, headers, body) for _, op, status, headers, body in good}


@cache
def _called(method, uri):
    return conformance.operation_of({"method": method, "uri": uri})[0]["operationId"]


@cache
def _beside(operation, tried):
    """The usual response of an operation, in the state that the one under test takes."""
    status, headers, body = usual()[operation]
    if operation == "estimateCost" != tried:
        return status, headers, b"900"  # more than any recorded run costs, so that none warns
    subject, facts = _STATES.get(tried, (None, {}))
    if operation == subject:
        whole = json.loads(body)
        whole.get("template", whole).update(facts)
        body = json.dumps(whole).encode()
    return status, headers, body


class Stub:
    """Stands for the service: responds as recorded, and `operation` with what is being tried."""

    def __init__(self, operation, status, headers, body):
        self.operation = operation
        self.response = (status, headers, body)
        self.called = set()

    def __call__(self, request):
        status, headers, body = self._response(request)
        # A stream, as from a network: what unpacks and bounds bodies is under test too.
        stream = httpx.ByteStream(body)
        return httpx.Response(status, headers=headers, stream=stream, request=request)

    def _response(self, request):
        uri = str(request.url)
        if conformance.follows_a_link({"uri": uri, "headers": request.headers}):
            return 200, {}, tiff()  # what a link leads to
        operation = _called(request.method, uri)
        first = operation not in self.called
        self.called.add(operation)
        if operation == self.operation:
            return self.response
        if operation == "listImages" and first and self.called.isdisjoint(_ADDING):
            return 200, {"content-type": "application/json"}, b"[]"
        return _beside(operation, self.operation)


_url = cache(httpx.URL)


class _Direct:
    """Hands requests straight to the stub: cookies and redirects take most of the time."""

    response: Stub

    def build_request(self, method, url, **parts):
        return httpx.Request(method, _url(url), **parts)


class _Http(_Direct, httpx.Client):
    def send(self, request, **_):
        return self.response(request)


class _AsyncHttp(_Direct, httpx.AsyncClient):
    async def send(self, request, **_):
        return self.response(request)


_HTTP = {"sync": _Http(), "async": _AsyncHttp()}


@cache
def _unused(kind, version):
    # Making a client takes longer than all that is done with it here.
    client = {"sync": Mapflow, "async": AsyncMapflow}[kind]
    return client(
        token="a@example.com:b",
        base_url=scrub.REST,
        api_version=version,
        http_client=_HTTP[kind],
    )


async def call(kind, operation, status, headers, body, folder):
    """Call an operation whose response is given, and read all that it returns.

    Returns what the call returned; None if it raised an error of this package.
    """
    given, _ = await ended(kind, operation, status, headers, body, folder)
    return given


async def ended(kind, operation, status, headers, body, folder):
    """The same, and gives the error too."""
    _HTTP[kind].response = Stub(operation, status, headers, body)
    # A copy with a new session, because a session remembers what was looked up.
    mf = copy.copy(_unused(kind, "v2" if operation in OF_VERSION_2 else "v1"))
    mf._session = type(mf._session)(mf._session.transport, v2=mf._session.v2)
    try:
        given = await maybe_await(CALLS[operation](mf, folder))
        read_all(given)
    except errors.MapflowError as error:
        str(error)
        return None, error
    return given, None


def called(kind):
    """The operations that the last call came to."""
    return _HTTP[kind].response.called


@cache
def _properties(kind):
    return [
        name
        for name in dir(kind)
        if isinstance(getattr(kind, name), property) and not name.startswith("_")
    ]


def read_all(thing):
    """Read every public property, and whatever hangs off it."""
    if isinstance(thing, list | tuple):
        repr(thing)
        for item in thing:
            read_all(item)
    elif hasattr(thing, "raw"):
        repr(thing)
        json.dumps(thing.raw)
        for name in _properties(type(thing)):
            try:
                value = getattr(thing, name)
            except errors.MapflowError:
                continue  # `data` may not be available; the rest still is
            read_all(value)

"""Whatever the response, the client raises nothing but its own exceptions.

Every recorded response is replayed with each member dropped, nulled, of another type, or with an
unknown word; unknown members survive all the way.
"""

import json

import pytest

from tests.resilience.mutation.calls import CALLS, READ_AGAIN, SAYING_NOTHING
from tests.resilience.mutation.drive import call, called, read_all, recorded, usual
from tests.support import conformance

pytestmark = pytest.mark.slow

#: What may stand in a member's place: nothing, another type, a word that is not in any list.
ODD = [None, 7, -0.5, True, "", "UNHEARD_OF", [], [None], {}, {"a": "b"}]
DROPPED = object()
#: What may stand in the place of a whole body.
BODIES = [
    b"", b" ", b"null", b"true", b"7", b'"x"', b"[]", b"{}", b"[null]", b"[[]]", b"{", b"[{",
    b"<html><body>502 Bad Gateway</body></html>", b"\xff\xfe\x00", b"[" * 100_000, b"NaN", b"1e999",
]  # fmt: skip
STATUSES = [200, 204, 299, 301, 400, 401, 402, 403, 404, 409, 418, 422, 429, 500, 503, 520, 599]


def _paths(value, path=()):
    """The way to each member; of a list, to its first item, which stands for the others."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from _paths(item, (*path, key))
    elif isinstance(value, list) and value:
        yield (*path, 0)
        yield from _paths(value[0], (*path, 0))


def _changed(value, path, odd):
    """The value with something else at one place; what lies beside the way is shared with it."""
    key, *rest = path
    made = value.copy()
    if rest:
        made[key] = _changed(value[key], rest, odd)
    elif odd is DROPPED:
        del made[key]
    else:
        made[key] = odd
    return made


def _name(entry):
    return f"{entry[1]}-{entry[2]}-{entry[0]}"


JSON = [e for e in recorded() if e[4][:1] in (b"{", b"[") and e[1] != "getResult"]


def test_every_operation_is_called():
    described = {operation["operationId"] for _, _, _, operation, _ in conformance.operations()}
    assert set(CALLS) == described == set(usual())


@pytest.mark.parametrize("operation", CALLS)
async def test_the_recorded_response_is_understood(kind, operation, tmp_path):
    given = await call(kind, operation, *usual()[operation], tmp_path)
    assert given is not None or operation in SAYING_NOTHING
    assert operation in called(kind)


@pytest.mark.parametrize("entry", JSON, ids=_name)
async def test_odd_members(kind, entry, exhaustive, tmp_path):
    """Each odd value at each place: half of them with one client, and half with the other."""
    _, operation, status, headers, body = entry
    whole = json.loads(body)
    for place, path in enumerate(_paths(whole)):
        for number, odd in enumerate((DROPPED, *ODD)):
            if (place + number) % 2 != (kind == "async") and not exhaustive:
                continue
            made = json.dumps(_changed(whole, path, odd)).encode()
            try:
                await call(kind, operation, status, headers, made, tmp_path)
            except Exception as error:
                error.add_note(f"with {'no' if odd is DROPPED else repr(odd)} at {path}")
                raise


@pytest.mark.parametrize("operation", CALLS)
async def test_odd_bodies(kind, operation, tmp_path):
    status, headers, _ = usual()[operation]
    for body in BODIES:
        for media in ("application/json", "text/html", "application/octet-stream"):
            given = {**headers, "content-type": media}
            await call(kind, operation, status, given, body, tmp_path)


@pytest.mark.parametrize("operation", CALLS)
async def test_odd_statuses(kind, operation, tmp_path):
    _, headers, body = usual()[operation]
    for status in STATUSES:
        for content in (body, b"", b"<html>", b'{"detail": {"code": 5, "parameters": []}}'):
            await call(kind, operation, status, headers, content, tmp_path)


def _with_unknown(value):
    """Add an unknown member to every object."""
    if isinstance(value, dict):
        return {**{k: _with_unknown(v) for k, v in value.items()}, "xUnheardOf": {"a": [1, None]}}
    if isinstance(value, list):
        return [_with_unknown(item) for item in value]
    return value


def _objects(value, path=()):
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from _objects(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _objects(item, (*path, place))


def _at(value, path):
    for step in path:
        value = value[step]
    return value


#: Maps of text to text: a member that is not a text has no place in them.
_TEXT_MAPS = {"meta", "params", "parameters", "geometry", "footprint"}


@pytest.mark.parametrize("operation", CALLS)
async def test_unknown_members_survive(kind, operation, tmp_path):
    status, headers, body = usual()[operation]
    if body[:1] not in (b"{", b"[") or operation == "getResult":
        return
    sent = _with_unknown(json.loads(body))
    given = await call(kind, operation, status, headers, json.dumps(sent).encode(), tmp_path)
    for handle in given if isinstance(given, list) else [given]:
        if not hasattr(handle, "raw"):
            continue
        read_all(handle)
        assert "xUnheardOf" in handle.raw or operation in READ_AGAIN
        back = handle.data.to_dict()
        for path in _objects(handle.raw):
            if not _TEXT_MAPS.intersection(path) and path[-1:] != ("xUnheardOf",):
                assert _at(back, path).keys() >= _at(handle.raw, path).keys(), path

"""JSON of the service that holds what programs trip over, and bodies that are not JSON."""

import json

import httpx
import pytest

from mapflow import errors
from mapflow._text.json_text import decoded
from tests.support.client_kinds import maybe_await

from .conftest import JOB

STATUS = ("GET", "/user/status")
READ = ("GET", f"/processings/{JOB}")


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        (rb'"\ud800"', "\ufffd"),
        (rb'"\uDFFF!"', "\ufffd!"),
        (rb'"a\ud83cb"', "a\ufffdb"),
        (rb'"\ud83c\ud83c\udfe0"', "\ufffd🏠"),
        (rb'"\ud83c\udfe0\udfe0"', "🏠\ufffd"),
        (rb'"\ud83c\udfe0 Buildings"', "🏠 Buildings"),
        (rb'"\udfe0\ud83c"', "\ufffd\ufffd"),
        (rb'"\\ud800"', r"\ud800"),
        (b'"\xed\xa0\x80"', "\ufffd"),
        ('"\ud55c"'.encode(), "\ud55c"),
        (rb'{"\ud800": ["\ud800", {"x": "\udc00"}]}', {"\ufffd": ["\ufffd", {"x": "\ufffd"}]}),
        (b"NaN", None),
        (b"[Infinity, -Infinity, 1e999, -1e999]", [None] * 4),
        (b"[1e308, -0.0, 5e-999]", [1e308, -0.0, 0.0]),
        (b"9" * 18, int("9" * 18)),
        (b"18446744073709551616", 18446744073709551616.0),
        (b"-" + b"9" * 30, -1e30),
        (b"9" * 400, None),
        (b"9" * 5000, None),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "\u00fc"}'.encode("utf-16"), {"a": "\u00fc"}),
        ('{"a": "\u00fc"}'.encode("utf-32"), {"a": "\u00fc"}),
        ('["\ud800"]'.encode("utf-16-le", "surrogatepass"), ["\ufffd"]),
    ],
)
def test_what_odd_json_means(body, meaning):
    found = decoded(body)
    assert found == meaning
    assert type(found) is type(meaning)
    json.dumps(found, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"[1,]",
        b"nan",
        b"{'a': 1}",
        b'"\xff"',
        b"[" * 200_000,
        b"1 2",
        b"\xef\xbb\xbf",
    ],
)
def test_what_is_none(body):
    with pytest.raises(ValueError):
        decoded(body)


async def test_names_of_the_service_can_be_shown(mf, service):
    service.responses[READ] = httpx.Response(
        200, content=rb'{"id": "%s", "status": "OK", "name": "Quarry \ud83c"}' % JOB.encode()
    )
    job = await maybe_await(mf.processings.get(JOB))
    assert job.name == "Quarry \ufffd"
    job.name.encode()
    repr(job).encode()


async def test_so_can_errors_of_the_service(mf, service):
    service.responses[READ] = httpx.Response(
        400, content=rb'{"code": "X\ud83c", "message": "no \udfe0", "params": {"\ud800": "\ud800"}}'
    )
    with pytest.raises(errors.BadRequest) as caught:
        await maybe_await(mf.processings.get(JOB))
    error = caught.value
    f"{error} {error.code} {error.params}".encode()
    assert error.code == "X\ufffd"


@pytest.mark.parametrize(
    "params",
    [
        b'{"a": %s}' % (b"[" * 900 + b"]" * 900),
        b'{"a": %s}' % (b"[" * 100_000 + b"]" * 100_000),
        b'{"a": %s}' % (b"9" * 5000),
        b'{"a": NaN}',
    ],
)
async def test_parameters_of_an_error_that_cannot_be_meant(mf, service, params):
    body = b'{"code": "X", "message": "no", "params": %s}' % params
    service.responses[READ] = httpx.Response(400, content=body)
    with pytest.raises(errors.BadRequest):
        await maybe_await(mf.processings.get(JOB))


@pytest.mark.parametrize("price", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000])
async def test_a_price_that_is_no_number_buys_nothing(mf, service, price):
    """A comparison with NaN is never true, so a bound would have let it through."""
    service.responses["POST", "/processing/cost"] = httpx.Response(200, content=price)
    box = (37.300, 55.636, 37.302, 55.638)
    with pytest.raises(errors.MapflowError):
        await maybe_await(
            mf.processings.run(model="buildings", area=box, source="Mapbox", name="x", max_cost=50)
        )
    assert service.sent("POST", "/processings") == []


async def test_credits_that_are_no_number_are_not_known(mf, service):
    service.responses[STATUS] = httpx.Response(200, content=b'{"remainingCredits": NaN}')
    assert (await maybe_await(mf.account.status())).remaining_credits is None


#: Bodies that say 200 (or so) and are not what was asked for.
NO_JSON = {
    "empty": httpx.Response(200),
    "no content": httpx.Response(204),
    "reset content": httpx.Response(205),
    "white space": httpx.Response(200, content=b" \r\n"),
    "a login page": httpx.Response(
        200, text="<!DOCTYPE html><p>log in", headers={"content-type": "text/html"}
    ),
    "a page that says it is JSON": httpx.Response(
        200, text="<html>", headers={"content-type": "application/json"}
    ),
    "a page behind a mark": httpx.Response(200, content=b"\xef\xbb\xbf<html>"),
    "cut off": httpx.Response(200, content=b'{"id": "65285409-ac88-4fc0-a937'),
    "a part": httpx.Response(
        206, json={"id": JOB, "status": "OK"}, headers={"content-range": "bytes 0-9/99"}
    ),
    "binary": httpx.Response(200, content=bytes(range(256))),
    "two": httpx.Response(200, content=b'{"id": "a"}{"id": "b"}'),
}


@pytest.mark.parametrize("kind", NO_JSON)
async def test_what_is_no_json_is_never_taken_for_it(mf, service, kind):
    service.responses[READ] = NO_JSON[kind]
    with pytest.raises(errors.InvalidResponse, match=r"instead of (JSON|the complete)"):
        await maybe_await(mf.processings.get(JOB))


@pytest.mark.parametrize("kind", [k for k in NO_JSON if k not in ("cut off", "two")])
async def test_nor_for_a_version(mf, service, kind):
    service.responses["GET", "/version"] = NO_JSON[kind]
    with pytest.raises(errors.InvalidResponse, match=r"instead of (a text|the complete)"):
        await maybe_await(mf.version())


async def test_a_version_is_a_text(mf, service):
    service.responses["GET", "/version"] = httpx.Response(200, text="\ufeff3.6.0\n")
    assert await maybe_await(mf.version()) == "3.6.0"


@pytest.mark.parametrize("kind", ["a login page", "a page behind a mark", "a part"])
async def test_nor_for_a_deletion(mf, service, kind):
    service.responses["DELETE", f"/processings/{JOB}"] = NO_JSON[kind]
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.processings.delete(JOB))

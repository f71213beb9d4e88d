"""What a result is: one definition, told from the bytes in whatever pieces they come."""

import json
import math
import random

import pytest

from mapflow._results.json_check import ResultCheck
from mapflow._results.reader import NotAResult, ResultReader

FEATURES = [
    {
        "type": "Feature",
        "id": number,
        "properties": {"a": 'я"}],{[\\', "n": None, "list": [1, {"b": []}], "x": -1.5e-7},
        "geometry": {"type": "Point", "coordinates": [37.3, 55.6]},
    }
    for number in range(30)
]
RESULT = {
    "type": "FeatureCollection",
    "name": "Roofs",
    "n": 12345,
    "features": FEATURES,
    "crs": {"a": [1, 2, {"b": -1.5e-7}]},
    "last": 7,
}
BOM = b"\xef\xbb\xbf"


def read(body, size, seed=0):
    chance, reader, found, at = random.Random(seed), ResultReader(), [], 0
    while at < len(body):
        end = at + chance.randint(1, size)
        found += reader.feed(body[at:end])
        at = end
    found += reader.close()
    assert reader.count == len(found)
    return found, reader.members


@pytest.mark.parametrize("size", [1, 2, 7, 100, 100_000])
@pytest.mark.parametrize(
    "body",
    [
        json.dumps(RESULT).encode(),
        BOM + json.dumps(RESULT, ensure_ascii=False).encode(),
        json.dumps(RESULT, indent=1).encode() + b" \r\n",
        json.dumps(dict(reversed(RESULT.items())), separators=(",", ":")).encode(),
    ],
    ids=["plain", "bom", "spaced", "type last"],
)
def test_it_does_not_matter_how_it_comes(body, size):
    found, members = read(body, size)
    assert found == FEATURES
    assert members["last"] == 7
    assert members["crs"] == RESULT["crs"]


@pytest.mark.parametrize("size", [1, 9, 1000])
def test_numbers_that_are_no_json_are_kept(size):
    body = b'{"type": "FeatureCollection", "features": [{"a": NaN, "b": -Infinity, "c": 1e999}]}'
    ((feature,), _) = read(body, size)
    assert math.isnan(feature["a"])
    assert (feature["b"], feature["c"]) == (-math.inf, math.inf)


def test_halves_of_pairs_are_replaced():
    body = b'{"type": "FeatureCollection", "features": [{"\\ud800": "\\udfff \\ud83c\\udfe0"}]}'
    assert read(body, 3)[0] == [{"\ufffd": "\ufffd \U0001f3e0"}]
    raw = b'{"type": "FeatureCollection", "features": [{"a": "\xed\xa0\x80"}]}'
    assert read(raw, 100)[0] == [{"a": "\ufffd"}]


ANOTHER = {
    b'{"error": "gone"}': "a message: 'gone'",
    b'{"error": {"code": "X", "message": "being prepared"}}': "a message: 'being prepared'",
    b'{"message": "being prepared"}': "a message: 'being prepared'",
    b'{"type": "about:blank", "title": "Not yet", "status": 503}': "a message: 'Not yet'",
    b'{"type": "FeatureCollection", "features": [], "error": "gone"}': "an empty collection"
    " with a message: 'gone'",
    b'{"error": {"code": "X"}, "type": "FeatureCollection", "features": []}': "a message: 'X'",
    b'{"type": "FeatureCollection", "features": [], "error": 7}': "an object with 'error'",
    b'{"type": "FeatureCollection"}': "a FeatureCollection with no features",
    b'{"type": "FeatureCollection", "features": null}': "null as its features",
    b'{"type": "FeatureCollection", "features": {}}': "an object as its features",
    b'{"type": "FeatureCollection", "features": [1]}': "a number among its features",
    b'{"type": "FeatureCollection", "features": [{}, null]}': "null among its features",
    b'{"type": "FeatureCollection", "features": [], "features": []}': "two lists of features",
    b'{"features": []}': "an object with 'features'",
    b'{"type": "Feature", "geometry": null, "properties": {}}': "a single Feature",
    b'{"type": "Polygon", "coordinates": []}': "a geometry (Polygon)",
    b'{"type": "GeometryCollection", "geometries": []}': "a geometry (GeometryCollection)",
    b"{}": "an empty object",
}


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("body", ANOTHER)
def test_another_thing_is_named(body, size):
    with pytest.raises(NotAResult) as caught:
        read(body, size)
    assert ANOTHER[body] in caught.value.what
    assert not caught.value.is_broken


def test_an_error_that_is_none_is_no_error():
    for nothing in (b"null", b'""', b"false", b"[]", b"{}"):
        body = b'{"type": "FeatureCollection", "features": [], "error": ' + nothing + b"}"
        assert read(body, 7)[0] == []
    assert len(read(json.dumps(RESULT | {"error": "on one of them"}).encode(), 50)[0]) == 30


BROKEN = {
    b"": "empty",
    b" \n ": "empty",
    BOM: "empty",
    b"<html>": "a web page",
    b"[1]": "a list",
    b"null": "not JSON",
    b"oops}": "not JSON",
    b'{"a" 1}': "not JSON",
    b'{"type": "FeatureCollection", "features": []}x': "followed by",
    b'{"type": "FeatureCollection", "features": []': "cut short",
    b'{"type": "FeatureCollection", "features": [{"a": 1}, {"b"': "cut short",
    b'{"type": "FeatureCollection", "features": [{"a": "\xff"}]}': "not UTF-8",
    b'{"type": "FeatureCollection", "features": [' + b"[" * 100_000: "not JSON that can be read",
    b'{"a": ' * 100_000: "not JSON that can be read",
    b'{"a": ' + b"9" * 5000 + b"}": "not JSON that can be read",
}


@pytest.mark.parametrize("size", [1, 200_000])
@pytest.mark.parametrize("body", BROKEN, ids=lambda body: body[:20])
def test_what_is_not_whole_is_told_apart(body, size):
    if size == 1 and len(body) > 10_000:
        size = 5000
    with pytest.raises(NotAResult) as caught:
        read(body, size)
    assert BROKEN[body] in caught.value.what
    assert caught.value.is_broken


def test_it_is_whole_at_its_end_only():
    body = json.dumps(RESULT, ensure_ascii=False).encode()
    for end in range(0, len(body), 7):
        with pytest.raises(NotAResult) as caught:
            read(body[:end], 64)
        assert caught.value.what in ("cut short", "empty")


def test_a_large_feature_is_not_read_again_at_each_piece():
    """If it began again at each of 600 pieces, this would take a minute."""
    import time

    body = b'{"type": "FeatureCollection", "features": [{"a": [' + b"0.25," * 2_000_000 + b"0]}]}"
    began, reader, found = time.process_time(), ResultReader(), []
    for at in range(0, len(body), 16_384):
        found += reader.feed(body[at : at + 16_384])
    found += reader.close()
    assert len(found) == 1
    assert time.process_time() - began < 10


_SHAPES = [
    None,
    {"type": "Point", "coordinates": [1.5, 2]},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}] * 2},
]
_DAMAGE = [b"1,", b"NaN", b"\xff", b"{", b"]", b"\\ud800", b"1" * 5000, b"\xef\xbb\xbf", b"},{"]


def _said(kind, body, size):
    """What a reader says of a body that arrives in pieces: how many features, or what is wrong."""
    taken = kind()
    try:
        for start in range(0, len(body), size):
            taken.feed(body[start : start + size])
        taken.close()
    except NotAResult as error:
        return error.what, error.is_broken
    return taken.count


@pytest.mark.parametrize("seed", range(12))
def test_blocks_are_checked_as_features_are_read(seed):
    dice = random.Random(seed)
    features = [
        {
            "type": "Feature",
            "properties": {"a": i, "t": dice.choice(["x", "é", '},{"', "日本"]), "l": [{}, {}]},
            "geometry": dice.choice(_SHAPES),
        }
        for i in range(5000)
    ]
    collection = {"type": "FeatureCollection", "features": features, "crs": {"a": [{}, {}]}}
    marks = [(",", ":"), (", ", ": "), (",\n", ":")][seed % 3]
    body = json.dumps(collection, ensure_ascii=seed % 2 == 0, separators=marks).encode()
    assert _said(ResultCheck, body, 1 << 17) == 5000
    for number in range(8):
        at = dice.randrange(len(body))
        damaged = [
            body[:at],
            body[:at] + body[at + 1 :],
            body[:at] + dice.choice(_DAMAGE) + body[at:],
            body + b"x",
        ][number % 4]
        expected = _said(ResultReader, damaged, 1 << 17)
        assert _said(ResultCheck, damaged, dice.choice([4096, 1 << 17, 1 << 18])) == expected


def test_most_features_are_checked_without_being_read(monkeypatch):
    read = []
    feed = ResultReader.feed
    monkeypatch.setattr(
        ResultReader, "feed", lambda self, data: read.append(len(data)) or feed(self, data)
    )
    body = json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "x": "y" * 50}] * 50_000}
    ).encode()
    assert _said(ResultCheck, body, 1 << 17) == 50_000
    assert sum(read) < len(body) / 5

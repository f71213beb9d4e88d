"""Long lists are split into objects that are decoded late: they read as if decoded at once."""

import json
import pickle

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapflow_openapi import views

from mapflow import errors
from mapflow._http.responses import read_json
from mapflow._views.deferred import DeferredObject
from mapflow._views.processing import ProcessingRecord
from tests.support.client_kinds import maybe_await

from .conftest import JOB, PROJECT

TEXTS = views.Processing.TEXTS
LIST = ("GET", f"/projects/{PROJECT}/processings")


class Request:
    method = "GET"
    address = "https://mapflow.test/rest/processings"

    def secrets(self):
        return ["Basic dG9rZW4tb2YtYS1wZXJzb24="]

    def credentials(self):
        return self.secrets()


def late(body):
    return read_json(body, Request(), TEXTS)


def item(**members):
    return {"id": JOB, "status": "OK", "projectId": PROJECT, **members}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)  # a busy machine stops now and then
@given(
    st.lists(
        st.dictionaries(st.sampled_from([*TEXTS, "cost", "meta"]) | st.text(), VALUES, max_size=5)
    ),
    st.booleans(),
)
def test_it_reads_as_if_decoded_at_once(items, escaped):
    body = json.dumps(items, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    whole, found = read_json(body, Request()), late(body)
    assert len(found) == len(whole)
    for one, expected in zip(found, whole, strict=True):
        assert {key: one.get(key) for key in TEXTS} == {key: expected.get(key) for key in TEXTS}
        assert (one if isinstance(one, dict) else one.raw) == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (rb'{"id": "a", "status": "FAILED", "status": "OK"}', "OK"),
        (rb'{"id": "a", "st\u0061tus": "OK"}', "OK"),
        (rb'{"id": "a", "status": "OK", "name": "\ud83c"}', "OK"),
        (rb'{"id": "a", "status": "\ud83c"}', "\ufffd"),
        (rb'{"id": "a", "status": 9}', 9),
        (rb'{"id": "a", "status": ["OK"]}', ["OK"]),
        (b'{"id": "a", "status": ' + b"9" * 30 + b"}", 1e30),
        (rb'{"id": "a", "status": NaN}', None),
        (rb'{"id": "a", "status": 1e999}', None),
        (rb'{"id": "a", "status": null, "cost": 1e999}', None),
        (rb'{"id": "a"}', None),
    ],
)
def test_odd_items(text, status):
    body = b"[" + text + b', {"id": "b", "status": "OK"}]'
    [first, second] = late(body)
    assert first.get("status") == status
    assert type(first.get("status")) is type(status)
    assert second.get("status") == "OK"
    raws = [each if isinstance(each, dict) else each.raw for each in (first, second)]
    assert raws == read_json(body, Request())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[",
        b"<html>",
        b'[{"id": "a"}',
        b'[{"id": "a"},]',
        b'[{"id": "a"}] x',
        b'[{"id": "a" "b"}]',
        b'[{"id": "a", "meta": {"a"}}]',
        b'[{"id": "a", "meta": [1,]}]',
        b'[{"id": "a", "meta": ' + b"[" * 70 + b"]" * 70 + b"}]",
        b"[" * 100_000,
    ],
)
def test_what_is_no_list_is_refused_at_once(body):
    with pytest.raises(errors.InvalidResponse):
        late(body)


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"null", b"[1, null]", b'\xef\xbb\xbf[{"id": "a"}]', b'[{"id": "a"}, 1]']
)
def test_what_cannot_be_split_is_decoded_as_a_whole(body):
    found = late(body)
    assert found == read_json(body, Request())
    assert not found or not isinstance(found, list) or not isinstance(found[0], DeferredObject)


def test_only_what_is_asked_for_is_decoded(monkeypatch):
    decoded = []
    from mapflow._http import responses

    plain = responses.decoded
    monkeypatch.setattr(responses, "decoded", lambda text: decoded.append(text) or plain(text))
    body = json.dumps([item(id=str(n), cost=n) for n in range(100)]).encode()
    jobs = [ProcessingRecord(each) for each in late(body)]
    assert {str(job.status) for job in jobs} == {"OK"}
    assert [job.id for job in jobs] == [str(n) for n in range(100)]
    assert decoded == []
    assert jobs[7].cost == 7
    assert jobs[7].raw is jobs[7].raw
    assert len(decoded) == 1


def test_what_a_member_hides_is_refused_when_it_is_read():
    body = b'[{"id": "a", "status": "OK", "meta": {"a": "\xff"}}, {"id": "b", "status": "OK"}]'
    bad, good = map(ProcessingRecord, late(body))
    assert bad.status == good.status == "OK"
    with pytest.raises(errors.InvalidResponse, match="not JSON") as caught:
        bad.meta  # noqa: B018 - reading it is what is tested
    assert (caught.value.method, caught.value.url) == ("GET", Request.address)
    assert good.meta == {}
    repr(bad)


def test_logins_are_masked_and_the_token_is_gone():
    token = Request().secrets()[0]
    params = {"url": "https://a:secret@tiles.test/{z}", "raster_password": "hush"}
    body = json.dumps([item(params=params, name=f"x {token}")]).encode()
    job = ProcessingRecord(late(body)[0])
    assert job.name == "x ***"
    assert "hush" not in repr(job.params)
    assert "secret" not in repr(job.params)
    assert token not in repr(job.raw)


def test_a_change_of_raw_shows_in_what_is_read():
    job = ProcessingRecord(late(json.dumps([item()]).encode())[0])
    job.raw["status"] = "FAILED"
    assert job.status == "FAILED"


def test_it_travels_and_compares():
    body = json.dumps([item(cost=3)]).encode()
    [job], [other] = map(ProcessingRecord, late(body)), map(ProcessingRecord, late(body))
    assert job == other
    assert pickle.loads(pickle.dumps(job)).raw == other.raw == item(cost=3)


def test_an_item_without_an_id_is_refused():
    with pytest.raises(errors.InvalidResponse, match="no id"):
        [ProcessingRecord(each) for each in late(b'[{"status": "OK"}]')]


async def test_a_client_lists_this_way(mf, service):
    service.responses[LIST] = httpx.Response(200, json=[item(cost=5), item(cost=6)])
    found = await maybe_await(mf.processings.list(PROJECT))
    assert all(isinstance(job._view._source, DeferredObject) for job in found)
    assert [job.cost for job in found] == [5, 6]
    assert found[0].data.cost == 5

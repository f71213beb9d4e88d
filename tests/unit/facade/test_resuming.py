"""Interrupted downloads resume, and never end as something that was not sent."""

import json
import os
import pickle
import resource
import zlib
from contextlib import contextmanager

import httpx
import pytest

from mapflow import Mapflow, errors
from tests.support.client_kinds import maybe_await
from tests.support.stored import PIECE_BYTES, Stored

from .conftest import BASE, JOB

OTHER = "65285409-ac88-4fc0-a937-000000000002"
IMAGE = "dddddddd-0000-4000-8000-000000000002"
RESULT = ("GET", f"/processings/{JOB}/result")
CONTENT = json.dumps(
    {"type": "FeatureCollection", "features": [{"n": n, "text": "я" * 20} for n in range(3000)]}
).encode()
EMPTY = b'{"type": "FeatureCollection", "features": []}'
MIDDLE = 200_000
LATE = {
    "last-modified": "Tue, 03 Feb 2026 10:00:00 GMT",
    "date": "Tue, 03 Feb 2026 10:00:30 GMT",
}
assert len(CONTENT) > MIDDLE + 2 * PIECE_BYTES


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    return folder / "a.geojson"


@pytest.fixture
def save(mf, service, target):
    async def call(stored, *, job=JOB, **given):
        service.responses["GET", f"/processings/{job}"] = {"id": job, "status": "OK"}
        service.responses["GET", f"/processings/{job}/result"] = stored
        return await maybe_await(mf.processings.result(job).save(target, **given))

    return call


def left(target):
    return sorted(path.name for path in target.parent.iterdir())


def note_of(target):
    return target.with_name(f".{target.name}.part.json")


def part_of(target):
    return target.with_name(f".{target.name}.part")


@pytest.fixture
def broken_off(save, target):
    """Leaves a part of the file, as one call that failed does."""

    async def leave(stored=None, at=MIDDLE, **given):
        stored = stored or Stored(CONTENT)
        stored.ends = [at, *[0] * 4]
        with pytest.raises(errors.ConnectionFailed) as caught:
            await save(stored, **given)
        assert left(target) == [".a.geojson.part", ".a.geojson.part.json"]
        assert part_of(target).read_bytes() == CONTENT[:at]
        stored.ends, stored.asked = [], []
        return stored, caught.value

    return leave


async def test_one_call_goes_on_where_it_broke_off(save, target, clock):
    stored, seen = Stored(CONTENT, ends=[MIDDLE, 5000, 0, None]), []
    await save(stored, on_progress=seen.append)
    assert target.read_bytes() == CONTENT
    assert left(target) == ["a.geojson"]
    ends = [MIDDLE, MIDDLE + 5000, MIDDLE + 5000]
    assert stored.ranges_asked == [None, *[f"bytes={end}-" for end in ends]]
    assert {condition for _, condition in stored.asked[1:]} == {'"one"'}
    done = [progress.done_bytes for progress in seen]
    assert done == sorted(set(done))
    assert {progress.total_bytes for progress in seen} == {len(CONTENT)}
    assert done[-1] == len(CONTENT)


async def test_a_later_call_goes_on_where_another_broke_off(save, target, broken_off):
    stored, error = await broken_off()
    assert "What was downloaded is kept in .a.geojson.part" in "".join(error.__notes__)
    pickle.loads(pickle.dumps(error))
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert left(target) == ["a.geojson"]
    assert stored.asked == [(f"bytes={MIDDLE}-", '"one"')]


async def test_attempts_and_pauses_are_those_of_every_request(save, clock, target):
    stored = Stored(CONTENT, ends=[1000] * 99)
    with pytest.raises(errors.ConnectionFailed):
        await save(stored)
    assert len(stored.asked) == 5
    pauses = [pause for pause in clock.sleeps if pause]
    assert len(pauses) == 4
    assert all(0 <= pause <= 0.5 * 2**n for n, pause in enumerate(pauses, 1))
    assert part_of(target).stat().st_size == 5000


@pytest.mark.parametrize("kind", ["short", "cut", "timed out"])
async def test_what_is_worth_another_attempt(save, target, kind):
    error = {"short": None, "cut": httpx.RemoteProtocolError("cut")}.get(
        kind, httpx.ReadTimeout("late")
    )
    stored = Stored(CONTENT, ends=[MIDDLE], error=error)
    if kind == "timed out":
        # The time of the transfer is over; another attempt would have as much again.
        with pytest.raises(errors.TimedOut):
            await save(stored)
        assert part_of(target).stat().st_size == MIDDLE
        assert len(stored.asked) == 1
    else:
        await save(stored)
        assert target.read_bytes() == CONTENT
        assert stored.ranges_asked == [None, f"bytes={MIDDLE}-"]


NOT_KNOWN_AGAIN = {
    "nothing": {},
    "weak tag": {"etag": 'W/"one"'},
    "weak tag and time": {"etag": 'W/"one"', **LATE},
    "no tag at all": {"etag": "one"},
    "time without date": {"last-modified": LATE["last-modified"]},
    "time of just now": {"last-modified": LATE["date"], "date": LATE["date"]},
    "no time": {"last-modified": "yesterday", "date": LATE["date"]},
    "no ranges": {"etag": '"one"', "accept-ranges": "none"},
}


@pytest.mark.parametrize("validators", NOT_KNOWN_AGAIN.values(), ids=NOT_KNOWN_AGAIN)
async def test_what_is_not_known_again_begins_again(save, target, validators):
    stored, seen = Stored(CONTENT, validators, ends=[MIDDLE, None]), []
    await save(stored, on_progress=seen.append)
    assert target.read_bytes() == CONTENT
    assert stored.asked == [(None, None)] * 2
    done = [progress.done_bytes for progress in seen]
    assert done.index(MIDDLE) < len(done) - 1
    assert done[done.index(MIDDLE) + 1] == PIECE_BYTES
    target.unlink()
    stored.ends, stored.asked = [MIDDLE] * 99, []
    with pytest.raises(errors.ConnectionFailed) as caught:
        await save(stored)
    assert not hasattr(caught.value, "__notes__")
    assert left(target) == []


async def test_what_is_compressed_begins_again(save, target):
    stored = Stored(CONTENT, ends=[900, None], is_packed=True)
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.asked == [(None, None)] * 2
    target.unlink()
    stored.ends = [900] * 99
    with pytest.raises(errors.ConnectionFailed):
        await save(stored)
    assert left(target) == []


async def test_a_time_that_is_old_enough_is_good(save, target):
    stored = Stored(CONTENT, LATE, ends=[MIDDLE])
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.asked[1] == (f"bytes={MIDDLE}-", LATE["last-modified"])


async def test_a_service_without_ranges(save, target, broken_off):
    stored, _ = await broken_off()
    stored.ranges = False
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert len(stored.asked) == 1


@pytest.mark.parametrize(
    "content", [CONTENT.replace(b'"n": 1', b'"m": 1'), EMPTY], ids=["like", "shorter"]
)
async def test_another_content_by_now(save, target, broken_off, content):
    stored, _ = await broken_off()
    stored.content = content
    stored.validators = {"etag": '"two"'}
    await save(stored)
    assert target.read_bytes() == stored.content
    assert len(stored.asked) == 1


def _headers(**changed):
    def change(response):
        if response.status_code == 206:
            for name, value in changed.items():
                response.headers[name.replace("_", "-")] = value

    return change


def _status(status):
    def change(response):
        if response.status_code == 206:
            response.status_code = status

    return change


LAST = len(CONTENT) - 1
ODD_RESTS = {
    "begins before": _headers(content_range=f"bytes {MIDDLE - 1}-{LAST}/{LAST + 1}"),
    "begins after": _headers(content_range=f"bytes {MIDDLE + 1}-{LAST}/{LAST + 1}"),
    "ends before": _headers(content_range=f"bytes {MIDDLE}-{LAST - 1}/{LAST + 1}"),
    "of another size": _headers(content_range=f"bytes {MIDDLE}-{LAST + 1}/{LAST + 2}"),
    "of unknown size": _headers(content_range=f"bytes {MIDDLE}-{LAST}/*"),
    "of something": _headers(content_range="items 1-2/3"),
    "unsaid": lambda response: response.headers.pop("content-range", None),
    "of another tag": _headers(etag='"two"'),
    "of a weak tag": _headers(etag='W/"one"'),
    "packed": _headers(content_encoding="gzip"),
    **{f"refused with {status}": _status(status) for status in (400, 412, 416, 422, 500, 501)},
}


@pytest.mark.parametrize("change", ODD_RESTS.values(), ids=ODD_RESTS)
async def test_an_odd_rest_is_not_taken(save, target, broken_off, change):
    stored, _ = await broken_off()
    stored.change = change
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.asked == [(f"bytes={MIDDLE}-", '"one"'), (None, None)]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 503])
async def test_a_refusal_that_has_nothing_to_do_with_the_rest(save, target, broken_off, status):
    stored, _ = await broken_off()
    stored.change = _status(status)
    with pytest.raises(errors.ApiError):
        await save(stored)
    assert len(stored.asked) == 1
    stored.change = lambda response: None
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.ranges_asked[-1] == f"bytes={MIDDLE}-"


async def test_a_part_that_was_not_requested(save, target):
    stored = Stored(CONTENT, change=lambda response: setattr(response, "status_code", 206))
    with pytest.raises(errors.InvalidResponse, match="part of a file"):
        await save(stored)
    assert len(stored.asked) == 1
    assert left(target) == []


def _rewrite(change):
    def spoil(target):
        path = note_of(target)
        path.write_text(json.dumps(change(json.loads(path.read_text()))))

    return spoil


def _flip(target):
    content = bytearray(part_of(target).read_bytes())
    content[MIDDLE // 2] ^= 1
    part_of(target).write_bytes(content)


def _tear(target):
    note_of(target).write_bytes(note_of(target).read_bytes()[:-7])


SPOILT = {
    "a bit": _flip,
    "holes": lambda target: part_of(target).write_bytes(bytes(MIDDLE)),
    "shorter": lambda target: os.truncate(part_of(target), MIDDLE - 1),
    "gone": lambda target: part_of(target).unlink(),
    "no note": lambda target: note_of(target).unlink(),
    "torn note": _tear,
    "empty note": lambda target: note_of(target).write_bytes(b""),
    "deep note": lambda target: note_of(target).write_bytes(b"[" * 60_000),
    "no numbers": _rewrite(lambda note: note | {"safe_bytes": "200000"}),
    "negative": _rewrite(lambda note: note | {"safe_bytes": -1}),
    "more than all": _rewrite(lambda note: note | {"total_bytes": MIDDLE - 1}),
    "a header in it": _rewrite(lambda note: note | {"validator": '"one"\r\nx: y'}),
    "another source": _rewrite(lambda note: note | {"source": note["source"] + "?aoiId=1"}),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_a_part_that_cannot_be_trusted(save, target, broken_off, spoil):
    stored, _ = await broken_off()
    spoil(target)
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.asked == [(None, None)]
    assert left(target) == ["a.geojson"]


async def test_bytes_beyond_the_note_are_not_counted_on(save, target, broken_off):
    """A process that was killed has written more than it noted."""
    stored, _ = await broken_off()
    with part_of(target).open("ab") as file:
        file.write(b"something else" * 100_000)
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.ranges_asked == [f"bytes={MIDDLE}-"]


async def test_a_part_with_all_its_bytes(save, target, broken_off):
    """The process was killed just before it gave the file its name."""
    stored, _ = await broken_off(at=len(CONTENT) - 1)
    part_of(target).write_bytes(CONTENT)
    whole = json.loads(note_of(target).read_text())
    whole |= {"safe_bytes": len(CONTENT), "crc32": zlib.crc32(CONTENT)}
    note_of(target).write_text(json.dumps(whole))
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.ranges_asked == [f"bytes={LAST}-"]


async def test_the_part_of_another_processing_is_not_gone_on_with(save, target, broken_off):
    await broken_off()
    stored = Stored(CONTENT.replace(b'"n"', b'"k"'))
    await save(stored, job=OTHER)
    assert target.read_bytes() == stored.content
    assert stored.asked == [(None, None)]


async def test_a_note_holds_no_secret(mf, service, target):
    link = "https://storage.test/bucket/image.tif?X-Amz-Signature=sesame"
    service.responses["GET", f"/rasters/image/{IMAGE}/download"] = {"download_url": link}
    target, content = target.with_suffix(".tif"), b"II*\0" + CONTENT
    elsewhere = Stored(content, ends=[MIDDLE, *[0] * 4])
    service.responses["GET", "/bucket/image.tif"] = elsewhere
    with pytest.raises(errors.ConnectionFailed):
        await maybe_await(mf.imagery.images.download(IMAGE, target))
    assert json.loads(note_of(target).read_text()) == {
        "source": f"GET {BASE}/rasters/image/{IMAGE}/download",
        "validator": '"one"',
        "total_bytes": len(content),
        "safe_bytes": MIDDLE,
        "crc32": pytest.approx(2**31, abs=2**31),
    }
    assert note_of(target).stat().st_mode & 0o077 in (0, 0o044)
    # The next link has a new signature, and leads to the same file.
    service.responses["GET", f"/rasters/image/{IMAGE}/download"] = {"download_url": link + "2"}
    elsewhere.ends, elsewhere.asked = [], []
    await maybe_await(mf.imagery.images.download(IMAGE, target))
    assert target.read_bytes() == content
    assert elsewhere.ranges_asked == [f"bytes={MIDDLE}-"]
    sent = [request for _, path, request in service.log if path == "/bucket/image.tif"]
    assert not any("authorization" in request.headers for request in sent)


async def test_a_post_is_repeated_whole(mf, service, target):
    target = target.with_suffix(".csv")
    stored = Stored(b"id;cost\n" * 1000, ends=[3000])
    service.responses["POST", "/processings/stats"] = stored
    await maybe_await(mf.processings.statistics_csv(target))
    assert target.read_bytes() == stored.content
    assert stored.asked == [(None, None)] * 2
    stored.ends = [3000] * 99
    with pytest.raises(errors.ConnectionFailed):
        await maybe_await(mf.processings.statistics_csv(target, overwrite=True))
    assert left(target) == ["a.csv"]


async def test_a_complaint_of_the_program_ends_it(save, target):
    def complain(progress):
        if progress.done_bytes >= MIDDLE:
            raise BrokenPipeError("not read")

    stored = Stored(CONTENT)
    with pytest.raises(BrokenPipeError):
        await save(stored, on_progress=complain)
    assert len(stored.asked) == 1
    assert part_of(target).stat().st_size == MIDDLE
    await save(stored)
    assert stored.ranges_asked[1:] == [f"bytes={MIDDLE}-"]


async def test_a_file_that_appears_meanwhile(save, target):
    def other(progress):
        target.write_text("mine")

    with pytest.raises(errors.InvalidFile, match="exists"):
        await save(Stored(CONTENT), on_progress=other)
    assert target.read_text() == "mine"
    assert left(target) == ["a.geojson"]


CUT_JSON = {
    # Each begins and ends with a brace.
    "open list": b'{"features": [{"a": {}}',
    "open object": b'{"features": {"a": {}}',
    "two": b'{"features": []}{}',
    "comma": b'{"features": [,{}]}',
    "a word": b'{"features": [nothing, {}]}',
    "no text": b'{"\xff": {}}',
}


@pytest.mark.parametrize("content", CUT_JSON.values(), ids=CUT_JSON)
@pytest.mark.parametrize("is_packed", [True, False])
async def test_without_a_length_it_has_to_be_whole_json(save, target, content, is_packed):
    stored = Stored(content, is_packed=is_packed, tells_length=False)
    with pytest.raises(errors.IncompleteDownload, match="not a complete JSON"):
        await save(stored)
    assert not target.exists()
    stored.content = EMPTY.replace(
        b"[]", b'[{"id": 123456789012345678901234567890, "x": 1e999, "y": NaN}]\n'
    )
    stored.validators = {"etag": '"two"'}
    await save(stored)
    assert target.read_bytes() == stored.content


async def test_what_is_whole_and_wrong_is_not_kept(save, target):
    """The service has said by what it is known again: the same would come again."""
    stored = Stored(b'{"features": [')
    with pytest.raises(errors.IncompleteDownload, match="not a complete JSON") as caught:
        await save(stored)
    assert not hasattr(caught.value, "__notes__")
    assert len(stored.asked) == 1
    assert left(target) == []


async def test_without_a_length_the_rest_is_asked_for(save, target):
    cut = CONTENT.index(b"}", MIDDLE) + 1
    stored = Stored(CONTENT, tells_length=False, ends=[cut], error=None)
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.ranges_asked == [None, f"bytes={cut}-"]


@contextmanager
def small_disk(free_bytes):
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free_bytes, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.parametrize("validators", [{}, {"etag": '"one"'}])
async def test_a_full_disk(save, target, validators):
    stored = Stored(CONTENT, validators)
    with small_disk(MIDDLE + 500), pytest.raises(errors.InvalidFile, match="cannot be written"):
        await save(stored)
    assert len(stored.asked) == 1
    assert not target.exists()
    if not validators:
        assert left(target) == []
        return
    await save(stored)
    assert target.read_bytes() == CONTENT
    assert stored.ranges_asked[1:] == [f"bytes={MIDDLE}-"]


async def test_two_calls_for_one_file(save, service, target):
    refused = []

    def meanwhile(progress):
        if refused:
            return
        other = httpx.Client(transport=httpx.MockTransport(service))
        mf = Mapflow(token="a@example.com:secret", base_url=BASE, http_client=other)
        with pytest.raises(errors.InvalidFile, match="is downloading to") as caught:
            mf.processings.result(JOB).save(target)
        refused.append(caught.value)

    stored = Stored(CONTENT)
    await save(stored, on_progress=meanwhile)
    assert target.read_bytes() == CONTENT
    assert refused
    assert len(stored.asked) == 1

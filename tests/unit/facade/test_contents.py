"""A file gets its name when it is what it was said to be: results, pictures, images, tables."""

import io
import json
import math
import os
import stat
import struct

import httpx
import pytest
from PIL import Image

from mapflow import errors
from tests.support.client_kinds import gathered, maybe_await
from tests.support.tiffs import tiff

from .conftest import JOB

RESULT = ("GET", f"/processings/{JOB}/result")
PREVIEW = ("GET", f"/rasters/image/{JOB}/preview/s")
LINK = ("GET", f"/rasters/image/{JOB}/download")
IMAGE = ("GET", "/bucket/image")
STATS = ("POST", "/processings/stats")
EMPTY = b'{"type": "FeatureCollection", "features": []}'
PREPARED = b'{"message": "being prepared"}'


def streamed(body, **headers):
    """A response that does not give its length."""

    async def later():
        yield body

    class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self):
            yield body

        def __aiter__(self):
            return later()

    return lambda request: httpx.Response(200, headers=headers, stream=Body())


def counted(body, status=200):
    return httpx.Response(status, content=body)


def picture(kind):
    out = io.BytesIO()
    chance = bytes(range(256)) * 48
    Image.frombytes("RGB", (64, 64), chance).save(out, kind)
    return out.getvalue()


READERS = {
    "save": lambda result, folder: result.save(folder / "a.geojson"),
    "read": lambda result, folder: result.read(),
    "features": lambda result, folder: gathered(result.features()),
    "frame": lambda result, folder: result.to_geodataframe(),
}
ANOTHER = {
    b'{"error": "it is gone"}': "'it is gone'",
    b'{"error": {"code": "X", "message": "it is gone"}}': "'it is gone'",
    PREPARED: "'being prepared'",
    b'{"type": "Feature", "geometry": null, "properties": {}}': "a single Feature",
    b'{"type": "FeatureCollection", "features": null}': "null as its features",
    b'{"type": "FeatureCollection", "features": [3]}': "a number among its features",
    b'{"type": "Polygon", "coordinates": []}': "a geometry",
}
BROKEN = {
    "empty": b"",
    "page": b"<!doctype html><title>Log in</title>",
    "cut": b'{"type": "FeatureCollection", "features": [{"type": "Feature"}',
    "cut at a brace": b'{"type": "FeatureCollection", "features": [{}',
    "list": b"[]",
    "not UTF-8": b'{"type": "FeatureCollection", "features": [{"a": "\xff"}]}',
}


@pytest.mark.parametrize("tells_length", [True, False])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("body", ANOTHER)
async def test_another_thing_is_no_result(mf, service, tmp_path, body, reader, tells_length):
    service.responses[RESULT] = counted(body) if tells_length else streamed(body)
    with pytest.raises(errors.InvalidResponse) as caught:
        await maybe_await(READERS[reader](mf.processings.result(JOB), tmp_path))
    assert ANOTHER[body] in str(caught.value)
    assert caught.value.url.endswith("/result")
    assert list(tmp_path.iterdir()) == []
    assert len(service.sent(*RESULT)) == 1


@pytest.mark.parametrize("tells_length", [True, False])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
async def test_a_broken_result(mf, service, tmp_path, body, reader, tells_length, clock):
    service.responses[RESULT] = counted(body) if tells_length else streamed(body)
    with pytest.raises(errors.IncompleteDownload):
        await maybe_await(READERS[reader](mf.processings.result(JOB), tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("reader", READERS)
async def test_no_content_is_no_result(mf, service, tmp_path, reader):
    service.responses[RESULT] = lambda request: httpx.Response(204)
    with pytest.raises(errors.MapflowError):
        await maybe_await(READERS[reader](mf.processings.result(JOB), tmp_path))
    assert list(tmp_path.iterdir()) == []


async def test_a_byte_order_mark_and_numbers_that_are_no_json(mf, service, tmp_path):
    body = b'\xef\xbb\xbf{"type": "FeatureCollection", "features": [{"properties": {"a": NaN}}]}'
    service.responses[RESULT] = streamed(body)
    result = mf.processings.result(JOB)
    path = await maybe_await(result.save(tmp_path / "a.geojson"))
    assert path.read_bytes() == body
    assert result.count == 1
    (feature,) = (await maybe_await(result.read()))["features"]
    assert math.isnan(feature["properties"]["a"])
    (feature,) = await gathered(result.features())
    assert math.isnan(feature["properties"]["a"])


@pytest.mark.parametrize("name", ["a.geojson", "a.GeoJSON", "a.json", "a"])
async def test_names_of_results(mf, service, tmp_path, name):
    service.responses[RESULT] = counted(EMPTY)
    result = mf.processings.result(JOB)
    assert result.count is None
    assert (await maybe_await(result.save(tmp_path / name))).read_bytes() == EMPTY
    assert result.count == 0


OTHER_FORMATS = ["zip", "geojson.gz", "tif", "txt", "gml", "xlsx", "kmz", "TXT"]


@pytest.mark.parametrize("suffix", OTHER_FORMATS)
async def test_names_of_other_formats(mf, service, tmp_path, suffix):
    with pytest.raises(errors.InvalidFile, match=r"ends in \.geojson, ") as caught:
        await maybe_await(mf.processings.result(JOB).save(tmp_path / f"a.{suffix}", overwrite=True))
    assert f".{suffix.rpartition('.')[2]}" in str(caught.value)
    assert service.log == []


SAVES = {
    "result": (lambda mf, at, **given: mf.processings.result(JOB).save(at, **given), ".geojson"),
    "preview": (lambda mf, at, **given: mf.imagery.images.preview(JOB, at, **given), ".jpg"),
    "image": (lambda mf, at, **given: mf.imagery.images.download(JOB, at, **given), ".tif"),
    "history": (lambda mf, at, **given: mf.processings.statistics_csv(at, **given), ".csv"),
}


@pytest.mark.parametrize("what", ["preview", "image", "history"])
async def test_other_files_have_their_formats_too(mf, service, tmp_path, what):
    save, _ = SAVES[what]
    with pytest.raises(errors.InvalidFile, match="cannot be saved as"):
        await maybe_await(save(mf, tmp_path / "a.gpkg"))
    assert service.log == []


def _dangling(folder, name):
    (folder / name).symlink_to(folder / "nowhere")
    return folder / name


def _pipe(folder, name):
    os.mkfifo(folder / name)
    return folder / name


def _old(folder, name):
    (folder / name).write_text("mine")
    return folder / name


PLACES = {
    "too long": lambda folder, suffix: folder / ("x" * 252 + suffix),
    "far too long": lambda folder, suffix: folder / ("x/" * 3000 + suffix),
    "NUL": lambda folder, suffix: folder / f"a\0b{suffix}",
    "half a pair": lambda folder, suffix: folder / f"\ud800{suffix}",
    "no folder": lambda folder, suffix: folder / "no" / f"a{suffix}",
    "file as folder": lambda folder, suffix: _old(folder, "b") / f"a{suffix}",
    "there": lambda folder, suffix: _old(folder, f"a{suffix}"),
    "dangling": lambda folder, suffix: _dangling(folder, f"a{suffix}"),
    "pipe": lambda folder, suffix: _pipe(folder, f"a{suffix}"),
    "device": lambda folder, suffix: "/dev/full",
    "no text": lambda folder, suffix: 7,
    "nothing": lambda folder, suffix: None,
    "read-only": lambda folder, suffix: f"/proc/a{suffix}",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", SAVES)
async def test_a_place_that_cannot_be_is_refused_before_anything_is_sent(
    mf, service, tmp_path, what, place
):
    save, suffix = SAVES[what]
    service.responses[LINK] = {"download_url": "https://storage.test/bucket/image?sig=1"}
    target = PLACES[place](tmp_path, suffix)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(errors.InvalidFile):
        await maybe_await(save(mf, target))
    # As root even a read-only folder seems to be one that can be written.
    assert service.log == [] or place == "read-only"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("disk")
async def test_a_full_temporary_folder(mf, service, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    with pytest.raises(errors.InvalidFile, match="No temporary folder"):
        await maybe_await(mf.processings.result(JOB).read())


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
async def test_the_new_file_has_the_permissions_of_the_old_one(mf, service, tmp_path, mode):
    path, seen = tmp_path / "a.geojson", []
    path.write_text("secret")
    path.chmod(mode)
    part = tmp_path / ".a.geojson.part"

    def watch(progress):
        seen.append(stat.S_IMODE(part.stat().st_mode))

    service.responses[RESULT] = counted(EMPTY)
    await maybe_await(mf.processings.result(JOB).save(path, overwrite=True, on_progress=watch))
    assert path.read_bytes() == EMPTY
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert set(seen) == {mode}


async def test_a_link_to_nothing_is_replaced_when_that_is_wanted(mf, service, tmp_path):
    path = _dangling(tmp_path, "a.geojson")
    service.responses[RESULT] = counted(EMPTY)
    await maybe_await(mf.processings.result(JOB).save(path, overwrite=True))
    assert not path.is_symlink()
    assert path.read_bytes() == EMPTY


PICTURES = {kind: picture(kind) for kind in ("PNG", "JPEG", "WEBP", "GIF")}


@pytest.fixture
def fetch(mf, service, tmp_path):
    """Saves a response as one of the kinds of file."""

    async def call(what, response):
        service.responses[LINK] = {"download_url": "https://storage.test/bucket/image?sig=1"}
        place = {"preview": PREVIEW, "image": IMAGE, "history": STATS, "result": RESULT}[what]
        service.responses[place] = response
        save, suffix = SAVES[what]
        target = tmp_path / f"file{suffix}"
        try:
            return await maybe_await(save(mf, target, overwrite=True))
        finally:
            assert {path.name for path in tmp_path.iterdir()} <= {target.name}

    return call


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("tells_length", [True, False])
async def test_pictures(fetch, kind, tells_length):
    body = PICTURES[kind]
    saved = await fetch("preview", counted(body) if tells_length else streamed(body))
    assert saved.read_bytes() == body


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
@pytest.mark.parametrize("kind", PICTURES)
async def test_pictures_that_are_cut(fetch, kind, keep, tmp_path, clock):
    body = PICTURES[kind]
    with pytest.raises(errors.IncompleteDownload, match="not a complete picture"):
        await fetch("preview", streamed(body[: int(len(body) * keep)]))
    assert list(tmp_path.iterdir()) == []


WHOLE_TIFFS = {
    "II": tiff(),
    "MM": tiff(">"),
    "BigTIFF": tiff(is_big=True),
    "BigTIFF MM": tiff(">", is_big=True),
}


@pytest.mark.parametrize("kind", WHOLE_TIFFS)
async def test_images(fetch, kind):
    body = WHOLE_TIFFS[kind]
    assert (await fetch("image", streamed(body))).read_bytes() == body


@pytest.mark.parametrize("left", [5, 20, 100, -1])
@pytest.mark.parametrize("kind", WHOLE_TIFFS)
async def test_images_that_are_cut(fetch, kind, left, tmp_path, clock):
    with pytest.raises(errors.IncompleteDownload, match="not a complete TIFF file"):
        await fetch("image", streamed(WHOLE_TIFFS[kind][:left]))
    assert list(tmp_path.iterdir()) == []


async def test_a_directory_that_leads_back_to_itself(fetch, clock):
    loop = b"II*\x00" + struct.pack("<IHI", 8, 0, 8)
    with pytest.raises(errors.IncompleteDownload):
        await fetch("image", streamed(loop + bytes(100)))


@pytest.mark.parametrize("what", ["preview", "image", "history"])
@pytest.mark.parametrize(
    "body",
    [PREPARED, b' {"detail": "being prepared"}', b'{"error": {"message": "being prepared"}}'],
)
@pytest.mark.parametrize("tells_length", [True, False])
async def test_a_message_is_no_file(fetch, what, body, tells_length, tmp_path):
    with pytest.raises(errors.InvalidResponse, match="being prepared"):
        await fetch(what, counted(body) if tells_length else streamed(body))
    assert list(tmp_path.iterdir()) == []


OTHERS = {
    "page": b"<html><body>Log in</body></html>",
    "XML": b"\xef\xbb\xbf<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
    "large page": b"<html>" + b"x" * 50_000,
    "JSON": json.dumps([{"a": 1}] * 2000).encode(),
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("what", ["preview", "image", "history"])
async def test_other_things_are_no_files(fetch, what, body, tmp_path):
    with pytest.raises(errors.InvalidResponse):
        await fetch(what, streamed(body))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("what", SAVES)
async def test_nothing_is_no_file(fetch, what, status, tmp_path, clock):
    with pytest.raises((errors.IncompleteDownload, errors.InvalidResponse)):
        await fetch(what, counted(b"", status))
    with pytest.raises(errors.IncompleteDownload):
        await fetch(what, streamed(b""))
    assert list(tmp_path.iterdir()) == []


async def test_other_bytes_are_no_picture_and_no_image(fetch, tmp_path):
    for what in ("preview", "image"):
        with pytest.raises(errors.InvalidResponse, match="something else"):
            await fetch(what, counted(bytes(range(200))))
    assert list(tmp_path.iterdir()) == []


TABLES = [
    b"id,name,cost\r\n1,a,2\r\n2,b,3\r\n",
    b"id;name;cost\n1;a;2\n2;b;3",
    b'id,name\n1,"two\nlines"\n',
    b'id,name\n1,"two\nlines"',
    "id\tname\n1\tя\n".encode("cp1251"),
    "id,name\r\n1,a\r\n".encode("utf-16"),
    b"id,name\n",
]


@pytest.mark.parametrize("body", TABLES)
async def test_tables(fetch, body):
    assert (await fetch("history", streamed(body))).read_bytes() == body


@pytest.mark.parametrize("body", [b"id,name,cost\n1,a,2\n2,b", b'id,name\n1,"a\n2,b\n'])
async def test_tables_that_are_cut(fetch, body, tmp_path, clock):
    with pytest.raises(errors.IncompleteDownload, match="not a complete CSV file"):
        await fetch("history", streamed(body))
    assert list(tmp_path.iterdir()) == []


async def test_an_image_of_another_kind(mf, service, tmp_path):
    """The kinds of the image store are not documented; the name says that it is not a GeoTIFF."""
    service.responses[LINK] = {
        "download_url": "https://storage.test/bucket/image",
        "filename": "a.jp2",
    }
    service.responses[IMAGE] = counted(b"\x00\x00\x00\x0cjP  ")
    assert (await maybe_await(mf.imagery.images.download(JOB, tmp_path))).name == "a.jp2"
    service.responses[IMAGE] = counted(PREPARED)
    with pytest.raises(errors.InvalidResponse, match="being prepared"):
        await maybe_await(mf.imagery.images.download(JOB, tmp_path, overwrite=True))


#: How a service says the token again, where a result should be.
TOKEN_AGAIN = {
    "message": lambda token: {"message": f"not for {token}"},
    "bare": lambda token: {"error": {"detail": token}},
    "member": lambda token: {token: 1},
    "type": lambda token: {"type": token},
    "cut": lambda token: {"message": "x" * 110 + token},
    "cut in words": lambda token: {"message": "x " * 55 + token},
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("said", TOKEN_AGAIN)
async def test_what_is_no_result_does_not_repeat_the_token(mf, service, tmp_path, said, reader):
    def response(request):
        token = request.headers["authorization"].partition(" ")[2]
        response.token = token
        return httpx.Response(200, json=TOKEN_AGAIN[said](token))

    service.responses[RESULT] = response
    with pytest.raises(errors.InvalidResponse) as caught:
        await maybe_await(READERS[reader](mf.processings.result(JOB), tmp_path))
    shown = f"{caught.value} {caught.value!r} {vars(caught.value)}"
    assert response.token[:6] not in shown
    assert "***" in shown or "…" in shown

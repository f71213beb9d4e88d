"""Uploads: many at once, each with its own image, and none of them twice."""

import asyncio
import hashlib
import threading
import time

import httpx
import pytest

import mapflow
import mapflow.rasters._sets
from mapflow import AsyncMapflow, errors
from mapflow._http.concurrent import aeach, each
from tests.support.client_kinds import maybe_await
from tests.support.places import FIELD_IMAGE

from .conftest import JOB, Turn

pytestmark = pytest.mark.pythons

MOSAIC = JOB
UPLOAD = ("POST", f"/rasters/mosaic/{MOSAIC}/image")
IMAGES = ("GET", f"/rasters/mosaic/{MOSAIC}/image")
STATUS = ("GET", f"/rasters/mosaic/{MOSAIC}/status")
MEMORY = ("GET", "/rasters/memory")


class Shelf:
    """A mosaic that is played by the test."""

    def __init__(self, service):
        self.images = []
        self.failed = []
        self.busy = self.busiest = 0
        self.received = []
        self._lock = threading.Lock()
        self._service = service
        service.responses[MEMORY] = {}
        service.responses[UPLOAD] = self.take
        service.responses[IMAGES] = lambda _: httpx.Response(200, json=self.images)
        service.responses[STATUS] = lambda _: httpx.Response(
            200, json={"mosaic_id": MOSAIC, "images": self.failed}
        )

    def take(self, request):
        with self._lock:
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
        time.sleep(0.02)
        head, _, rest = request.content.partition(b"\r\n\r\n")
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        content = rest.partition(b"\r\n--" + boundary)[0]
        name = head.partition(b'filename="')[2].partition(b'"')[0].decode()
        with self._lock:
            self.busy -= 1
            self.received.append(name)
            if "refuse" in name:
                return httpx.Response(400, json={"detail": {"code": "FileOpenError"}})
            if "useless" in name:
                self.failed.append(
                    {"image_id": f"f{len(self.failed)}", "filename": name,
                     "preprocessing_status": "FAILED", "preprocessing_error": "no colours"}
                )  # fmt: skip
            else:
                # The newest first: the order must not decide.
                self.images.insert(0, image(len(self.images), name, content))
        return httpx.Response(200, json={"message": "ok", "mosaic_id": MOSAIC})


def sha1(content):
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def image(number, name, content, **more):
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "filename": name,
        "file_size": len(content),
        "checksum": sha1(content),
        "uploaded_at": "2026-01-01T00:00:00Z",
        "meta_data": {"count": 3},
        **more,
    }


@pytest.fixture
def shelf(service):
    return Shelf(service)


def pictures(folder, *names):
    """GeoTIFFs of one content each, which differ in their last byte."""
    content = FIELD_IMAGE.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(content + name.encode())
    return folder


async def upload(mf, *paths, **given):
    what = paths[0] if len(paths) == 1 else paths
    return await maybe_await(mf.imagery.mosaics.upload_all(MOSAIC, what, **given))


async def test_each_file_gets_its_own_image(mf, shelf, tmp_path):
    names = [f"{n}.tif" for n in range(9)]
    folder = pictures(tmp_path / "flight", *names)
    done = await upload(mf, folder, parallel=4)
    assert [each.path.name for each in done] == names
    assert [each.image.filename for each in done] == names
    assert len({each.image.id for each in done}) == 9
    # The mock of the async client responds in the loop itself, one request after the other.
    assert shelf.busiest == 1 if isinstance(mf, AsyncMapflow) else 1 < shelf.busiest <= 4


async def test_one_at_a_time(mf, shelf, tmp_path):
    await upload(mf, pictures(tmp_path / "f", "a.tif", "b.tif", "c.tif"), parallel=1)
    assert shelf.busiest == 1


async def test_files_of_one_name_are_told_apart(mf, shelf, tmp_path):
    folders = [pictures(tmp_path / n, "a.tif") for n in ("one", "two", "three")]
    for number, folder in enumerate(folders):
        with (folder / "a.tif").open("ab") as file:
            file.write(b"x" * number)
    done = await upload(mf, *folders)
    for one in done:
        assert one.image.size_bytes == one.path.stat().st_size


async def test_a_file_without_a_namesake_is_read_once(mf, shelf, tmp_path, monkeypatch):
    """Two gigabytes more to read, for a checksum that decides nothing, would be no small thing."""

    def hashed(*_args, **_given):
        raise AssertionError("nothing is in doubt here")

    folder = pictures(tmp_path / "f", "a.tif", "b.tif")
    monkeypatch.setattr("mapflow._sync.imagery.uploaded_image_finder.sha1_of", hashed)
    monkeypatch.setattr("mapflow._async.imagery.uploaded_image_finder.sha1_of", hashed)
    done = await upload(mf, folder)
    assert [one.image.filename for one in done] == ["a.tif", "b.tif"]


async def test_large_files_are_read_outside_of_the_loop(mf, shelf, tmp_path, monkeypatch):
    """A checksum of a gigabyte takes seconds, in which no other task would run."""
    readers = []

    def noting(path):
        readers.append(threading.get_ident())
        return sha1(path.read_bytes())

    monkeypatch.setattr("mapflow._sync.imagery.uploaded_image_finder.sha1_of", noting)
    monkeypatch.setattr("mapflow._async.imagery.uploaded_image_finder.sha1_of", noting)
    header = mapflow.rasters._sets.read_header
    monkeypatch.setattr(
        "mapflow.rasters._sets.read_header",
        lambda path: readers.append(threading.get_ident()) or header(path),
    )
    one = pictures(tmp_path / "one", "a.tif")
    shelf.images.append(image(90, "a.tif", (one / "a.tif").read_bytes()))
    folders = [pictures(tmp_path / n, "b.tif") for n in ("two", "three")]
    [known, *sent] = await upload(mf, one, *folders)
    assert known.was_there
    assert all(each.image for each in sent)
    assert len(readers) >= 3
    here = threading.get_ident()
    assert (here not in readers) if isinstance(mf, AsyncMapflow) else (here in readers)


async def test_one_that_fails_does_not_stop_the_others(mf, shelf, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif", "refused.tif", "useless.tif", "z.tif")
    (folder / "text.tif").write_text("no picture")
    done = {each.path.name: each for each in await upload(mf, folder)}
    assert done["a.tif"].image.filename == "a.tif"
    assert done["z.tif"].image.filename == "z.tif"
    assert isinstance(done["refused.tif"].error, errors.BadRequest)
    assert isinstance(done["useless.tif"].error, errors.ImageFailed)
    assert "no colours" in str(done["useless.tif"].error)
    assert "not a TIFF" in str(done["text.tif"].error)
    assert "text.tif" not in shelf.received


async def test_what_is_there_is_not_sent_again(mf, shelf, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif", "b.tif")
    await upload(mf, folder)
    pictures(folder, "c.tif")
    done = await upload(mf, folder)
    assert [(each.path.name, each.was_there) for each in done] == [
        ("a.tif", True),
        ("b.tif", True),
        ("c.tif", False),
    ]
    assert sorted(shelf.received) == ["a.tif", "b.tif", "c.tif"]


async def test_another_content_under_a_known_name_is_sent(mf, shelf, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif")
    await upload(mf, folder)
    content = (folder / "a.tif").read_bytes()
    (folder / "a.tif").write_bytes(content[:-1] + b"x")
    (done,) = await upload(mf, folder)
    assert not done.was_there
    assert len(shelf.received) == 2
    assert done.image.checksum == sha1(content[:-1] + b"x")


async def test_together_they_have_to_fit(mf, shelf, service, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif", "b.tif")
    size = (folder / "a.tif").stat().st_size
    service.responses[MEMORY] = {"memoryLimit": 10**9, "memoryFree": 2 * size - 1}
    with pytest.raises(errors.LimitExceeded, match="2 files") as caught:
        await upload(mf, folder)
    assert (caught.value.allowed, caught.value.found) == (2 * size - 1, 2 * size)
    assert shelf.received == []


async def test_one_that_is_too_large_is_not_sent(mf, shelf, service, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif", "b.tif")
    with (folder / "b.tif").open("ab") as file:
        file.write(b"x")
    size = (folder / "a.tif").stat().st_size
    service.responses[MEMORY] = {"maxUploadFileSize": size}
    first, second = await upload(mf, folder)
    assert first.image is not None
    assert isinstance(second.error, errors.LimitExceeded)
    assert shelf.received == ["a.tif"]


async def test_bands_have_to_fit_those_of_the_mosaic(mf, shelf, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif")
    shelf.images.append(image(77, "old.tif", b"x", meta_data={"count": 1}))
    (done,) = await upload(mf, folder)
    assert "3 bands" in str(done.error)
    assert shelf.received == []
    (done,) = await upload(mf, folder, check=False)
    assert done.image.filename == "a.tif"


async def test_progress_names_the_file(mf, shelf, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif", "b.tif")
    told = []
    await upload(mf, folder, on_progress=lambda path, progress: told.append((path, progress)))
    last = dict(told)
    assert {path.name for path in last} == {"a.tif", "b.tif"}
    for path, progress in last.items():
        assert progress == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize("bad", [0, -1, 17, True])
async def test_what_is_no_concurrency(mf, service, tmp_path, bad):
    with pytest.raises(errors.InvalidInput, match="parallel"):
        await upload(mf, pictures(tmp_path / "f", "a.tif"), parallel=bad)
    assert service.log == []


async def test_a_folder_without_pictures(mf, service, tmp_path):
    with pytest.raises(errors.InvalidFile, match=r"no \.tif"):
        await upload(mf, tmp_path)
    with pytest.raises(errors.InvalidInput, match="No file"):
        await maybe_await(mf.imagery.mosaics.upload_all(MOSAIC, []))
    assert service.log == []


@pytest.mark.parametrize("mf", ["sync"], indirect=True)
async def test_interruption_comes_through(mf, shelf, tmp_path):
    folder = pictures(tmp_path / "f", "a.tif", "b.tif", "c.tif")

    def interrupt(_path, _progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await upload(mf, folder, on_progress=interrupt)
    assert shelf.received == []


class TestConcurrency:
    """The two halves that act on each of many."""

    @pytest.mark.usefixtures("clock")
    async def test_tasks_keep_to_their_number_and_order(self):
        busy, busiest = 0, 0

        async def act(number):
            nonlocal busy, busiest
            busy += 1
            busiest = max(busiest, busy)
            await asyncio.sleep(0.01 * (10 - number))
            busy -= 1
            return number * 2

        assert await aeach(act, range(10), 3) == [n * 2 for n in range(10)]
        assert busiest == 3

    @pytest.mark.usefixtures("clock")
    def test_threads_keep_to_their_number_and_order(self):
        lock, busy, seen = threading.Lock(), set(), []

        def act(number):
            with lock:
                busy.add(number)
                seen.append(len(busy))
            time.sleep(0.01 * (10 - number))
            with lock:
                busy.remove(number)
            return number * 2

        assert each(act, range(10), 3) == [n * 2 for n in range(10)]
        assert max(seen) == 3

    @pytest.mark.usefixtures("clock")
    async def test_a_cancelled_caller_leaves_no_task_behind(self):
        stopped = []

        async def act(_):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                stopped.append(1)
                raise

        whole = asyncio.ensure_future(aeach(act, range(5), 3))
        await asyncio.sleep(0.01)
        whole.cancel()
        with pytest.raises(asyncio.CancelledError):
            await whole
        assert len(stopped) == 3

    @pytest.mark.usefixtures("clock")
    def test_an_error_ends_it_without_waiting_for_the_others(self):
        started = time.monotonic()

        def act(number):
            if number == 0:
                raise LookupError("gone")
            time.sleep(5)

        with pytest.raises(LookupError):
            each(act, range(4), 2)
        assert time.monotonic() - started < 1


class TestPreparation:
    """What happens at the service between the upload and the image."""

    async def test_a_failure_is_told_at_once(self, mf, shelf, clock, tmp_path):
        path = pictures(tmp_path, "useless.tif") / "useless.tif"
        with pytest.raises(errors.ImageFailed, match="no colours"):
            await maybe_await(mf.imagery.mosaics.upload(MOSAIC, path))
        assert sum(clock.sleeps) == 0

    async def test_an_older_failure_of_that_name_is_not_this_one(
        self, mf, shelf, service, clock, tmp_path
    ):
        shelf.failed.append(
            {"image_id": "old", "filename": "a.tif", "preprocessing_status": "FAILED"}
        )
        path = pictures(tmp_path, "a.tif") / "a.tif"
        made = await maybe_await(mf.imagery.mosaics.upload(MOSAIC, path))
        assert made.filename == "a.tif"

    async def test_a_service_that_does_not_tell_is_waited_for(
        self, mf, shelf, service, clock, tmp_path
    ):
        service.responses[STATUS] = httpx.Response(404)
        late = image(1, "a.tif", b"x")
        service.responses[IMAGES] = [Turn([]), Turn([]), Turn([]), Turn([late])]
        path = pictures(tmp_path, "a.tif") / "a.tif"
        assert (await maybe_await(mf.imagery.mosaics.upload(MOSAIC, path))).id == late["id"]

    async def test_another_name_is_taken_when_nothing_else_is_new(
        self, mf, shelf, service, clock, tmp_path
    ):
        renamed = image(1, "renamed.tif", b"x")
        service.responses[IMAGES] = [Turn([]), Turn([renamed])]
        path = pictures(tmp_path, "a.tif") / "a.tif"
        assert (await maybe_await(mf.imagery.mosaics.upload(MOSAIC, path))).id == renamed["id"]

    async def test_it_ends(self, mf, shelf, service, clock, tmp_path):
        service.responses[IMAGES] = []
        path = pictures(tmp_path, "a.tif") / "a.tif"
        with pytest.raises(errors.TimedOut, match="not ready after 600 s"):
            await maybe_await(mf.imagery.mosaics.upload(MOSAIC, path))
        assert 590 < sum(clock.sleeps) <= 601

"""The generated client, used alone: files arrive whole, and neither way through memory."""

import asyncio
import io
import tracemalloc

import httpx
import pytest
from mapflow_openapi import AuthenticatedClient, errors, models
from mapflow_openapi.api.imagery import get_preview, upload_image
from mapflow_openapi.api.processings import get_result
from mapflow_openapi.types import File

from tests.spec.stub import ID, client, saying

MIB = 1 << 20


def test_upload_arrives_whole_whatever_it_contains():
    arrived = []

    def response(request):
        arrived.append((request.headers["Content-Type"], request.read()))
        return httpx.Response(200, json={"message": "taken", "mosaic_id": str(ID)})

    evil = (
        b'II*\x00\r\n--+++\r\nContent-Disposition: form-data; name="injected"\r\n\r\nx\r\n--+++--'
    )
    api = client(response)
    for _ in range(2):
        body = models.UploadForm(file=File(io.BytesIO(evil), "evil.tif", "image/tiff"))
        assert upload_image.sync(ID, client=api, body=body).mosaic_id == ID
    boundaries = [kind.partition("boundary=")[2].encode() for kind, _ in arrived]
    assert boundaries[0] != boundaries[1]
    for boundary, (_, content) in zip(boundaries, arrived, strict=True):
        assert content.count(b"--" + boundary) == 2
        assert evil in content


class Endless(io.RawIOBase):
    """A file of zeros that takes no memory."""

    def __init__(self, size):
        self.size, self.place = size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, place, whence=0):
        self.place = {0: place, 1: self.place + place, 2: self.size + place}[whence]
        return self.place

    def tell(self):
        return self.place

    def read(self, size=-1):
        size = self.size - self.place if size < 0 else min(size, self.size - self.place)
        self.place += size
        return bytes(size)


def peak(job):
    tracemalloc.start()
    try:
        job()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Counting(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Takes a request piece by piece, as a connection would."""

    def __init__(self):
        self.taken = 0

    def _response(self, chunk=b""):
        self.taken += len(chunk)
        return httpx.Response(200, json={"message": "taken", "mosaic_id": str(ID)})

    def handle_request(self, request):
        for chunk in request.stream:
            self._response(chunk)
        return self._response()

    async def handle_async_request(self, request):
        async for chunk in request.stream:
            self._response(chunk)
        return self._response()


def test_uploads_stream():
    counting = Counting()
    api = AuthenticatedClient("https://x.test", token="t", httpx_args={"transport": counting})

    def form():
        return models.UploadForm(file=File(Endless(64 * MIB), "large.tif", "image/tiff"))

    assert peak(lambda: upload_image.sync(ID, client=api, body=form())) < 4 * MIB
    assert counting.taken > 64 * MIB
    work = lambda: asyncio.run(upload_image.asyncio(ID, client=api, body=form()))  # noqa: E731
    assert peak(work) < 4 * MIB
    assert counting.taken > 128 * MIB


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __iter__(self):
        for _ in range(1024):
            yield bytes(64 << 10)

    async def __aiter__(self):
        for _ in range(1024):
            yield bytes(64 << 10)


@pytest.mark.parametrize(
    ("operation", "arguments"), [(get_result, (ID,)), (get_preview, (ID, "s"))]
)
def test_downloads_stream(operation, arguments):
    api = client(lambda request: httpx.Response(200, stream=Pieces()))
    seen = []

    def sync():
        with operation.stream(*arguments, client=api) as response:
            seen.append(sum(map(len, response.iter_bytes())))

    async def in_async():
        async with operation.asyncio_stream(*arguments, client=api) as response:
            seen.append(sum([len(chunk) async for chunk in response.aiter_bytes()]))

    assert peak(sync) < 4 * MIB
    assert peak(lambda: asyncio.run(in_async())) < 4 * MIB
    assert seen == [64 * MIB] * 2


def test_a_refused_download_raises():
    api = saying(404, b'{"code": "NOT_FOUND"}')
    with pytest.raises(errors.UnexpectedStatus) as raised, get_result.stream(ID, client=api):
        pass
    assert (raised.value.status_code, raised.value.content) == (404, b'{"code": "NOT_FOUND"}')

    async def in_async():
        async with get_result.asyncio_stream(ID, client=api):
            pass

    with pytest.raises(errors.UnexpectedStatus):
        asyncio.run(in_async())

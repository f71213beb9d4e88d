"""Uploads that are out to cost: time, memory, storage. Each is refused with a documented code."""

import contextlib
import re
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import rasterio

from tests.sandbox.rasters.bombs import BOMBS
from tests.sandbox.rasters.files import write

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"), pytest.mark.slow]

MOST_S = 2
MOST_MB = 200
CODES = {"FileOpenError", "FileCheckFailed"}


@pytest.fixture
def warm(api, tmp_path):
    """Load what reads images, so that this is not counted."""
    response = _upload(api, write(tmp_path / "warm.tif").read_bytes())
    [image] = api.get(f"/rasters/mosaic/{response.json()['mosaic_id']}/image").json()
    api.get(image["preview_url_s"])


@pytest.fixture
def measured(running, warm):
    """Runs something, and compares what it cost the sandbox with the maximum."""

    def run(action):
        Path(f"/proc/{running.pid}/clear_refs").write_text("5")
        before = _memory_mb(running, "VmRSS")
        # The time of the process, because others work on this machine as well.
        began = _cpu_s(running)
        found = action()
        assert _cpu_s(running) - began <= MOST_S
        assert _memory_mb(running, "VmHWM") - before <= MOST_MB
        return found

    return run


def _memory_mb(running, name):
    text = Path(f"/proc/{running.pid}/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\s+(\d+)", text).group(1)) / 1024


def _cpu_s(running):
    fields = (
        Path(f"/proc/{running.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / 100


def _upload(api, content, name="a.tif", **more):
    return api.post("/rasters/mosaic/image?name=m", files={"file": (name, content)}, **more)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(api, running, measured, finish, name):
    content = BOMBS[name]()
    response = measured(lambda: _upload(api, content))
    if response.status_code != 200:
        assert response.status_code == 400
        assert response.json()["detail"]["code"] in CODES
        return
    mosaic = api.get(f"/rasters/mosaic/{response.json()['mosaic_id']}").json()
    [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
    for link in (image["preview_url_s"], image["preview_url_l"]):
        assert measured(lambda link=link: api.get(link)).status_code in (200, 404)
    for z, x, y in ((0, 0, 0), (9, 309, 160), (18, 158_232, 82_141)):
        tile = mosaic["rasterLayer"]["tileUrl"].format(z=z, x=x, y=y)
        assert measured(lambda tile=tile: api.get(tile)).status_code in (200, 404)
    area = _square(37.301, 55.63, 0.005)
    source = {"source_type": "local", "url": image["image_url"]}
    ended = measured(lambda: finish(area, model="🌲 Forest", params=source))
    if ended["status"] == "OK":
        assert measured(lambda: api.get(f"/processings/{ended['id']}/result")).status_code == 200
    assert running.errors() == ""


def _square(west, south, side):
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class TestUnreadable:
    """An upload is taken by its header; what is wrong with its pixels shows in a run."""

    @pytest.fixture
    def damaged(self, api, tmp_path):
        """An image of which one block in the south-west cannot be decoded, and its outline."""
        path = write(
            tmp_path / "damaged.tif", width=4096, height=4096, tiled=True,
            blockxsize=256, blockysize=256, compress="deflate",
        )  # fmt: skip
        with rasterio.open(path) as file:
            offset = int(file.get_tag_item("BLOCK_OFFSET_0_12", "TIFF", bidx=1))
        content = bytearray(path.read_bytes())
        content[offset : offset + 64] = b"\xff" * 64
        response = _upload(api, bytes(content))
        assert response.status_code == 200
        mosaic = api.get(f"/rasters/mosaic/{response.json()['mosaic_id']}").json()
        [image] = api.get(f"/rasters/mosaic/{mosaic['id']}/image").json()
        numbers = [float(text) for text in re.findall(r"[\d.]+", image["footprint"])]
        lons, lats = numbers[::2], numbers[1::2]
        return mosaic, image, (min(lons), min(lats), max(lons), max(lats))

    def test_the_area_fails_with_the_documented_code(self, api, finish, damaged):
        _mosaic, image, (west, south, east, north) = damaged
        wide, high = east - west, north - south
        bad = _box(west + 0.01 * wide, south + 0.1 * high, west + 0.1 * wide, south + 0.3 * high)
        good = _box(west + 0.9 * wide, south + 0.9 * high, west + 0.95 * wide, south + 0.95 * high)
        both = {"type": "MultiPolygon", "coordinates": [bad, good]}
        flat = {"source_type": "local", "url": image["image_url"]}
        ended = finish(both, model="🌲 Forest", params=flat)
        areas = api.get(f"/processings/{ended['id']}/aois").json()
        assert [area["status"] for area in areas] == ["FAILED", "OK"]
        assert [each["code"] for each in areas[0]["messages"]] == [
            "source-validator.ImageReadError"
        ]
        response = api.get(f"/processings/{ended['id']}/result?aoiId={areas[1]['id']}")
        assert response.status_code == 200
        assert finish({"type": "Polygon", "coordinates": good}, model="🌲 Forest", params=flat)[
            "status"
        ] == "OK"  # fmt: skip

    def test_so_it_does_in_version_2(self, api, running, damaged):
        mosaic, _image, (west, south, east, north) = damaged
        wide, high = east - west, north - south
        bad = _box(west + 0.01 * wide, south + 0.1 * high, west + 0.1 * wide, south + 0.3 * high)
        body = {
            "wdName": "🌲 Forest",
            "geometry": {"type": "Polygon", "coordinates": bad},
            "params": {"sourceParams": {"myImagery": {"mosaicId": mosaic["id"]}}},
        }
        created = api.post("/processings/v2", json=body)
        assert created.status_code == 200, created.text
        running.advance(3600)
        ended = api.get(f"/processings/{created.json()['id']}/v2").json()
        assert ended["status"] == "FAILED"

    def test_pictures_say_so(self, api, running, damaged):
        mosaic, image, _ = damaged
        response = api.get(image["preview_url_s"])
        assert response.status_code == 404
        assert "has no preview: the pixels cannot be decoded" in response.json()["detail"]
        tile = mosaic["rasterLayer"]["tileUrl"].format(z=15, x=19_779, y=10_267)
        assert api.get(tile).status_code in (200, 404)
        assert running.errors() == ""


def _box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


class TestQuota:
    """What is uploaded at the same time shares what is free."""

    def test_of_many_at_once_as_many_are_taken_as_there_is_room_for(self, api, running, tmp_path):
        content = write(tmp_path / "a.tif", width=600, height=600).read_bytes()
        running.account("demo@example.com", memoryLimit=int(3.5 * len(content)))
        token = running.account("some@example.com", memoryLimit=int(3.5 * len(content)))
        gate = threading.Barrier(8)

        def send(number):
            with httpx.Client(
                base_url=running.base_url, headers={"Authorization": f"Basic {token}"}, timeout=30
            ) as client:
                return _upload(client, _together(content, gate), f"{number}.tif")

        with ThreadPoolExecutor(8) as pool:
            responses = list(pool.map(send, range(8)))
        refused = [each.json()["detail"]["code"] for each in responses if each.status_code != 200]
        assert set(refused) == {"MemoryLimitExceeded"}
        with httpx.Client(
            base_url=running.base_url, headers={"Authorization": f"Basic {token}"}
        ) as client:
            storage = client.get("/rasters/memory").json()
            assert storage["memoryUsed"] <= storage["memoryLimit"]
            # What was refused is given back: there is room for the rest.
            sent = sum(each.status_code == 200 for each in responses)
            for _ in range(3 - sent):
                assert _upload(client, content).status_code == 200
            assert _upload(client, content).status_code == 400

    def test_nor_does_the_disk_hold_more_meanwhile(self, running, tmp_path):
        token = running.account("some@example.com", memoryLimit=2_000_000)
        parts = urlsplit(running.base_url)
        head = (
            "POST /rest/rasters/mosaic/image?name=m HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Basic {token}\r\nContent-Length: 1500000\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.tif"\r\n\r\n'
        ).encode()
        with contextlib.ExitStack() as stack:
            socks = []
            for _ in range(4):
                sock = stack.enter_context(
                    socket.create_connection((parts.hostname, parts.port), timeout=10)
                )
                sock.sendall(head + b"0" * 1_000_000)
                socks.append(sock)
            refused = 0
            deadline = time.monotonic() + 10
            while refused < 2 and time.monotonic() < deadline:
                refused = 0
                for sock in socks:
                    sock.setblocking(False)
                    with contextlib.suppress(BlockingIOError):
                        refused += b"HTTP/1.1 400" in sock.recv(65536, socket.MSG_PEEK)
                time.sleep(0.05)
            assert refused >= 2


def _together(content, gate):
    """A file whose second half is sent when all of the others have come as far."""

    class Halting:
        def __init__(self):
            self.at = 0

        def read(self, size=-1):
            if self.at >= len(content) // 2 and not gate.broken:
                with contextlib.suppress(threading.BrokenBarrierError):
                    gate.wait(5)
                    gate.abort()
            piece = content[self.at : self.at + min(size if size > 0 else 65536, 65536)]
            self.at += len(piece)
            return piece

        def seek(self, offset, whence=0):
            self.at = offset if whence == 0 else len(content) + offset
            return self.at

        def tell(self):
            return self.at

    return Halting()


class TestForms:
    """Forms that are hardly a file."""

    @pytest.mark.parametrize(
        "body",
        [
            b"--x\r\n" + b"X-Long: " + b"a" * 900_000 + b"\r\n\r\n",
            b"--x\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(50_000)) + b"\r\n",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 15_000 + b"--x--\r\n",
            b"--x\r\n\r\n\r\n" * 80_000 + b"--x--\r\n",
            b"a" * 1_000_000,
        ],
        ids=["a long header", "many headers", "many parts", "many empty parts", "no form"],
    )
    def test_it_is_refused_soon(self, api, running, measured, body):
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        response = measured(
            lambda: api.post("/rasters/mosaic/image?name=m", content=body, headers=headers)
        )
        assert response.status_code in (413, 422)
        assert running.errors() == ""

    @pytest.mark.parametrize(
        "text",
        ["[" * 5_000_000, "[" + "{}," * 15_000_000 + "{}]", "[" + "0," * 30_000_000 + "0]"],
        ids=["deep", "many objects", "many numbers"],
    )
    def test_json_that_unfolds(self, api, measured, text):
        headers = {"Content-Type": "application/json"}
        response = measured(
            lambda: api.post("/processings", content=text.encode(), headers=headers)
        )
        assert response.status_code in (400, 413)

"""A server in a separate process that responds at once, so that only the client is measured."""

import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

from tests.bench.listing import PROJECT, _processing

_PIECE = b'{"type":"Feature","properties":{"area":1},"geometry":null},' * 1000
_HEAD = b'{"type":"FeatureCollection","features":['
_TAIL = b'{"type":"Feature","properties":{},"geometry":null}]}'
IMAGE = {
    "id": PROJECT, "image_url": "s3://bucket/a.tif", "mosaic_id": PROJECT, "filename": "a.tif",
    "preview_url_l": "", "preview_url_s": "", "uploaded_at": "2026-01-01T00:00:00Z",
    "file_size": 1, "footprint": {"type": "Polygon", "coordinates": []}, "meta_data": {},
}  # fmt: skip
STORAGE = {
    "memoryLimit": 1 << 41,
    "memoryUsed": 0,
    "memoryFree": 1 << 41,
    "maxUploadFileSize": 1 << 40,
}

ACCOUNT = {
    "email": "user@example.com", "billingType": "CREDITS", "remainingCredits": 1000,
    "remainingArea": 1, "processedArea": 1, "areaLimit": 1, "memoryLimit": 1 << 41,
    "maxAoisPerProcessing": 10, "models": [], "dataProviders": [], "teams": [],
}  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    result_bytes = 0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        if self.path.endswith("/result"):
            self._result()
        elif self.path.endswith("/memory"):
            self._json(STORAGE)
        elif self.path.endswith("/user/status"):
            self._json(ACCOUNT)
        elif self.path.endswith("/image"):
            self._json([])
        else:
            self._json(_processing(0) | {"id": self.path.rpartition("/")[2]})

    def do_POST(self) -> None:
        left = int(self.headers["content-length"])
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        self._json(IMAGE)

    def _json(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _result(self) -> None:
        pieces = self.result_bytes // len(_PIECE)
        self.send_response(200)
        self.send_header("content-type", "application/octet-stream")
        self.send_header("content-length", str(len(_HEAD) + pieces * len(_PIECE) + len(_TAIL)))
        self.end_headers()
        self.wfile.write(_HEAD)
        for _ in range(pieces):
            self.wfile.write(_PIECE)
        self.wfile.write(_TAIL)


def _serve(pipe: Connection, result_bytes: int) -> None:
    _Handler.result_bytes = result_bytes
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    pipe.send(server.server_port)
    server.serve_forever()


@contextmanager
def serving(result_bytes: int = 0) -> Iterator[str]:
    """Run the server for a while; gives the base URL."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(there, result_bytes), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/rest"
    finally:
        process.terminate()
        process.join()
        here.close()
        there.close()

"""Takes an upload from the network to the disk, in constant memory."""

import dataclasses
import hashlib
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from mapflow.sandbox.openapi.problems import Problem, too_large
from mapflow.sandbox.openapi.requests import declared_bytes

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# What is wrong with a request goes to its client; Python would print it without a handler.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

INCOMING: Final = "incoming-"
_PART: Final = b"file"
_MAX_BESIDE_FILE_BYTES: Final = 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived; unless it was too large, it is complete at ``path``.

    Of a file that is too large, ``size_bytes`` is what the request announced, or what had come when
    it was found too large.
    """

    path: Path
    filename: str
    size_bytes: int
    sha1: str
    is_complete: bool


async def receive(request: Request, folder: Path, has_room: Callable[[int], bool]) -> Received:
    """Write the part ``file`` of a multipart request into the folder.

    Receiving ends as soon as the file is larger than it may be, which ``has_room`` is asked with
    the size that has come so far. What is still on its way is thrown
    away by the server after the refusal was sent, so that the client gets to read it.

    Raises:
        Problem: 422, the request is not multipart, is cut off, or has no such part; 413, there is
            too much beside the file.
    """
    media, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if media != b"multipart/form-data" or not boundary:
        raise Problem(422, "send multipart/form-data with a boundary")
    with tempfile.NamedTemporaryFile(prefix=INCOMING, dir=folder, delete=False) as file:
        path = Path(file.name)
        part = _FilePart(file, has_room)
        try:
            parser = MultipartParser(boundary, part.callbacks())
            async for chunk in request.stream():
                parser.write(chunk)
                part.received_bytes += len(chunk)
                if part.is_too_large:
                    break
                if part.received_bytes - part.size_bytes > _MAX_BESIDE_FILE_BYTES:
                    raise too_large("request without its file", _MAX_BESIDE_FILE_BYTES)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(
                error, ValueError
            ):  # what the parser raises for a body that is not multipart
                raise Problem(422, f"the body is not multipart/form-data: {error}") from None
            raise
    size_bytes = part.size_bytes
    if part.is_too_large:
        end_bytes = len(b"\r\n--" + boundary + b"--\r\n")
        announced = declared_bytes(request) - part.begins_at - end_bytes
        size_bytes = max(size_bytes, announced)
    elif not part.complete:
        path.unlink(missing_ok=True)
        raise Problem(422, "the request has no complete part named file")
    return Received(path, part.filename, size_bytes, part.digest.hexdigest(), not part.is_too_large)


class _FilePart:
    """Writes the part named ``file`` and lets all others pass."""

    def __init__(self, file: IO[bytes], has_room: Callable[[int], bool]) -> None:
        self._file = file
        self._has_room = has_room
        self.is_too_large = False
        self._wanted = False
        self._header_name = b""
        self._header_value = b""
        self.filename = "image.tif"
        self.received_bytes = 0
        self.begins_at = 0
        self.size_bytes = 0
        self.digest = hashlib.sha1(usedforsecurity=False)
        self.complete = False

    def callbacks(self) -> "MultipartCallbacks":
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._name,
            "on_header_value": self._value,
            "on_header_end": self._header,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._wanted = False

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            _, options = parse_options_header(self._header_value)
            self._wanted = options.get(b"name") == _PART and not self.complete
            if self._wanted:
                given = options.get(b"filename", b"").decode("utf-8", "replace")
                self.filename = Path(given.replace("\\", "/")).name or self.filename
        self._header_name = self._header_value = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        if not self._wanted:
            return
        if not self.size_bytes:
            self.begins_at = self.received_bytes + start
        self.size_bytes += end - start
        self.is_too_large = self.is_too_large or not self._has_room(self.size_bytes)
        if not self.is_too_large:
            piece = data[start:end]
            self.digest.update(piece)
            self._file.write(piece)

    def _end(self) -> None:
        self.complete = self.complete or self._wanted

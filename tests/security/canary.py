"""Secrets that can be recognised, and everything in which they must not turn up."""

import base64
import json
import logging
import pickle
import traceback
import warnings
from contextlib import contextmanager

from rich.traceback import Traceback

from mapflow import errors

# Letters and digits only, so that no way of quoting changes them.
_NAMES = (
    "token", "login", "password", "url_user", "url_password", "tile_key", "path_key",
    "signature", "fragment_key", "location_key", "proxy_password", "own_header",
)  # fmt: skip
SECRETS = {
    name: f"Canary{number:02d}x9QzT7vK2mW4pR8{number:02d}" for number, name in enumerate(_NAMES)
}
TOKEN = f"ada@example.com:{SECRETS['token']}"
#: A tile address with a key in each place that tile services know.
TILES = (
    f"https://{SECRETS['url_user']}:{SECRETS['url_password']}@tiles.example.com"
    f"/{SECRETS['path_key']}/{{z}}/{{x}}/{{y}}.png?key={SECRETS['tile_key']}#{SECRETS['fragment_key']}"
)
_DEEPEST = 6


def _forms(secret):
    """A secret as it is, and as base64 shows it, wherever in the encoded text it begins."""
    yield secret
    for before in range(3):
        whole = base64.b64encode(b"x" * before + secret.encode()).decode()
        # The letters at both ends depend on what stands beside.
        yield whole[4:-4]


FORMS = {name: tuple(_forms(secret)) for name, secret in SECRETS.items()}


def found(text):
    """Name the secrets in a text."""
    return [name for name, forms in FORMS.items() if any(form in text for form in forms)]


class Seen:
    """Everything that was seen, by where."""

    def __init__(self):
        self.texts = []

    def add(self, where, text):
        self.texts.append((where, text))

    def leaks(self):
        return sorted(
            {
                f"{name} in {where}: …{_near(text, name)}…"
                for where, text in self.texts
                for name in found(text)
            }
        )

    def value(self, where, value):
        """Search a value that a call returned, and whatever is attached to it."""
        self._value(where, value, 0)

    def _value(self, where, value, depth):
        self.add(f"{where}: repr", repr(value))
        if isinstance(value, list | tuple | set | frozenset):
            for item in value:
                self._value(where, item, depth)
            return
        if isinstance(value, str):
            return  # it may be used, and only not be shown
        if type(value).__module__.partition(".")[0] != "mapflow" or depth > _DEEPEST:
            return
        self.add(f"{where}: str", str(value))
        self.add(f"{where}: pickle", _pickled(value))
        for name in dir(type(value)):
            if isinstance(getattr(type(value), name), property) and not name.startswith("_"):
                try:
                    item = getattr(value, name)
                except Exception as error:  # noqa: BLE001 - it is searched like any other
                    self.error(f"{where}.{name}", error, depth + 1)
                else:
                    self._value(f"{where}.{name}", item, depth + 1)

    def error(self, where, error, depth=0):
        """Search an error: what it says, keeps and is caused by, and what a traceback shows."""
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        _leave_out_tests(shown)
        self.add(f"{where}: traceback", "".join(shown.format()))
        self.add(f"{where}: rich traceback", _rich_locals(error))
        seen, left = set(), [error]
        while left:
            one = left.pop()
            if one is None or id(one) in seen:
                continue
            seen.add(id(one))
            left += [one.__cause__, one.__context__]
            self.add(f"{where}: error", f"{one} {one!r} {one.args!r}")
            for name, value in vars(one).items():
                # Not only what it shows: what it holds can be sent along by tools that report.
                self.add(f"{where}: {type(one).__name__}.{name}", _held(value))
                self._value(f"{where}: {type(one).__name__}.{name}", value, depth + 1)
        self.add(f"{where}: pickle", _pickled(error))


def _rich_locals(error):
    """What rich shows of the variables of a traceback: it cuts long texts before it shows them."""
    trace = Traceback.extract(type(error), error, error.__traceback__, show_locals=True)
    return "\n".join(
        f"{frame.filename} {name}={node!s}"
        for stack in trace.stacks
        for frame in stack.frames
        if "/tests/" not in frame.filename
        for name, node in (frame.locals or {}).items()
    )


def _leave_out_tests(shown):
    """Take out the frames of whoever calls: what they know is theirs to keep."""
    seen, left = set(), [shown]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        left += [one.__cause__, one.__context__]
        frames = [frame for frame in one.stack if "/tests/" not in frame.filename]
        one.stack = traceback.StackSummary.from_list(frames)


def _near(text, name):
    at = min(text.find(form) for form in FORMS[name] if form in text)
    return text[max(at - 70, 0) : at + 8].replace("\n", " ")


def _held(value):
    headers = getattr(value, "headers", None)
    url = getattr(value, "url", "")
    return f"{value!s} {getattr(headers, 'raw', '')} {url!s}"


def _pickled(value):
    try:
        return pickle.dumps(value).decode("latin-1")
    except (TypeError, AttributeError, pickle.PicklingError, errors.NotPicklable) as error:
        return str(error)


class _Handler(logging.Handler):
    def __init__(self, seen):
        super().__init__(logging.DEBUG)
        self._seen = seen

    def emit(self, record):
        where = f"log {record.name} {record.levelname}"
        self._seen.add(where, record.getMessage())
        self._seen.add(f"{where}, arguments", repr(record.args))
        if record.exc_info:
            self._seen.error(where, record.exc_info[1])


@contextmanager
def watched():
    """Watch every log at every level, and warnings."""
    seen = Seen()
    handler, root = _Handler(seen), logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ("", "httpx", "httpcore", "mapflow")}
    for name in before:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            yield seen
        for one in told:
            seen.add("warning", str(one.message))
    finally:
        root.removeHandler(handler)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


async def _request(reader):
    """One request as text, and what its credential says."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    fields = {
        name.lower(): value
        for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])
    }
    body = await reader.readexactly(int(fields.get("content-length", 0)))
    credential = fields.get("authorization", "").partition(" ")[2]
    plain = base64.b64decode(credential).decode("latin-1") if credential else ""
    return head + body[:5000].decode("latin-1") + plain


def _response(status, body, media="application/json", more="", length=None):
    length = len(body) if length is None else length
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n{more}\r\n"
    ).encode("latin-1") + body


def _until(said, place):
    """A body in which the credential begins a few bytes before it is cut off."""
    credential = said.partition("Basic ")[2].partition("\r\n")[0]
    return b"<" * (place > 300) + b"x" * place + credential.encode() + b" " * 3000


def _one_line(said):
    return said.encode("ascii", "replace").decode().replace("\r\n", " ")


def _json(value):
    return json.dumps(value).encode()


_ELSEWHERE = (
    f"Location: https://{SECRETS['url_user']}:{SECRETS['url_password']}@cdn.example.com/a"
    f"?sig={SECRETS['location_key']}#{SECRETS['location_key']}\r\n"
    f"Set-Cookie: session={SECRETS['location_key']}\r\n"
)
#: How a service says again, in every place it has for it, all that it was sent.
SAID_AGAIN = {
    "400": lambda said: _response(
        400, _json({"code": "BAD", "message": said, "params": {"a": said}})
    ),
    "401": lambda said: _response(401, _json({"detail": said})),
    "403": lambda said: _response(403, _json({"message": f"data provider {said}"})),
    "404": lambda said: _response(404, said.encode(), "text/plain"),
    "409": lambda said: _response(
        409, _json({"detail": {"code": said, "parameters": {said: said}}})
    ),
    "422": lambda said: _response(422, _json({"detail": [{"loc": [said], "msg": said}]})),
    "500": lambda said: _response(500, f"<html>{said}</html>".encode(), "text/html"),
    "302": lambda said: _response(302, said.encode(), "text/plain", _ELSEWHERE),
    "garbage": lambda said: _response(200, said.encode()),
    "page": lambda said: _response(200, f"<html>{said}</html>".encode(), "text/html"),
    "cut": lambda said: _response(200, _json([said]), length=100_000),
    "packed": lambda said: _response(200, said.encode(), more="Content-Encoding: gzip\r\n"),
    "no_http": lambda said: said.encode(),
    "object": lambda said: _response(200, _json({"name": said, said: said, "things": [said]})),
    "list": lambda said: _response(200, _json([{"name": said}])),
    "reason": lambda said: _response(f"500 {_one_line(said)}", _json({})),
    "reason of a good one": lambda said: _response(f"200 {_one_line(said)}", _json({})),
    "text cut in the token": lambda said: _response(404, _until(said, 290), "text/plain"),
    "body cut in the token": lambda said: _response(500, _until(said, 1990), "text/html"),
    "id of the request": lambda said: _response(
        409, b"{}", more=f"X-Request-Id: {_one_line(said)}\r\n"
    ),
    "header": lambda said: f"HTTP/1.1 200 OK\r\nX {said}\r\n\r\n".encode(),
}


def saying_again(mode):
    """A server of one of these ways."""

    async def behave(reader, writer):
        said = await _request(reader)
        writer.write(SAID_AGAIN[mode](said))
        await writer.drain()

    return behave

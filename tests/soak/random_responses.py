"""Makes random responses: some nearly right, some wrong as servers are, some mere noise."""

import gzip
import json
import zlib

_STATUSES = (200, 200, 200, 200, 201, 202, 204, 206, 301, 302, 307, 400, 401, 403, 404, 409, 422)
_MORE_STATUSES = (429, 500, 502, 503, 504)
_MEDIA = (
    "application/json", "application/json; charset=utf-16", "text/html", "text/plain", "image/jpeg",
    "application/octet-stream", "application/geo+json", "multipart/mixed; boundary=", "",
    "\xff/\xfe",
)  # fmt: skip
_ENCODINGS = ("gzip", "deflate", "br", "zstd", "identity", "gzip, gzip", "x", "\xe9")
_WORDS = (
    "", " ", "x", "OK", "UNHEARD_OF", "null", "NaN", "2024-02-30T25:61:61Z", "9999-12-31T23:59:59Z",
    "0000-00-00", "\ud800", "\x00", "\u202e", "🏠", "a" * 5000, "http://[", "https://x/?token=1",
    "http://127.0.0.1/x", "file:///etc/passwd", "1e999", "-1", "../../x", "%s{x}",
    "POLYGON ((", "65285409-ac88-4fc0-a937-193cf42c2343", "xn--\x80", "https://\u2100/x",
)  # fmt: skip
_NAMES = (
    "id", "status", "url", "code", "message", "", "x", "type", "coordinates", "results",
)  # fmt: skip
_NUMBERS = (
    0, -1, 1, 0.5, -0.0, 1e308, -1e308, 2**31, 2**63, -(2**63), 10**400, float("inf"),
    float("-inf"), float("nan"), 253402300800, 1e18,
)  # fmt: skip
_NOISE = (
    b"", b" ", b"null", b"[]", b"{}", b"<html>", b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00",
    b"[" * 5000, b'{"a":' * 5000, b"[" * 60 + b"]" * 60, b"1" * 5000, b'{"a": 1, "a": 2}',
    b'{"detail": [{"loc": 5}]}', b'{"code": {}, "message": [], "params": 5}', b"\x1f\x8b\x08",
    b'"\\ud800"', b"\x00" * 100, b"II*\x00", b"%PDF",
)  # fmt: skip


def random_response(random, status, headers, body):
    """Give status, headers and body; those of a good response are where they begin."""
    if random.random() < 0.5:
        status = random.choice(_STATUSES + _MORE_STATUSES)
    elif random.random() < 0.1:
        status = random.randint(200, 999)
    made = _body(random, body)
    sent = _headers(random, headers, made)
    if sent.get("content-encoding") in ("gzip", "deflate") and random.random() < 0.6:
        pack = gzip.compress if sent["content-encoding"] == "gzip" else zlib.compress
        made = pack(made)
        if random.random() < 0.3:
            made = made[: random.randrange(len(made))] + random.randbytes(random.choice((0, 9)))
    # As bytes, for that is how a server sends them: not all of them are ASCII.
    fields = [*sent.items(), *([("x-b", "")] * random.randrange(3))]
    return status, [(name.encode(), value.encode("latin-1")) for name, value in fields], made


def _headers(random, headers, body):
    made = {name.lower(): value for name, value in headers.items()}
    if random.random() < 0.4:
        made["content-type"] = random.choice(_MEDIA)
    if random.random() < 0.15:
        made["content-encoding"] = random.choice(_ENCODINGS)
    odd = ("content-length", "retry-after", "location", "x-request-id", "set-cookie", "etag")
    for name in (*odd, "content-range", "content-disposition", "transfer-encoding", "date"):
        if random.random() < 0.1:
            word = random.choice((*_WORDS, str(len(body)), str(10**30), "0"))
            made[name] = word.encode("latin-1", "replace").decode("latin-1")
    return made


def _body(random, body):
    way = random.random()
    if way < 0.15:
        return random.choice(_NOISE)
    if way < 0.2:
        return random.randbytes(random.randrange(200))
    if way < 0.3:
        return body[: random.randrange(len(body) + 1)]
    if way < 0.35:
        return _flipped(random, body)
    try:
        value = json.loads(body)
    except ValueError:
        return body
    if way < 0.5:
        return _written(_value(random, 4))
    for _ in range(random.choice((1, 1, 2, 5))):
        value = _changed(random, value)
    return _written(value)


def _written(value):
    return json.dumps(value, ensure_ascii=True).encode()


def _flipped(random, body):
    made = bytearray(body)
    for _ in range(random.choice((1, 3, 20))):
        if made:
            made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def _value(random, depth):
    way = random.random()
    if depth and way < 0.2:
        return [_value(random, depth - 1) for _ in range(random.randrange(4))]
    if depth and way < 0.4:
        return {
            random.choice(_NAMES): _value(random, depth - 1) for _ in range(random.randrange(5))
        }
    return random.choice((None, True, False, random.choice(_WORDS), random.choice(_NUMBERS)))


def _changed(random, value):
    """Change one member somewhere, drop it, or add one."""
    if not isinstance(value, dict | list) or not value or random.random() < 0.1:
        return _value(random, 3)
    made = value.copy()
    key = random.choice([*made]) if isinstance(made, dict) else random.randrange(len(made))
    way = random.random()
    if way < 0.1:
        del made[key]
    elif way < 0.2 and isinstance(made, list):
        made.extend([_value(random, 2)] * random.choice((1, 1, 50)))
    elif way < 0.4:
        made[key] = _value(random, 3)
    else:
        made[key] = _changed(random, made[key])
    return made

"""What a cassette may not keep: secrets, and whatever changes from one recording to the next."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

CANONICAL = "https://api.mapflow.ai"
REST = f"{CANONICAL}/rest"
REDACTED = "Basic REDACTED"
BOUNDARY = "BOUNDARY"
REQUEST_HEADERS = frozenset({"accept", "authorization", "content-type", "range", "if-range"})
RESPONSE_HEADERS = frozenset(
    {
        "content-type",
        "content-disposition",
        "content-range",
        "accept-ranges",
        "retry-after",
        "location",
    }
)
SECRETS = {
    "a Basic or Bearer credential": r"(?i)\b(?:basic|bearer)\s+(?!REDACTED\b)[A-Za-z0-9+/_=-]{8,}",
    "an e-mail address": r"[\w.+-]+@(?!example\.com(?![a-z]))(?:[\w-]+\.)+[a-z]{2,}",
    "a storage bucket": r"s3://(?!bucket/)",
    "a signed address": r"(?i)[?&](?:x-amz-\w+|sig(?:nature)?|(?:access_)?token|api_?key)=",
    "a cookie": r"(?i)\bset-cookie\b|\bcookie:",
    "a key": r"\b(?:AKIA[0-9A-Z]{12,}|ghp_\w{20,}|eyJ[\w-]{10,}\.[\w-]{10,})|PRIVATE KEY",
    "an address of this machine": r"127\.0\.0\.1|localhost|\[::1\]",
}

_UUID = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])"
)
_TIME = re.compile(r"\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b(?!T)")
_EMAIL = re.compile(SECRETS["an e-mail address"])
_BUCKET = re.compile(r"s3://(?!bucket/)[^/\s\"]+/")
_SIGNED = re.compile(r"(https?://[^\s\"?]+)\?[^\s\"]*(?:signature|x-amz-)[^\s\"]*", re.IGNORECASE)
NOTHING = object()
_MARK = f"--{BOUNDARY}".encode()
_END = "2026-06-30T00:00:00.000000Z"
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
# What the facade adds to a paid request: random names to find it by, and the package's version.
_OURS = {
    "mapflow-client-tag": ("TAG", "[0-9a-f]{32}"),
    "mapflow-batch": ("BATCH", "[0-9a-f]{32}"),
    "version": ("VERSION", r"[0-9]+\.[0-9]+\.\S+"),
}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def found_secrets(text):
    """Name everything in a text that looks like a secret."""
    return [
        f"{name}: {m.group()}" for name, rule in SECRETS.items() for m in re.finditer(rule, text)
    ]


def uri(address, base_url=None):
    """Put the canonical host in place of the one that was recorded."""
    if base_url and address.startswith(base_url):
        return REST + address[len(base_url) :]
    return address


def personal(text):
    """Hide e-mail addresses, bucket names and signatures; doing it twice changes nothing."""
    text = _SIGNED.sub(r"\1?signed", text)
    return _BUCKET.sub("s3://bucket/", _EMAIL.sub("user@example.com", text))


def credential(value, token=None):
    """Say of a credential what it is, and not which.

    Args:
        value: The whole header.
        token: The token that it should be, as a pair or in Base64; None for any.
    """
    scheme, _, secret = value.partition(" ")
    if scheme not in ("Basic", "Bearer"):
        return "REDACTED, of another scheme"
    if scheme == "Bearer":
        return "Bearer REDACTED"
    try:
        pair = base64.b64decode(secret, validate=True)
    except ValueError:
        return f"{REDACTED}, not in Base64"
    if b":" not in pair:
        return f"{REDACTED}, not a pair"
    if token is None or token.encode() in (pair, secret.encode()):
        return REDACTED
    return f"{REDACTED}, of another account"


def without_ours(body):
    """Put fixed words for what the facade wrote into ``meta``, wherever a body has it."""
    page = body.get("results") if isinstance(body, dict) else body
    for item in page if isinstance(page, list) else [body]:
        if not isinstance(item, dict):
            continue
        if "searchParams" in item and _is_like(_MOMENT, item.get("activeUntil")):
            # The end of a planned search is counted from the day of the recording.
            item["activeUntil"] = _END
        meta = item.get("meta")
        if isinstance(meta, dict) and meta.get("source-app") == "mapflow-client":
            meta |= {k: word for k, (word, form) in _OURS.items() if _is_like(form, meta.get(k))}
    return body


def _is_like(form, value):
    return isinstance(value, str) and re.fullmatch(form, value) is not None


def multipart(body, content_type):
    """Give a multipart body a fixed boundary, and each file's fingerprint for its content."""
    match = re.search(r'boundary="?([^";]+)', content_type)
    if match is None:
        return body, content_type
    mark = b"--" + match.group(1).encode()
    parts = []
    for part in body.split(mark)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        if b"filename=" in head or not content.isascii():
            content = f"<{len(content)} bytes sha256={sha256(content).hexdigest()[:16]}>".encode()
        parts.append(head + b"\r\n\r\n" + content + b"\r\n")
    if not parts:
        return body, content_type
    fixed = b"".join(_MARK + part for part in parts) + _MARK + b"--\r\n"
    return fixed, f"{content_type.partition(';')[0]}; boundary={BOUNDARY}"


class Steady:
    """Gives identifiers and times that the server made the same names in every recording."""

    def __init__(self):
        self._sent = set()
        self._uuids = {}
        self._times = set()

    def saw_request(self, text):
        """Keep what the client sent first: test constants must match on replay."""
        self._sent |= {u for u in _UUID.findall(text) if u not in self._uuids}
        self._sent |= set(_DAY.findall(text))
        times = {m.group(1) + (m.group(2) or "") for m in _TIME.finditer(text)}
        # Without the fraction, because the server may write it with another number of digits.
        self._sent |= {time.partition(".")[0] for time in times - self._times}

    def saw_response(self, text):
        for value in _UUID.findall(text):
            if value not in self._sent and value not in self._uuids:
                self._uuids[value] = f"00000000-0000-4000-8000-{len(self._uuids) + 1:012d}"
        found = {m.group(1) + (m.group(2) or "") for m in _TIME.finditer(text)}
        self._times |= {time for time in found if time.partition(".")[0] not in self._sent}

    def rename(self, text):
        order = {value: n for n, value in enumerate(sorted(self._times))}

        def time(m):
            n = order.get(m.group(1) + (m.group(2) or ""))
            if n is None:
                return m.group()
            moment = (_EPOCH + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S")
            fraction = re.sub(r"\d", "0", m.group(2) or "")
            return moment + fraction + (m.group(3) or "")

        # A result says the day it was made on, and a recording must be the same on every day.
        text = _DAY.sub(lambda m: m.group() if m.group() in self._sent else "2026-01-01", text)
        return _TIME.sub(time, _UUID.sub(lambda m: self._uuids.get(m.group(), m.group()), text))


def number(body):
    """Parse a body that is one bare JSON value, such as a cost; the text if it is not JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def as_json(body):
    """Parse a body that may be JSON; None when it is not."""
    try:
        value = json.loads(body)
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, dict | list) else None

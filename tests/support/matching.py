"""In what a request differs from the one that was recorded.

JSON is compared by its text with sorted members, so types count: ``1`` is neither ``true`` nor
``"1"``. It is not ``1.0`` either. A service that reads whole numbers may refuse the other writing,
and whoever changes what a client sends should know it.
"""

import difflib
import json

from tests.support import scrub

HEADERS = ("authorization", "accept", "content-type", "range", "if-range")


def differences(asked, kept):
    """Name every difference between two requests that were cleaned; empty if there is none."""
    found = [
        _told(name, getattr(asked, name), getattr(kept, name))
        for name in ("method", "uri")
        if getattr(asked, name) != getattr(kept, name)
    ]
    sent, recorded = ({k.lower(): v for k, v in r.headers.items()} for r in (asked, kept))
    found += [
        _told(name, sent.get(name), recorded.get(name))
        for name in HEADERS
        if sent.get(name) != recorded.get(name)
    ]
    left, right = (_lines(request) for request in (asked, kept))
    if left != right:
        found += difflib.unified_diff(right, left, "recorded body", "body", n=1, lineterm="")
    return found


def _told(name, asked, kept):
    return f"{name}: {asked!r}, recorded: {kept!r}"


def _lines(request):
    """A body as lines; of JSON, those of its one writing."""
    body = request.body or b""
    raw = body.encode() if isinstance(body, str) else bytes(body)
    value = scrub.as_json(raw)
    if value is None:
        return raw.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).splitlines()

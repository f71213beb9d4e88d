"""What holds for every response of the sandbox, whichever test asked for it."""

import re
from urllib.parse import urlsplit

from tests.spec.document import success
from tests.spec.needs import lacking
from tests.support import conformance

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
#: Clients read what a mosaic has in the list and the detail; these two return it in short.
_IN_SHORT = {"createMosaic", "updateMosaic"}
_AS_SENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def faults(method, url, status, headers, value):
    """Name all that is wrong with a response.

    Args:
        method: Of the request.
        url: Of the request.
        status: Of the response.
        headers: Of the response.
        value: The response, decoded; None if it is not JSON.
    """
    path = urlsplit(url).path
    if isinstance(value, dict) and value.get("code") == "SANDBOX_ERROR":
        # Or the test would fail later, and name nothing but the member that it misses.
        return [f"{method} {path}: {value['message']}"]
    if not path.startswith("/rest") or status in (206, 405, 416):
        return []
    request = {"method": method, "uri": f"https://x{path}", "headers": {}}
    found = _departures(request, status, headers, value)
    if status == 200 and value is not None:
        found += [f"{path}: {fault}" for fault in _lacking(request, value)]
        found += [f"{path}: {text} is not a time with six digits" for text in _odd_moments(value)]
    return found


def _departures(request, status, headers, value):
    """Name what the document does not allow, as the checker of the cassettes sees it."""
    body = None
    if value is not None:
        body = {"json": value}
    elif headers.get("content-type"):
        body = {"base64": ""}
    response = {"status": status, "headers": dict(headers), "body": body}
    found = conformance.problems({"request": request, "response": response})
    return [fault for fault in found if "response " in fault or "status" in fault]


def _lacking(request, value):
    """Name what published clients would miss."""
    operation, _, _ = conformance.operation_of(request)
    if operation["operationId"] in _IN_SHORT:
        return
    response = success(operation)
    yield from lacking(value, response["content"]["application/json"]["schema"])


def _odd_moments(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from _odd_moments(each)
    elif isinstance(value, list):
        for each in value:
            yield from _odd_moments(each)
    elif isinstance(value, str) and _MOMENT.match(value) and not _AS_SENT.fullmatch(value):
        yield value

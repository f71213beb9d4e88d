"""The responses that faults send instead of the API's."""

import time
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import HTMLResponse, JSONResponse, Response

from mapflow.sandbox.openapi import Problem

_DATA_API: Final = "/rest/rasters"
_DATE_IN_S: Final = 2
_DAY_S: Final = 86_400

_BROKEN_JSON: Final = '{"id": "5b7d", "status": OK, "messages": ['
_GATEWAY: Final = """<html>
<head><title>{title}</title></head>
<body>
<center><h1>{title}</h1></center>
<hr><center>gateway of the sandbox</center>
</body>
</html>
"""
_SIGN_IN: Final = "Sign in to use this network"


def failure(status: int, path: str, retry_after: object) -> Response:
    """Return a response with an error status, in the envelope of the API."""
    code = None if path.startswith(_DATA_API) else "SANDBOX_FAULT"
    problem = Problem(status, f"a fault of the sandbox: it was asked for a {status}", code=code)
    headers = {} if retry_after is None else {"Retry-After": _retry_after(retry_after)}
    return JSONResponse(problem.body(path.removeprefix("/rest")), status, headers=headers)


def page(status: int) -> Response:
    """Return the page of a gateway that cannot reach the service."""
    title = f"{status} {_phrase(status)}" if status >= 400 else _SIGN_IN
    return HTMLResponse(_GATEWAY.format(title=title), status)


def garbage() -> Response:
    """Return JSON that is broken."""
    return Response(_BROKEN_JSON, media_type="application/json")


def nothing() -> Response:
    """Return an empty body that claims to be JSON."""
    return Response(b"", media_type="application/json")


def elsewhere(location: str) -> Response:
    """Return a redirect to another host."""
    return Response(status_code=302, headers={"Location": location})


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _retry_after(wanted: Any) -> str:  # noqa: ANN401 - seconds or a word
    words = {
        "date": formatdate(time.time() + _DATE_IN_S, usegmt=True),
        "past": formatdate(time.time() - _DAY_S, usegmt=True),
        "huge": str(10**9),
        "negative": "-5",
        "garbage": "in a while",
    }
    return words.get(wanted) or (f"{wanted:.0f}" if wanted == int(wanted) else str(wanted))

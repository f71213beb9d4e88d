"""Lets pages of one origin, or of a few, use the sandbox from a browser."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_ASKED: Final = ("Accept", "Authorization", "Content-Type", "If-Range", "Range")
_TOLD: Final = (
    *("Accept-Ranges", "Content-Disposition", "Content-Length", "Content-Range", "ETag"),
    "Retry-After",
)


def origin(text: str) -> str:
    """Return an origin as browsers write it.

    Raises:
        ValueError: It is not one: every page of the web, or no page in particular, is not meant.
    """
    wrong = ValueError(
        f"{text!r} is not an origin; write the scheme, the host and the port of your page, such as"
        " http://localhost:3000"
    )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise wrong from None
    beside = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or "*" in host or beside:
        raise wrong
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


def with_cors(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Serve the preflight requests of browsers for these origins, and for no others.

    Credentials that a browser adds by itself are not allowed: the API knows the header
    ``Authorization`` only, which a page sets itself.
    """
    if not origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=list(origins),
        allow_methods=_METHODS,
        allow_headers=_ASKED,
        expose_headers=_TOLD,
        allow_credentials=False,
    )

"""Keeps pages of the web away: refuses requests that do not name a loopback address."""

from typing import Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class LoopbackOnly:
    """Refuses other hosts (DNS rebinding), and pages of other origins under ``/sandbox``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse a request."""
        if scope["type"] == "http" and (wrong := _wrong(scope)):
            await PlainTextResponse(wrong, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _wrong(scope: Scope) -> str | None:
    host = origin = None
    for name, value in scope["headers"]:
        if name == b"host":
            host = _hostname(f"//{value.decode('latin-1')}")
        elif name == b"origin":
            origin = _hostname(value.decode("latin-1"))
    if host not in _LOOPBACK:
        return f"the sandbox serves loopback addresses only, not {host}"
    if origin is not None and origin not in _LOOPBACK and scope["path"].startswith("/sandbox"):
        return "pages of other origins may not control the sandbox"
    return None


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""

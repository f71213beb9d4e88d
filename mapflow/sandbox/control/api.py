"""Reset, clock, log and accounts."""

import json
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.control import endpoints
from mapflow.sandbox.control.pages import body_of, page_route
from mapflow.sandbox.control.request_log import RequestLog
from mapflow.sandbox.openapi.problems import bad_request

NOTICE: Final = (
    "This is the sandbox of mapflow-client, an independent project: not the Mapflow service. It"
    " speaks the same API. Imagery is a synthetic scene, results are its features or simple"
    " segmentations of uploaded pixels, and credits are play money. Tile addresses that you send"
    " are checked but never fetched."
)
_LARGEST_JUMP_S: Final = 100 * 365.25 * 86400


def control_routes(sandbox: Sandbox, log: RequestLog, reset: Callable[[], None]) -> list[Route]:
    """Return the routes of the control interface.

    Args:
        sandbox: What is controlled.
        log: The requests seen.
        reset: Puts the sandbox back to its beginning.
    """
    pages = _Control(sandbox, log, reset)

    return [
        page_route("/sandbox", GET=pages.about),
        page_route("/sandbox/", GET=pages.about),
        page_route("/sandbox/reset", POST=pages.reset),
        page_route("/sandbox/clock", GET=pages.clock, POST=pages.set_clock),
        page_route("/sandbox/requests", GET=pages.requests, DELETE=pages.forget_requests),
        page_route("/sandbox/accounts", GET=pages.accounts, POST=pages.put_account),
    ]


class _Control:
    """The pages of the control interface."""

    def __init__(self, sandbox: Sandbox, log: RequestLog, reset: Callable[[], None]) -> None:
        self._sandbox = sandbox
        self._log = log
        self._reset = reset

    async def about(self, request: Request) -> Response:
        about: dict[str, Any] = {
            "notice": NOTICE,
            "synthetic": True,
            "base_url": f"{self._sandbox.root_url}/rest",
            "seed": self._sandbox.seed,
            "control": endpoints.listed(),
            "meta": endpoints.META,
            "failures": list(self._sandbox.failures.codes),
        }
        # Browsers ask for pages by name; programs ask for anything, or for JSON.
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(endpoints.page(about), headers={"Vary": "Accept"})
        return JSONResponse(about, headers={"Vary": "Accept"})

    async def reset(self, _request: Request) -> Response:
        self._reset()
        return JSONResponse({"reset": True})

    async def clock(self, _request: Request) -> Response:
        clock = self._sandbox.clock
        now = clock.now()
        return JSONResponse({"now": timestamp(now), "seconds": now, "speed": clock.speed})

    async def set_clock(self, request: Request) -> Response:
        body = await body_of(request)
        clock = self._sandbox.clock
        seconds, now, speed = (_number(body, name) for name in ("seconds", "now", "speed"))
        if seconds is not None and not 0 <= seconds <= _LARGEST_JUMP_S:
            raise bad_request("seconds must not be negative, nor more than a century")
        if speed is not None and not 0 <= speed <= 1e6:
            raise bad_request("speed must be between 0 and 1000000")
        if now is not None and not 0 <= now <= 2 * _LARGEST_JUMP_S:
            raise bad_request("now must be seconds since 1970")
        clock.set(now=now, speed=speed)
        if seconds is not None:
            clock.advance(seconds)
        return await self.clock(request)

    async def requests(self, _request: Request) -> Response:
        return JSONResponse(self._log.entries())

    async def forget_requests(self, _request: Request) -> Response:
        self._log.clear()
        return JSONResponse({"cleared": True})

    async def accounts(self, _request: Request) -> Response:
        return JSONResponse([_view(account) for account in self._sandbox.accounts.all()])

    async def put_account(self, request: Request) -> Response:
        body = await body_of(request)
        email = body.pop("email", None)
        if not isinstance(email, str):
            raise bad_request("email is missing")
        account = self._sandbox.accounts.put(email, body)
        return JSONResponse({**_view(account), "token": account.token})


def _view(account: Account) -> dict[str, Any]:
    return {"id": account.id, "email": account.email, **json.loads(account.settings.stored())}


def _number(body: dict[str, Any], name: str) -> float | None:
    value = body.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise bad_request(f"{name} must be a number")
    return value

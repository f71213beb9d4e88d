"""The kit for clients that are not a command: begin a mode, use the client, read the report."""

import json
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mapflow.sandbox.conformance.service import Service
from mapflow.sandbox.control.loopback_only import LoopbackOnly
from mapflow.sandbox.control.pages import body_of, page_route
from mapflow.sandbox.fault_injection.mutations import is_list
from mapflow.sandbox.openapi.problems import bad_request

PATH: Final = "/sandbox/conformance"


class Pages:
    """The page of the kit, in front of its service.

    Args:
        service: The service.
        image: The file that clients must upload.
    """

    def __init__(self, service: Service, image: Path) -> None:
        self._service = service
        self._image = image
        self._mode = service.modes[0]
        self._text: str | None = None
        service.begin(self._mode)
        self._page: ASGIApp = Starlette(routes=[page_route(PATH, GET=self.show, POST=self.put)])
        self.app: ASGIApp = LoopbackOnly(self._split)

    async def show(self, _request: Request) -> Response:
        """Say where everything is, and how the client did since the mode began."""
        return JSONResponse(
            {
                "base_url": self._service.base_url,
                "token": self._service.token,
                "image": str(self._image),
                "modes": {mode.name: mode.says for mode in self._service.modes},
                "report": self._service.report(self._mode, text=self._text).written(),
            }
        )

    async def put(self, request: Request) -> Response:
        """Begin a mode, or take what the client printed in it."""
        body = await body_of(request)
        if set(body) == {"mode"}:
            modes = {mode.name: mode for mode in self._service.modes}
            if body["mode"] not in modes:
                raise bad_request(f"mode must be one of {', '.join(modes)}")
            self._mode, self._text = modes[body["mode"]], None
            self._service.begin(self._mode)
        elif set(body) == {"printed"} and is_list(lines := body["printed"]):
            self._text = "\n".join(map(json.dumps, lines))
        else:
            raise bad_request('send {"mode": NAME} or {"printed": [LINE, ...]}')
        return await self.show(request)

    async def _split(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = scope["type"] == "http" and scope["path"] == PATH
        await (self._page if is_ours else self._service.app)(scope, receive, send)

"""What the pages of the control interface have in common."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mapflow.sandbox.openapi.problems import Problem, bad_request
from mapflow.sandbox.openapi.requests import read_at_most

_LARGEST_BODY_BYTES: Final = 1024 * 1024

Page = Callable[[Request], Awaitable[Response]]


def page_route(path: str, **by_method: Page) -> Route:
    """Return the route of a page, whose refusals say what is wrong."""

    async def page(request: Request) -> Response:
        try:
            return await by_method[request.method](request)
        except Problem as problem:
            return JSONResponse(problem.body("/sandbox"), problem.status)
        except ClientDisconnect:
            return Response()  # the client has gone

    return Route(path, page, methods=list(by_method))


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request carries, an empty one without a body.

    Raises:
        Problem: 400, it carries something else; 413, too much of it.
    """
    raw = await read_at_most(request, _LARGEST_BODY_BYTES)
    try:
        value: object = json.loads(raw or b"{}")
    except (ValueError, RecursionError) as error:
        raise bad_request(f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise bad_request("the body must be a JSON object")
    return cast("dict[str, Any]", value)
